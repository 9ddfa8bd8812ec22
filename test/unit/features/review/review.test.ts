/** What a person does with a patch, step by step, and what becomes of the files. */
import { expect, test } from "vitest";
import { applyFileChanges, type FileChange } from "../../../../src/core/patch/fileTexts.ts";
import { Review, type Selection } from "../../../../src/features/review/review.ts";
import { alternatives, type ReviewRow, reviewRows } from "../../../../src/features/review/reviewRows.ts";
import type { ProposedPatch } from "../../../../src/ports/patchReview.ts";

const before = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";
const after = "ONE\ntwo\nthree\nfour\nFIVE\nsix\nseven\neight\n";
const changed: FileChange = { kind: "changed", path: "src/a.py", before, after };

const patchOf = (...changes: readonly FileChange[]): ProposedPatch => ({
  title: "Shout",
  root: "/root",
  changes,
  verdict: "verified",
  evidence: [{ kind: "good", text: "1 test passes that failed", details: ["test_a"] }],
  explanation: "Because.",
});

/** A review of files that are really there; each step looks at them first, as the editor does. */
function scene(...patches: readonly ProposedPatch[]) {
  const review = new Review(patches);
  let files: ReadonlyMap<string, string> = new Map(
    review.patch.changes.flatMap((change) =>
      change.kind === "created"
        ? []
        : [[change.kind === "renamed" ? change.from : change.path, change.before] as const],
    ),
  );
  return {
    review,
    text: (path = "src/a.py") => files.get(path),
    edit(text: string, path = "src/a.py") {
      files = new Map([...files, [path, text]]);
      for (const file of review.files) file.observe(files.get(file.path));
    },
    accept(selection: Selection) {
      const changes = review.changesOf(selection);
      for (const change of changes) {
        if (change.kind === "created") expect(files.has(change.path)).toBe(false);
        else expect(files.get(change.kind === "renamed" ? change.from : change.path)).toBe(change.before);
      }
      files = applyFileChanges(files, changes);
      review.applied(selection);
    },
  };
}

/** Rows as text, two blanks for each level; `[x]` and `[ ]` are check boxes. */
const textOf = (rows: readonly ReviewRow[], depth = 0): string =>
  rows
    .map(({ label, description = "", isChecked, children = [] }) => {
      const box = isChecked === undefined ? "" : isChecked ? "[x] " : "[ ] ";
      const line = `${"  ".repeat(depth)}${box}${label}${description ? ` (${description})` : ""}\n`;
      return line + textOf(children, depth + 1);
    })
    .join("");

test("all at once", () => {
  const { review, accept, text } = scene(patchOf(changed));
  accept("checked");
  expect(text()).toBe(after);
  expect(review.openCount).toBe(0);
});

test("one hunk, then what is checked of the rest", () => {
  const { review, accept, text } = scene(patchOf(changed));
  accept({ file: 0, part: 1 });
  expect(text()).toBe(before.replace("five", "FIVE"));
  review.check({ file: 0, part: 0 }, false);
  accept("checked");
  expect(text()).toBe(after.replace("ONE", "one"));
  expect(review.openCount).toBe(1);
  expect(review.isWhole).toBe(false);
});

test("what an undo in the editor takes back is open again", () => {
  const { review, accept, edit, text } = scene(patchOf(changed));
  accept({ file: 0, part: 0 });
  accept({ file: 0, part: 2 });
  edit(before.replace("one", "ONE"));
  expect(review.files[0]!.states.map(({ kind }) => kind)).toEqual(["applied", "open", "open"]);
  edit(before);
  expect(review.openCount).toBe(3);
  accept("checked");
  expect(text()).toBe(after);
});

test("other changes of the file move the hunks, or refuse those that they touch", () => {
  const { review, accept, edit, text } = scene(patchOf(changed));
  accept({ file: 0, part: 0 });
  edit(`# new\n${text()!.replace("five", "fifth")}`);
  expect(review.files[0]!.states.map(({ kind }) => kind)).toEqual(["applied", "refused", "open"]);
  accept("checked");
  expect(text()).toBe(`# new\n${after.replace("FIVE", "fifth")}`);
  expect(textOf(reviewRows(review)).split("\n")[0]).toBe("1 hunk no longer fits (changed since)");
});

test("a file that is gone, there already or to be deleted takes nothing it was not meant for", () => {
  const created: FileChange = { kind: "created", path: "new.py", after: "x\n" };
  const deleted: FileChange = { kind: "deleted", path: "old.py", before: "y\n" };
  const { review, edit } = scene(patchOf(created, deleted));
  edit("other\n", "new.py");
  edit("z\n", "old.py");
  review.files[0]!.observe("other\n");
  expect(review.changesOf("checked")).toEqual([]);
  expect(review.files.map(({ isConflicting }) => isConflicting)).toEqual([true, true]);
});

test("a rename and its lines can be had apart", () => {
  const renamed: FileChange = { kind: "renamed", from: "a.py", path: "b.py", before, after };
  const { review, accept, text } = scene(patchOf(renamed));
  accept({ file: 0, part: 1 });
  expect(text("a.py")).toBe(before.replace("one", "ONE"));
  accept({ file: 0, part: 0 });
  expect(text("a.py")).toBeUndefined();
  accept("checked");
  expect(text("b.py")).toBe(after);
  expect(review.openCount).toBe(0);
});

test("both sides show what is checked, and a line leads to its hunk", () => {
  const { review } = scene(patchOf(changed));
  review.check({ file: 0, part: 0 }, false);
  expect(review.files[0]!.sides()).toEqual({ before, after: after.replace("ONE", "one") });
  expect(review.partAt(0, "after", 4)).toEqual({ file: 0, part: 1 });
  expect(review.partAt(0, "before", 4)).toEqual({ file: 0, part: 1 });
  expect(review.partAt(0, "after", 0)).toEqual({ file: 0, part: 0 });
  expect(review.partAt(0, "after", 2)).toBeUndefined();
  expect(review.partAt(0, "after", 7)).toEqual({ file: 0, part: 2 });
});

test("another patch is chosen whole, until a hunk was accepted", () => {
  const other: FileChange = { ...changed, after: before.replace("six", "SIX") };
  const { review, accept } = scene(patchOf(changed), patchOf(other));
  expect(review.choose(1)).toBe(true);
  expect(review.partCount).toBe(1);
  expect(review.choose(0)).toBe(true);
  accept({ file: 0, part: 0 });
  expect(review.choose(1)).toBe(false);
});

test("the rows", () => {
  const other: FileChange = { ...changed, after: before.replace("six\n", "") };
  const { review, accept } = scene(patchOf(changed), patchOf(other));
  accept({ file: 0, part: 0 });
  review.check({ file: 0, part: 2 }, false);
  expect(textOf(reviewRows(review))).toBe(
    [
      "[ ] a.py (src)",
      "  1: ONE (accepted)",
      "  [x] 5: FIVE",
      "  [ ] 8: eight",
      "2 Patches Fit the Tests (choose one)",
      "  ONE (verified)",
      "  Remove six (verified)",
      "Verified (Shout)",
      "  Only the whole patch was tested, on the files as they were",
      "  1 test passes that failed",
      "    test_a",
      "Explanation (Because.)",
      "",
    ].join("\n"),
  );
});

test("patches that a call tells apart are asked for by what it gives", () => {
  const other: FileChange = { ...changed, after: before.replace("six", "SIX") };
  const telling = (patch: ProposedPatch, outcome: string): ProposedPatch => ({
    ...patch,
    example: { call: "shout('six')", outcome, before: "raises KeyError" },
  });
  const { review } = scene(telling(patchOf(changed), "gives 'six'"), telling(patchOf(other), "gives 'SIX'"));
  expect(textOf(reviewRows(review))).toContain(
    [
      "Which Did You Mean? (shout('six'))",
      "  gives 'six' (ONE · verified)",
      "  gives 'SIX' (SIX · verified)",
      "",
    ].join("\n"),
  );
  expect(alternatives(review)[1]!.detail).toBe("shout('six') gives 'SIX' with it; now it raises KeyError");
});
