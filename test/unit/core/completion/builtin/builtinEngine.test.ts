import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BuiltinEngine } from "../../../../../src/core/completion/builtin/builtinEngine.ts";
import type { Suggestion } from "../../../../../src/core/completion/suggestion.ts";
import { plainRanker } from "../../../../support/plainRanker.ts";

type Files = Readonly<Record<string, string>>;

function engineWith(files: Files, built = true): BuiltinEngine {
  const engine = new BuiltinEngine(plainRanker);
  for (const [path, text] of Object.entries(files)) engine.setFile(path, "python", text);
  if (built) for (const _ of engine.build());
  return engine;
}

function ask(engine: BuiltinEngine, marked: string, maxSuggestions = 3): readonly Suggestion[] {
  const [prefix, suffix] = marked.split("█");
  return engine.complete({
    path: "src/edited.py",
    languageId: "python",
    prefix: prefix!,
    suffix: suffix ?? "",
    maxSuggestions,
  });
}

function check(files: Files, marked: string, expected: string | undefined): void {
  for (const built of [true, false]) {
    expect(ask(engineWith(files, built), marked, 1)[0]?.text).toBe(expected);
  }
}

const ORDERS = `import os

def load_orders(path, limit):
    with open(path) as source:
        rows = parse_rows(source.read(), limit)
    return [to_order(row) for row in rows]
`;
const FILES: Files = { "src/orders.py": ORDERS, "src/other.py": "def unrelated():\n    pass\n" };

describe("suggests the rest of the line", () => {
  test("from another file", () => check(FILES, "import os\n\ndef load_orders(█", "path, limit):"));
  test("of a word being typed", () => check(FILES, "    with open(path) as sou█", "rce:"));
  test("at the start of a line", () =>
    check(FILES, "def load_orders(path, limit):\n    █", "with open(path) as source:"));
  test("with the names that are used here", () =>
    check(
      FILES,
      "def load_users(path, most):\n    with open(path) as source:\n        rows = parse_rows(source.read(), most)\n    return [█",
      "to_order(row) for row in rows]",
    ));
  test("from the text being edited", () =>
    check({}, "connection.execute(statement)\nconnection.commit()\n\nconnection.execute(█", "statement)"));
  test("without what stands after the cursor", () => check(FILES, "def load_orders(█):", "path, limit"));
  test("not when what stands after the cursor does not fit", () =>
    check(FILES, "def load_orders(█ zebra):", undefined));
  test("of a word that stands nowhere near", () => check(FILES, "unr█", "elated():"));
  test("nothing when nothing is known", () => check({}, "█", undefined));
});

describe("an import that is written", () => {
  const files: Files = {
    "a.py":
      "import os\nfrom store.clock import Clock\nfrom store.users import User\n\nUser(Clock(os.name))\n",
    "b.py":
      "import os\nfrom store.cache import Cache\nfrom store.orders import Order, Row\n\nOrder(Cache(os.name))\n",
  };
  test("is of a name that the text uses", () =>
    check(files, "import os\n█\n\nprint(Order(1))\n", "from store.orders import Order, Row"));
  test("not of one that is imported", () =>
    check(
      files,
      "import os\nfrom store.users import User\nfrom store.█\n\nUser(Cache(1))\n",
      "cache import Cache",
    ));
  test("stands between its neighbours in their order", () =>
    check(
      files,
      "import os\nfrom store.█\nfrom store.users import User\n\nCache(User(Clock(1)))\n",
      "clock import Clock",
    ));
});

test("names are replaced by what stands for them in the lines around", () => {
  const files = { "a.py": "alpha = read('alpha')\ncheck(alpha)\nstore('alpha', alpha)\n" };
  const texts = ask(engineWith(files), "beta = read('beta')\ncheck(beta)\nstore(█", 8).map(
    ({ text }) => text,
  );
  expect(texts).toContain("'beta', beta)");
});

test("the source of a copied suggestion is a line that holds it", () => {
  const [first] = ask(engineWith(FILES), "import os\n\ndef load_orders(█");
  expect(first!.provenance).toEqual({ path: "src/orders.py", line: 2 });
  expect(ORDERS.split("\n")[2]).toContain(first!.text);
});

describe("after a copied line was accepted", () => {
  const files: Files = {
    "a.py": "def first():\n    alpha = open_one()\n    gamma(3)\n",
    "b.py":
      "def second():\n    alpha = open_one()\n    delta(4)\n\ndef third():\n    alpha = open_one()\n    delta(5)\n",
  };
  const marked = "x = 1\n\ndef fourth():\n    alpha = open_one()\n    █";
  const first = (after: { readonly path: string; readonly line: number }, text = marked) => {
    const prefix = text.slice(0, -1);
    const request = { path: "c.py", languageId: "python", prefix, suffix: "", maxSuggestions: 1, after };
    return [true, false].map((built) => engineWith(files, built).complete(request)[0]?.text);
  };
  test("its source goes on", () => {
    expect(first({ path: "a.py", line: 1 })).toEqual(["gamma(3)", "gamma(3)"]);
    expect(first({ path: "b.py", line: 5 })).toEqual(["delta(5)", "delta(5)"]);
  });
  test("not below a line of another form", () => {
    const text = marked.replace("alpha = open_one()", "print(alpha, 1)");
    expect(first({ path: "a.py", line: 1 }, text)).not.toContain("gamma(3)");
  });
});

test("when unsure the start that all share stands last", () => {
  const members = ["alpha", "beta", "gamma", "delta"].map(
    (name, i) => `client.connect(${name}${i}, ${i * 3})`,
  );
  const found = ask(engineWith({ "m.py": members.join("\n") }), "x = 1\nclient.█", 3);
  expect(found[found.length - 1]!.text).toBe("connect(");
});

test("a removed file is forgotten, built or not", () => {
  for (const built of [true, false]) {
    const engine = engineWith(FILES, built);
    engine.removeFile("src/orders.py");
    expect(ask(engine, "import os\n\ndef load_orders(█").some(({ text }) => text.includes("limit"))).toBe(
      false,
    );
    expect(engine.stats().files).toBe(1);
  }
});

test("a file set while a build runs is not lost", () => {
  const engine = engineWith({ "a.py": "first = one\n" }, false);
  const build = engine.build();
  build.next();
  engine.setFile("a.py", "python", "second = two\n");
  for (const _ of build);
  expect(ask(engine, "second = █")[0]?.text).toBe("two");
  expect(ask(engine, "first = █").some(({ text }) => text === "one")).toBe(false);
  for (const _ of engine.build());
  expect(engine.stats()).toMatchObject({ files: 1, looseTokens: 0 });
});

const word = fc.constantFrom("alpha", "beta", "gamma", "self", "return", "if", "1", "x");
const mark = fc.constantFrom("(", ")", ".", " = ", ", ", ":", "\n", "\n    ", " ", "[", "]", '"');
const code = fc.array(fc.oneof(word, mark), { maxLength: 40 }).map((parts) => parts.join(""));
const edit = fc.record({
  path: fc.constantFrom("a.py", "b.py", "c.py"),
  text: fc.option(code, { nil: undefined }),
});

test("any order of edits and builds gives what a fresh build gives", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(edit, fc.constant("build" as const)), { maxLength: 10 }),
      code,
      (steps, prefix) => {
        const edited = new BuiltinEngine(plainRanker);
        const files: Record<string, string> = {};
        for (const step of steps) {
          if (step === "build") for (const _ of edited.build());
          else if (step.text === undefined) {
            edited.removeFile(step.path);
            delete files[step.path];
          } else {
            edited.setFile(step.path, "python", step.text);
            files[step.path] = step.text;
          }
        }
        const rounded = (engine: BuiltinEngine) =>
          ask(engine, `${prefix}█`).map(({ text, confidence }) => [text, confidence.toFixed(6)]);
        expect(rounded(edited)).toEqual(rounded(engineWith(files)));
      },
    ),
    { numRuns: 80 },
  );
});

test("any text gives distinct single lines that are not empty and do not repeat the suffix", () => {
  const text = fc.oneof(code, fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
  fc.assert(
    fc.property(text, text, text, (indexed, prefix, suffix) => {
      const engine = engineWith({ "a.py": indexed, "b.py": prefix + suffix });
      const found = engine.complete({
        path: "e.py",
        languageId: "python",
        prefix,
        suffix,
        maxSuggestions: 4,
      });
      expect(found.length).toBeLessThanOrEqual(4);
      expect(new Set(found.map((one) => one.text)).size).toBe(found.length);
      const after = suffix.split("\n")[0]!.trim();
      for (const { text: suggested, confidence, provenance } of found) {
        expect(suggested).not.toMatch(/[\r\n]/);
        expect(suggested).not.toBe("");
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
        if (after !== "") expect(suggested.trim()).not.toBe(after);
        const source = { "a.py": indexed, "b.py": prefix + suffix, "e.py": prefix + suffix }[
          provenance?.path ?? "a.py"
        ];
        if (provenance !== undefined) expect(source!.split("\n")[provenance.line]!.trim()).not.toBe("");
      }
    }),
    { numRuns: 100 },
  );
});
