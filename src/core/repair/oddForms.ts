/** Repairs that nobody would write: they pass tests by accident or say simply what can be said plainly. */
import type { Candidate } from "./candidate.ts";
import type { RepairFile } from "./repairFile.ts";

const odd = [
  /(?<![\w.)\]])0 [+] /,
  /\b(\w+) (?:==|!=|<|>|<=|>=|===|!==) \1(?![\w.([])/,
  /(?<![\w.])(\w+) - \1(?![\w.([])/,
  /\bnot not\b|!!/,
  /- -|[+] -/,
  /[+-] \d+(?:\.\d+)? [+-] \d/,
];

export function isOddForm({ tree }: RepairFile, { edits }: Candidate): boolean {
  return edits.some(({ start, end, text }) => {
    if (text === "") return false;
    const before = tree.text.slice(Math.max(start - 12, 0), start);
    const after = tree.text.slice(end, end + 12);
    const was = before + tree.text.slice(start, end) + after;
    const is = before + text + after;
    return odd.some((form) => form.test(is) && !form.test(was));
  });
}
