import { expect, test } from "vitest";
import { type CommittedFile, commitMessage } from "../../../../src/core/changes/commitMessage.ts";
import { learnCommitStyle } from "../../../../src/core/changes/commitStyle.ts";
import type { ChangedFile } from "../../../../src/core/changes/diff.ts";
import type { OutlineSymbol } from "../../../../src/core/syntax/outline/outline.ts";

const symbols = (...names: string[]): OutlineSymbol[] =>
  names.map((name) => ({ name, kind: "function", container: "", startLine: 0, endLine: 1, signature: name }));

function file(
  path: string,
  kind: ChangedFile["kind"] = "changed",
  told: Partial<Record<"added" | "removed" | "touched", string[]>> = {},
): CommittedFile {
  const lines = [{ kind: "added", text: "x" } as const];
  const from = kind === "renamed" ? { from: "src/old.ts" } : {};
  return {
    file: {
      kind,
      path,
      ...from,
      isBinary: false,
      hunks: kind === "renamed" ? [] : [{ oldStart: 0, newStart: 0, lines }],
    },
    added: symbols(...(told.added ?? [])),
    removed: symbols(...(told.removed ?? [])),
    touched: symbols(...(told.touched ?? [])),
  };
}

const conventional = [
  "feat(api): add a route",
  "fix(api): close it",
  "docs: say more",
  "chore: bump",
  "feat(store): keep more",
];
const imperative = ["Add a route", "Fix the store", "Say more in the docs", "Remove what is old"];
const past = ["Added a route.", "Fixed the store.", "Removed what is old."];
const areas = ["net: add a route", "net: close it", "store: keep more"];

test.each<[string, string[], CommittedFile[], string]>([
  ["a new function", imperative, [file("src/a.ts", "changed", { added: ["total"] })], "Add total in a.ts"],
  [
    "in past tense, with a full stop",
    past,
    [file("src/a.ts", "changed", { added: ["total"] })],
    "Added total in a.ts.",
  ],
  [
    "with a type and a scope that is used",
    conventional,
    [file("src/api/a.ts", "changed", { added: ["total"] })],
    "feat(api): add total in a.ts",
  ],
  [
    "with a type alone",
    conventional,
    [file("src/a.ts", "changed", { added: ["total"] })],
    "feat: add total in a.ts",
  ],
  ["documents alone", conventional, [file("docs/a.md")], "docs: change a.md"],
  [
    "tests alone",
    conventional,
    [file("test/a.test.ts", "changed", { touched: ["run"] })],
    "test: change run in a.test.ts",
  ],
  [
    "a folder before the colon",
    areas,
    [file("lib/net/a.go", "changed", { touched: ["dial"] })],
    "net: change dial in a.go",
  ],
  ["a new file", imperative, [file("src/a.ts", "added", { added: ["f"] })], "Add a.ts"],
  [
    "files that are gone",
    imperative,
    [file("src/a.ts", "deleted"), file("src/b.ts", "deleted")],
    "Remove a.ts and b.ts",
  ],
  ["another name", imperative, [file("src/new.ts", "renamed")], "Rename src/old.ts to src/new.ts"],
  [
    "more than fits",
    imperative,
    [file("a.ts", "changed", { added: ["one", "two", "three", "four", "five"] })],
    "Add one, two, three and 2 more in a.ts",
  ],
])("%s", (_, messages, files, expected) =>
  expect(commitMessage(files, learnCommitStyle(messages))).toBe(expected),
);

test("the body is there where most messages have one", () => {
  const style = learnCommitStyle(imperative.map((subject) => `${subject}\n\nBecause.`));
  const message = commitMessage(
    [file("src/a.ts", "changed", { added: ["total"] }), file("src/b.ts", "added")],
    style,
  );
  expect(message).toBe("Add b.ts\n\n- src/a.ts: adds total\n- src/b.ts (new)");
});

test("what is learned of the past", () => {
  expect(learnCommitStyle(conventional)).toMatchObject({
    isConventional: true,
    isCapitalized: false,
    mood: "imperative",
    scopeShare: 0.6,
  });
  expect(learnCommitStyle(conventional).scopes[0]).toBe("api");
  expect(learnCommitStyle(past)).toMatchObject({ mood: "past", endsWithPeriod: true, isCapitalized: true });
  expect(learnCommitStyle(["Only one"])).toMatchObject({ count: 0, mood: "imperative" });
});
