/** Who else is touched by a change: callers that it forgot, uses of what it took away, tests that it left alone. */
import { addedLines, type ChangedFile, textBefore } from "../../core/changes/diff.ts";
import type { ReviewFinding } from "../../core/changes/finding.ts";
import { type ChangedSignature, type SymbolChanges, symbolChanges } from "../../core/changes/signatures.ts";
import { isTestPath } from "../../core/retrieval/rank/testPath.ts";
import type { Reference } from "../../core/retrieval/symbolQuery.ts";
import type { OutlineSymbol } from "../../core/syntax/outline/outline.ts";
import type { ReviewedFile } from "./reviewedFile.ts";
import type { CommandDeps } from "./slashCommand.ts";

type Engine = Pick<CommandDeps["engine"], "findReferences" | "findSymbols">;
type Deps = { readonly engine: Engine } & Pick<CommandDeps, "shortPath">;

/** Symbols of a change whose users are looked for. */
const MOST_SYMBOLS = 40;
const MOST_USES = 200;
/** Named in one finding. */
const MOST_PLACES = 5;
/** Below it a use most likely means another thing of that name. */
const LEAST_SURE = 0.4;
/** A shorter name is anybody's. */
const SHORTEST_NAME = 4;

interface Changed {
  readonly one: ReviewedFile;
  readonly changes: SymbolChanges;
}

export async function checkUsers(
  { engine, shortPath }: Deps,
  files: readonly ReviewedFile[],
  signal: AbortSignal,
): Promise<readonly ReviewFinding[]> {
  const changed = files.flatMap((one): Changed[] => {
    const { file, languageId, text } = one;
    const before = file.kind === "deleted" ? removedText(file) : text && textBefore(text, file);
    return before === undefined ? [] : [{ one, changes: symbolChanges(languageId, before, text ?? "") }];
  });
  const added = new Set(
    files.flatMap(({ file, path }) => addedLines(file).map(({ line }) => `${path}:${line}`)),
  );
  const isAdded = ({ path, line }: Reference): boolean => added.has(`${path}:${line}`);
  const found: ReviewFinding[] = [];
  let left = MOST_SYMBOLS;
  for (const { one, changes } of changed) {
    for (const signature of changes.signatures)
      if (left-- > 0) found.push(...(await forgottenCallers(engine, one, signature, isAdded, signal)));
    const goneEverywhere = changes.removed.filter(
      ({ name }) =>
        name.length >= SHORTEST_NAME &&
        !changed.some((other) => other.changes.added.some((now) => now.name === name)),
    );
    for (const symbol of goneEverywhere)
      if (left-- > 0) found.push(...(await stillUsed(engine, one, symbol, signal)));
  }
  const isTest = (path: string): boolean => isTestPath(shortPath(path) ?? path);
  return [...found, ...(await untouchedTests(engine, changed, isTest, signal))];
}

const removedText = ({ hunks }: ChangedFile): string =>
  hunks.flatMap(({ lines }) => lines.map(({ text }) => text)).join("\n");

async function forgottenCallers(
  engine: Engine,
  { file, path }: ReviewedFile,
  { after, reason }: ChangedSignature,
  isAdded: (use: Reference) => boolean,
  signal: AbortSignal,
): Promise<readonly ReviewFinding[]> {
  const { name, startLine, endLine } = after.symbol;
  const uses = await engine.findReferences({ name, path, line: startLine, limit: MOST_USES }, signal);
  const forgotten = uses.filter((use) => use.role === "call" && use.score >= LEAST_SURE && !isAdded(use));
  if (forgotten.length === 0) return [];
  const own = addedLines(file).find(({ line }) => startLine <= line && line <= endLine);
  if (own === undefined) return [];
  const count = forgotten.length === 1 ? "one call of it was" : `${forgotten.length} calls of it were`;
  return [
    {
      path: file.path,
      line: own.line,
      severity: "warning",
      kind: "brokenCallers",
      message: `"${name}" is called in another way now (${reason}), and ${count} not changed`,
      places: forgotten.slice(0, MOST_PLACES),
    },
  ];
}

async function stillUsed(
  engine: Engine,
  { file }: ReviewedFile,
  { name }: OutlineSymbol,
  signal: AbortSignal,
): Promise<readonly ReviewFinding[]> {
  const others = await engine.findSymbols({ name, match: "exact", limit: 1 }, signal);
  if (others.length > 0) return [];
  const uses = (await engine.findReferences({ name, limit: MOST_USES }, signal)).filter(
    ({ role }) => role === "call" || role === "import" || role === "inherit",
  );
  if (uses.length === 0) return [];
  return [
    {
      path: file.path,
      line: nearestLine(file),
      severity: "error",
      kind: "stillUsed",
      message: `"${name}" is taken away and still used`,
      places: uses.slice(0, MOST_PLACES),
    },
  ];
}

/** Of what is gone, the line of the change where something was taken away. */
function nearestLine({ hunks, kind }: ChangedFile): number {
  if (kind === "deleted") return 0;
  const hunk = hunks.find(({ lines }) => lines.some((line) => line.kind === "removed"));
  return hunk?.newStart ?? 0;
}

/** One note for a change: what code has tests that were not changed with it is a question, not a fault. */
async function untouchedTests(
  engine: Engine,
  changed: readonly Changed[],
  isTest: (path: string) => boolean,
  signal: AbortSignal,
): Promise<readonly ReviewFinding[]> {
  if (changed.some(({ one }) => isTest(one.path))) return [];
  const found: ReviewFinding[] = [];
  for (const { one, changes } of changed) {
    const places: Reference[] = [];
    const names: string[] = [];
    for (const { name, startLine } of changes.touched.slice(0, 8)) {
      if (name.length < SHORTEST_NAME) continue;
      const uses = await engine.findReferences({ name, path: one.path, line: startLine, limit: 50 }, signal);
      const test = uses.find(({ path, score }) => isTest(path) && score >= LEAST_SURE);
      if (test === undefined) continue;
      places.push(test);
      names.push(name);
    }
    const [first] = addedLines(one.file);
    if (first === undefined || places.length === 0) continue;
    found.push({
      path: one.file.path,
      line: first.line,
      severity: "note",
      kind: "testsUntouched",
      message: `No test was changed with ${names.map((name) => `"${name}"`).join(", ")}; tests use ${names.length === 1 ? "it" : "them"}`,
      places: places.slice(0, MOST_PLACES),
    });
  }
  return found;
}
