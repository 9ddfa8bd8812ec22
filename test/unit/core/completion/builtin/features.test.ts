import fc from "fast-check";
import { expect, test } from "vitest";
import { BuiltinEngine } from "../../../../../src/core/completion/builtin/builtinEngine.ts";
import { FEATURES } from "../../../../../src/core/completion/builtin/features/features.ts";
import { isTestPath } from "../../../../../src/core/completion/builtin/features/placeFeatures.ts";
import { plainRanker } from "../../../../support/plainRanker.ts";

const INDEXED = `def load(path):
    rows = read_rows(path)
    return check(rows, limit=2)
`;

function rank(marked: string) {
  const engine = new BuiltinEngine(plainRanker);
  engine.setFile("lib.py", "python", INDEXED);
  for (const _ of engine.build());
  const [prefix, suffix] = marked.split("█");
  const request = { path: "tests/edited.py", languageId: "python", maxSuggestions: 4 };
  return engine.rank({ ...request, prefix: prefix!, suffix: suffix ?? "" }).ranked;
}

/** Features of the candidate with a text. */
function check(marked: string, text: string, expected: Readonly<Record<string, number>>): void {
  const ranked = rank(marked);
  const found = ranked.find(({ candidate }) => candidate.text === text);
  expect(ranked.map(({ candidate }) => candidate.text)).toContain(text);
  const values = Object.fromEntries(FEATURES.map((name, i) => [name, found!.features[i]!]));
  for (const [name, value] of Object.entries(expected)) expect([name, values[name]]).toEqual([name, value]);
}

test("the place of the cursor", () => {
  const text = "path):";
  check("x = 1\ndef load(█", text, { atStart: 0, typed: 3, partial: 0, hasNext: 0, language: 1, isTest: 1 });
  check("def load(pa█", "th):", { typed: 3, partial: 2 });
  check("x = 1\ndef load(\n    █\ny", "rows = read_rows(path)", {
    atStart: 1,
    typed: 0,
    hasNext: 1,
    indent: 4,
  });
});

test("brackets that a candidate opens and closes", () => {
  check("def load(█", "path):", { opened: 0, closed: 1, depth: 0 });
  check("    return █", "check(rows, limit=2)", { opened: 0, closed: 0, depth: 0 });
});

test("names by where they stand", () => {
  check("    return █", "check(rows, limit=2)", { names: 3, namesInFile: 0, namesUnknown: 0 });
  check("rows = check\n    return █", "check(rows, limit=2)", { namesInFile: Math.fround(2 / 3) });
  check("    return █\nlimit", "check(rows, limit=2)", { namesNeeded: 1, namesNear: 0 });
});

test("a line that stands nearby already", () => {
  const line = "rows = read_rows(path)";
  check(`${line}\nother\ndef load(path):\n    █`, line, { equalAbove: Math.fround(1 / 3), equalBelow: 0 });
  check(`def load(path):\n    █\nx\n${line}`, line, { equalAbove: 0, equalBelow: 0.5 });
});

test("what names are used for", () => {
  check("rows = check\nlimit = 2\n    return █", "check(rows, limit=2)", {
    variables: 2,
    variablesUnknown: 0,
    calls: 1,
  });
  check("    return █", "check(rows, limit=2)", {
    variables: 2,
    variablesUnknown: 2,
    numbers: 1,
    quotedWords: 0,
  });
  check("rows = check\ndef load(path):\n    █", "rows = read_rows(path)", { assigns: 3 });
  check("def load(path):\n    █", "rows = read_rows(path)", { assigns: 4, importsNeeded: -1 });
  check("path = load(█", "path):", { repeated: 1 });
});

test("where the places stand that a line is copied from", () => {
  const elsewhere = { hereOfVotes: 0, freshOfVotes: 1, age: 0, files: 1 };
  check("def load(path):\n    █", "rows = read_rows(path)", elsewhere);
  const text = "def save(path):\n    rows = write(path)\n\n\ndef load(path):\n    █";
  check(text, "rows = write(path)", {
    hereOfVotes: 1,
    above: Math.fround(Math.log(2)),
    isNearestAbove: 1,
    follows: 0,
  });
});

test("what the line stands under, there and here", () => {
  const copied = "return check(rows, limit=2)";
  check("def load(path):\n    rows = read_rows(path)\n    █", copied, {
    bestBlock: 1,
    bestHead: 1,
    bestReturned: 6,
  });
  check("def load(file):\n    rows = read_rows(path)\n    █", copied, { bestReturned: 2, inReturned: 0 });
  check("if rows:\n    rows = read_rows(path)\n    █", copied, { bestHead: 0, bestReturned: 0 });
});

test("the lines above and below", () => {
  check("def load(path):\n    rows = read(path)\n    █", "return check(rows, limit=2)", {
    likeAbove: Math.fround(1 / 9),
    likeBelow: 0,
  });
});

test("paths of tests", () => {
  const tests = [
    "tests/a.py",
    "src/test_a.py",
    "a.spec.ts",
    "src/__tests__/a.js",
    "FooTest.java",
    "a_test.go",
    "src/test/java/A.java",
  ];
  for (const path of tests) expect([path, isTestPath(path)]).toEqual([path, true]);
  const others = ["src/a.py", "contest.py", "latest/a.ts", "attestation.go", "Testable.java"];
  for (const path of others) expect([path, isTestPath(path)]).toEqual([path, false]);
});

test("any text gives one finite number for each feature", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.constant(INDEXED), fc.constant("x(\n  y"));
  fc.assert(
    fc.property(text, text, (prefix, suffix) => {
      for (const { features } of rank(`${prefix.replaceAll("█", "")}█${suffix.replaceAll("█", "")}`)) {
        expect(features).toHaveLength(FEATURES.length);
        expect(features.filter((value) => !Number.isFinite(value))).toEqual([]);
      }
    }),
    { numRuns: 20 },
  );
});
