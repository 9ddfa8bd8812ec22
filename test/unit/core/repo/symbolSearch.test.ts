import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RepoIndex } from "../../../../src/core/repo/repoIndex.ts";
import { type NameQuery, searchSymbols } from "../../../../src/core/repo/symbolSearch.ts";

/** One file a group of names, each in a segment of its own. */
function indexOf(...groups: readonly (readonly string[])[]): RepoIndex {
  const index = new RepoIndex();
  for (const [i, names] of groups.entries()) {
    index.setFile(`/${i}.py`, "python", names.map((name) => `def ${name}(): pass\n`).join(""));
    index.parts();
  }
  return index;
}

const names =
  "getUserById getUser GetUser get_user_id gubiter newUser user User USER users HTTPServer parse2Json réponse";
const index = indexOf(names.split(" ").slice(0, 7), names.split(" ").slice(7));

const check = (name: string, match: NameQuery["match"], expected: string, limit = 4) =>
  expect(searchSymbols(index, { name, match, limit }).map((hit) => hit.name)).toEqual(
    expected.split(" ").filter((found) => found !== ""),
  );

describe("names", () => {
  const cases: [string, NameQuery["match"], string, number?][] = [
    ["getUser", "exact", "getUser"],
    ["getuser", "exact", ""],
    ["USER", "prefix", "USER User user users"],
    ["us", "prefix", "USER User user", 3],
    ["getu", "prefix", "GetUser getUser getUserById"],
    ["rép", "prefix", "réponse"],
    ["zz", "prefix", ""],
    ["", "prefix", "USER User", 2],
    ["gUBI", "fuzzy", "getUserById gubiter"],
    ["gubi", "fuzzy", "getUserById gubiter"],
    ["gui", "fuzzy", "getUserById get_user_id gubiter"],
    ["hs", "fuzzy", "HTTPServer"],
    ["p2j", "fuzzy", "parse2Json"],
    ["user", "fuzzy", "USER User user users"],
    ["get user", "fuzzy", "GetUser getUser getUserById get_user_id"],
    ["xyz", "fuzzy", ""],
    ["", "fuzzy", ""],
  ];
  test.each(cases)("%s, %s", (name, match, expected, limit) => check(name, match, expected, limit));
});

test("equal names come by kind, path and line", () => {
  const index = new RepoIndex();
  index.setFile("/b.py", "python", "class A:\n    run = 1\n    def run(self): pass\n\ndef run(): pass\n");
  index.setFile("/a.py", "python", "class run: pass\ndef run(): pass\n");
  const hits = searchSymbols(index, { name: "run", match: "exact", limit: 4 });
  expect(hits.map(({ path, startLine }) => [path, startLine])).toEqual([
    ["/a.py", 0],
    ["/a.py", 1],
    ["/b.py", 4],
    ["/b.py", 2],
  ]);
});

test("what was removed is not found", () => {
  const index = indexOf(["one"], ["one", "only"]);
  index.removeFile("/1.py");
  for (const match of ["exact", "prefix", "fuzzy"] as const) {
    expect(searchSymbols(index, { name: "one", match, limit: 9 }).map(({ path }) => path)).toEqual(["/0.py"]);
    expect(searchSymbols(index, { name: "only", match, limit: 9 })).toEqual([]);
  }
});

const identifier = fc
  .array(fc.constantFrom("a", "b", "A", "B", "_", "1", "é"), { minLength: 1, maxLength: 6 })
  .map((letters) => `a${letters.join("")}`);

function isSubsequence(letters: string, name: string): boolean {
  let at = 0;
  for (const letter of name) if (letter === letters[at]) at++;
  return at === letters.length;
}

test("finds all names that plain search finds", () => {
  fc.assert(
    fc.property(fc.array(fc.array(identifier), { maxLength: 4 }), identifier, (groups, query) => {
      const index = indexOf(...groups);
      const all = [...new Set(groups.flat())];
      const fold = (text: string) => text.replace(/[A-Z]/g, (c) => c.toLowerCase());
      const found = (match: NameQuery["match"]) => [
        ...new Set(searchSymbols(index, { name: query, match, limit: 1000 }).map(({ name }) => name)),
      ];
      expect(found("exact").sort()).toEqual(all.filter((name) => name === query).sort());
      expect(found("prefix").sort()).toEqual(all.filter((name) => fold(name).startsWith(fold(query))).sort());
      expect(found("fuzzy").sort()).toEqual(
        all.filter((name) => isSubsequence(fold(query), fold(name))).sort(),
      );
    }),
  );
});

test("the best few are the same whatever the limit", () => {
  fc.assert(
    fc.property(fc.array(fc.array(identifier), { maxLength: 4 }), identifier, (groups, name) => {
      const index = indexOf(...groups);
      for (const match of ["exact", "prefix", "fuzzy"] as const) {
        const all = searchSymbols(index, { name, match, limit: 1000 });
        expect(searchSymbols(index, { name, match, limit: 2 })).toEqual(all.slice(0, 2));
      }
    }),
    { examples: [[[["aB"], ["aaBa", "aBa"], ["aBB", "aa"]], "aB"]] },
  );
});
