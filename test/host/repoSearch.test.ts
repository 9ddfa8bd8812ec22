import assert from "node:assert/strict";
import { join } from "node:path";
import * as vscode from "vscode";
import { startEngineThread } from "../../src/node/worker/engineClient.ts";
import type { Engine } from "../../src/ports/engine.ts";
import { placePreview } from "../../src/vscode/repoSearch/placePreview.ts";
import { vscodeSettings } from "../../src/vscode/settings.ts";
import { workspaceSymbols } from "../../src/vscode/workspaceSymbols.ts";
import { engineConfig } from "../../src/vscode/workspaceSync.ts";
import { until } from "./support/editing.ts";
import { memoryLog } from "./support/memoryLog.ts";

const never = new AbortController().signal;
const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";

describe("symbols of the workspace", () => {
  const log = memoryLog();
  let engine: Engine;
  let settings: ReturnType<typeof vscodeSettings>;
  before(async () => {
    const { extensionPath } = vscode.extensions.getExtension("touchstone.touchstone")!;
    engine = startEngineThread({ workerPath: join(extensionPath, "dist/worker.cjs"), log });
    settings = vscodeSettings(log);
    await engine.configure(engineConfig(settings));
    await engine.waitForIndex(never);
  });
  after(async () => {
    settings.dispose();
    await engine.dispose();
  });

  const configuration = () => vscode.workspace.getConfiguration("touchstone");
  const choose = (value: string | undefined) =>
    configuration().update("symbols.workspaceProvider", value, vscode.ConfigurationTarget.Global);
  /** Names with the ending of their file, found under a choice. */
  async function find(query: string, token = new vscode.CancellationTokenSource().token): Promise<string[]> {
    const provider = workspaceSymbols({ engine, settings, log });
    const found = (await provider.provideWorkspaceSymbols(query, token)) ?? [];
    return found.map(({ name, location }) => `${name} ${location.uri.path.split(".").at(-1)}`);
  }

  it("leave out languages that an installed extension serves, unless told otherwise", async () => {
    assert.ok(vscode.extensions.getExtension("vscode.typescript-language-features"));
    assert.ok((await find("Store")).includes("Store py"));
    assert.equal((await find("TaskStore")).includes("TaskStore ts"), false);
    await choose("on");
    await until("the choice is read", () => settings.get("symbols.workspaceProvider") === "on");
    assert.ok((await find("TaskStore")).includes("TaskStore ts"));
    await choose("off");
    await until("the choice is read", () => settings.get("symbols.workspaceProvider") === "off");
    assert.deepEqual(await find("Store"), []);
    await choose(undefined);
    await until("the choice is taken back", () => settings.get("symbols.workspaceProvider") === "auto");
  });

  it("are nothing for nothing, and for a question that was cancelled", async () => {
    assert.deepEqual(await find(" "), []);
    const cancelled = new vscode.CancellationTokenSource();
    cancelled.cancel();
    assert.deepEqual(await find("Store", cancelled.token), []);
    assert.deepEqual(log.lines, []);
  });

  it("are offered to the editor by Touchstone itself", async () => {
    await vscode.extensions.getExtension("touchstone.touchstone")?.activate();
    await until("the symbol is found", async () => {
      const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
        "vscode.executeWorkspaceSymbolProvider",
        "NotEnoughStock",
      );
      return found.some(({ name }) => name === "NotEnoughStockError");
    });
  });
});

describe("the preview of a place", () => {
  const pathOf = (name: string) => join(root, "python/inventory", name);
  const place = { path: pathOf("store.py"), startLine: 8, endLine: 10 };
  const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
  const active = () => vscode.window.activeTextEditor;

  beforeEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    const document = await vscode.workspace.openTextDocument(pathOf("errors.py"));
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    editor.selection = new vscode.Selection(4, 2, 4, 2);
  });

  it("shows it, and leaves what was there before as it was", async () => {
    const preview = placePreview();
    await preview.show(place);
    await until("it is shown", () => active()?.document.fileName === place.path);
    await until("it is at its line", () => active()?.selection.active.line === 8);
    assert.deepEqual(tabs().sort(), ["errors.py", "store.py"]);
    await preview.restore();
    await until("the file is back", () => active()?.document.fileName === pathOf("errors.py"));
    assert.deepEqual(active()?.selection.active, new vscode.Position(4, 2));
    await until("its tab alone is there", () => tabs().join() === "errors.py");
    preview.dispose();
  });

  it("does not touch anything for a file that is gone", async () => {
    const preview = placePreview();
    await preview.show({ ...place, path: pathOf("gone.py") });
    await preview.restore();
    assert.deepEqual(tabs(), ["errors.py"]);
    preview.dispose();
  });

  it("keeps a tab that was open before", async () => {
    await vscode.window.showTextDocument(vscode.Uri.file(place.path), { preview: false });
    await vscode.window.showTextDocument(vscode.Uri.file(pathOf("errors.py")), { preview: false });
    const preview = placePreview();
    await preview.show(place);
    await preview.restore();
    assert.deepEqual(tabs().sort(), ["errors.py", "store.py"]);
    assert.equal(active()?.document.fileName, pathOf("errors.py"));
    preview.dispose();
  });
});
