import { expect, test } from "vitest";
import { languageIdOf } from "../../../../src/core/syntax/language.ts";
import { indexedEngine } from "../../../support/indexedEngine.ts";
import { never } from "../../../support/indexerHarness.ts";

/** Files by path; `«old=>fresh»` is what is edited, one after the other in the order of their numbers `«2:old=>fresh»`. */
type Files = Readonly<Record<string, string>>;

interface Step {
  readonly path: string;
  readonly order: number;
  readonly old: string;
  readonly now: string;
}

const mark = /«(?:(\d):)?([^»]*?)=>([^»]*)»/g;

function stepsOf(files: Files): Step[] {
  const steps = Object.entries(files).flatMap(([path, text]) =>
    [...text.matchAll(mark)].map(([, order, old, now]) => ({
      path,
      order: Number(order ?? 1),
      old: old!,
      now: now!,
    })),
  );
  return steps.sort((a, b) => a.order - b.order);
}

/** Where a step is in the text in which the steps before it are made. */
function offsetOf(marked: string, step: Step): number {
  let text = "";
  let at = 0;
  for (const match of marked.matchAll(mark)) {
    text += marked.slice(at, match.index);
    const order = Number(match[1] ?? 1);
    if (order === step.order) return text.length;
    text += order < step.order ? match[3] : match[2];
    at = match.index + match[0].length;
  }
  throw new Error("No such step");
}

async function places(files: Files): Promise<readonly string[]> {
  const disk = Object.entries(files).map(([path, text]) => [`/w/${path}`, text.replace(mark, "$2")]);
  const engine = await indexedEngine(Object.fromEntries(disk));
  const opened = new Set<string>();
  const steps = stepsOf(files);
  for (const step of steps) {
    const path = `/w/${step.path}`;
    const text = files[step.path]!.replace(mark, "$2");
    if (!opened.has(path)) engine.openDocument({ path, languageId: languageIdOf(path)!, text });
    opened.add(path);
    const start = offsetOf(files[step.path]!, step);
    engine.editDocument(path, [{ range: { start, end: start + step.old.length }, text: step.now }]);
    await engine.waitForIndex(never);
  }
  const found = await engine.nextEdits({ path: `/w/${steps.at(-1)!.path}`, limit: 20 }, never);
  return (found?.places ?? []).map(
    ({ path, start, old, text }) => `${path.slice(3)}:${start.line + 1}:${start.column + 1} ${old}→${text}`,
  );
}

async function check(files: Files, ...expected: readonly string[]): Promise<void> {
  expect(await places(files)).toEqual(expected);
}

const store =
  "class Store:\n    def «load=>read»(self, key):\n        return key\n\n    def again(self):\n        return self.load(1)\n";

test("a method renamed at its definition: uses by self and in files that import its class", () =>
  check(
    {
      "store.py": store,
      "report.py":
        "from store import Store\n\ndef report():\n    store = Store()\n    return store.load(2)\n",
    },
    "store.py:6:21 load→read",
    "report.py:5:18 load→read",
  ));

test("a function renamed at its definition: import and calls, but not another file's own of the name", () =>
  check(
    {
      "a.py": "def «load=>read»(key):\n    return key\n\nx = load(1)\n",
      "b.py": "from a import load\n\ny = load(2)\n",
      "c.py": "def load():\n    pass\n\nz = load()\n",
    },
    "a.py:4:5 load→read",
    "b.py:1:15 load→read",
    "b.py:3:5 load→read",
  ));

test("a parameter: only in its function, no keyword of a call", () =>
  check(
    {
      "a.py":
        "def f(«key=>name»):\n    print(key)\n    return dict(key=key)\n\ndef g(key):\n    return key\n",
    },
    "a.py:2:11 key→name",
    "a.py:3:21 key→name",
  ));

test("a variable of a block", () =>
  check(
    {
      "a.ts":
        "export function f(list: string[]) {\n  const «size=>count» = list.length;\n  return size + list.map((x) => x + size);\n}\nconst size = 1;\n",
    },
    "a.ts:3:10 size→count",
    "a.ts:3:37 size→count",
  ));

test("the next use after one was renamed at the definition", () =>
  check(
    {
      "a.ts": "export function «1:load=>read»() {}\n",
      "b.ts": 'import { «2:load=>read» } from "./a";\n\nload();\nload();\n',
      "c.ts": 'import { load } from "./a";\n',
    },
    "b.ts:3:1 load→read",
    "b.ts:4:1 load→read",
    "c.ts:1:10 load→read",
  ));

test("no places where a local name hides the one that was renamed", () =>
  check({
    "a.ts": "export function «load=>read»() {}\nfunction g(load: number) {\n  return load;\n}\n",
  }));

test("a name that was put in place of another at one use is no rename", () =>
  check({
    "a.py": "def old():\n    pass\n\ndef fresh():\n    pass\n\n«old=>fresh»()\nold()\nold()\n",
  }));

test("but done twice it is", () =>
  check(
    {
      "a.py": "def old():\n    pass\n\ndef fresh():\n    pass\n\n«1:old=>fresh»()\n«2:old=>fresh»()\nold()\n",
    },
    "a.py:9:1 old→fresh",
  ));

test("a parameter taken away: its argument in all calls", () =>
  check(
    {
      "a.py": "def fold(a«, b=>»):\n    return a\n\nfold(1, 2)\nfold(1, b=3)\nfold(1)\n",
      "b.py": "from a import fold\n\nfold(\n    1, 2)\n",
    },
    "a.py:4:7 , 2→",
    "a.py:5:7 , b=3→",
    "b.py:4:6 , 2→",
  ));

test("a parameter of a method: calls do not give self", () =>
  check(
    {
      "a.py":
        "class A:\n    def f(self, a«, b=>»):\n        return a\n\n    def g(self):\n        return self.f(1, 2)\n",
    },
    "a.py:6:24 , 2→",
  ));

test("an argument added to one call: the others with as many, where its names are known", () =>
  check(
    {
      "a.ts":
        "function f(a: number) {}\nfunction g(x: number) {\n  f(1«=>, x»);\n  f(2);\n  f(2, 3);\n}\nfunction h() {\n  f(3);\n}\n",
    },
    "a.ts:4:6 →, x",
  ));

test("a parameter added: calls where something of its name is at hand", () =>
  check(
    {
      "a.py":
        "def f(a«=>, limit»):\n    return a\n\ndef g(limit):\n    return f(1)\n\ndef h():\n    return f(2)\n",
    },
    "a.py:5:15 →, limit",
  ));

test("a parameter with a default needs no argument", () =>
  check({ "a.py": "def f(a«=>, limit=1»):\n    return a\n\ndef g(limit):\n    return f(1)\n" }));

test("the same words on similar lines", () =>
  check(
    {
      "a.py":
        "x = get(client.«session.user=>current_user», 1)\ny = get(client.session.user, 2)\nz = put(other.session.user)\n",
    },
    "a.py:2:16 session.user→current_user",
  ));

test("a name from outside, after the second time: the same receiver in the same file", () =>
  check(
    {
      "a.py":
        "import logging\n\nlogging.«1:warn=>warning»(1)\nlogging.«2:warn=>warning»(2)\nlogging.warn(3)\nother.warn(4)\n",
    },
    "a.py:5:9 warn→warning",
  ));

test("a name from outside, once: perhaps only here", () =>
  check({ "a.py": "import logging\n\nlogging.«warn=>warning»(1)\nlogging.warn(2)\n" }));

test("Go: a method with its receiver's type", () =>
  check(
    {
      "a.go":
        "package a\n\ntype T struct{}\n\nfunc (t *T) «Load=>Read»() {}\n\nfunc f(t *T) {\n\tt.Load()\n}\n",
    },
    "a.go:8:4 Load→Read",
  ));

test("Go: a variable of a statement's head", () =>
  check(
    {
      "a.go":
        "package a\n\nfunc f() error {\n\tif err := g(); err != nil {\n\t\treturn err\n\t}\n\tif «err=>bad» := g(); err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}\n",
    },
    "a.go:7:17 err→bad",
    "a.go:8:10 err→bad",
  ));

test("Java: a field and its uses without this", () =>
  check(
    {
      "A.java":
        "class A {\n  private int «size=>count»;\n  int get() { return size + this.size; }\n  void set(int size) { this.size = size; }\n}\n",
    },
    "A.java:3:22 size→count",
    "A.java:3:34 size→count",
    "A.java:4:29 size→count",
  ));

test("a comment has no siblings", () => check({ "a.py": "# «load=>read»\nload()\n" }));
