/** Names in added lines that do not exist, or that the installed version of a library lacks or deprecates. */
import { type AddedLine, addedRuns } from "../../core/changes/diff.ts";
import type { ReviewFinding } from "../../core/changes/finding.ts";
import type { Finding } from "../../core/verify/verification.ts";
import type { ReviewedFile } from "./reviewedFile.ts";
import type { CommandDeps } from "./slashCommand.ts";

/** Runs of added lines that are looked at in one file, and lines of one. */
const MOST_RUNS = 40;
const MOST_LINES = 120;
/** Of one run: nobody types meanwhile. Milliseconds. */
const CHECK_MS = 2_000;

type Engine = Pick<CommandDeps["engine"], "verify" | "checkApis">;

export async function checkNames(
  engine: Engine,
  one: ReviewedFile,
  signal: AbortSignal,
): Promise<readonly ReviewFinding[]> {
  const { text, languageId } = one;
  if (text === undefined || languageId === "") return [];
  const found: ReviewFinding[] = [];
  for (const run of addedRuns(one.file).slice(0, MOST_RUNS))
    if (run.length <= MOST_LINES) found.push(...(await ofRun(engine, one, text, run, signal)));
  const ofLibraries = await checkApis(engine, one, text, signal);
  const lines = new Set(ofLibraries.map(({ line }) => line));
  // Both look a member of a library up; the second knows more of it.
  return [...found.filter(({ line, kind }) => kind !== "missingName" || !lines.has(line)), ...ofLibraries];
}

async function ofRun(
  engine: Engine,
  { path, languageId, file }: ReviewedFile,
  text: string,
  run: readonly AddedLine[],
  signal: AbortSignal,
): Promise<readonly ReviewFinding[]> {
  const lines = text.split("\n");
  const first = run[0]!.line;
  const before = lines
    .slice(0, first)
    .map((line) => `${line}\n`)
    .join("");
  const suggestion = run.map((one) => one.text).join("\n");
  const after = lines
    .slice(first + run.length)
    .map((line) => `\n${line}`)
    .join("");
  const query = { path, languageId, prefix: before, suffix: after, suggestion, maxMs: CHECK_MS };
  const { findings } = await engine.verify(query, signal);
  return findings.map((finding): ReviewFinding => {
    const own = suggestion.slice(0, finding.offset).split("\n").length - 1;
    const isSyntax = finding.reason === "syntax";
    const line = isSyntax && finding.offset === 0 ? first : first + own;
    return {
      path: file.path,
      line,
      severity: finding.reason === "scope" || isSyntax ? "error" : "warning",
      kind: isSyntax ? "syntax" : "missingName",
      message: messageOf(finding),
      ...fixOf(finding, lines[line] ?? ""),
    };
  });
}

function messageOf({ reason, name, nearest }: Finding): string {
  const meant = nearest === undefined ? "" : `, "${nearest}" is likely meant`;
  switch (reason) {
    case "syntax":
      return "The added lines do not parse where they stand";
    case "scope":
      return `There is no "${name}" here${meant}`;
    case "import":
      return `There is no "${name}" to import${meant}`;
    case "member":
      return `Nothing known has a member "${name}"${meant}`;
    case "argument":
      return `The argument "${name}" is not taken${meant}`;
  }
}

/** Only where the line has the name once: which one is meant is sure then. */
function fixOf({ name, nearest, reason }: Finding, line: string): { fix?: string } {
  if (nearest === undefined || reason === "syntax" || name === "" || line.split(name).length !== 2) return {};
  return { fix: line.replace(name, () => nearest) };
}

async function checkApis(
  engine: Engine,
  { path, languageId, file }: ReviewedFile,
  text: string,
  signal: AbortSignal,
): Promise<readonly ReviewFinding[]> {
  const added = new Set(addedRuns(file).flatMap((run) => run.map(({ line }) => line)));
  const { findings } = await engine.checkApis({ path, languageId, text }, signal);
  return findings
    .filter(({ line }) => added.has(line))
    .map(({ line, reason, message, library, version }) => ({
      path: file.path,
      line,
      severity: reason === "missing" ? "error" : "note",
      kind: reason === "missing" ? "missingApi" : "deprecatedApi",
      message: library === "" ? message : `${message} (${library} ${version})`.replace(" )", ")"),
    }));
}
