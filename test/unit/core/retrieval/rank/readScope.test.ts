import { expect, test } from "vitest";
import { readScope } from "../../../../../src/core/retrieval/rank/readScope.ts";

test.each<[text: string, scope: string]>([
  ["fix(router): keep the query", "router"],
  ["fix(http/retryPolicy)!: wait longer", "http retry policy retrypolicy"],
  ["tpl/fmt: format numbers", "tpl fmt"],
  ["client, server: close once", "client server"],
  ["*: fix typo", ""],
  ["fix: keep the query", ""],
  ["error: cannot open it", ""],
  ["TypeError: x is not a function", ""],
  ["see https://example.org/a: it says so", ""],
  ["std::vector leaks", ""],
  ["why does the router: fail", ""],
])("reads the place in %j", (text, scope) => expect(readScope(text).join(" ")).toBe(scope));
