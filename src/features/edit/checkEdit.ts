/** What an edit makes of files, checked as a suggestion is before it is shown: syntax in place, names of the repository and of libraries. */
import { parseDiff } from "../../core/changes/diff.ts";
import type { ReviewFinding } from "../../core/changes/finding.ts";
import { symbolChanges } from "../../core/changes/signatures.ts";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { renderDiff } from "../../core/patch/renderDiff.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { Engine } from "../../ports/engine.ts";
import type { PatchFact } from "../../ports/patchReview.ts";
import { checkNames } from "../commands/reviewNames.ts";

export interface CheckedEdit {
  /** One sentence each with its place, for the model to mend. */
  readonly problems: readonly { readonly path: string; readonly text: string }[];
  readonly facts: readonly PatchFact[];
}

export type CheckEngine = Pick<Engine, "checkParse" | "checkApis" | "verify">;

interface Findings {
  readonly broken: string[];
  readonly missing: string[];
  readonly problems: { readonly path: string; readonly text: string }[];
  parsed: number;
}

/** @param root absolute */
export async function checkEdit(
  engine: CheckEngine,
  root: string,
  changes: readonly FileChange[],
  signal: AbortSignal,
): Promise<CheckedEdit> {
  const found: Findings = { broken: [], missing: [], problems: [], parsed: 0 };
  const added = namesAdded(changes);
  for (const change of changes) {
    if (change.kind === "deleted") continue;
    const languageId = languageIdOf(change.path);
    if (languageId !== undefined) await checkFile({ engine, root, added, found }, change, languageId, signal);
  }
  signal.throwIfAborted();
  return { problems: found.problems, facts: factsOf(found) };
}

interface Checking {
  readonly engine: CheckEngine;
  readonly root: string;
  /** What the edit itself defines: the index does not know of it yet. */
  readonly added: ReadonlySet<string>;
  readonly found: Findings;
}

async function checkFile(
  { engine, root, added, found }: Checking,
  change: Exclude<FileChange, { readonly kind: "deleted" }>,
  languageId: string,
  signal: AbortSignal,
): Promise<void> {
  const { path, after } = change;
  const before = change.kind === "created" ? "" : change.before;
  const absolute = `${root.replace(/\/$/, "")}/${path}`;
  const { start, end, insert } = difference(before, after);
  const verdict = await engine
    .checkParse({ path: absolute, languageId, text: before, replace: { start, end }, insert }, signal)
    .catch(() => "unknown" as const);
  if (verdict === "breaks") {
    found.broken.push(path);
    found.problems.push({ path, text: `${path} no longer parses` });
    return;
  }
  if (verdict === "parses") found.parsed++;
  for (const { line, message } of await missingNames(
    engine,
    change,
    { absolute, languageId, added },
    signal,
  )) {
    found.missing.push(`${path}:${line + 1} ${message}`);
    found.problems.push({ path, text: `${path}:${line + 1} ${message}` });
  }
}

interface CheckedFile {
  readonly absolute: string;
  readonly languageId: string;
  readonly added: ReadonlySet<string>;
}

/** In the lines that the edit adds alone: what stood there before is not its fault. */
async function missingNames(
  engine: CheckEngine,
  change: Exclude<FileChange, { readonly kind: "deleted" }>,
  { absolute, languageId, added }: CheckedFile,
  signal: AbortSignal,
): Promise<readonly ReviewFinding[]> {
  const { path, after } = change;
  const asChanged: FileChange =
    change.kind === "renamed" ? { kind: "changed", path, before: change.before, after } : change;
  const [file] = parseDiff(renderDiff([asChanged]));
  if (!file) return [];
  const findings = await checkNames(engine, { file, path: absolute, languageId, text: after }, signal).catch(
    (error: unknown): readonly ReviewFinding[] => {
      if (signal.aborted) throw error;
      return [];
    },
  );
  return findings.filter(
    ({ kind, message }) =>
      kind === "missingApi" || (kind === "missingName" && !wordsOf(message).some((word) => added.has(word))),
  );
}

/** Of the name that a finding is about; a module may be named by its path, in quotes of its own. */
const wordsOf = (message: string): readonly string[] =>
  message
    .replace(/, "[^"]*" is likely meant$/, "")
    .replace(/^[^"]*"|"[^"]*$/g, "")
    .match(/[\w$]+/g) ?? [];

function namesAdded(changes: readonly FileChange[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const change of changes) {
    if (change.kind === "deleted") continue;
    const before = change.kind === "created" ? "" : change.before;
    const { added } = symbolChanges(languageIdOf(change.path) ?? "", before, change.after);
    for (const { name } of added) names.add(name);
    // A module that comes to be is imported by the name of its file.
    if (change.kind !== "changed") names.add(change.path.replace(/^.*\//, "").replace(/\.[^.]+$/, ""));
  }
  return names;
}

function factsOf({ parsed, broken, missing }: Findings): readonly PatchFact[] {
  return [
    ...(parsed > 0 && broken.length === 0 ? [{ kind: "good" as const, text: "What is changed parses" }] : []),
    ...(broken.length > 0 ? [{ kind: "bad" as const, text: "It does not parse", details: broken }] : []),
    ...(missing.length > 0
      ? [{ kind: "bad" as const, text: "It names what does not exist", details: missing }]
      : []),
  ];
}

/** What of a text is another in the other one. */
function difference(before: string, after: string) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  while (
    tail < before.length - start &&
    tail < after.length - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  return { start, end: before.length - tail, insert: after.slice(start, after.length - tail) };
}
