import { expect, test } from "vitest";
import type { ApiEntry } from "../../../../src/core/apiDocs/apiPackage.ts";
import { renderSentContext } from "../../../../src/core/prompt/renderSentContext.ts";
import type { PromptApi } from "../../../../src/ports/apiDocs.ts";
import { says } from "../../../support/scriptedLanguageModel.ts";
import { completeAfter, completerFixture, type FixtureOptions, inlineQuery } from "./completerFixture.ts";

const entry: ApiEntry = {
  package: { ecosystem: "python", name: "reel", version: "2.0" },
  module: "reel",
  name: "Reel.wind",
  kind: "method",
  signatures: ["def wind(self, turns)"],
  summary: "Winds it.",
  doc: "",
  examples: [],
  uses: [{ path: "/app/src/own.py", line: 3, code: "reel.wind(3)" }],
  path: "/site/reel.py",
  line: 8,
};
const api: PromptApi = { entry, reason: "uncommon" };

/** Asks at `reel.` and gives what was sent. */
async function sent(
  options: FixtureOptions,
): Promise<{ body: string; view: string; lines: readonly string[] }> {
  const fixture = completerFixture({ answers: [says("wind(2)")], ...options });
  await completeAfter(fixture, inlineQuery("reel.█\n"));
  const { body, context } = fixture.model.calls[0]!.request;
  return { body, view: renderSentContext(context), lines: fixture.lines };
}

test("the body holds the entry with its example, and the view names library and version", async () => {
  const { body, view } = await sent({ engine: { promptApis: [api] } });
  expect(JSON.parse(body).prompt).toBe(
    "# From reel 2.0, Reel.wind:\n# Reel: def wind(self, turns)\n# Winds it.\n# Used as:\n# reel.wind(3)\nreel.",
  );
  expect(view).toMatch(/^- documentation .* reel 2\.0, Reel\.wind$/m);
});

test("nothing of it where the setting says so", async () => {
  const { body } = await sent({ engine: { promptApis: [api] }, settings: { "docs.inPrompt": "off" } });
  expect(body).not.toContain("Winds it");
});

test("an example of a file that is withheld stays here, what the library says does not", async () => {
  for (const options of [
    { engine: { promptApis: [api], ignored: ["/app/src/own.py"] } },
    { engine: { promptApis: [api] }, settings: { "privacy.exclude": ["own.py"] } },
  ]) {
    const { body } = await sent(options);
    expect(body).toContain("Winds it");
    expect(body).not.toContain("reel.wind(3)");
  }
});

test("a library that is excluded is withheld as a whole", async () => {
  const { body, view } = await sent({
    engine: { promptApis: [api] },
    settings: { "privacy.exclude": ["/site/reel.py"] },
  });
  expect(body).not.toContain("Winds it");
  expect(view).toContain("left out: /site/reel.py (touchstone.privacy.exclude names it)");
});

test("a part of the workspace is withheld where its file is ignored", async () => {
  const { body } = await sent({
    engine: { promptApis: [{ entry, reason: "private" }], ignored: ["/site/reel.py"] },
  });
  expect(body).not.toContain("Winds it");
});

test("a prompt does not fail with it", async () => {
  const { body } = await sent({ engine: { failing: ["apisForPrompt"] } });
  expect(JSON.parse(body).prompt).toBe("reel.");
});

test("a prompt does not wait for it", async () => {
  const { body, lines } = await sent({ engine: { promptApis: [api], isReadingLibraries: true } });
  expect(JSON.parse(body).prompt).toBe("reel.");
  expect(lines.join("\n")).toContain("the prompt goes without");
});
