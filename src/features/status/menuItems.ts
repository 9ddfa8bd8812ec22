/** What the menu behind the status bar item offers. */
import { type CommandName, commands } from "../../core/config/commands.ts";
import { countOf } from "../../core/text/counts.ts";
import { remediesOf } from "../modelSetup/remedies.ts";
import type { StatusFacts } from "./statusFacts.ts";
import { faultLabels, indexProgress, isIndexing } from "./statusText.ts";
import { verdictIcons } from "./statusTooltip.ts";

export type MenuAction =
  | { readonly kind: "command"; readonly command: CommandName }
  | { readonly kind: "toggleEverywhere" }
  | { readonly kind: "toggleLanguage"; readonly languageId: string; readonly on: boolean }
  | { readonly kind: "manageTrust" };

export type MenuItem =
  | { readonly kind: "separator"; readonly label: string }
  | {
      readonly kind: "item";
      readonly icon: string;
      readonly label: string;
      readonly description?: string;
      readonly action: MenuAction;
    };

const separator = (label: string): MenuItem => ({ kind: "separator", label });
const command = (name: CommandName, icon: string, description?: string): MenuItem => ({
  kind: "item",
  icon,
  label: commands[name].title,
  ...(description ? { description } : {}),
  action: { kind: "command", command: name },
});

function snoozing({ off, snoozedUntil }: StatusFacts): readonly MenuItem[] {
  if (snoozedUntil !== undefined) return [command("endSnooze", "bell", `snoozing until ${snoozedUntil}`)];
  return off === "everywhere" ? [] : [command("snooze", "bell-slash", "for some minutes")];
}

function toggles({ off, languageId }: StatusFacts): readonly MenuItem[] {
  const everywhere: MenuItem = {
    kind: "item",
    icon: off === "everywhere" ? "play" : "circle-slash",
    label: off === "everywhere" ? "Turn On Inline Suggestions" : "Turn Off Inline Suggestions",
    description: "everywhere",
    action: { kind: "toggleEverywhere" },
  };
  if (!languageId || off === "everywhere") return [everywhere];
  const on = off === "language";
  const language: MenuItem = {
    kind: "item",
    icon: on ? "play" : "circle-slash",
    label: `${on ? "Turn On" : "Turn Off"} for ${languageId}`,
    description: "this language",
    action: { kind: "toggleLanguage", languageId, on },
  };
  return [language, everywhere];
}

/** What mends a fault comes first, with the fault itself beside it. */
function remedies({ model }: StatusFacts): readonly MenuItem[] {
  if (model.kind !== "fault") return [];
  const icons: Partial<Record<CommandName, string>> = {
    setApiKey: "key",
    setUpModel: "plug",
    showLog: "output",
  };
  const [first, ...others] = remediesOf(model.fault.kind);
  return [
    separator(faultLabels[model.fault.kind]),
    ...(first ? [command(first, "warning", model.fault.message)] : []),
    ...others.map((name) => command(name, icons[name] ?? "pulse")),
  ];
}

/** What was said of the last suggestion; it leads to the whole of it. */
function verdict({ lastSuggestion }: StatusFacts): readonly MenuItem[] {
  const check = lastSuggestion?.check;
  if (!check) return [];
  const icon = verdictIcons[check.verdict];
  const label = `Last Suggestion: ${check.verdict}`;
  return [{ ...command("showLastContext", icon, check.text), label } as MenuItem];
}

const indexHint = (index: StatusFacts["index"]): string =>
  isIndexing(index) ? indexProgress(index) : countOf(index.files, "file");

/** Items in the order shown. Only what can be done now is offered. */
export function menuItems(facts: StatusFacts): readonly MenuItem[] {
  const source = facts.lastSuggestion?.source;
  const modelSet = facts.model.kind !== "unset";
  const trust: MenuItem = {
    kind: "item",
    icon: "shield",
    label: "Manage Workspace Trust",
    description: "no model is asked until the workspace is trusted",
    action: { kind: "manageTrust" },
  };
  return [
    ...(facts.trusted ? [] : [trust]),
    ...remedies(facts),
    separator("suggestions"),
    command("triggerInlineSuggestion", "lightbulb"),
    ...snoozing(facts),
    ...toggles(facts),
    command("setEagerness", "settings", "quiet to eager"),
    command("showStatistics", "graph", "shown, accepted, characters saved"),
    ...(source ? [command("showSuggestionSource", "go-to-file", source)] : []),
    ...verdict(facts),
    separator("model"),
    command("setUpModel", "plug", facts.endpoint ? `${facts.modelName} at ${facts.endpoint}` : "none yet"),
    ...(modelSet ? [command("setApiKey", "key"), command("testConnection", "pulse")] : []),
    command("chooseChatModel", "hubot", facts.chatModel ?? "the index, or a model"),
    command("showLastContext", "eye", "exactly what was sent, and to whom"),
    separator("repository"),
    ...(facts.indexEnabled
      ? [command("openChat", "comment-discussion", "questions, answered from the index")]
      : []),
    ...(facts.indexEnabled ? [command("searchRepository", "search", "symbols and text")] : []),
    command("showIndex", "database", indexHint(facts.index)),
    ...(isIndexing(facts.index)
      ? [command("showIndexProgress", "sync"), command("cancelIndexing", "debug-stop")]
      : [command("rebuildIndex", "refresh")]),
    separator("libraries"),
    command("searchApiDocumentation", "book", "in the versions that are installed"),
    command("checkApiUsage", "checklist", "what this file takes libraries to have"),
    command("checkWorkspaceApiUsage", "checklist"),
    command("compareVersions", "git-compare", "what another version would break here"),
    separator("what is kept about you, on this machine"),
    command("showGate", "mortar-board", "how likely you accept"),
    command("resetGate", "discard"),
    command("resetStatistics", "clear-all"),
    separator("more"),
    command("showLog", "output"),
    command("openSettings", "gear"),
  ];
}
