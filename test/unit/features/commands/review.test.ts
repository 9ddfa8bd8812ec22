import { expect, test } from "vitest";
import { runSlashCommand } from "../../../../src/features/commands/runSlashCommand.ts";
import { textOfRequest } from "../../../support/scriptedChatModels.ts";
import { wireLibrary } from "../../../support/wireLibrary.ts";
import { changedBy, commandFixture, diffOf, never } from "./commandFixture.ts";

const review = { name: "review", argument: "" } as const;

/** Findings as `path:line severity kind`. */
async function found(
  texts: Readonly<Record<string, string>>,
  ...diffs: string[]
): Promise<readonly string[]> {
  const { deps } = await commandFixture(texts, { git: changedBy(...diffs) });
  const { findings = [] } = await runSlashCommand(deps, review, {}, never);
  return findings.map(({ path, line, severity, kind }) => `${path}:${line} ${severity} ${kind}`);
}

const text = (lines: readonly string[]): string =>
  lines
    .filter((line) => line[0] !== "-")
    .map((line) => `${line.slice(1)}\n`)
    .join("");

test("a name that does not exist, with the one that is meant as a patch", async () => {
  const lines = [" def total(items):", "-    return 0", "+    return len(itmes)"];
  const { deps } = await commandFixture({ "a.py": text(lines) }, { git: changedBy(diffOf("a.py", lines)) });
  const { findings, patches, citations, markdown } = await runSlashCommand(deps, review, {}, never);
  expect(findings).toMatchObject([{ path: "a.py", line: 1, severity: "error", kind: "missingName" }]);
  expect(citations).toEqual([{ path: "/w/a.py", line: 1, endLine: 1 }]);
  expect(markdown).toContain("[`a.py:2`](a.py#L2)");
  expect(patches).toMatchObject([
    {
      root: "/w",
      verdict: undefined,
      changes: [{ kind: "changed", path: "a.py", after: "def total(items):\n    return len(items)\n" }],
    },
  ]);
});

test("names that were there before are not the change's", async () => {
  const lines = [" def total(items):", "     return len(itmes)", "+# done"];
  expect(await found({ "a.py": text(lines) }, diffOf("a.py", lines))).toEqual([]);
});

test("an API that the installed version lacks, and one that it deprecates", async () => {
  const lines = ['+import { open, dial, conect } from "wire";', "+open(String(dial));"];
  expect(await found({ ...wireLibrary, "app.ts": text(lines) }, diffOf("app.ts", lines))).toEqual([
    "app.ts:0 error missingApi",
    "app.ts:0 note deprecatedApi",
  ]);
});

test("callers that were not changed with what they call, and those that were", async () => {
  const lines = ["-def add(a):", "+def add(a, b):", "     return a"];
  const caller = "from calc import add\n\n\ndef run():\n    return add(1)\n";
  expect(await found({ "calc.py": text(lines), "run.py": caller }, diffOf("calc.py", lines))).toEqual([
    "calc.py:0 warning brokenCallers",
  ]);
  const call = [
    " from calc import add",
    " ",
    " ",
    " def run():",
    "-    return add(1)",
    "+    return add(1, 2)",
  ];
  const diffs = [diffOf("calc.py", lines), diffOf("run.py", call)];
  expect(await found({ "calc.py": text(lines), "run.py": text(call) }, ...diffs)).toEqual([]);
});

test("what was taken away and is still used", async () => {
  const lines = ["-def vanish():", "-    return 1", " def stay():", "     return 2"];
  const user = "from calc import vanish\n\nprint(vanish())\n";
  expect(await found({ "calc.py": text(lines), "run.py": user }, diffOf("calc.py", lines))).toEqual([
    "calc.py:0 error stillUsed",
  ]);
});

test("tests that were left alone, unless a test was changed, too", async () => {
  const lines = [" def total(a):", "-    return a", "+    return a + 1"];
  const tested = "from calc import total\n\n\ndef test_total():\n    assert total(1) == 2\n";
  const texts = { "calc.py": text(lines), "tests/test_calc.py": tested };
  expect(await found(texts, diffOf("calc.py", lines))).toEqual(["calc.py:1 note testsUntouched"]);
  const own = [
    "+from calc import total",
    ...tested
      .split("\n")
      .slice(1, -1)
      .map((line) => ` ${line}`),
  ];
  expect(await found(texts, diffOf("calc.py", lines), diffOf("tests/test_calc.py", own))).toEqual([]);
});

test("a file that git does not know yet is all new", async () => {
  const { deps } = await commandFixture(
    { "new.ts": "debugger;\n" },
    { git: { ...changedBy(), untracked: async () => ["new.ts"] } },
  );
  const { findings } = await runSlashCommand(deps, review, {}, never);
  expect(findings).toMatchObject([{ path: "new.ts", line: 0, kind: "debug" }]);
});

test("a model's findings at lines of the change, the others counted, its edits as a patch", async () => {
  const lines = [" def total(a):", "-    return a", "+    return a + 1"];
  const answer = `FINDING a.py:2 error: one too many
FINDING a.py:77 warning: nowhere

a.py
<<<<<<< SEARCH
    return a + 1
=======
    return a
>>>>>>> REPLACE
`;
  const { deps, models } = await commandFixture(
    { "a.py": text(lines) },
    { git: changedBy(diffOf("a.py", lines)), answer },
  );
  const { findings, patches, markdown, model } = await runSlashCommand(deps, review, {}, never);
  expect(findings).toMatchObject([{ line: 1, severity: "error", kind: "model", message: "one too many" }]);
  expect(markdown).toContain("1 finding of the model named no line of the change and is left out");
  expect(model).toBe("scripted");
  expect(patches).toMatchObject([{ changes: [{ after: "def total(a):\n    return a\n" }] }]);
  const [request] = models.requests;
  expect(textOfRequest(request!)).toContain("+     2     return a + 1");
  const sources = request!.messages.flatMap(({ pieces }) => pieces.flatMap(({ sources: own = [] }) => own));
  expect(sources).toEqual([{ path: "/w/a.py", isLibrary: false }]);
});

test("no model is asked when none is wanted, and no git in an untrusted workspace", async () => {
  const lines = ["+x = 1"];
  const options = { git: changedBy(diffOf("a.py", lines)), answer: "NONE" };
  const { deps, models } = await commandFixture({ "a.py": text(lines) }, options);
  await runSlashCommand(deps, { ...review, engine: "builtin" }, {}, never);
  expect(models.requests).toEqual([]);
  let asked = 0;
  const git = { changes: async () => void asked++ as undefined };
  const untrusted = await commandFixture({}, { git, isTrusted: false });
  expect((await runSlashCommand(untrusted.deps, review, {}, never)).refused).toContain("untrusted");
  expect(asked).toBe(0);
});

test("says why there is nothing to review", async () => {
  const nothing = await commandFixture({});
  expect((await runSlashCommand(nothing.deps, review, {}, never)).refused).toContain("git repository");
  const same = await commandFixture({}, { git: changedBy() });
  expect((await runSlashCommand(same.deps, review, {}, never)).refused).toContain("nothing is changed");
});
