import * as vscode from "vscode";
import { type CommandName, commandNames } from "../../core/config/commands.ts";

export type CommandHandlers = Readonly<Record<CommandName, (...given: readonly unknown[]) => unknown>>;

/** Registers every declared command with what menus and links give it; the type sees to it that none is missing. */
export function registerCommands(handlers: CommandHandlers): vscode.Disposable {
  return vscode.Disposable.from(
    ...commandNames.map((name) =>
      vscode.commands.registerCommand(`touchstone.${name}`, (...given: readonly unknown[]) =>
        handlers[name](...given),
      ),
    ),
  );
}
