import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { ApiCheck, ApiFinding } from "../../src/ports/apiChecks.ts";
import { apiUsage } from "../../src/vscode/apiUsage.ts";
import { systemClock } from "../../src/vscode/clock.ts";
import { until } from "./support/editing.ts";
import { memoryLog } from "./support/memoryLog.ts";

const name = "sendAll";
const text = `import { connect, ${name} } from "wire";\nconnect();\n${name}("a");\n`;

const findingAt = (source: string, offset: number, part: Partial<ApiFinding>): ApiFinding => {
  const before = source.slice(0, offset);
  return {
    name,
    offset,
    line: before.split("\n").length - 1,
    column: offset - (before.lastIndexOf("\n") + 1),
    reason: "missing",
    place: "import",
    owner: "",
    library: "wire",
    version: "1.2.0",
    alternatives: [],
    together: [],
    message: "",
    ...part,
  };
};

/** Takes each `sendAll` for missing where it is imported, and each `connect` for deprecated where it is called. */
function checkOf(source: string): ApiCheck {
  const imported = source.indexOf(name);
  if (imported < 0) return { findings: [], judged: [9] };
  const together = [imported, source.indexOf(`${name}(`)];
  const called = source.indexOf("connect()");
  return {
    findings: [
      findingAt(source, imported, {
        nearest: "send",
        alternatives: ["send"],
        together,
        message: "not there",
      }),
      findingAt(source, called, { name: "connect", reason: "deprecated", message: "old" }),
    ],
    judged: [imported, called],
  };
}

async function scene(run: (document: vscode.TextDocument, check: () => Promise<void>) => Promise<void>) {
  const usage = apiUsage({
    engine: {
      checkApis: async ({ text: given = "" }) => checkOf(given),
      checkablePaths: async () => [],
    },
    clock: systemClock,
    log: memoryLog(),
  });
  try {
    const document = await vscode.workspace.openTextDocument({ content: text, language: "typescript" });
    await vscode.window.showTextDocument(document);
    await run(document, () => usage.checkApiUsage());
  } finally {
    usage.dispose();
  }
}

const own = (document: vscode.TextDocument) =>
  vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === "Touchstone");

describe("the check of API usage", () => {
  it("lists what is missing and what is deprecated, with a link to its documentation", () =>
    scene(async (document, check) => {
      await check();
      const [missing, deprecated, ...others] = own(document);
      assert.equal(others.length, 0);
      assert.equal(missing?.message, "not there");
      assert.equal(document.getText(missing?.range), name);
      assert.equal(missing?.severity, vscode.DiagnosticSeverity.Warning);
      assert.deepEqual(deprecated?.tags, [vscode.DiagnosticTag.Deprecated]);
      const { code } = missing as { code?: { value: string; target: vscode.Uri } };
      assert.equal(code?.value, "missing-api");
      assert.equal(code?.target.scheme, "command");
    }));

  it("replaces the name in the import and where it is used, and is content then", () =>
    scene(async (document, check) => {
      await check();
      const [missing] = own(document);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        missing?.range,
      );
      const titles = actions.map(({ title }) => title);
      assert.ok(titles.includes("Show API Documentation"), titles.join(", "));
      const fix = actions.find(({ title }) => title === "Replace by `send`");
      assert.equal(fix?.isPreferred, true);
      assert.ok(fix?.edit && (await vscode.workspace.applyEdit(fix.edit)));
      assert.equal(document.getText(), text.replaceAll(name, "send"));
      await until("the problems are gone", () => own(document).length === 0);
    }));

  it("leaves nothing behind", async () => {
    let checked: vscode.TextDocument | undefined;
    await scene(async (document, check) => {
      checked = document;
      await check();
      assert.equal(own(document).length, 2);
    });
    assert.equal(own(checked!).length, 0);
  });
});
