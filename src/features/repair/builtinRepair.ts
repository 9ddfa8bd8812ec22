/** Repair by templates, with no model: searched with the worker, proven by the validator of all patches. */
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { applyReplacements } from "../../core/repair/candidate.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { Engine } from "../../ports/engine.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import type { FixProgress, FixRequest } from "./fix.ts";
import type { FixTime } from "./fixTime.ts";
import type { JudgedPatch, PatchJudge } from "./patchJudge.ts";
import { type Reproduced, relativeTo } from "./reproduced.ts";
import { type FoundRepair, type SearchReport, type SuspectFile, searchRepair } from "./searchRepair.ts";
import { knownLiterals, suspectFiles } from "./suspects.ts";
import { mayChange } from "./targets.ts";

export interface BuiltinRepair {
  readonly reproduced: Reproduced;
  readonly engine: Pick<Engine, "proposeRepairs">;
  readonly judge: Pick<PatchJudge, "full">;
  readonly limits: Pick<FixRequest, "budgetMs" | "maxPatches">;
  /** Milliseconds, never going back. */
  readonly now: () => number;
  readonly onProgress: (phase: "searching" | "validating", counts: Partial<FixProgress>) => void;
  /** Whether someone else was first. */
  readonly isOver: () => boolean;
  /** Of the whole fix; not given: the limits alone count. */
  readonly time?: Pick<FixTime, "leftMs" | "isOver" | "whyNothing">;
}

export interface BuiltinPatch {
  readonly changes: readonly FileChange[];
  readonly judged: JudgedPatch;
  readonly repair: FoundRepair;
}

export interface BuiltinReport {
  readonly patches: readonly BuiltinPatch[];
  readonly tried: number;
  /** As `TrialWorker.slowPath`. */
  readonly slowPath?: string;
  /** Why there is no patch, for a person. */
  readonly reason?: string;
}

const mostFiles = 6;
/** Of a failure, UTF-16 units. */
const mostSaid = 200;
const behindLinks = "The suspected code lies behind links: it is not changed there";

export async function repairByTemplates(repair: BuiltinRepair, signal: AbortSignal): Promise<BuiltinReport> {
  const { reproduced, engine, limits, now, onProgress, isOver, time } = repair;
  const { copy, target, worker, texts } = reproduced;
  if (typeof worker === "string") return { patches: [], tried: 0, reason: worker };
  const lines = (await reproduced.suspects()).filter(({ path }) => mayChange(relativeTo(copy, path), target));
  const { slowPath } = worker;
  const told = slowPath === undefined ? {} : { slowPath };
  if (lines.length === 0) return { patches: [], tried: 0, ...told, reason: whyNothingRan(reproduced) };
  const files: SuspectFile[] = [];
  for (const file of suspectFiles(lines, mostFiles)) {
    if (await canWrite(copy, file.path)) files.push({ ...file, text: texts.get(file.path) ?? "" });
  }
  if (files.length === 0) return { patches: [], tried: 0, reason: behindLinks };
  onProgress("searching", {});
  const patches: BuiltinPatch[] = [];
  let areBroken = false;
  const report = await searchRepair({
    worker,
    files,
    literals: knownLiterals(worker.baseline),
    generate: ({ path, text, lineScores }: SuspectFile, rest) => {
      const languageId = languageIdOf(path) ?? "";
      return engine.proposeRepairs({ languageId, text, lineScores: [...lineScores], ...rest }, signal);
    },
    now,
    limits: { ...limits, budgetMs: Math.min(limits.budgetMs, time?.leftMs ?? Infinity) },
    onProgress: (counts) => onProgress("searching", counts),
    isCancelled: () => signal.aborted || isOver(),
    async proven(found) {
      onProgress("validating", { found: found.length });
      const kept: FoundRepair[] = [];
      for (const one of found) {
        const changes = [await changeOf(reproduced, one)];
        const judged = await repair.judge.full(changes, { isForeign: false });
        signal.throwIfAborted();
        if (judged.judgement.broken.length > 0 || judged.tampering.length > 0) continue;
        patches.push({ changes, judged, repair: one });
        kept.push(one);
      }
      areBroken ||= kept.length === 0;
      if (kept.length === 0) onProgress("searching", {});
      return kept;
    },
  });
  signal.throwIfAborted();
  const { tried } = report;
  if (patches.length > 0) return { patches, tried, ...told };
  if (tried === 0 && time?.isOver) return { patches, tried, reason: time.whyNothing() };
  return {
    patches,
    tried,
    ...told,
    reason: areBroken ? "Every repair that was found broke other tests" : whyNone(report),
  };
}

/** With how the first test fails: often it could not even be loaded. */
function whyNothingRan({ failing, outcomes }: Reproduced): string {
  const ids = new Set(failing.map(({ id }) => id));
  const [said] = outcomes.find(({ id, message }) => ids.has(id) && message)?.message?.split("\n") ?? [];
  const how = said === undefined ? "" : `: ${said.slice(0, mostSaid)}`;
  return `No line of the project's code was run by the failing tests${how}`;
}

/** Through a link nothing is written, in the copy neither. */
async function canWrite(copy: WorkCopy, path: string): Promise<boolean> {
  const text = await copy.read(path);
  if (text === undefined) return false;
  return copy.write(path, text).then(
    () => true,
    () => false,
  );
}

async function changeOf({ copy, texts }: Reproduced, { path, candidate }: FoundRepair): Promise<FileChange> {
  const text = texts.get(path)!;
  const bom = (await copy.read(path))?.startsWith("\ufeff") ? "\ufeff" : "";
  const after = bom + applyReplacements(text, candidate.edits);
  return { kind: "changed", path: relativeTo(copy, path), before: bom + text, after };
}

function whyNone({ end, tried }: SearchReport): string {
  switch (end) {
    case "outOfTime":
      return `No repair was found in the time given: ${tried} changes were tried`;
    case "cancelled":
      return "The search was cancelled";
    default:
      return `None of ${tried} changes makes the tests pass`;
  }
}
