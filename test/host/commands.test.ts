import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandNames } from "../../src/core/config/commands.ts";
import { until } from "./support/editing.ts";

describe("commands", () => {
  before(() => vscode.extensions.getExtension("touchstone.touchstone")?.activate());

  it("are all registered", async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commandNames.filter((name) => !registered.has(`touchstone.${name}`)),
      [],
    );
  });

  it("turn suggestions off and on again where they were set", async () => {
    const enabled = () => vscode.workspace.getConfiguration("touchstone").get("completion.enabled");
    assert.equal(enabled(), true);
    await vscode.commands.executeCommand("touchstone.toggleInlineSuggestions");
    await until("they are off", () => enabled() === false);
    await vscode.commands.executeCommand("touchstone.toggleInlineSuggestions");
    await until("they are on", () => enabled() === true);
  });

  it("show the last context as a document that cannot be changed", async () => {
    await vscode.commands.executeCommand("touchstone.showLastContext");
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, "touchstone-context");
    assert.equal(document.languageId, "touchstone-context");
    const before = document.getText();
    assert.match(before, /nothing was sent/i);
    await vscode.commands.executeCommand("type", { text: "x" });
    assert.equal(document.getText(), before);
    assert.equal(document.isDirty, false);
  });
});
