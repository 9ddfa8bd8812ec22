import { expect, test } from "vitest";
import { pathsOf } from "../../../../src/node/treeSitter/query/queryPaths.ts";
import { parseQuery } from "../../../../src/node/treeSitter/query/queryText.ts";

/** Paths as `type > field: type -> capture`, as far as the action tells. */
function check(query: string, expected: readonly string[]): void {
  const paths = pathsOf(parseQuery(query)).map(({ steps, action }) => {
    const place = steps.map(({ type, field }) => `${field ? `${field}:` : ""}${type ?? "_"}`).join(" > ");
    const what = action.kind === "open" ? `${action.frame} needs ${action.required}` : JSON.stringify(action);
    return `${place} -> ${what.replace(/"(?:kind|pattern)":[^,]+,/g, "").replaceAll('"', "")}`;
  });
  expect(paths).toEqual(expected);
}

test("a definition with a name and what it must have", () =>
  check("(a name: (b) @name body: (_)) @definition.class ; no more", [
    "a -> class needs 3",
    "a > name:b -> {part:name,bit:1}",
    "a > body:_ -> {bit:2}",
  ]));

test("alternatives share what is needed", () =>
  check('(a [(b) (c "d")] @name) @definition.enum', [
    "a -> enum needs 1",
    "a > b -> {part:name,bit:1}",
    "a > c -> {part:name,bit:1}",
    "a > c > d -> {bit:1}",
  ]));

test("what may be absent is not needed", () =>
  check("(a (b)? @name (c)* @container) @definition.type", [
    "a -> type needs 0",
    "a > b -> {part:name,bit:0}",
    "a > c -> {part:container,bit:0}",
  ]));

test("references need nothing", () =>
  check("(a (b c: [(d) (e)] @reference.call.tail))", [
    "a > b > c:d -> {role:call,isTail:true}",
    "a > b > c:e -> {role:call,isTail:true}",
  ]));

test("words and absent fields", () =>
  check('(a !b (c) @only (#any-of? @only "x")) @definition.field', [
    "a -> field needs 1",
    "a > b:_ -> {bit:1073741824}",
    "a > c -> {part:only,bit:1,words:[x]}",
  ]));

const refused = ["(a", "(a . (b))", "(#eq? @a 1)", "(a (#match? @b))", "_ @name", "(a) @reference.unknown"];
test.each(refused)("%s is refused", (query) => expect(() => pathsOf(parseQuery(query))).toThrow("Cannot"));
