import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { ApiEntry } from "../../src/core/apiDocs/apiPackage.ts";
import {
  defaultSettingValues,
  type SettingName,
  type SettingValue,
  type SettingValues,
} from "../../src/core/config/settings.ts";
import type { ApiPlaceQuery } from "../../src/ports/apiDocs.ts";
import type { Settings } from "../../src/ports/settings.ts";
import { apiHoverProvider, Hovered } from "../../src/vscode/apiDocs/apiHover.ts";
import { memoryLog } from "./support/memoryLog.ts";

const entry: ApiEntry = {
  package: { ecosystem: "python", name: "reel", version: "2.0" },
  module: "reel",
  name: "Reel.wind",
  kind: "method",
  signatures: ["def wind(self, turns)"],
  summary: "Winds it.",
  doc: "Winds it. [Run](command:workbench.action.quit) ![x](http://127.0.0.1:9/x.png)",
  examples: ["reel.wind(3)"],
  path: "/site/reel.py",
  line: 8,
};

interface Case {
  /** The pointer is at `█`. */
  readonly text: string;
  readonly values?: Partial<SettingValues>;
  readonly answer?: ApiEntry | Error;
  readonly isServed?: boolean;
}

/** What is shown, and what was asked. */
async function hover({ text, values = {}, answer, isServed = false }: Case) {
  const asked: ApiPlaceQuery[] = [];
  const settings: Settings = {
    get: <N extends SettingName>(name: N) =>
      ({ ...defaultSettingValues, ...values })[name] as SettingValue<N>,
    onChange: () => ({ dispose() {} }),
  };
  const engine = {
    async apiNamed(place: ApiPlaceQuery) {
      asked.push(place);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const hovered = new Hovered();
  const documents = { show: async () => {} };
  const isInstalled = () => isServed;
  const deps = { engine, settings, documents, log: memoryLog(), isInstalled };
  const provider = apiHoverProvider(deps, hovered);
  const content = text.replace("█", "");
  const document = await vscode.workspace.openTextDocument({ content, language: "python" });
  const position = document.positionAt(text.indexOf("█"));
  const { token } = new vscode.CancellationTokenSource();
  const shown = (await provider.provideHover(document, position, token)) ?? undefined;
  return { parts: (shown?.contents ?? []) as readonly vscode.MarkdownString[], asked, hovered, shown };
}

describe("hover over a name of an installed library", () => {
  it("shows the installed version, signature, text and example", async () => {
    const { parts, asked, shown } = await hover({ text: "reel.wi█nd(2)\n", answer: entry });
    const [told] = parts;
    assert.match(told!.value, /\*\*reel\.Reel\.wind\*\* · reel 2\.0, as installed/);
    for (const text of ["def wind(self, turns)", "Winds it.", "reel.wind(3)"]) {
      assert.ok(told!.value.includes(text), text);
    }
    assert.equal(asked[0]?.end, "reel.wind".length);
    assert.deepEqual(shown?.range, new vscode.Range(0, 5, 0, 9));
  });

  it("lets nothing that a library wrote run or be fetched", async () => {
    const { parts, hovered } = await hover({ text: "reel.wi█nd(2)\n", answer: entry });
    const [told, links] = parts;
    assert.ok(!told!.isTrusted && !told!.supportHtml && !told!.value.includes("!["));
    assert.deepEqual(links!.isTrusted, {
      enabledCommands: ["touchstone.openHoveredApi", "touchstone.openHoveredSource"],
    });
    assert.deepEqual(
      [...links!.value.matchAll(/command:([\w.]+)\?(\d+)/g)].map(([, command, id]) => [
        command,
        hovered.find(Number(id))?.name,
      ]),
      [
        ["touchstone.openHoveredApi", "Reel.wind"],
        ["touchstone.openHoveredSource", "Reel.wind"],
      ],
    );
  });

  it("says beside a language extension only what that does not tell", async () => {
    const { parts } = await hover({ text: "reel.wi█nd(2)\n", answer: entry, isServed: true });
    assert.equal(parts[0]!.value, "reel 2.0, as installed");
    const all = await hover({
      text: "reel.wi█nd(2)\n",
      answer: entry,
      isServed: true,
      values: { "docs.hover": "on" },
    });
    assert.ok(all.parts[0]!.value.includes("def wind"));
  });

  for (const [what, made] of [
    ["where it is switched off", { text: "reel.wi█nd(2)\n", answer: entry, values: { "docs.hover": "off" } }],
    ["where no name stands", { text: "reel.wind(█2)\n", answer: entry }],
    ["where no library has it", { text: "reel.wi█nd(2)\n" }],
    ["where the engine fails", { text: "reel.wi█nd(2)\n", answer: new Error("gone") }],
  ] as const satisfies readonly (readonly [string, Case])[]) {
    it(`shows nothing ${what}`, async () => assert.deepEqual((await hover(made)).parts, []));
  }

  it("forgets what links of long ago led to", () => {
    const hovered = new Hovered();
    const first = hovered.add(entry);
    for (let i = 0; i < 50; i++) hovered.add(entry);
    assert.equal(hovered.find(first), undefined);
    assert.equal(hovered.find(String(first + 1)), undefined);
    assert.ok(hovered.find(first + 50));
  });
});
