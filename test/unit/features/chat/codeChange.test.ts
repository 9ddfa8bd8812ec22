import { expect, test } from "vitest";
import { belowOneRoot, type CodePiece, changesOfCode } from "../../../../src/features/chat/codeChange.ts";

const files: Readonly<Record<string, string>> = {
  "src/a.py": "def f():\n    return 1\n\n\ndef g():\n    return 2\n",
};
const read = async (path: string) => files[path];

const check = async (code: Partial<CodePiece>) =>
  changesOfCode({ info: "", text: "", before: "", ...code }, read);

const block = "<<<<<<< SEARCH\n    return 1\n=======\n    return 10\n>>>>>>> REPLACE\n";
const changed = {
  kind: "changes",
  changes: [
    { kind: "changed", path: "src/a.py", after: files["src/a.py"]!.replace("return 1", "return 10") },
  ],
  refused: [],
};

test("a sentence that names a file is no heading of code: nothing is changed on a guess", async () =>
  expect(await check({ info: "python", before: "In `src/a.py`:", text: block })).toMatchObject({
    kind: "unnamed",
  }));

test.each<[name: string, code: Partial<CodePiece>]>([
  ["the line before", { info: "python", before: "src/a.py", text: block }],
  ["the fence", { info: "python src/a.py", text: block }],
  ["the code itself", { info: "", text: `src/a.py\n${block}` }],
])("a change is found for the file that is named by %s", async (_name, code) =>
  expect(await check(code)).toMatchObject(changed),
);

test("a whole file that is new is a change", async () =>
  expect(await check({ info: "python src/new.py", text: "x = 1\n" })).toMatchObject({
    kind: "changes",
    changes: [{ kind: "created", path: "src/new.py" }],
  }));

test("code that names no file is for the cursor", async () =>
  expect(await check({ info: "python", text: "x = 1\n" })).toEqual({ kind: "unnamed" }));

test("what has no place is refused with its reason", async () => {
  const found = await check({ info: "python src/a.py", text: block.replace("return 1\n", "return 77\n") });
  expect(found).toMatchObject({
    kind: "refused",
    reason: expect.stringMatching(/has no line "return 77"/),
  });
});

test("with several roots a change is below one of them", () => {
  const roots = [
    { path: "/w/a", name: "a" },
    { path: "/w/b", name: "b" },
  ];
  const change = { kind: "created", path: "b/x.py", after: "" } as const;
  expect(belowOneRoot([change], roots)).toEqual({ root: "/w/b", changes: [{ ...change, path: "x.py" }] });
  expect(belowOneRoot([change, { ...change, path: "a/x.py" }], roots)).toBeUndefined();
  expect(belowOneRoot([change], [roots[0]!])).toEqual({ root: "/w/a", changes: [change] });
});
