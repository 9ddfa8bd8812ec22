/** Asks before tests run without a sandbox. */
import * as vscode from "vscode";
import type { UserSettings } from "../../ports/userSettings.ts";

const once = "Run Without Sandbox";
const always = "Always Run Without";

/** A yes counts as long as the window is open. */
export function testConsent(userSettings: UserSettings): (reason: string) => Promise<boolean> {
  let isGiven = false;
  return async (reason) => {
    if (isGiven) return true;
    const detail = `There is no sandbox, because ${reason}. The tests run in a copy of the working files, with few variables of the environment and with limits, but they could write elsewhere on this machine and reach the network, as they can when you run them yourself.`;
    const answer = await vscode.window.showWarningMessage(
      "Run the tests without a sandbox?",
      { modal: true, detail },
      once,
      always,
    );
    if (answer === always) await userSettings.write("tests.sandbox", "off");
    isGiven = answer !== undefined;
    return isGiven;
  };
}

/** Texts of files that are not saved yet, by path. */
export function unsavedTexts(pathOf: (uri: vscode.Uri) => string): ReadonlyMap<string, string> {
  const dirty = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && uri.scheme === "file");
  return new Map(dirty.map((document) => [pathOf(document.uri), document.getText()]));
}
