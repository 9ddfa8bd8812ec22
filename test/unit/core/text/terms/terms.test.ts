import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { queryTerms } from "../../../../../src/core/text/terms/queryTerms.ts";
import { stem } from "../../../../../src/core/text/terms/stem.ts";
import { wordsOf } from "../../../../../src/core/text/terms/wordsOf.ts";
import { wordTerms } from "../../../../../src/core/text/terms/wordTerms.ts";

const check = (word: string, ...expected: string[]) => expect(wordTerms(word)).toEqual(expected);

describe("terms of a word", () => {
  const cases: [string, string][] = [
    ["user", "user"],
    ["getUserIds", "get user id getuserids"],
    ["get_user_ids", "get user id getuserids"],
    ["GET_USER_ID", "get user id getuserid"],
    ["HTTPServer", "http server httpserver"],
    ["parseHTTP", "pars http parsehttp"],
    ["utf8", "utf utf8"],
    ["sha256sum", "sha sum sha256sum"],
    ["_private", "privat"],
    ["__init__", "init"],
    ["$scope", "scop"],
    ["x1", "x1"],
    ["aB", "ab"],
    ["größeÄndern", "größeändern"],
    ["names", "name"],
    ["rowRow", "row row rowrow"],
  ];
  test.each(cases)("%s", (word, expected) => check(word, ...expected.split(" ")));

  const none = ["", "a", "_", "__", "42", "0xff", "10ms", "1e5", "1_000", "3f", "a".repeat(65)];
  test.each([...none, "deadbeef00112233", "aGVsbG8gd29ybGQhIEhvdyBhcmUgeW91"])("nothing of %s", (word) =>
    check(word),
  );

  test("never throws and keeps to lower case words", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 70 }), (text) => {
        return wordsOf(text).every((word) =>
          wordTerms(word).every((term) => term.length >= 2 && !/[A-Z_$]/.test(term)),
        );
      }),
    );
  });
});

describe("stems", () => {
  const families = [
    "parse parses parsed parsing",
    "query queries queried",
    "index indexes indexed indexing",
    "file files filed filing",
    "class classes",
    "run runs running",
    "match matches matched matching",
    "create creates created creating",
    "name names named naming",
    "fix fixes fixed fixing",
    "add adds added adding",
    "miss missed missing",
    "call calls called calling",
  ];
  test.each(families)("%s", (family) => {
    expect(new Set(family.split(" ").map(stem)).size).toBe(1);
  });
  test.each(["string", "ring", "status", "this", "feed", "bus", "not", "note", "as"])("keeps %s", (word) =>
    expect(stem(word)).toBe(word),
  );
});

test("a query keeps its telling words, with how often they stand there", () => {
  const terms = queryTerms("Why does the getUser function return None for users of `getUser`?");
  expect([...terms]).toEqual([
    ["get", 2],
    ["user", 3],
    ["getuser", 2],
  ]);
});

test("a query of stop words alone is taken as it is", () => {
  expect([...queryTerms("to be or not to be").keys()]).toEqual(["to", "be", "or", "not"]);
});
