import { expect, test } from "vitest";
import { type EmbeddingText, SafeEmbedding } from "../../../../src/core/prompt/safeEmbedding.ts";
import type { PathVerdict } from "../../../../src/core/prompt/withheld.ts";

const token = ["gh", "p_", "x".repeat(36)].join("");
const textOf = (path: string | undefined, text: string): EmbeddingText => ({
  path,
  startLine: 2,
  endLine: 4,
  text,
});

function seal(texts: readonly EmbeddingText[], verdicts: Readonly<Record<string, PathVerdict>> = {}) {
  return SafeEmbedding.seal({
    atMs: 0,
    baseUrl: "http://127.0.0.1:9/v1/",
    model: "small",
    headerNames: ["accept"],
    texts,
    verdicts: new Map(Object.entries(verdicts)),
  });
}
const inputOf = (request: SafeEmbedding | undefined) => request && JSON.parse(request.body).input;

test("sends what may be sent, and remembers which", () => {
  const request = seal(
    [textOf("/w/a", "one"), textOf("/w/b", "two"), textOf("/w/c", "three"), textOf(undefined, "q")],
    {
      "/w/a": "allowed",
      "/w/b": "excluded",
    },
  );
  expect(inputOf(request)).toEqual(["one", "q"]);
  expect(request?.sent).toEqual([0, 3]);
  expect(request?.url).toBe("http://127.0.0.1:9/v1/embeddings");
  expect(request?.context).toMatchObject({
    task: "embedding",
    withheld: [
      { path: "/w/b", reason: "excluded" },
      { path: "/w/c", reason: "ignored" },
    ],
    parts: [{ path: "/w/a", startLine: 2, endLine: 4, characters: 3 }, { characters: 1 }],
  });
  expect(request?.context.body).toBe(request?.body);
});

test("replaces secrets, in questions too", () => {
  const request = seal([textOf(undefined, `why is ${token} refused`)]);
  expect(request?.body).not.toContain(token);
  expect(Object.values(request?.context.redactions ?? {})).toEqual([1]);
});

test("is nothing when nothing may be sent", () => {
  expect(seal([textOf("/w/a", "one")])).toBeUndefined();
  expect(seal([textOf(undefined, "  ")])).toBeUndefined();
});

test("bounds each text", () =>
  expect(inputOf(seal([textOf(undefined, "word ".repeat(5000))]))[0].length).toBeLessThan(4000));

test("nothing else passes for it", () => {
  expect(SafeEmbedding.isSealed(seal([textOf(undefined, "q")]))).toBe(true);
  expect(SafeEmbedding.isSealed({ ...seal([textOf(undefined, "q")]) })).toBe(false);
});
