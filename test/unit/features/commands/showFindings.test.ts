import { expect, test } from "vitest";
import { showFindings } from "../../../../src/features/commands/showFindings.ts";

test("findings are shown as their lines are whole, edits are not, however the text is cut", () => {
  const text =
    "Let me see.\nFINDING a.py:2 error: It *never* ends.\nFINDING b.py:9 note: elsewhere\na.py\n<<<<<<< SEARCH\nx\n";
  for (const size of [1, 7, 1_000]) {
    const shown: string[] = [];
    const doing: string[] = [];
    const take = showFindings(new Map([["a.py", new Set([1])]]), {
      onText: (piece) => shown.push(piece),
      onProgress: (step) => doing.push(step),
    });
    for (let at = 0; at < text.length; at += size) take(text.slice(at, at + size));
    expect(shown).toEqual(["- `a.py:2` It \\*never\\* ends\n"]);
    expect(doing).toEqual(["The model writes fixes"]);
  }
});
