/** Templates over trees of Go and Rust: the repair is among the candidates, and tests beside the code are told apart. */
import { expect, test } from "vitest";
import { applyReplacements } from "../../../../src/core/repair/candidate.ts";
import { generateCandidates } from "../../../../src/core/repair/generateCandidates.ts";
import { repairGrammarOf } from "../../../../src/core/repair/repairLanguages.ts";
import { inlineTests, inlineTestText } from "../../../../src/core/testing/inlineTests.ts";
import { TreeSitterReader } from "../../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../../support/grammarFiles.ts";
import { quietLog } from "../../../support/indexerHarness.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);

/** Texts that are proposed for the line of `█`, best first. */
async function proposed(languageId: "go" | "rust", marked: string): Promise<string[]> {
  const line = marked.slice(0, marked.indexOf("█")).split("\n").length - 1;
  const text = marked.replace("█", "");
  const tree = (await reader.tree(languageId, text, 5_000))!;
  const grammar = repairGrammarOf(languageId)!;
  const literals = { numbers: [], strings: [] };
  const all = generateCandidates({ tree, grammar, lineScores: new Map([[line, 1]]), literals, limit: 2_000 });
  return all.map(({ edits }) => applyReplacements(text, edits));
}

const go = (body: string) =>
  `package p\n\nfunc F(a int, b int, s []int) int {\n\ttotal := 0\n${body}\n\treturn total\n}\n`;
const rust = (body: string) =>
  `pub fn f(a: usize, b: usize, s: &[usize]) -> usize {\n    let mut total = 0;\n${body}\n    total\n}\n`;

async function check(
  languageId: "go" | "rust",
  wrap: (body: string) => string,
  faulty: string,
  right: string,
): Promise<void> {
  expect(await proposed(languageId, wrap(`█${faulty}`))).toContain(wrap(right));
}

test("Go: operators, off by one, names", async () => {
  await check("go", go, "\tif a > b {\n\t\ttotal = a\n\t}", "\tif a >= b {\n\t\ttotal = a\n\t}");
  await check("go", go, "\ttotal = a - b", "\ttotal = a + b");
  await check("go", go, "\ttotal = s[a]", "\ttotal = s[a-1]".replace("a-1", "a - 1"));
  await check("go", go, "\ttotal = a + a", "\ttotal = a + b");
});
test("Go: conditions, loops, statements", async () => {
  await check(
    "go",
    go,
    "\tfor i := 1; i < a; i++ {\n\t\ttotal += i\n\t}",
    "\tfor i := 1; i <= a; i++ {\n\t\ttotal += i\n\t}",
  );
  await check("go", go, "\tif a > 1 && b > 1 {\n\t\ttotal++\n\t}", "\tif a > 1 || b > 1 {\n\t\ttotal++\n\t}");
  await check("go", go, "\ttotal++", "\ttotal--");
  await check("go", go, "\ttotal = max(b, a)", "\ttotal = max(a, b)");
});
test("Go: what is declared or called is no value to change", async () => {
  const texts = await proposed("go", "package p\n\nfunc F(a int) int {\n\t█b := G(a)\n\treturn b\n}\n");
  for (const text of texts) expect(text).not.toMatch(/:= a\(|func a\(|func F\(b/);
});
test("Rust: operators, off by one, names, ranges", async () => {
  await check("rust", rust, "    total = a - b;", "    total = a + b;");
  await check("rust", rust, "    if a > b { total = a; }", "    if a >= b { total = a; }");
  await check("rust", rust, "    for i in 0..a { total += i; }", "    for i in 0..=a { total += i; }");
  await check("rust", rust, "    total = s[a];", "    total = s[a - 1];");
  await check("rust", rust, "    total = a + a;", "    total = a + b;");
});
test("Rust: methods and conditions", async () => {
  await check("rust", rust, "    total = a.min(b);", "    total = a.max(b);");
  await check("rust", rust, "    if !s.is_empty() { total = 1; }", "    if s.is_empty() { total = 1; }");
  await check("rust", rust, "    if a > 1 && b > 1 { total = 1; }", "    if a > 1 || b > 1 { total = 1; }");
});

const withTests = `pub fn f() -> u8 { 1 }

#[cfg(test)]
mod tests {
    #[test]
    fn one() { assert_eq!(super::f(), 1, "}"); }
}

pub fn g() -> u8 { 2 }

#[test]
fn two() {}
`;

test("tests beside the code are told apart from it", () => {
  expect(inlineTests("src/lib.rs", withTests)).toEqual([
    { startLine: 2, endLine: 6 },
    { startLine: 10, endLine: 11 },
  ]);
  expect(inlineTests("a.go", withTests)).toEqual([]);
  const changed = withTests.replace("{ 2 }", "{ 3 }");
  expect(inlineTestText("src/lib.rs", changed)).toBe(inlineTestText("src/lib.rs", withTests));
  expect(inlineTestText("src/lib.rs", withTests.replace("f(), 1", "f(), 2"))).not.toBe(
    inlineTestText("src/lib.rs", withTests),
  );
});
