import { expect, test } from "vitest";
import { importsFile } from "../../../../src/core/retrieval/importedFile.ts";

const cases: [string, string, string, boolean][] = [
  ["scrapy/http/request.py", "scrapy.http.cookies", "scrapy/http/cookies.py", true],
  ["scrapy/http/request.py", ".cookies", "scrapy/http/cookies.py", true],
  ["scrapy/http/request.py", "http.cookies", "scrapy/http/cookies.py", false],
  ["web/http.ts", "net/http", "lib/net/http.ts", true],
];
test.each(cases)("in %s, %s names %s: %s", (from, module, path, expected) =>
  expect(importsFile(module, `/w/${from}`, `/w/${path}`)).toBe(expected),
);
