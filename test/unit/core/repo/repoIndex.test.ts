import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RepoIndex } from "../../../../src/core/repo/repoIndex.ts";
import { textContentHash } from "../../../../src/core/text/contentHash.ts";
import { answersOf } from "../../../support/indexAnswers.ts";

const bodies = [
  "",
  "def getUser(id):\n    # Reads a user\n    return users[id]\n",
  "class Store:\n    size = 1\n    def getUser(self):\n        return self.users\n\n    def HTTPServer(self): pass\n",
  "import os\nfrom a.b import c\n\nLIMIT = 3\n\n\ndef main():\n    'getUser is text'\n    getUser(LIMIT)\n",
  "getuser = GetUser\n",
  `${"x = compute(y)\n".repeat(100)}`,
];
const path = fc.constantFrom("/a.py", "/b.py", "/c/d.py", "/c/e.py");
const text = fc.constantFrom(...bodies);
const isSaved = fc.boolean();
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("set" as const), path, text, isSaved }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), path }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("rename" as const), path, to: path }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("setKnown" as const), path, text }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("ask" as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("step" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("build" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restore" as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** An index, and what it should hold. */
class Followed {
  index = new RepoIndex();
  readonly texts = new Map<string, string>();
  #building: Generator<void> | undefined;

  act(step: Step): void {
    const { index, texts } = this;
    if (step.kind === "set") this.#set(step.path, step.text, step.isSaved);
    else if (step.kind === "setKnown") this.#setKnown(step.path, step.text);
    else if (step.kind === "remove") this.#remove(step.path);
    else if (step.kind === "rename") {
      const moved = texts.get(step.path);
      this.#remove(step.path);
      if (moved !== undefined && !this.#setKnown(step.to, moved)) this.#set(step.to, moved, true);
    } else if (step.kind === "ask") index.readPostings("body", "user", buffer);
    else if (step.kind === "step") {
      this.#building ??= index.build();
      if (this.#building.next().done) this.#building = undefined;
    } else if (step.kind === "build") for (const _ of index.build());
    else this.#restore();
  }

  #set(path: string, text: string, isSaved: boolean): void {
    this.index.setFile(path, "python", text, isSaved ? textContentHash(text) : undefined);
    this.texts.set(path, text);
  }

  #setKnown(path: string, text: string): boolean {
    const isKnown = this.index.setKnownFile(path, "python", textContentHash(text));
    if (isKnown) this.texts.set(path, text);
    return isKnown;
  }

  #remove(path: string): void {
    this.index.removeFile(path);
    this.texts.delete(path);
  }

  #restore(): void {
    const before = this.index;
    this.index = new RepoIndex();
    const files = Array.from(this.texts, ([path, text]) => ({ path, hash: textContentHash(text) }));
    const { missing, damaged } = this.index.restore(before.segments(), files);
    expect(damaged).toEqual([]);
    for (const path of missing) this.#set(path, this.texts.get(path)!, true);
    this.#building = undefined;
  }
}

const buffer = { units: new Uint32Array(1), counts: new Uint32Array(1), length: 0 };

function builtAnew(texts: ReadonlyMap<string, string>): RepoIndex {
  const index = new RepoIndex();
  for (const [path, text] of texts) index.setFile(path, "python", text);
  return index;
}

test("any sequence of changes gives the answers of an index built anew", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const followed = new Followed();
      for (const step of steps) followed.act(step);
      expect(answersOf(followed.index)).toEqual(answersOf(builtAnew(followed.texts)));
    }),
    { numRuns: 300 },
  );
});

/** Many small segments of one file each. */
function manySegments(count: number): RepoIndex {
  const index = new RepoIndex();
  for (let i = 0; i < count; i++) {
    index.setFile(`/${i}.py`, "python", `def function${i}():\n    return shared\n`, i);
    index.parts();
  }
  return index;
}

describe("segments", () => {
  test("are merged into one when there are many, and answer the same while that happens", () => {
    const index = manySegments(30);
    const before = answersOf(index);
    expect(index.wantsBuild).toBe(true);
    for (const _ of index.build()) expect(index.filesWith("shared").length).toBe(30);
    expect(index.segments().size).toBe(1);
    expect(index.wantsBuild).toBe(false);
    expect(answersOf(index)).toEqual(before);
  });

  test("changes during a merge are in its result", () => {
    const index = manySegments(30);
    const building = index.build();
    building.next();
    index.removeFile("/3.py");
    index.setFile("/4.py", "python", "other = shared\n", 100);
    for (const _ of building);
    expect(index.definitionsOf("function3")).toEqual([]);
    expect(index.definitionsOf("function4")).toEqual([]);
    expect(index.filesWith("shared").map((file) => index.pathOf(file))).toContain("/4.py");
    expect(index.filesWith("shared").length).toBe(29);
  });

  test("a content that was removed is back by its hash alone, in its language only", () => {
    const index = manySegments(3);
    index.removeFile("/1.py");
    expect(index.definitionsOf("function1")).toEqual([]);
    expect(index.setKnownFile("/new.py", "ruby", 1)).toBe(false);
    expect(index.setKnownFile("/new.py", "python", 1)).toBe(true);
    expect(index.definitionsOf("function1").map(({ path }) => path)).toEqual(["/new.py"]);
    expect(index.setKnownFile("/second.py", "python", 1)).toBe(false);
  });

  test("files of one content come and go by the thousand", () => {
    const index = new RepoIndex();
    const paths = Array.from({ length: 20_000 }, (_, i) => `/${i}`);
    for (const path of paths) {
      index.setFile(path, "python", "", 1);
      index.setFile(`${path}.ts`, "typescript", "", 1);
    }
    for (let round = 0; round < 3; round++) {
      for (const path of index.paths()) index.removeFile(path);
      expect(paths.every((path) => index.setKnownFile(path, "python", 1))).toBe(true);
      expect(index.setKnownFile("/more", "python", 1)).toBe(false);
    }
    expect(index.counts().languages).toEqual([["python", 20_000]]);
  });

  test("text that was never saved is not kept", () => {
    const index = new RepoIndex();
    index.setFile("/a.py", "python", "one = 1\n");
    index.setFile("/a.py", "python", "two = 2\n");
    expect(index.setKnownFile("/b.py", "python", textContentHash("one = 1\n"))).toBe(false);
  });

  test("dead contents do not pile up", () => {
    const index = new RepoIndex();
    for (let round = 0; round < 30; round++) {
      for (let i = 0; i < 40; i++)
        index.setFile(`/${i}.py`, "python", "f(a)\n".repeat(800) + round + i, round * 100 + i);
      if (index.wantsBuild) for (const _ of index.build());
    }
    expect(index.passageLimit).toBeLessThan(8 * index.totals().passages);
    expect(index.setKnownFile("/0.py", "python", 2800)).toBe(true);
    expect(index.setKnownFile("/0.py", "python", 0)).toBe(false);
  });

  test("numbering changes when a number gets another meaning", () => {
    const index = manySegments(30);
    const first = index.numbering;
    index.removeFile("/29.py");
    index.setFile("/30.py", "python", "new\n", 30);
    expect(index.numbering).toBe(first);
    index.setKnownFile("/moved.py", "python", 29);
    const second = index.numbering;
    expect(second).not.toBe(first);
    for (const _ of index.build());
    expect(index.numbering).not.toBe(second);
  });
});

test("passages go with symbols and the comments above them", () => {
  const index = new RepoIndex();
  index.setFile(
    "/a.ts",
    "typescript",
    "import x from 'x';\n\n// Adds.\nfunction add() {\n  return 1;\n}\n\nclass A {\n  b = 1;\n\n  c() {}\n}\n",
  );
  const passages = Array.from({ length: index.passageLimit }, (_, i) => {
    const symbol = index.symbolOfPassage(i);
    return [index.startLineOf(i), index.endLineOf(i), symbol < 0 ? "" : index.symbol(symbol).name];
  });
  expect(passages).toEqual([
    [0, 1, ""],
    [2, 6, "add"],
    [7, 9, "A"],
    [10, 12, "c"],
  ]);
});
