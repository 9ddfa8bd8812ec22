/** What the check before display said of the last suggestions, for people. */
import type { Verdict, Verification } from "./verification.ts";

/** A suggestion as an engine made it, and what was said of it. */
export interface JudgedDraft {
  readonly engine: string;
  readonly draft: string;
  readonly verification: Verification;
}

const meanings: Readonly<Record<Verdict, string>> = {
  ok: "everything it names is known",
  unknown: "nothing speaks against it; some names could not be judged",
  repaired: "a name that does not exist was replaced by the one that is meant",
  cut: "it ends before a name that does not exist",
  dropped: "it was not shown",
};
const reasons = {
  syntax: "does not parse where it would stand",
  scope: "no such name there",
  import: "no such module, or no such name in it",
  member: "the receiver has no such member",
  argument: "the function takes no such argument, or not so many",
} as const;
const doubts = {
  library: "belongs to a library",
  type: "of something of unknown type",
  import: "known in another file, not imported here",
} as const;

/** Stands before each line of a suggestion, so that none can pass for a line of the document. */
const quote = (text: string): string =>
  text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) => `│ ${line}`)
    .join("\n");

function renderOne({ engine, draft, verification }: JudgedDraft): string {
  const { verdict, text, findings, unknown, members, deprecated = [] } = verification;
  const lines = [
    ...findings.map(({ name, reason, nearest }) => {
      const shown = reason === "syntax" ? "the suggestion" : oneLine(name);
      return `- ${shown}: ${reasons[reason]}${nearest === undefined ? "" : `; nearest is ${nearest}`}`;
    }),
    ...deprecated.map(
      ({ name, replacement }) =>
        `- ${oneLine(name)}: deprecated${replacement === undefined ? "" : `; use ${oneLine(replacement)}`}`,
    ),
    ...unknown.map(({ name, why }) => `- ${oneLine(name)}: not judged, ${doubts[why]}`),
    ...(members && members.all > 0
      ? [`- type of the receiver known: ${members.known} of ${members.all}`]
      : []),
  ];
  const changed = text === draft || text === "" ? [] : ["Shown instead:", quote(text)];
  const head = `## ${verdict}: ${meanings[verdict]} (${engine})`;
  return [head, "", quote(draft), ...changed, ...(lines.length > 0 ? ["", ...lines] : [])].join("\n");
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ");

/** A section for *Show Last Context*; empty when nothing was checked yet. @param judged the latest first */
export function renderVerdicts(judged: readonly JudgedDraft[]): string {
  if (judged.length === 0) return "";
  return `# Last suggestions, checked before display\n\n${judged.map(renderOne).join("\n\n")}\n`;
}
