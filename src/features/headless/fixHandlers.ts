/** Localizing and repairing faults for another program. */
import type { ReportedProblem } from "../../core/checking/checkFinding.ts";
import type { EngineRoot } from "../../ports/engine.ts";
import { ProcessRefused } from "../../ports/processes.ts";
import type { FixParams, RpcFixProgress, RpcHandlers, RpcPatch } from "../../ports/rpc.ts";
import { reasonText } from "../fixView/suspectRows.ts";
import { type FixPatch, FixRefused, type FixResult } from "../repair/fix.ts";
import type { Fixer } from "../repair/fixer.ts";
import { TestsRefused } from "../testing/testSession.ts";
import { toAbsolute, toRelative } from "./rootPaths.ts";
import { ownTests, shownTestId } from "./shownTests.ts";

export interface FixHandlersDeps {
  readonly fixer: Pick<Fixer, "fix" | "localize">;
  readonly roots: readonly EngineRoot[];
  /** Undefined when there is no such file, or it cannot be read. @param path absolute */
  readonly readText: (path: string) => Promise<string | undefined>;
  readonly begin: () => Promise<void>;
  readonly tell: (progress: RpcFixProgress) => void;
}

const usual = { limit: 20, budgetMs: 120_000, maxPatches: 3 };

export function fixHandlers({
  fixer,
  roots,
  readText,
  begin,
  tell,
}: FixHandlersDeps): Pick<RpcHandlers, "localize" | "fix"> {
  const show: Shown = {
    path: (root, path) => toRelative(`${root}/${path}`, roots) ?? path,
    tests: (root, ids) => ids.map((id) => shownTestId(id, root, roots)),
  };
  const checkFile = async (path: string | undefined): Promise<void> => {
    if (path !== undefined && (await readText(toAbsolute(path, roots))) === undefined)
      throw new FixRefused(`Cannot read the file "${path}": there is none, or it is no text`);
  };
  return {
    async localize({ testIds = [], path, limit = usual.limit }, signal) {
      await begin();
      try {
        await checkFile(path);
        const found = await fixer.localize({ ...ownTests({ testIds, path }, roots), limit }, signal);
        const place = <T extends { readonly path: string }>(one: T) => show.path(found.root, one.path);
        return {
          lines: found.lines.map((one) => ({
            path: place(one),
            line: one.line + 1,
            score: one.score,
            reasons: one.reasons.map(reasonText),
          })),
          functions: found.functions.map((one) => ({
            path: place(one),
            name: one.name,
            line: one.startLine + 1,
            endLine: one.endLine + 1,
            score: one.score,
          })),
          failing: show.tests(found.root, found.failing),
          ...(found.reason === undefined ? {} : { reason: found.reason }),
        };
      } catch (error) {
        return { lines: [], functions: [], failing: [], reason: refusalOf(error) };
      }
    },
    async fix(params, signal) {
      await begin();
      const { testIds = [], engine = "builtin", description } = params;
      const { budgetMs = usual.budgetMs, maxPatches = usual.maxPatches } = params;
      try {
        await checkFile(params.path);
        const problem = problemOf(params, roots);
        const about = problem ? { testIds, problem } : ownTests({ testIds, path: params.path }, roots);
        const request = { ...about, description, engine, budgetMs, wholeMs: params.budgetMs, maxPatches };
        const result = await fixer.fix(request, tell, signal);
        return toWire(result, show);
      } catch (error) {
        return { patches: [], tried: 0, reason: refusalOf(error) };
      }
    },
  };
}

/** A line of a file, and what is said of it. @throws FixRefused for a line without a file */
function problemOf(
  { path, line, diagnostic }: FixParams,
  roots: readonly EngineRoot[],
): ReportedProblem | undefined {
  if (line === undefined && diagnostic === undefined) return undefined;
  if (path === undefined || line === undefined)
    throw new FixRefused("A problem is told by a path and a line: one of them is missing");
  return { ...diagnostic, path: toAbsolute(path, roots), line: line - 1 };
}

/** Paths and identifiers of tests that a root knows, as another program is told them. */
interface Shown {
  readonly path: (root: string, path: string) => string;
  readonly tests: (root: string, ids: readonly string[]) => string[];
}

function toWire({ patches, tried, reason, tokens }: FixResult, show: Shown) {
  return {
    patches: patches.map((patch): RpcPatch => {
      const { diff, verdict, engine, explanation } = patch;
      return {
        diff,
        verdict,
        engine,
        evidence: evidenceToWire(patch, show),
        ...(explanation === undefined ? {} : { explanation }),
      };
    }),
    tried,
    ...(reason === undefined ? {} : { reason }),
    ...(tokens === undefined ? {} : { tokens }),
  };
}

function evidenceToWire({ root, changes, evidence }: FixPatch, show: Shown): RpcPatch["evidence"] {
  const { targets, flipped, stillFailing, broken, flaky, notRun, line } = evidence;
  return {
    ...evidence,
    targets: show.tests(root, targets),
    flipped: show.tests(root, flipped),
    stillFailing: show.tests(root, stillFailing),
    broken: show.tests(root, broken),
    ...(flaky ? { flaky: show.tests(root, flaky) } : {}),
    ...(notRun
      ? { notRun: notRun.map((one) => ({ path: show.path(root, one.path), line: one.line + 1 })) }
      : {}),
    path: show.path(root, changes[0]!.path),
    line: line + 1,
  };
}

/** @throws what is no refusal */
function refusalOf(error: unknown): string {
  const isKnown =
    error instanceof FixRefused || error instanceof ProcessRefused || error instanceof TestsRefused;
  if (isKnown) return error.message;
  throw error;
}
