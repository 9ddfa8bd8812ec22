/** The status bar item's tooltip: everything known, in Markdown, with links to commands. */
import type { CommandName } from "../../core/config/commands.ts";
import { countOf, formatCount } from "../../core/text/counts.ts";
import type { Verdict } from "../../core/verify/verification.ts";
import { escapeMarkdown } from "./format.ts";
import { skippedText } from "./skipReasons.ts";
import type { StatusFacts } from "./statusFacts.ts";
import { indexProgress, isIndexing } from "./statusText.ts";

const link = (command: CommandName, label: string): string => `[${label}](command:touchstone.${command})`;

function indexLine({ index, indexEnabled }: StatusFacts): string {
  if (index.phase === "failed")
    return `$(error) Index failed: ${escapeMarkdown(index.message ?? "no reason was given")}`;
  if (!indexEnabled) return "$(database) No index: suggestions come from open documents";
  if (isIndexing(index)) return `$(sync~spin) Indexing: ${escapeMarkdown(indexProgress(index))}`;
  if (index.files === 0) return "$(database) Nothing to index";
  return `$(database) ${countOf(index.files, "file")}, ${countOf(index.lines, "line")}, ${countOf(index.symbols, "symbol")}`;
}

/** Libraries are read ahead: shown where one looks for it, and nowhere else. */
function librariesLine({ index: { libraries } }: StatusFacts): string | undefined {
  if (libraries === undefined) return undefined;
  const { done, total } = libraries;
  return `$(sync~spin) Reading libraries: ${formatCount(done)} of ${formatCount(total)} · ${link("cancelIndexing", "Stop")}`;
}

function modelLine({ model, chatModel }: Pick<StatusFacts, "model" | "chatModel">): string {
  switch (model.kind) {
    case "unset":
      return chatModel === undefined
        ? "$(plug) No model: nothing leaves this machine"
        : "$(plug) No model for suggestions: nothing leaves this machine for them";
    case "paused":
      return model.reason === "untrusted"
        ? "$(shield) Model paused: the workspace is not trusted"
        : "$(debug-pause) Model paused: the settings say built-in engine only";
    case "ready":
      return "$(pass) Model ready";
    case "asking":
      return "$(loading~spin) Asking the model";
    case "fault":
      return `$(warning) ${escapeMarkdown(model.fault.message)}  \n${escapeMarkdown(model.fault.nextStep)}`;
  }
}

function offLine({ off, languageId, snoozedUntil }: StatusFacts): string | undefined {
  if (off === undefined) {
    if (snoozedUntil === undefined) return undefined;
    return `$(bell-slash) Snoozing until ${escapeMarkdown(snoozedUntil)}: [End Snooze](command:touchstone.endSnooze)`;
  }
  if (off === "tooLong")
    return "$(circle-slash) No suggestions here: the file is longer than a million characters";
  const where = off === "language" && languageId ? ` for ${escapeMarkdown(languageId)}` : "";
  return `$(circle-slash) Off while typing${where}; trigger one with its key`;
}

function lastLine({ lastSuggestion }: StatusFacts): string | undefined {
  if (!lastSuggestion) return undefined;
  const { source, engine, accepted } = lastSuggestion;
  const what = accepted ? "Last accepted" : "Last suggestion";
  const who = engine === "model" ? "by the model" : "built-in";
  if (!source) return `$(lightbulb) ${what}: ${who}`;
  return `$(lightbulb) ${what}: from [${escapeMarkdown(source)}](command:touchstone.showSuggestionSource)`;
}

/** One icon for each thing that may have been said. */
export const verdictIcons: Readonly<Record<Verdict, string>> = {
  ok: "verified",
  unknown: "question",
  repaired: "wand",
  cut: "fold",
  dropped: "discard",
};

function checkLine({ lastSuggestion }: StatusFacts): string | undefined {
  const check = lastSuggestion?.check;
  if (!check) return undefined;
  const details = link("showLastContext", "Details");
  return `$(${verdictIcons[check.verdict]}) Checked: **${check.verdict}**, ${escapeMarkdown(check.text)} · ${details}`;
}

function linksLine(facts: StatusFacts): string {
  const links = [
    facts.indexEnabled ? link("openChat", "Chat") : undefined,
    facts.indexEnabled ? link("searchRepository", "Search") : undefined,
    link("showIndex", "Index"),
    facts.trusted ? undefined : "[Manage Workspace Trust](command:workbench.trust.manage)",
    facts.model.kind === "unset"
      ? link("setUpModel", "Set Up Model")
      : link("testConnection", "Test Connection"),
    facts.model.kind === "unset" ? undefined : link("showLastContext", "Last Context"),
    link("showStatistics", "Statistics"),
    link("showLog", "Log"),
    link("showMenu", "More…"),
  ];
  return links.filter((item) => item !== undefined).join(" · ");
}

/** Every text from outside is escaped, so that no file name or server answer can add a link or an icon. */
export function renderStatusTooltip(facts: StatusFacts): string {
  const skipped = skippedText(facts.index.skipped);
  const target = facts.endpoint && `${escapeMarkdown(facts.modelName)} at ${escapeMarkdown(facts.endpoint)}`;
  const lines = [
    offLine(facts),
    indexLine(facts),
    librariesLine(facts),
    skipped && `Not indexed: ${escapeMarkdown(skipped)}`,
    facts.index.phase !== "failed" && facts.index.message && escapeMarkdown(facts.index.message),
    modelLine(facts),
    target,
    facts.chatModel && `$(hubot) In chat, edits and fixes: ${escapeMarkdown(facts.chatModel)}`,
    lastLine(facts),
    checkLine(facts),
  ];
  return ["**Touchstone**", ...lines.filter(Boolean), "---", linksLine(facts)].join("\n\n");
}

/** Commands that links of the tooltip may run. */
export const tooltipCommands: readonly string[] = [
  "touchstone.cancelIndexing",
  "touchstone.openChat",
  "touchstone.searchRepository",
  "touchstone.showIndex",
  "touchstone.setUpModel",
  "touchstone.testConnection",
  "touchstone.showLastContext",
  "touchstone.showSuggestionSource",
  "touchstone.showLog",
  "touchstone.showMenu",
  "touchstone.endSnooze",
  "touchstone.showStatistics",
  "workbench.trust.manage",
];
