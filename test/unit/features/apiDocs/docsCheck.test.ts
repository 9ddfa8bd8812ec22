import { expect, test } from "vitest";
import { docsHandlers } from "../../../../src/features/headless/docsHandlers.ts";
import type { ApiCheck, ApiCheckQuery, ApiFinding } from "../../../../src/ports/apiChecks.ts";
import { scriptedEngine } from "../../../support/scriptedEngine.ts";

const { signal } = new AbortController();
const finding: ApiFinding = {
  name: "snd",
  offset: 40,
  line: 1,
  column: 2,
  reason: "missing",
  place: "member",
  owner: "Session",
  library: "wire",
  version: "1.2.0",
  nearest: "send",
  alternatives: ["send"],
  together: [],
  message: '"Session.snd" does not exist in wire 1.2.0; there is "send"',
};

/** Asks `docs/check`; the engine answers as given. */
async function check(params: { path: string; text?: string }, answer: ApiCheck) {
  const asked: ApiCheckQuery[] = [];
  const checkApis = async (query: ApiCheckQuery) => {
    asked.push(query);
    return answer;
  };
  const handlers = docsHandlers({
    engine: { ...scriptedEngine(), checkApis },
    roots: [{ name: "w", path: "/w" }],
    begin: async () => {},
  });
  const result = await handlers["docs/check"](params, signal);
  return { asked: asked[0], result };
}

test("a text as another program writes it, its findings with lines from 1", async () => {
  const { asked, result } = await check(
    { path: "src/a.ts", text: "s.snd();" },
    { findings: [finding], judged: [40] },
  );
  expect(asked).toEqual({ path: "/w/src/a.ts", languageId: "typescript", text: "s.snd();" });
  expect(result).toEqual({ findings: [{ ...finding, line: 2 }], judged: [40] });
});

test("a file as it is on disk", async () => {
  const { asked } = await check({ path: "a.py" }, { findings: [], judged: [] });
  expect(asked).toEqual({ path: "/w/a.py", languageId: "python" });
});

test("a file that is not indexed is refused", async () => {
  const answer = { findings: [], judged: [], isUnread: true } as const;
  await expect(check({ path: "a.py" }, answer)).rejects.toMatchObject({ type: "notIndexed" });
});

test("no path outside of the roots", async () => {
  await expect(check({ path: "../a.py", text: "" }, { findings: [], judged: [] })).rejects.toMatchObject({
    type: "invalidPath",
  });
});
