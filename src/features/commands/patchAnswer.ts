/** Patches as the answer of a slash command: what speaks for each, and its diff. */
import { escapeMarkdown, inlineCode, renderExcerpt } from "../../core/chat/renderAnswer.ts";
import { renderDiff } from "../../core/patch/renderDiff.ts";
import { formatCount } from "../../core/text/counts.ts";
import type { PatchFact, ProposedPatch } from "../../ports/patchReview.ts";
import type { CommandResult } from "./slashCommand.ts";

/** Of one fact; more are counted. */
const MOST_DETAILS = 5;
const LONGEST_DIFF = 12_000;

const verdicts = {
  verified: "Verified",
  plausible: "Plausible",
  unverified: "Not verified",
} as const;

/** @param patches at least one, best first */
export function patchAnswer(
  patches: readonly ProposedPatch[],
  notes: readonly string[] = [],
): Pick<CommandResult, "markdown" | "citations" | "patches"> {
  const parts = patches.map(patchText);
  return {
    markdown: `${[...parts, ...notes.map(escapeMarkdown)].join("\n\n")}\n`,
    citations: [],
    patches,
  };
}

function patchText({ title, verdict, heading = "Not tested", evidence, changes }: ProposedPatch): string {
  const said = verdict === undefined ? heading : verdicts[verdict];
  const diff = renderDiff(changes);
  const shown = diff.length <= LONGEST_DIFF ? diff : `${diff.slice(0, LONGEST_DIFF)}\n…`;
  return [
    `**${said}**: ${escapeMarkdown(title)}`,
    evidence.map(factText).join("\n"),
    renderExcerpt("diff", shown),
  ].join("\n\n");
}

function factText({ text, details = [] }: PatchFact): string {
  const shown = details.slice(0, MOST_DETAILS).map((detail) => `  - ${inlineCode(detail)}`);
  const more = details.length - shown.length;
  return [
    `- ${escapeMarkdown(text)}`,
    ...shown,
    ...(more > 0 ? [`  - and ${formatCount(more)} more`] : []),
  ].join("\n");
}
