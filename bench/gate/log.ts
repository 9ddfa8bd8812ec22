/** The log of what programmers did with suggestions, as the gate would have seen it: row by row, the past only. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { GateFeatures, GateOutcome } from "../../src/core/completion/gate/features.ts";

const rowSchema = z.object({
  user: z.number(),
  time: z.string(),
  state: z.enum(["Shown", "Accepted", "Rejected", "Browsing", "Replay"]),
  suggestion: z.string(),
  prompt: z.string(),
  measurements: z.object({
    confidence: z.number().optional(),
    meanLogProb: z.number().optional(),
    meanAlternativeLogProb: z.number().optional(),
    numTokens: z.number(),
    numLines: z.number(),
    compCharLen: z.number(),
    promptCharLen: z.number(),
    documentLength: z.number(),
  }),
});
type Row = z.infer<typeof rowSchema>;

export type LogEvent =
  /** Of a suggestion whose end is in the log; what may be known before that end. */
  | { readonly kind: "shown"; readonly features: GateFeatures; readonly accepted: boolean | undefined }
  | {
      readonly kind: "ended";
      readonly outcome: GateOutcome;
      readonly suggestion: string;
      readonly visibleMs: number;
      readonly documentLength: number;
    }
  | { readonly kind: "other"; readonly documentLength: number };

export interface Person {
  readonly id: number;
  /** In the order of the log. */
  readonly events: readonly LogEvent[];
}

const unquoted = (text: string): string => {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
};

const isEnd = ({ state }: Row): boolean => state === "Accepted" || state === "Rejected";

/** Of the `Shown` row nothing but what its README names as known before the outcome, and the two texts. */
function featuresOf(row: Row): GateFeatures {
  const m = row.measurements;
  return {
    confidence: m.confidence,
    meanLogProb: m.meanLogProb,
    meanAlternativeLogProb: m.meanAlternativeLogProb,
    numTokens: m.numTokens,
    numLines: m.numLines,
    compCharLen: m.compCharLen,
    promptCharLen: m.promptCharLen,
    documentLength: m.documentLength,
    suggestion: unquoted(row.suggestion),
    prefix: unquoted(row.prompt),
    languageId: "python",
  };
}

function eventsOf(rows: readonly Row[]): readonly LogEvent[] {
  let shownAtMs = 0;
  return rows.map((row, i): LogEvent => {
    const { documentLength } = row.measurements;
    if (row.state === "Shown") {
      shownAtMs = Date.parse(row.time);
      const next = rows.slice(i + 1).find(({ state }) => state !== "Replay" && state !== "Browsing");
      const accepted = next && isEnd(next) ? next.state === "Accepted" : undefined;
      return { kind: "shown", features: featuresOf(row), accepted };
    }
    if (!isEnd(row)) return { kind: "other", documentLength };
    return {
      kind: "ended",
      outcome: row.state === "Accepted" ? "accepted" : "rejected",
      suggestion: unquoted(row.suggestion),
      visibleMs: Math.max(0, Date.parse(row.time) - shownAtMs),
      documentLength,
    };
  });
}

/** @throws when a row is not as the log's rows are */
export function readLog(path: string): readonly Person[] {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  const rows = lines.map((line) => rowSchema.parse(JSON.parse(line)));
  const ids = [...new Set(rows.map(({ user }) => user))];
  return ids.map((id) => ({ id, events: eventsOf(rows.filter(({ user }) => user === id)) }));
}
