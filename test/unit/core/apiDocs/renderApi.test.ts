import { expect, test } from "vitest";
import type { ApiEntry } from "../../../../src/core/apiDocs/apiPackage.ts";
import { renderApi, withoutImages } from "../../../../src/core/apiDocs/renderApi.ts";
import { apiRows, dottedNameAt } from "../../../../src/features/apiDocsView/apiRows.ts";

const entry: ApiEntry = {
  package: { ecosystem: "python", name: "requests", version: "2.28.1" },
  module: "requests",
  name: "Session.get",
  kind: "method",
  signatures: ["def get(self, url)"],
  summary: "Sends a request.",
  doc: "Sends a request.\n\nMore.",
  examples: ["session.get(```url```)"],
  deprecated: "Too slow",
  replacedBy: "Session.fetch",
  since: "1.0",
  path: "/site/requests/sessions.py",
  line: 3,
};

test("an entry as a page", () =>
  expect(renderApi(entry)).toBe(
    [
      "## requests.Session.get",
      "requests 2.28.1, as installed, since 1.0",
      "```python\ndef get(self, url)\n```",
      "**Deprecated.** Use `Session.fetch` instead. Too slow",
      "Sends a request.\n\nMore.",
      "**Example**\n\n````python\nsession.get(```url```)\n````",
    ].join("\n\n"),
  ));

test("how the workspace uses it comes before the library's examples", () => {
  const uses = [{ path: "/w/src/a_b.py", line: 4, code: "session.get(a)" }];
  expect(renderApi({ ...entry, uses }, (path) => path.replace("/w/", ""))).toContain(
    "**Used in** src/a\\_b.py:5\n\n```python\nsession.get(a)\n```\n\n**Example**",
  );
});

test("an entry of which little is known", () => {
  const { deprecated, replacedBy, since, ...rest } = entry;
  const little = {
    ...rest,
    package: { ...entry.package, version: "" },
    doc: "",
    summary: "",
    examples: [],
    path: "/a",
  };
  expect(renderApi(little)).toBe(
    "## requests.Session.get\n\nrequests, as installed\n\n```\ndef get(self, url)\n```",
  );
});

for (const [written, shown] of [
  ["![logo](https://example.org/a.png) text", "logo text"],
  ["![logo][ref]", "logo"],
  ["![a\n](http://x)", "\n"],
  ["![open", "\\![open"],
  ["<img src=http://x>", "\\<img src=http://x>"],
  ["</p> <!-- x -->", "\\</p> \\<!-- x -->"],
  ["a < b", "a < b"],
  ["[link](https://example.org)", "[link](https://example.org)"],
] as const) {
  test(`nothing of ${JSON.stringify(written)} is fetched`, () => {
    const text = withoutImages(written);
    expect(text).not.toMatch(/(?<!\\)!\[|(?<!\\)<[a-z!/]/i);
    if (!written.includes("\n")) expect(text).toBe(shown);
  });
}

for (const [marked, name] of [
  ["r = ses█sion.get(url)", "session"],
  ["r = session.g█et(url)", "session.get"],
  ["r = session.get█(url)", "session.get"],
  ["█session.get", "session"],
  ["np . lin█alg.norm", "np.linalg"],
  ["x = 1█2", ""],
  ["(█)", ""],
  ["a.█", "a"],
  ["$x.y_█1", "$x.y_1"],
] as const) {
  test(`the name at ${marked} is ${JSON.stringify(name)}`, () =>
    expect(dottedNameAt(marked.replace("█", ""), marked.indexOf("█"))).toBe(name));
}

test("rows tell the version, and what is deprecated", async () => {
  const rows = await apiRows(
    { searchApis: async () => [{ entry, score: 1 }] },
    " get ",
    new AbortController().signal,
  );
  expect(rows.map(({ label, description, detail }) => [label, description, detail])).toEqual([
    ["requests.Session.get", "requests 2.28.1 (deprecated)", "Sends a request."],
  ]);
});

test("nothing is asked for an empty text", async () => {
  const searchApis = () => Promise.reject(new Error("asked"));
  expect(await apiRows({ searchApis }, "  ", new AbortController().signal)).toEqual([]);
});
