import fc from "fast-check";
import { expect, test } from "vitest";
import { type CacheQuery, TypedThroughCache } from "../../../../src/core/completion/typedThroughCache.ts";

const queryOf = (marked: string, scope = "a.ts"): CacheQuery => {
  const [prefix = "", suffix = ""] = marked.split("█");
  return { scope, prefix, suffix };
};

/** Keeps `text` for the first marked text and looks it up at the second. */
function check(
  kept: string,
  text: string,
  asked: string,
  expected: string | undefined,
  scope?: string,
): void {
  const cache = new TypedThroughCache();
  cache.add(queryOf(kept), text);
  expect(cache.find(queryOf(asked, scope))).toBe(expected);
}

test("the same place", () => check("let x = █;", "a + b", "let x = █;", "a + b"));
test("typed along", () => check("let x = █;", "a + b", "let x = a +█;", " b"));
test("typed to the end", () => check("let x = █;", "a + b", "let x = a + b█;", undefined));
test("typed beyond", () => check("let x = █;", "a + b", "let x = a + bc█;", undefined));
test("typed otherwise", () => check("let x = █;", "a + b", "let x = b█;", undefined));
test("deleted", () => check("let x = █;", "a + b", "let x █;", undefined));
test("another suffix", () => check("let x = █;", "a + b", "let x = █,", undefined));
test("a longer suffix", () => check("let x = █;", "a + b", "let x = █;\n", undefined));
test("another line before", () => check("1\nx = █", "a + b", "2\nx = █", undefined));
test("another file or model", () => check("x = █", "a + b", "x = █", undefined, "b.ts"));
test("typed along to the next line", () => check("f() {█", "\n  a();\n  b();", "f() {\n  a();\n█", "  b();"));
test("typed along within a later line", () =>
  check("f() {█", "\n  a();\n  b();", "f() {\n  a();\n  b█", "();"));
test("a bracket the editor closed", () => check("x = █;", "f(a, b)", "x = f(█);", "a, b"));
test("a bracket the editor closed, with more behind it", () =>
  check("x = █\n", "f(a(1), b).then(c)", "x = f(█)\n", "a(1), b"));
test("a quote the editor closed", () => check("x = █\n", 'say("hi")', 'x = say("█")\n', "hi"));
test("brackets and quotes the editor closed", () => check("█\n", 'f(["a"])', 'f(["█"])\n', "a"));
test("a closer that the suggestion does not have", () => check("x = █\n", "f(a", "x = f(█)\n", "a"));
test("a closer that the suggestion has at once", () => check("x = █\n", "f()", "x = f(█)\n", undefined));
test("more than closers behind the cursor", () => check("x = █\n", "f(a)", "x = f(█b)\n", undefined));

test("the newer of two is found", () => {
  const cache = new TypedThroughCache();
  cache.add(queryOf("x█"), "yz");
  cache.add(queryOf("xy█"), "w");
  expect(cache.find(queryOf("xy█"))).toBe("w");
});
test("the same place is kept once", () => {
  const cache = new TypedThroughCache(2);
  cache.add(queryOf("a█"), "1");
  cache.add(queryOf("b█"), "2");
  cache.add(queryOf("b█"), "3");
  expect(cache.find(queryOf("a█"))).toBe("1");
  expect(cache.find(queryOf("b█"))).toBe("3");
});
test("what was used last stays longest", () => {
  const cache = new TypedThroughCache(2);
  cache.add(queryOf("a█"), "1");
  cache.add(queryOf("b█"), "2");
  cache.find(queryOf("a█"));
  cache.add(queryOf("c█"), "3");
  expect(cache.find(queryOf("a█"))).toBe("1");
  expect(cache.find(queryOf("b█"))).toBeUndefined();
});
test("cleared", () => {
  const cache = new TypedThroughCache();
  cache.add(queryOf("a█"), "1");
  cache.clear();
  expect(cache.find(queryOf("a█"))).toBeUndefined();
});
test("however much is typed along, typed and rest make the suggestion", () =>
  fc.assert(
    fc.property(
      fc.string(),
      fc.string({ minLength: 1 }),
      fc.string(),
      fc.nat(),
      (prefix, text, suffix, at) => {
        const cache = new TypedThroughCache();
        cache.add({ scope: "s", prefix, suffix }, text);
        const typed = text.slice(0, at % text.length);
        expect(typed + cache.find({ scope: "s", prefix: prefix + typed, suffix })).toBe(text);
      },
    ),
  ));
