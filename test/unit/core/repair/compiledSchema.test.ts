import { expect, test } from "vitest";
import { buildCompiledSchema } from "../../../../src/core/repair/compiledSchema.ts";
import type { Variant } from "../../../../src/core/repair/schema.ts";
import { TreeSitterReader } from "../../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../../support/grammarFiles.ts";
import { quietLog } from "../../../support/indexerHarness.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);

/** @param changes what stands in the text and what it becomes, numbered from 1 */
async function schemaOf(
  languageId: string,
  text: string,
  ...changes: readonly (readonly [string, string])[]
) {
  const tree = (await reader.tree(languageId, text))!;
  const variants = changes.map(([old, now], at): Variant => {
    const start = text.indexOf(old);
    return { id: at + 1, edits: [{ start, end: start + old.length, text: now }] };
  });
  const schema = buildCompiledSchema(tree, languageId, variants);
  const lines = schema.text.split("\n");
  const told = schema.placed.map(({ id, startLine, endLine }) => [
    id,
    lines.slice(startLine - 1, endLine).join("\n"),
  ]);
  return { text: schema.text, placed: Object.fromEntries(told) as Record<number, string> };
}

const go = `package sum

const one = 1

func Total(a, b int) int {
	return a - b
}

func (s *Sum) Add(a int) {
	s.value += a
}

func Find(a []int) {
again:
	for _, b := range a {
		if b > 1 {
			break again
		}
	}
}
`;

test("Go: changed bodies stand in their functions, each on lines of its own", async () => {
  const { text, placed } = await schemaOf("go", go, ["a - b", "a + b"], ["a - b", "b - a"], ["+= a", "-= a"]);
  expect(text).toMatch(/^package sum;import touchstoneOs1 "os"\n/);
  expect(text).toMatch(/\nvar touchstone1 = touchstoneOs1\.Getenv\("TOUCHSTONE_VARIANT"\)\n$/);
  expect(placed[1]).toMatch(/^func Total.*\{if touchstone1 == "1" \{\n\treturn a \+ b\n\npanic\(.*\)\}$/);
  expect(placed[2]).toMatch(/^if touchstone1 == "2" \{\n\treturn b - a\n/);
  expect(placed[3]).toMatch(/s\.value -= a\n\nreturn\}$/);
  // What was there stays behind them.
  expect(text).toContain("\n\n\treturn a - b\n}\n");
});

test("Go: what stands outside of functions, or among labels, has no place", async () => {
  const { text, placed } = await schemaOf("go", go, ["one = 1", "one = 2"], ["b > 1", "b < 1"]);
  expect(placed).toEqual({});
  expect(text).toContain(go.slice("package sum".length));
});

const rust = `pub fn total(a: i32) -> i32 {
    fn inner(b: i32) -> i32 { b + 1 }
    inner(a) - 1
}

const fn one() -> i32 { 1 }
fn all() -> impl Iterator<Item = i32> { vec![1].into_iter() }
`;

test("Rust: a changed body is what its function gives", async () => {
  const { text, placed } = await schemaOf("rust", rust, [") - 1", ") + 1"]);
  expect(placed[1]).toMatch(
    /if touchstone_variant\(\) == 1 \{ return \{\n[^}]*\}\n {4}inner\(a\) \+ 1\n\n\}; \}$/,
  );
  expect(text.match(/fn touchstone_variant/g)).toHaveLength(1);
});

test("Rust: constant functions, and those that give an unnamed type, are left alone; of a function within another one is changed", async () => {
  const { placed } = await schemaOf("rust", rust, ["{ 1 }", "{ 2 }"], ["vec![1]", "vec![2]"]);
  expect(placed).toEqual({});
  const both = await schemaOf("rust", rust, [") - 1", ") + 1"], ["b + 1", "b - 1"]);
  expect(Object.keys(both.placed)).toEqual(["1"]);
});
