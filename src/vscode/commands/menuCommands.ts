/** The menu behind the status bar item, and the switches in it. */
import * as vscode from "vscode";
import { withLanguage } from "../../core/config/offer.ts";
import { type MenuAction, menuItems } from "../../features/status/menuItems.ts";
import type { Settings } from "../../ports/settings.ts";
import { offReasonFor } from "../inlineProvider.ts";
import { writeWhereSet } from "../settings.ts";
import { activeTarget, type StatusBar } from "../statusBar.ts";
import * as toVscode from "../toVscode.ts";

export function menuCommands(settings: Settings, status: Pick<StatusBar, "facts">) {
  async function toggleEverywhere(): Promise<void> {
    const target = activeTarget();
    const enabled = settings.get("completion.enabled", target);
    await writeWhereSet("completion.enabled", !enabled, target);
  }

  async function toggleLanguage(languageId: string, on: boolean): Promise<void> {
    const target = activeTarget();
    const languages = settings.get("completion.languages", target);
    await writeWhereSet("completion.languages", withLanguage(languages, languageId, on), target);
  }

  function run(action: MenuAction): Thenable<unknown> {
    switch (action.kind) {
      case "command":
        return vscode.commands.executeCommand(`touchstone.${action.command}`);
      case "toggleEverywhere":
        return toggleEverywhere();
      case "toggleLanguage":
        return toggleLanguage(action.languageId, action.on);
      case "manageTrust":
        return vscode.commands.executeCommand("workbench.trust.manage");
    }
  }

  return {
    toggleInlineSuggestions: toggleEverywhere,
    async toggleLanguage() {
      const target = activeTarget();
      if (!target) {
        void vscode.window.showInformationMessage("There is no document that gets suggestions.");
        return;
      }
      await toggleLanguage(target.languageId, offReasonFor(settings, target) === "language");
    },
    async showMenu() {
      const picks = menuItems(status.facts()).map(toVscode.menuPick);
      const picked = await vscode.window.showQuickPick(picks, {
        title: "Touchstone",
        placeHolder: "What Touchstone can do here",
        matchOnDescription: true,
      });
      if (picked?.item.kind === "item") await run(picked.item.action);
    },
  };
}
