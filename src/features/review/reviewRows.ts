/** A review as rows of a tree: the verdict, the files with their parts, the evidence, the other patches. */
import { type ChangePart, partsOf, rawLines } from "../../core/patch/changeParts.ts";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import type { PatchVerdict } from "../../core/repair/verdict.ts";
import { countOf } from "../../core/text/counts.ts";
import type { PatchFact, ProposedPatch } from "../../ports/patchReview.ts";
import type { PartPlace, Review } from "./review.ts";
import type { PartState, ReviewFile } from "./reviewFile.ts";

export interface ReviewRow {
  /** Stays the same while the row tells of the same thing. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** Plain text. */
  readonly tooltip?: string;
  /** A codicon name; rows with a path have their file's icon. */
  readonly icon?: string;
  readonly tone?: "good" | "bad" | "warning";
  /** Undefined: no check box. */
  readonly isChecked?: boolean;
  /** A file of the patch, relative to its root. */
  readonly path?: string;
  readonly target?: RowTarget;
  /** Whether rows below it are shown at first. */
  readonly isOpen?: boolean;
  readonly children?: readonly ReviewRow[];
}

export type RowTarget =
  | { readonly kind: "file"; readonly file: number; readonly isConflicting: boolean }
  | ({ readonly kind: "part"; readonly isOpen: boolean } & PartPlace)
  | { readonly kind: "patch"; readonly index: number }
  | { readonly kind: "explanation" };

const verdicts: Readonly<Record<PatchVerdict, Pick<ReviewRow, "label" | "icon" | "tone" | "tooltip">>> = {
  verified: {
    label: "Verified",
    icon: "verified-filled",
    tone: "good",
    tooltip:
      "The tests it was made for failed and pass with it, and every test that passed still does. Tests can be weak: read the change.",
  },
  plausible: {
    label: "Plausible",
    icon: "question",
    tone: "warning",
    tooltip: "The tests it was made for pass with it, but not all other tests could be run.",
  },
  unverified: {
    label: "Unverified",
    icon: "unverified",
    tone: "warning",
    tooltip: "No test run shows that it is right.",
  },
};

export function reviewRows(review: Review): readonly ReviewRow[] {
  const { patch } = review;
  const conflict = conflictRow(review);
  return [
    ...(conflict ? [conflict] : []),
    ...review.files.map((file, at) => fileRow(file, at)),
    // Which of them is meant has to be decided before what speaks for one of them matters.
    ...(review.patches.length > 1 ? [alternativesRow(review)] : []),
    verdictRow(review),
    ...(patch.explanation === undefined ? [] : [explanationRow(patch.explanation)]),
  ];
}

function verdictRow(review: Review): ReviewRow {
  const { verdict, verdictMeaning, evidence, title, heading } = review.patch;
  const base = verdict
    ? { ...verdicts[verdict], ...(verdictMeaning === undefined ? {} : { tooltip: verdictMeaning }) }
    : heading === undefined
      ? { label: "Not Tested", icon: "info", tooltip: "No test was run for this change." }
      : { label: heading, icon: "info", tooltip: heading };
  const partly =
    review.isWhole || verdict === undefined
      ? []
      : [
          {
            id: "partly",
            label: "Only the whole patch was tested, on the files as they were",
            icon: "info",
          },
        ];
  return {
    ...base,
    id: "verdict",
    description: title,
    isOpen: true,
    children: [...partly, ...evidence.map(factRow)],
  };
}

const factIcons: Readonly<Record<PatchFact["kind"], Pick<ReviewRow, "icon" | "tone">>> = {
  good: { icon: "pass", tone: "good" },
  bad: { icon: "error", tone: "bad" },
  open: { icon: "info" },
};

function factRow({ kind, text, details = [] }: PatchFact, at: number): ReviewRow {
  const children = details.map((label, index) => ({ id: `fact:${at}:${index}`, label, tooltip: label }));
  const base = { id: `fact:${at}`, label: text, tooltip: [text, ...details].join("\n"), ...factIcons[kind] };
  return children.length > 0 ? { ...base, children } : base;
}

function explanationRow(text: string): ReviewRow {
  const [first = ""] = text.trim().split("\n");
  return {
    id: "explanation",
    label: "Explanation",
    description: first,
    tooltip: text,
    icon: "note",
    target: { kind: "explanation" },
  };
}

/** Patches that are as good by the tests: what tells them apart is what a call gives with each, else what they change. */
function alternativesRow(review: Review): ReviewRow {
  const children = alternatives(review).map(
    ({ label, description, detail }, index): ReviewRow => ({
      id: `patch:${index}`,
      label,
      description,
      tooltip: detail,
      icon: index === review.index ? "circle-filled" : "circle-outline",
      target: { kind: "patch", index },
    }),
  );
  const example = review.patches.find((patch) => patch.example)?.example;
  const count = `${review.patches.length} Patches Fit the Tests`;
  const common = { id: "alternatives", icon: "list-selection", isOpen: true, children };
  if (!example) return { ...common, label: count, description: "choose one" };
  return {
    ...common,
    label: "Which Did You Mean?",
    description: example.call,
    tooltip: `${count}. They differ on\n${example.call}\nwhich now ${example.before}.`,
  };
}

export interface Alternative {
  readonly label: string;
  readonly description: string;
  /** A sentence or two. */
  readonly detail: string;
}

/** The patches of a review in a person's words, in their order. */
export const alternatives = ({ patches }: Pick<Review, "patches">): readonly Alternative[] =>
  patches.map((patch) => {
    const { example, verdict, title } = patch;
    const line = changedLine(patch);
    if (!example) return { label: line, description: verdict ?? "", detail: title };
    return {
      label: example.outcome,
      description: [line, ...(verdict ? [verdict] : [])].join(" · "),
      detail: `${example.call} ${example.outcome} with it; now it ${example.before}`,
    };
  });

/** The first line that a patch changes, as it becomes. */
function changedLine({ changes }: ProposedPatch): string {
  const [change] = changes;
  return change ? partText(partsOf(change)[0]!, oldText(change)) : "No change";
}

function conflictRow({ files }: Review): ReviewRow | undefined {
  const refused = files.reduce(
    (sum, { states }) => sum + states.filter(({ kind }) => kind === "refused").length,
    0,
  );
  if (refused === 0) return undefined;
  return {
    id: "conflict",
    label: `${countOf(refused, "hunk")} no longer ${refused === 1 ? "fits" : "fit"}`,
    description: "changed since",
    tooltip:
      "The file was changed since the patch was made, at the lines that the patch changes. Nothing is guessed: look at what changed, take the rest, or let the fix be searched again.",
    icon: "warning",
    tone: "warning",
  };
}

function fileRow(file: ReviewFile, at: number): ReviewRow {
  const { proposed, states, path } = file;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  const notes = [
    folder,
    ...(proposed.kind === "renamed" ? [`becomes ${proposed.path}`] : []),
    ...(file.isConflicting ? ["changed since"] : file.isMoved ? ["changed since, still fits"] : []),
  ].filter((note) => note !== "");
  const open = states.flatMap((state) => (state.kind === "open" ? [state] : []));
  return {
    id: `file:${at}`,
    label: name,
    description: notes.join(" · "),
    tooltip: path,
    path,
    ...(open.length > 0 ? { isChecked: open.every(({ isChecked }) => isChecked) } : {}),
    target: { kind: "file", file: at, isConflicting: file.isMoved },
    isOpen: true,
    children: partsOf(proposed).map((part, index) => {
      const state = states[index]!;
      const texts =
        state.kind === "open"
          ? ([state.part, file.text ?? ""] as const)
          : ([part, oldText(proposed)] as const);
      return partRow(...texts, state, { file: at, part: index });
    }),
  };
}

/** @param old the text that the part is made for */
function partRow(part: ChangePart, old: string, state: PartState, place: PartPlace): ReviewRow {
  // The line first: what follows it is cut off where the view is narrow.
  const line = part.kind === "lines" ? `${part.edit.start + 1}: ` : "";
  const base = {
    id: `part:${place.file}:${place.part}`,
    label: line + partText(part, old),
    tooltip: partTooltip(part, old),
    target: { kind: "part", isOpen: state.kind === "open", ...place },
  } as const;
  switch (state.kind) {
    case "open":
      return { ...base, isChecked: state.isChecked };
    case "applied":
      return { ...base, description: "accepted", icon: "pass-filled", tone: "good" };
    case "there":
      return { ...base, description: "already there", icon: "pass" };
    case "refused":
      return {
        ...base,
        description: `does not fit: ${state.reason}`,
        tooltip: `It does not fit any more: ${state.reason}.\n\n${base.tooltip}`,
        icon: "warning",
        tone: "warning",
      };
  }
}

const oldText = (change: FileChange): string => (change.kind === "created" ? "" : change.before);
const whole = { create: "New file", delete: "Delete the file", rename: "Rename the file" } as const;

/** What becomes of the first line with anything on it. */
function partText(part: ChangePart, old: string): string {
  if (part.kind !== "lines") return whole[part.kind];
  const shown = (lines: readonly string[]) => lines.map((line) => line.trim()).find((line) => line !== "");
  const { lines, start, end } = part.edit;
  const removed = shown(rawLines(old).slice(start, end));
  return shown(lines) ?? (removed === undefined ? "Empty lines" : `Remove ${removed}`);
}

/** Lines of each kind in a tooltip. */
const MOST_LINES = 20;

function partTooltip(part: ChangePart, old: string): string {
  if (part.kind !== "lines") return whole[part.kind];
  const { start, end, lines } = part.edit;
  const signed = (sign: string, all: readonly string[]): readonly string[] => [
    ...all.slice(0, MOST_LINES).map((line) => `${sign} ${line.trimEnd()}`),
    ...(all.length > MOST_LINES ? [`${sign} and ${countOf(all.length - MOST_LINES, "line")} more`] : []),
  ];
  return [...signed("-", rawLines(old).slice(start, end)), ...signed("+", lines)].join("\n");
}
