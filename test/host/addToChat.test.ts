/** What "Add to Touchstone Chat" takes, from each place that it is offered in. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { ContextRef } from "../../src/core/chat/contextRef.ts";
import { readContext } from "../../src/features/chat/context/contextReader.ts";
import { contextOfMenu } from "../../src/vscode/chat/here.ts";
import { editorSurroundings } from "../../src/vscode/chat/surroundings.ts";
import { shortPath, wholePath } from "../../src/vscode/shortPath.ts";
import { vscodeTrust } from "../../src/vscode/trust.ts";
import { until } from "./support/editing.ts";

const declaredMenus = (): Record<string, readonly { readonly command: string }[]> =>
  vscode.extensions.getExtension("touchstone.touchstone")!.packageJSON.contributes.menus;
const path = "python/inventory/store.py";
const uri = (): vscode.Uri => vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, path);

describe("Add to Touchstone Chat", () => {
  const surroundings = editorSurroundings(vscodeTrust);
  const problems = vscode.languages.createDiagnosticCollection("addToChat");
  before(() => vscode.extensions.getExtension("touchstone.touchstone")?.activate());
  after(() => {
    surroundings.dispose();
    problems.dispose();
  });

  /** The text that goes along with a question. */
  async function textOf(refs: readonly ContextRef[]): Promise<string> {
    const nothing = { findSymbols: async () => [], outline: async () => undefined };
    const docs = { searchApis: async () => [] };
    const context = { queries: nothing, docs, surroundings, shortPath, wholePath };
    const { attached, shown } = await readContext(context, refs, new AbortController().signal);
    return [...attached.map(({ text }) => text), ...shown.map(({ note = "" }) => note)].join("\n");
  }

  it("is offered on files, tabs, selections, tests and terminals", () => {
    const menus = declaredMenus();
    for (const menu of ["explorer/context", "editor/context", "editor/title/context", "testing/item/context"])
      assert.ok(
        menus[menu]?.some(({ command }) => command === "touchstone.addToChat"),
        menu,
      );
    assert.ok(menus["terminal/context"]?.some(({ command }) => command === "touchstone.addTerminalToChat"));
  });

  it("takes a tab's or the explorer's file, and a selection of the editor", async () => {
    assert.deepEqual(await contextOfMenu([uri()]), [{ kind: "file", path }]);
    const editor = await vscode.window.showTextDocument(uri());
    editor.selection = new vscode.Selection(0, 0, 2, 0);
    assert.deepEqual(await contextOfMenu([]), [{ kind: "lines", path, line: 1, endLine: 2 }]);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
  });

  it("takes a test of the Testing view: its lines", async () => {
    const controller = vscode.tests.createTestController("addToChat", "Add to Chat");
    const item = controller.createTestItem("a", "a test", uri());
    item.range = new vscode.Range(3, 0, 5, 4);
    const refs = await contextOfMenu([item]);
    controller.dispose();
    assert.deepEqual(refs, [{ kind: "lines", path, line: 4, endLine: 6 }]);
  });

  it("is a quick fix of problems, and takes what they say", async () => {
    const range = new vscode.Range(0, 0, 0, 4);
    problems.set(uri(), [new vscode.Diagnostic(range, "Something is off here")]);
    await vscode.window.showTextDocument(uri());
    let found: vscode.CodeAction | undefined;
    await until("the quick fix is offered", async () => {
      const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        uri(),
        range,
        vscode.CodeActionKind.QuickFix.value,
      );
      found = actions.find(({ title }) => title === "Add to Touchstone Chat");
      return found !== undefined;
    });
    assert.equal(found?.command?.command, "touchstone.addToChat");
    const refs = await contextOfMenu(found?.command?.arguments ?? []);
    assert.deepEqual(refs, [{ kind: "problems", path }]);
    assert.match(await textOf(refs), /store\.py:1: error: Something is off here/);
  });

  it("takes the last terminal command, or says that no terminal told of one", async () => {
    const refs = await contextOfMenu([{ terminal: true }]);
    assert.deepEqual(refs, [{ kind: "terminal" }]);
    assert.match(await textOf(refs), /no terminal has told of a command/);
    const terminal = vscode.window.createTerminal({ name: "addToChat", shellPath: "/bin/bash" });
    terminal.show(true);
    try {
      await until("the shell tells of its commands", () => terminal.shellIntegration !== undefined);
      // What comes in one piece with the mark of a command's start the editor does not tell extensions.
      terminal.shellIntegration?.executeCommand("sleep 1; echo one$((1+1))three");
      await until("the command has ended, and all it wrote is here", () =>
        /one2three/.test(surroundings.lastCommand()?.output ?? ""),
      );
      assert.match(await textOf(refs), /echo one\$\(\(1\+1\)\)three[\s\S]*one2three/);
    } finally {
      terminal.dispose();
    }
  });
});
