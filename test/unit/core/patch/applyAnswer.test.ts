import { describe, expect, test } from "vitest";
import { applyAnswer } from "../../../../src/core/patch/applyAnswer.ts";

const store = `import os

class Store:
    def open(self, path):
        if not path:
            return None
        return os.open(path)

    def close(self, path):
        if not path:
            return None
        return os.close(path)
`;

type Files = Readonly<Record<string, string>>;

/** Applies an answer to `a.py`, or to the files given, and expects that text or those files, and reasons of refusal like these. */
function check(before: string | Files, answer: string, after: string | Files, reason = /^$/): void {
  const files = (value: string | Files): Files => (typeof value === "string" ? { "a.py": value } : value);
  const result = applyAnswer(new Map(Object.entries(files(before))), answer);
  expect(result.refused.map(({ reason: found }) => found).join("\n")).toMatch(reason);
  expect(Object.fromEntries(result.files)).toEqual(files(after));
}

const block = (search: string, replace: string, path = "a.py"): string =>
  `${path}\n\`\`\`python\n<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE\n\`\`\`\n`;
const changed = store.replace("os.open(path)", "os.open(path, 0)");
const search = "            return None\n        return os.open(path)\n";
const replace = "            return None\n        return os.open(path, 0)\n";

describe("SEARCH/REPLACE blocks", () => {
  test.each<[name: string, answer: string]>([
    ["as asked for", block(search, replace)],
    [
      "with other marks",
      block(search, replace)
        .replace(/<{7} SEARCH/, "<<<<< ORIGINAL")
        .replace(/={7}/, "=====")
        .replace(/>{7} REPLACE/, ">>>>> UPDATED"),
    ],
    ["with marks of nine signs", block(search, replace).replace(/([<=>])\1{6}/g, "$1$1$1$1$1$1$1$1$1")],
    [
      "with dashes and pluses",
      block(search, replace)
        .replace("<<<<<<< SEARCH", "------- SEARCH")
        .replace(">>>>>>> REPLACE", "+++++++ REPLACE"),
    ],
    ["without a fence", block(search, replace).replaceAll(/^```.*\n/gm, "")],
    ["in a fence of tildes", block(search, replace).replaceAll("```", "~~~~")],
    ["in a fence of another language", block(search, replace).replace("```python", "```text")],
    ["in a fence that is not closed", block(search, replace).replace(/```\n$/, "")],
    [
      "with the path in the fence",
      `Here:\n\`\`\`python\n${block(search, replace).replace("```python\n", "").replace("a.py\n", "a.py\n")}`,
    ],
    ["with the path in the info", block(search, replace).replace("a.py\n```python", "```python a.py")],
    ["with the path in bold and a colon", block(search, replace).replace("a.py\n", "**File: `a.py`**:\n\n")],
    ["with a heading for a path", block(search, replace).replace("a.py\n", "### 1. a.py\n")],
    ["with ./ before the path", block(search, replace).replace("a.py\n", "./a.py\n")],
    ["with CRLF", block(search, replace).replaceAll("\n", "\r\n")],
    ["with a line number hint", block(`:start_line:6\n-------\n${search}`, replace)],
    ["indented as in a list", block(search, replace).replaceAll(/^(?=[<=>` ])/gm, "  ")],
    ["with white space at the ends of lines", block(search.replaceAll("\n", "  \n"), replace)],
    ["with the indentation lost", block(search.replaceAll(/^ {8}/gm, ""), replace.replaceAll(/^ {8}/gm, ""))],
    ["with tabs for blanks", block(search.replaceAll("    ", "\t"), replace.replaceAll("    ", "\t"))],
    ["with two blanks for four", block(search.replaceAll("    ", "  "), replace.replaceAll("    ", "  "))],
    ["with other spacing", block(search.replace("(path)", "( path )"), replace)],
    ["said twice", block(search, replace) + block(search, replace)],
    ["of a part of a line", block("os.open(path)\n", "os.open(path, 0)\n")],
    [
      "of parts of two lines",
      block("None\n        return os.open(path\n", "None\n        return os.open(path, 0\n"),
    ],
    [
      "with elisions",
      block(
        `class Store:\n    # ... existing code ...\n        return os.open(path)\n`,
        `class Store:\n    # ... existing code ...\n        return os.open(path, 0)\n`,
      ),
    ],
    [
      "with an elision in the new lines alone",
      block(
        `    def open(self, path):\n        if not path:\n${search}`,
        `    def open(self, path):\n        # ... existing code ...\n            return None\n        return os.open(path, 0)\n`,
      ),
    ],
    [
      "with a line left out",
      block(
        `import os\n\nclass Store:\n    def open(self, path):\n            return None\n        return os.open(path)\n`,
        `import os\n\nclass Store:\n    def open(self, path):\n            return None\n        return os.open(path, 0)\n`,
      ),
    ],
    [
      "with a kept line misremembered",
      block(
        `class Store:\n    def open(self, file_path):\n        if not path:\n${search}`,
        `class Store:\n    def open(self, file_path):\n        if not path:\n${replace}`,
      ),
    ],
  ])("%s", (_name, answer) => check(store, answer, changed));

  test.each<[name: string, answer: string, reason: RegExp]>([
    [
      "two places fit",
      block("        if not path:\n", "        if path is None:\n"),
      /2 places fit: lines 5, 10/,
    ],
    [
      "nothing is like it",
      block("quite = other\nthings = here\n", "x\n"),
      /no line "quite = other", nor one like it/,
    ],
    [
      "a removed line is misremembered",
      block("        return os.open(path, mode)\n", "        return 1\n"),
      /nearest is line 7, in:\n.*\n.*\n {8}return os\.open\(path\)/,
    ],
    ["the answer was cut off", block(search, replace).split(">>>>")[0]!, /no closing mark/],
    ["the divider is missing", block(search, replace).replace("=======\n", ""), /no divider/],
    ["the path is missing", block(search, replace).replace("a.py\n", ""), /names no file/],
    ["it is another file", block(search, replace, "src/a.py"), /no file "src\/a.py"; there is "a.py"/],
    [
      "the new lines leave something out",
      block(search, "            # ... rest of the code ...\n        return 1\n"),
      /leaves out/,
    ],
    [
      "blocks overlap",
      block(search, replace) + block("        return os.open(path)\n", "        return 2\n"),
      /changes the same lines as block 2[\s\S]*same lines as block 1/,
    ],
    [
      "it is there already",
      block("        return os.open(path, 1)\n", "        return os.close(path)\n"),
      /new lines are already at line 12/,
    ],
    ["no edit", "I would change `a.py`.", /No edit was found/],
    ["the root is left", block("a\n", "b\n", "../a.py"), /leaves the root/],
  ])("refused: %s", (_name, answer, reason) => check(store, answer, store, reason));

  test("refuses a block that fits one place as it stands and another one if it was moved", () => {
    const file = "a = 1\nb = 2\nif x:\n    a = 1\n    b = 2\n";
    check(file, block("a = 1\nb = 2\n", "a = 3\n"), file, /2 places fit: lines 1, 4/);
    check(file, block("if x:\n    a = 1\n", "if x:\n    a = 3\n"), file.replace("    a = 1", "    a = 3"));
  });
  test("creates a file by an empty search", () =>
    check({ "a.py": "x\n" }, block("", "y = 1\n", "b.py"), { "a.py": "x\n", "b.py": "y = 1\n" }));
  test("keeps the divider's likes in the text", () =>
    check("Title\n=====\n\ntext\n", block("Title\n=====\n", "Name\n=====\n"), "Name\n=====\n\ntext\n"));
  test("keeps CRLF, the byte order mark and a missing last newline", () =>
    check(
      "\ufeffa = 1\r\nb = 2\r\nc = 3",
      block("b = 2\nc = 3\n", "b = 3\nbb = 4\nc = 3\n"),
      "\ufeffa = 1\r\nb = 3\r\nbb = 4\r\nc = 3",
    ));
  test("deletes lines", () => check("a\nbcde\nc\n", block("bcde\n", ""), "a\nc\n"));
  test("applies what fits and says what does not", () =>
    check(store, block(search, replace) + block("nothing = 1\n", "x\n"), changed, /no line "nothing = 1"/));
  test("locates every block in the text as it was", () =>
    check(
      "one = 1\ntwo = 2\n",
      block("one = 1\n", "two = 2\n") + block("two = 2\n", "three = 3\n"),
      "two = 2\nthree = 3\n",
    ));
});

const diff = `--- a/a.py
+++ b/a.py
@@ -4,6 +4,6 @@ class Store:
     def open(self, path):
         if not path:
             return None
-        return os.open(path)
+        return os.open(path, 0)
 
     def close(self, path):
`;
const git = `diff --git a/a.py b/a.py\nindex 1234567..89abcde 100644\n${diff}`;
const fenced = (text: string, info = "diff"): string => `Done:\n\n\`\`\`${info}\n${text}\`\`\`\n`;

describe("unified diffs", () => {
  test.each<[name: string, answer: string]>([
    ["plain", diff],
    ["of git", git],
    ["in a fence", fenced(git)],
    ["with prose around", `I changed it.\n\n${diff}\nThat is all.\n`],
    ["with wrong line numbers", diff.replace("-4,6 +4,6", "-104,6 +99,6")],
    ["with wrong counts", fenced(diff.replace("-4,6 +4,6", "-4,9 +4,2"))],
    ["without counts", fenced(diff.replace(/@@.*@@.*/, "@@ ... @@"))],
    ["with bare signs", fenced(diff.replace(/@@.*@@.*/, "@@"))],
    ["without a blank before kept lines", fenced(diff.replace(/@@.*@@.*/, "@@").replaceAll(/^ /gm, ""))],
    ["with CRLF", git.replaceAll("\n", "\r\n")],
    ["without a prefix of sides", diff.replace("a/a.py", "a.py").replace("b/a.py", "a.py")],
    [
      "with times",
      diff.replace("a/a.py", "a.py\t2024-01-01 00:00:00").replace("b/a.py", "a.py\t2024-01-01 00:00:01"),
    ],
    [
      "with the file named by the fence alone",
      `a.py\n${fenced(diff.split("\n").slice(2).join("\n"))}`.replace("Done:\n\n", ""),
    ],
    ["with the signature of a mail", `${diff}-- \n2.39.2\n`],
    ["with no line of context before", diff.replace(/@@[\s\S]*None\n/, "@@ -7,3 +7,3 @@\n")],
  ])("%s", (_name, answer) => check(store, answer, changed));

  test.each<[name: string, answer: string, reason: RegExp]>([
    [
      "binary",
      "diff --git a/a.py b/a.py\nindex 1..2 100644\nBinary files a/a.py and b/a.py differ\n",
      /binary/,
    ],
    ["a mode", "diff --git a/a.py b/a.py\nold mode 100644\nnew mode 100755\n", /mode of a file/],
    ["a copy", "diff --git a/a.py b/b.py\nsimilarity index 100%\ncopy from a.py\ncopy to b.py\n", /Copying/],
    ["cut off", diff.split("\n").slice(0, 7).join("\n"), /ends within this hunk/],
    ["no hunk", "--- a/a.py\n+++ b/a.py\n", /no hunk/],
    ["no context", "--- a/a.py\n+++ b/a.py\n@@ -3,0 +4,1 @@\n+x = 1\n", /only adds lines/],
    [
      "ambiguous in spite of its number",
      "--- a/a.py\n+++ b/a.py\n@@ -10,2 +10,2 @@\n-        if not path:\n+        if path is None:\n             return None\n",
      /2 places fit/,
    ],
  ])("refused: %s", (_name, answer, reason) => check(store, answer, store, reason));

  const second =
    "@@ -10,2 +10,2 @@\n-        if not path:\n+        if path is None:\n             return None\n";
  const both = changed.replace(/if not path(?![\s\S]*if not path)/, "if path is None");
  test("chooses among equal places by numbers that another hunk confirms", () =>
    check(store, git + second, both));
  test("chooses among equal places by the heading", () =>
    check(
      store,
      `--- a/a.py\n+++ b/a.py\n${second.replace("@@\n", "@@ def close(self, path):\n")}`,
      both.replace("(path, 0)", "(path)"),
    ));
  test("creates, deletes and renames", () =>
    check(
      { "old.py": "a = 1\nb = 2\n", "gone.py": "x\n" },
      "diff --git a/new.py b/new.py\nnew file mode 100644\n--- /dev/null\n+++ b/new.py\n@@ -0,0 +1,2 @@\n+one\n+two\n\\ No newline at end of file\n" +
        "diff --git a/gone.py b/gone.py\ndeleted file mode 100644\n--- a/gone.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n" +
        'diff --git a/old.py "b/\\303\\244 b.py"\nsimilarity index 50%\nrename from old.py\nrename to "\\303\\244 b.py"\n--- a/old.py\n+++ "b/\\303\\244 b.py"\n@@ -1,2 +1,2 @@\n-a = 1\n+a = 2\n b = 2\n',
      { "new.py": "one\ntwo", "ä b.py": "a = 2\nb = 2\n" },
    ));
  test("adds and takes the last newline as the diff says", () => {
    check(
      "a\nb",
      "--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n",
      "a\nb\n",
    );
    check(
      "a\nb\n",
      "--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n a\n-b\n+b\n\\ No newline at end of file\n",
      "a\nb",
    );
  });
  test("writes no elision", () =>
    check(
      store,
      diff.replace("+        return os.open(path, 0)", "+        # ... existing code ..."),
      store,
      /stands for text that is left out/,
    ));
});

describe("apply-patch envelopes", () => {
  const envelope = (body: string): string => `*** Begin Patch\n${body}*** End Patch\n`;
  const update =
    "*** Update File: a.py\n@@ class Store:\n@@     def open(self, path):\n         if not path:\n             return None\n-        return os.open(path)\n+        return os.open(path, 0)\n";
  test.each<[name: string, answer: string]>([
    ["as asked for", envelope(update)],
    ["in a fence", fenced(envelope(update), "")],
    ["with the end of the file marked", envelope(`${update}*** End of File\n`)],
    ["without an envelope", update],
    ["without anchors", envelope(update.replaceAll(/^@@.*\n/gm, ""))],
    ["not closed, in a closed fence", fenced(`*** Begin Patch\n${update}`, "patch")],
  ])("%s", (_name, answer) => check(store, answer, changed));
  test("chooses among equal places by anchors", () =>
    check(
      store,
      envelope(
        "*** Update File: a.py\n@@ def open(self, path):\n-        if not path:\n+        if path is None:\n",
      ),
      store.replace("if not path", "if path is None"),
    ));
  test("adds, moves and deletes", () =>
    check(
      { "a.py": "x = 1\n", "b.py": "y\n" },
      envelope(
        "*** Add File: c/d.py\n+one\n+\n+two\n*** Update File: a.py\n*** Move to: e.py\n@@\n-x = 1\n+x = 2\n*** Delete File: b.py\n",
      ),
      { "c/d.py": "one\n\ntwo\n", "e.py": "x = 2\n" },
    ));
  test("refuses what was cut off", () =>
    check(store, `*** Begin Patch\n${update}`, store, /no \*\*\* End Patch/));
  test("refuses to add what is there", () =>
    check(store, envelope("*** Add File: a.py\n+x\n"), store, /is there already/));
});

const whole = (text: string, path = "a.py"): string => `${path}\n\`\`\`python\n${text}\`\`\`\n`;
const long = Array.from({ length: 30 }, (_, index) => `value_${index} = ${index}\n`).join("");

const firstLines = (count: number): string => `${long.split("\n").slice(0, count).join("\n")}\n`;

describe("whole files and symbols", () => {
  test.each<[name: string, answer: string]>([
    ["below the path", whole(changed)],
    ["with the path in the info", `\`\`\`python a.py\n${changed}\`\`\`\n`],
    ["with the path in the first line", `\`\`\`python\n# a.py\n${changed}\`\`\`\n`],
    ["in a longer fence", whole(changed).replaceAll("```", "`````")],
    ["not closed, but with the file's end", whole(changed).replace(/```\n$/, "")],
    [
      "with an elision",
      whole(
        "import os\n\nclass Store:\n    def open(self, path):\n        if not path:\n            return None\n        return os.open(path, 0)\n\n    # ... rest of the class ...\n",
      ).replace("    # ...", "    def close(self, path):\n    # ..."),
    ],
    [
      "one symbol by its name",
      whole(
        "def open(self, path):\n    if not path:\n        return None\n    return os.open(path, 0)\n",
        "a.py#Store.open",
      ),
    ],
    [
      "one symbol of a longer file",
      whole(
        "    def open(self, path):\n        if not path:\n            return None\n        return os.open(path, 0)\n",
        "a.py::open",
      ),
    ],
  ])("%s", (_name, answer) => check(store, answer, changed));
  test("keeps CRLF and mark", () => check("\ufeffa\r\nb\r\n", whole("a\nc\n"), "\ufeffa\r\nc\r\n"));
  test("creates a file", () => check({}, whole("x = 1\n", "n/b.py"), { "n/b.py": "x = 1\n" }));
  test.each<[info: string, path: string]>([
    ["python src/new.py", "src/new.py"],
    ["py:src/new.py", "src/new.py"],
    ["c++ src/a b.cpp", "src/a b.cpp"],
    ["src/new.py", "src/new.py"],
    ["my folder/new.py", "my folder/new.py"],
  ])("names a new file in a fence: %s", (info, path) =>
    check({}, `\`\`\`${info}\nx = 1\n\`\`\`\n`, { [path]: "x = 1\n" }),
  );

  test("takes fences of Markdown in pairs", () =>
    check({}, "README.md\n```markdown\n# A\n```sh\nrun\n```\nend\n```\n", {
      "README.md": "# A\n```sh\nrun\n```\nend\n",
    }));
  test("passes over code that names no file", () =>
    check(store, `Like this:\n\`\`\`python\nx = 1\n\`\`\`\n${block(search, replace)}`, changed));
  test.each<[name: string, answer: string, reason: RegExp]>([
    ["cut off", whole(firstLines(15)).replace(/```\n$/, ""), /ends within the file/],
    ["most of it lost", whole(firstLines(8)), /lines of the file would be lost/],
    ["its end lost", whole(firstLines(20)), /seems to be cut off/],
    ["emptied", whole(""), /would be emptied/],
    [
      "an unclear elision",
      whole(`${firstLines(3)}# ... existing code ...\nother = 1\n`),
      /leaves out is unclear/,
    ],
    [
      "a symbol cut off",
      whole("def f():\n    x = [1,\n", "a.py#value_1"),
      /does not define|leaves brackets open/,
    ],
    ["no such symbol", whole("def f():\n    pass\n", "a.py#f"), /no symbol "f"/],
  ])("refused: %s", (_name, answer, reason) => check(long, answer, long, reason));
  test("replaces symbols of a long file that are given alone", () => {
    const file = Array.from(
      { length: 8 },
      (_, index) => `def f${index}(x):\n    y = x + ${index}\n    return y\n\n`,
    ).join("");
    check(
      file,
      whole("def f2(x):\n    return x\n\ndef f5(x):\n    return x\n"),
      file
        .replace("    y = x + 2\n    return y", "    return x")
        .replace("    y = x + 5\n    return y", "    return x"),
    );
  });
});
