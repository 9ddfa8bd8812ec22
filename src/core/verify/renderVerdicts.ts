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

/** One line of other text: no breaks, no more than can be read at a glance. */
function brief(text: string): string {
  const line = oneLine(text);
  return line.length > mostBrief ? `${line.slice(0, mostBrief - 1)}…` : line;
}

/** UTF-16 units. */
const mostBrief = 48;

/** What was said of a suggestion, in some words for a person: `from_modl does not exist, from_model is meant`. */
export function summarizeVerdict({ verdict, findings, unknown }: Verification): string {
  const [first] = findings;
  const more = findings.length > 1 ? `, and ${findings.length - 1} more` : "";
  if (first === undefined) {
    if (unknown.length === 0)
      return verdict === "ok" ? "every name in it is known" : "its names are not judged";
    const [one] = unknown;
    return unknown.length === 1
      ? `${brief(one!.name)} could not be judged`
      : `${unknown.length} names could not be judged`;
  }
  const name = first.reason === "syntax" ? "it" : brief(first.name);
  if (first.nearest !== undefined) return `${name} does not exist, ${brief(first.nearest)} is meant${more}`;
  const end = verdict === "cut" ? "it ends before " : "";
  return `${end}${name}: ${reasons[first.reason]}${more}`;
}

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

/** The latest of them in a line, for the head of a document that has the others below; empty when there is none. */
export function renderLastVerdict([latest]: readonly JudgedDraft[]): string {
  if (!latest) return "";
  const { verdict } = latest.verification;
  return `Last suggestion checked: ${verdict}, ${summarizeVerdict(latest.verification)} (see the end of this document)\n`;
}

/** A section for *Show Last Context*; empty when nothing was checked yet. @param judged the latest first */
export function renderVerdicts(judged: readonly JudgedDraft[]): string {
  if (judged.length === 0) return "";
  return `# Last suggestions, checked before display\n\n${judged.map(renderOne).join("\n\n")}\n`;
}
