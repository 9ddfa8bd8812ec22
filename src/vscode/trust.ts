import * as vscode from "vscode";
import type { Trust } from "../ports/trust.ts";

export const vscodeTrust: Trust = {
  isTrusted: () => vscode.workspace.isTrusted,
  onGranted: (listener) => vscode.workspace.onDidGrantWorkspaceTrust(listener),
};
