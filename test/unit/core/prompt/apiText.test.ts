import { expect, test } from "vitest";
import type { ApiEntry } from "../../../../src/core/apiDocs/apiPackage.ts";
import { apiItem } from "../../../../src/core/prompt/apiText.ts";
import { estimateTokens } from "../../../../src/core/prompt/tokens.ts";

const entry: ApiEntry = {
  package: { ecosystem: "npm", name: "wire", version: "1.2.0" },
  module: "wire",
  name: "Session.send",
  kind: "method",
  signatures: ["send(body: string): Reply", "send(body: Buffer): Reply", "send(): never"],
  summary: "Sends a request.",
  doc: "Sends a request.\n\nMuch more.",
  examples: ['session.send("a")'],
  path: "/w/node_modules/wire/index.d.ts",
  line: 3,
};

const check = (change: Partial<ApiEntry>, expected: string) =>
  expect(apiItem({ ...entry, ...change }, "uncommon").text).toBe(expected);

const head = "Session: send(body: string): Reply\nSession: send(body: Buffer): Reply\nSends a request.";
test("signatures, the first sentence, an example", () => check({}, `${head}\nUsed as:\nsession.send("a")`));
test("the workspace's own use first", () =>
  check(
    { uses: [{ path: "/w/a.ts", line: 1, code: "s.send(mail);" }] },
    `${head}\nUsed as:\ns.send(mail);\nsession.send("a")`,
  ));
test("what is deprecated is shown with what to use, and without examples", () =>
  check({ deprecated: "old", replacedBy: "Session.post" }, `${head}\nDeprecated: use Session.post instead.`));
test("why not to use it, where nothing tells what instead", () =>
  check({ deprecated: "It\nblocks" }, `${head}\nDeprecated. It blocks`));
test("a console session as code", () =>
  check(
    { examples: [">>> s.send(1)\n<Reply>\n>>> with s:\n...     s.send(2)"] },
    `${head}\nUsed as:\ns.send(1)\nwith s:\n    s.send(2)`,
  ));
test("a use that does not fit as a whole goes, of an example the first lines stay", () => {
  const long = Array.from({ length: 60 }, (_, i) => `s.send(${i});`).join("\n");
  const item = apiItem(
    { ...entry, examples: [long], uses: [{ path: "/w/a.ts", line: 1, code: long }] },
    "uncommon",
  );
  expect(item.text).toContain("Used as:\ns.send(0);\n");
  expect(item.text).not.toContain("s.send(59);");
  expect(estimateTokens(item.text)).toBeLessThan(130);
  expect(item.sources).toEqual([{ path: entry.path, isLibrary: true }]);
});
test("no text is longer than its budget", () => {
  const wide = "x ".repeat(5000);
  const item = apiItem(
    { ...entry, signatures: [wide, wide], summary: wide, examples: [wide], uses: [] },
    "uncommon",
  );
  expect(estimateTokens(item.text)).toBeLessThan(130);
});
test("the module stands in the title where it is not the package", () =>
  expect(apiItem({ ...entry, module: "wire/http" }, "uncommon").title).toBe(
    "wire 1.2.0, wire/http.Session.send",
  ));
test("library and version are the title, files that may be withheld the sources", () => {
  const uses = [{ path: "/w/a.ts", line: 1, code: "s.send(mail);" }];
  expect(apiItem({ ...entry, uses }, "private")).toMatchObject({
    kind: "documentation",
    path: undefined,
    title: "wire 1.2.0, Session.send",
    sources: [
      { path: entry.path, isLibrary: false },
      { path: "/w/a.ts", isLibrary: false },
    ],
  });
});
