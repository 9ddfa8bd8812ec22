/** Commands about what is in the index and how it is chosen. */
import * as vscode from "vscode";
import { indexView } from "../../core/config/manifest.ts";
import { type SearchPickDependencies, searchRepository } from "../repoSearch/searchPick.ts";
import { diskFolders } from "../workspaceSync.ts";

const ignoreFile = ".touchstoneignore";
const ignoreHeader = "# Kept from Touchstone's index and from every prompt; patterns as in .gitignore\n";

async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = diskFolders();
  if (folders.length <= 1) return folders[0];
  const items = folders.map((folder) => ({ label: folder.name, description: folder.uri.fsPath, folder }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: `Folder of the ${ignoreFile}` });
  return picked?.folder;
}

/** Opens the file, or a new document that becomes it when a person saves it. */
async function openIgnoreFile(): Promise<void> {
  if (diskFolders().length === 0) {
    void vscode.window.showInformationMessage("There is no folder on a disk to ignore files of.");
    return;
  }
  const folder = await pickFolder();
  if (!folder) return;
  const uri = vscode.Uri.joinPath(folder.uri, ignoreFile);
  const exists = await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  const editor = await vscode.window.showTextDocument(exists ? uri : uri.with({ scheme: "untitled" }));
  if (exists || editor.document.getText() !== "") return;
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), ignoreHeader));
}

export function repoCommands(deps: SearchPickDependencies) {
  return {
    searchRepository: () => searchRepository(deps),
    showIndex: () => vscode.commands.executeCommand(`${indexView}.focus`),
    openIgnoreFile,
    openSettings: () =>
      vscode.commands.executeCommand("workbench.action.openSettings", "@ext:touchstone.touchstone"),
  };
}
