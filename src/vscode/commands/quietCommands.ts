/** How much a person hears of suggestions: snooze, and the dial from quiet to eager. */
import * as vscode from "vscode";
import type { Snooze, SnoozeTime } from "../../features/completion/snooze.ts";
import { eagernessSteps } from "../../features/statistics/eagerness.ts";
import type { Settings } from "../../ports/settings.ts";
import { vscodeUserSettings } from "../settings.ts";

const times: readonly { readonly label: string; readonly time: SnoozeTime }[] = [
  { label: "5 minutes", time: 5 },
  { label: "15 minutes", time: 15 },
  { label: "1 hour", time: 60 },
  { label: "Until this window is opened anew", time: "untilRestart" },
];

export function quietCommands(settings: Settings, snooze: Snooze) {
  return {
    async snooze() {
      const picked = await vscode.window.showQuickPick(times, {
        title: "Snooze Inline Suggestions",
        placeHolder: "None come by themselves in this window; asking for one still works",
      });
      if (picked) snooze.start(picked.time);
    },
    endSnooze: () => snooze.end(),
    async setEagerness() {
      const now = settings.get("completion.eagerness");
      const items = eagernessSteps.map(({ label, value, detail }) => ({
        label,
        value,
        detail,
        description: value === now ? "now" : "",
      }));
      const picked = await vscode.window.showQuickPick(items, {
        title: "Eagerness of Suggestions",
        placeHolder: `Now ${now}, from 0 (quiet) to 1 (eager)`,
      });
      if (picked) await vscodeUserSettings.write("completion.eagerness", picked.value);
    },
  };
}
