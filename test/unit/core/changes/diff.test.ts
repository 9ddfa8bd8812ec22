import { describe, expect, test } from "vitest";
import { addedLines, addedRuns, parseDiff, textBefore } from "../../../../src/core/changes/diff.ts";

const changed = `diff --git a/src/a.ts b/src/a.ts
index 1111111..2222222 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -1,4 +1,5 @@
 one
-two
+zwei
+drei
 three
 four
@@ -10,2 +11,1 @@ function f() {
 ten
-eleven
\\ No newline at end of file
`;

describe("a diff of git", () => {
  test("a changed file with its hunks", () => {
    const [file] = parseDiff(changed);
    expect(file).toMatchObject({ kind: "changed", path: "src/a.ts", isBinary: false });
    expect(addedLines(file!)).toEqual([
      { line: 1, text: "zwei" },
      { line: 2, text: "drei" },
    ]);
    expect(addedRuns(file!)).toHaveLength(1);
    expect(file!.hunks[1]).toMatchObject({ oldStart: 9, newStart: 10 });
  });

  test("the text before it", () => {
    const [file] = parseDiff(changed);
    const after = "one\nzwei\ndrei\nthree\nfour\n5\n6\n7\n8\n9\nten";
    expect(textBefore(after, file!)).toBe("one\ntwo\nthree\nfour\n5\n6\n7\n8\n9\nten\neleven");
    expect(textBefore("another\ntext\n", file!)).toBeUndefined();
  });

  const heads: [what: string, diff: string, expected: object][] = [
    [
      "an added file",
      "diff --git a/n.py b/n.py\nnew file mode 100644\nindex 0000000..1\n--- /dev/null\n+++ b/n.py\n@@ -0,0 +1 @@\n+x = 1\n",
      { kind: "added", path: "n.py" },
    ],
    [
      "a deleted file",
      "diff --git a/n.py b/n.py\ndeleted file mode 100644\n--- a/n.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x = 1\n",
      { kind: "deleted", path: "n.py" },
    ],
    [
      "a renamed file",
      "diff --git a/old name.py b/new.py\nsimilarity index 100%\nrename from old name.py\nrename to new.py\n",
      { kind: "renamed", path: "new.py", from: "old name.py" },
    ],
    [
      "a binary file",
      "diff --git a/a.png b/a.png\nindex 1..2 100644\nBinary files a/a.png and b/a.png differ\n",
      { kind: "changed", path: "a.png", isBinary: true },
    ],
    [
      "a path that git quotes",
      'diff --git "a/na\\303\\257ve\\t.py" "b/na\\303\\257ve\\t.py"\n--- "a/na\\303\\257ve\\t.py"\n+++ "b/na\\303\\257ve\\t.py"\n@@ -1 +1 @@\n-a\n+b\n',
      { kind: "changed", path: "naïve\t.py" },
    ],
    [
      "a path with a space",
      "diff --git a/a b.py b/a b.py\nold mode 100644\nnew mode 100755\n",
      { kind: "changed", path: "a b.py" },
    ],
  ];
  test.each(heads)("%s", (_, diff, expected) => expect(parseDiff(diff)).toMatchObject([expected]));

  test("a line that looks like a header is a line", () => {
    const diff = "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n---- old\n+--- new\n kept\n";
    expect(addedLines(parseDiff(diff)[0]!)).toEqual([{ line: 0, text: "--- new" }]);
  });

  test("whatever is no diff, or a part of one, is read as far as it goes", () => {
    expect(parseDiff("")).toEqual([]);
    expect(parseDiff("diff --git\n@@ x\n@@ -1 +1 @@")).toEqual([]);
    expect(addedLines(parseDiff(changed.slice(0, 120))[0]!)).toEqual([]);
  });
});
