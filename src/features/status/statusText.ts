/** What the status bar item says, for every state there is. */
import type { IndexStatus } from "../../core/repo/indexStatus.ts";
import { countOf, formatCount } from "../../core/text/counts.ts";
import type { ModelFaultKind } from "../../ports/languageModel.ts";
import type { StatusFacts } from "./statusFacts.ts";

export interface StatusText {
  /** A codicon name, with `~spin` where something is going on. */
  readonly icon: string;
  readonly text: string;
  /** `warning` and `error` colour the background. */
  readonly tone: "normal" | "warning" | "error";
}

/** A model's fault in a word or three, to stand in the status bar. */
export const faultLabels: Readonly<Record<ModelFaultKind, string>> = {
  badUrl: "bad URL",
  refused: "model not reachable",
  unknownHost: "unknown host",
  tls: "certificate refused",
  keyRejected: "key rejected",
  forbidden: "access denied",
  modelMissing: "no such model",
  notFound: "wrong URL",
  contextTooLong: "context too long",
  rejected: "request rejected",
  noImages: "images not taken",
  rateLimited: "rate limited",
  quota: "quota used up",
  serverError: "server error",
  redirected: "redirected",
  webPage: "not an API",
  protocol: "malformed answer",
  firstByteTimeout: "model too slow",
  stalled: "answer stalled",
  totalTimeout: "answer too slow",
  cut: "answer cut off",
  tooLarge: "answer too large",
  disconnected: "disconnected",
};

/** Share of the files read, in whole percent: 100 only when all are. */
export const indexPercent = ({ filesDone, filesTotal }: IndexStatus): number =>
  filesTotal === 0 ? 0 : Math.floor((100 * Math.min(filesDone, filesTotal)) / filesTotal);

/** Whether the index is being built. */
export const isIndexing = ({ phase }: IndexStatus): boolean =>
  phase === "walking" || phase === "reading" || phase === "building";

/** Whether the engine thread died and begins again; the message says why. */
export const isRestarting = ({ phase, message }: IndexStatus): boolean =>
  phase === "walking" && message !== undefined;

/** Progress in a few words: `42 % (1,234 of 2,900 files)`. */
export function indexProgress(index: IndexStatus): string {
  if (index.phase === "walking") return `${formatCount(index.filesTotal)} files found`;
  return `${indexPercent(index)} % (${formatCount(index.filesDone)} of ${formatCount(index.filesTotal)} files)`;
}

const named = (state: string): string => `Touchstone: ${state}`;

/** The first thing of importance, from what needs a person to what is as it should be. */
export function statusText(facts: StatusFacts): StatusText {
  const { index, model } = facts;
  if (index.phase === "failed") return { icon: "error", text: named("index failed"), tone: "error" };
  if (facts.off !== undefined) {
    return { icon: "circle-slash", text: named(offText(facts)), tone: "normal" };
  }
  if (facts.snoozedUntil !== undefined) {
    return { icon: "bell-slash", text: named(`snoozed until ${facts.snoozedUntil}`), tone: "normal" };
  }
  if (model.kind === "fault")
    return { icon: "warning", text: named(faultLabels[model.fault.kind]), tone: "warning" };
  if (isRestarting(index)) return { icon: "sync~spin", text: named("restarting"), tone: "normal" };
  if (index.phase === "walking")
    return { icon: "sync~spin", text: named(`indexing (${indexProgress(index)})`), tone: "normal" };
  if (isIndexing(index))
    return { icon: "sync~spin", text: named(`indexing ${indexProgress(index)}`), tone: "normal" };
  if (!facts.trusted) return { icon: "shield", text: named("restricted"), tone: "normal" };
  // The same words as when ready, so that the items beside it do not move at every keystroke.
  if (model.kind === "asking") return { icon: "loading~spin", text: "Touchstone", tone: "normal" };
  return { icon: "ruby", text: "Touchstone", tone: "normal" };
}

function offText({ off, languageId }: StatusFacts): string {
  if (off === "tooLong") return "file too long";
  return off === "language" && languageId ? `off for ${languageId}` : "off";
}

function indexLabel({ index, indexEnabled }: StatusFacts): string {
  if (!indexEnabled) return "no index";
  if (isIndexing(index)) return `indexing ${indexProgress(index)}`;
  if (index.phase === "idle") return "nothing indexed";
  return index.phase === "failed" ? "index failed" : `${countOf(index.files, "file")} indexed`;
}

const modelLabels: Readonly<Record<StatusFacts["model"]["kind"], string>> = {
  unset: "no model",
  paused: "model paused",
  ready: "model ready",
  asking: "asking the model",
  fault: "model fault",
};

/** What a screen reader says: the text of the item, then index and model in words. */
export function statusLabel(facts: StatusFacts): string {
  const { text } = statusText(facts);
  const idle = facts.indexEnabled && facts.index.phase === "idle";
  const head = text === "Touchstone" && !idle ? "Touchstone: ready" : text;
  return [head, indexLabel(facts), modelLabels[facts.model.kind]].join(", ");
}
