import { expect, test } from "vitest";
import { docsHandlers } from "../../../../src/features/headless/docsHandlers.ts";
import type { ApiCursorQuery, ApiDocs } from "../../../../src/ports/apiDocs.ts";
import { scriptedEngine } from "../../../support/scriptedEngine.ts";

const { signal } = new AbortController();

/** Asks `docs/at`; the engine has one entry. */
async function check(params: { path: string; limit?: number }) {
  const asked: ApiCursorQuery[] = [];
  const apisAt: ApiDocs["apisAt"] = async (query) => {
    asked.push(query);
    const entry = {
      package: { ecosystem: "npm", name: "wire", version: "1.2.0" },
      module: "wire",
      name: "Session.send",
      kind: "method",
      signatures: ["send(body: string)"],
      parameters: [{ name: "body" }],
      summary: "",
      doc: "",
      examples: [],
      path: "/w/node_modules/wire/index.d.ts",
      line: 4,
    } as const;
    return [{ entry, score: 2 }];
  };
  const handlers = docsHandlers({
    engine: { ...scriptedEngine(), apisAt },
    roots: [{ name: "w", path: "/w" }],
    begin: async () => {},
  });
  const hits = await handlers["docs/at"]({ ...params, prefix: "s.", suffix: "" }, signal);
  return { asked: asked[0], hits };
}

test("a cursor as another program writes it, an entry as it reads it", async () => {
  const { asked, hits } = await check({ path: "src/a.py" });
  expect(asked).toEqual({ path: "/w/src/a.py", languageId: "python", prefix: "s.", suffix: "", limit: 5 });
  expect(hits).toMatchObject([
    {
      package: "wire",
      version: "1.2.0",
      parameters: ["body"],
      path: "node_modules/wire/index.d.ts",
      line: 5,
      score: 2,
    },
  ]);
});

test("never more than the most", async () => {
  expect((await check({ path: "a.ts", limit: 9999 })).asked?.limit).toBe(200);
});

test("no path outside of the roots", async () => {
  await expect(check({ path: "../a.ts" })).rejects.toThrow("must not contain");
});
