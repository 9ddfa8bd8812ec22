import { expect, test } from "vitest";
import { readSubject } from "../../../../src/core/testWriting/readSubject.ts";
import { sampleCalls } from "../../../../src/core/testWriting/sampleCalls.ts";
import { TreeSitterReader } from "../../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../../support/grammarFiles.ts";
import { quietLog } from "../../../support/indexerHarness.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);

async function read(
  languageId: string,
  text: string,
  name: string,
  examples: readonly string[] = [],
  line?: number,
) {
  const trees = await Promise.all(examples.map((one) => reader.tree(languageId, one)));
  const tree = (await reader.tree(languageId, text))!;
  return readSubject({ tree, languageId, name, line, examples: trees.map((one) => one!) });
}

test("Python: parameters, what it raises, literals and calls", async () => {
  const text = `
def part(text: str, *, limit: int = 3, end="..."):
    if limit < 0:
        raise ValueError("limit")
    return text[:limit] + end
`;
  const subject = await read("python", text, "part", [
    "part('abc', limit=2)\npart(x)\nm.part('', limit=-1)\n",
  ]);
  expect(subject).toMatchObject({
    isFree: true,
    isAsync: false,
    parameters: [
      { name: "text", type: "str" },
      { name: "limit", type: "int", default: "3", isKeywordOnly: true },
      { name: "end", default: '"..."', isKeywordOnly: true },
    ],
    raises: ["ValueError"],
    calls: [
      [{ text: "'abc'" }, { name: "limit", text: "2" }],
      [{ text: "''" }, { name: "limit", text: "-1" }],
    ],
    startLine: 1,
    endLine: 4,
  });
  expect(subject!.mutants.length).toBeGreaterThan(3);
  const calls = sampleCalls(subject!, "python");
  expect(calls[0]).toEqual([{ text: "'abc'" }, { name: "limit", text: "2" }]);
  expect(calls.length).toBeGreaterThan(20);
  expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(calls.length);
  expect(
    calls.every((call) => call.every(({ text: given }) => !/\blimit\b/.test(given) || given.length > 0)),
  ).toBe(true);
});

test("Python: methods, static methods and inner functions", async () => {
  const text = `
class Box:
    def size(self, unit):
        return 1

    @staticmethod
    async def open(name):
        def inner(a):
            yield a
        return inner
`;
  expect(await read("python", text, "size")).toMatchObject({
    isFree: false,
    containers: ["Box"],
    parameters: [{ name: "unit" }],
  });
  expect(await read("python", text, "open")).toMatchObject({
    isFree: true,
    isAsync: true,
    isGenerator: false,
  });
  expect(await read("python", text, "inner")).toMatchObject({ isFree: false, isGenerator: true });
  expect(await read("python", text, "nothing")).toBeUndefined();
});

test("JavaScript and TypeScript: what is exported, and how; where loops begin", async () => {
  const text = `
export const half = (n: number, ...rest: string[]): number => n / 2;
export default async function load(path = "a", { deep } = {}) {
  for (const one of path) { if (one) return one; }
  throw new RangeError("x");
}
function hidden() { while (true) break; }
`;
  expect(await read("typescript", text, "half")).toMatchObject({
    isExported: true,
    exportedAs: "half",
    parameters: [
      { name: "n", type: "number" },
      { name: "rest", isRest: true },
    ],
    loopStarts: undefined,
  });
  expect(await read("typescript", text, "load")).toMatchObject({
    exportedAs: "default",
    isAsync: true,
    raises: ["RangeError"],
  });
  expect(await read("typescript", text, "hidden")).toMatchObject({ isExported: false });
  const common = "function sum(a, b) { for (;;) { return a + b; } }\nmodule.exports = { sum };\n";
  const subject = await read("javascript", common, "sum", ["sum(1, -2); sum({ a: [1] }, `x`); sum(b, 1);"]);
  expect(subject).toMatchObject({ isExported: true, loopStarts: [common.indexOf("{ return") + 1] });
  expect(subject!.calls).toEqual([[{ text: "1" }, { text: "-2" }]]);
});
