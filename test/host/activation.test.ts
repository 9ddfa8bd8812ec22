import assert from "node:assert/strict";
import * as vscode from "vscode";

const id = "touchstone.touchstone";

describe("the extension in its host", () => {
  it("is found and activates", async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `"${id}" is not among the extensions`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it("runs in the workspace's host, where the files are", () => {
    assert.equal(vscode.extensions.getExtension(id)?.extensionKind, vscode.ExtensionKind.Workspace);
  });
});
