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

export interface FixHandlersDeps {
  readonly fixer: Pick<Fixer, "fix" | "localize">;
  readonly roots: readonly EngineRoot[];
  readonly begin: () => Promise<void>;
  readonly tell: (progress: RpcFixProgress) => void;
}

const usual = { limit: 20, budgetMs: 120_000, maxPatches: 3 };

export function fixHandlers({
  fixer,
  roots,
  begin,
  tell,
}: FixHandlersDeps): Pick<RpcHandlers, "localize" | "fix"> {
  const wirePath = (root: string, path: string) => toRelative(`${root}/${path}`, roots) ?? path;
  return {
    async localize({ testIds = [], path, limit = usual.limit }, signal) {
      await begin();
      try {
        const found = await fixer.localize({ testIds, path, limit }, signal);
        const place = <T extends { readonly path: string }>(one: T) => wirePath(found.root, one.path);
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
          failing: found.failing,
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
        const problem = problemOf(params, roots);
        const about = problem ? { problem } : { path: params.path };
        const request = { testIds, description, engine, budgetMs, maxPatches, ...about };
        const result = await fixer.fix(request, tell, signal);
        return toWire(result, wirePath);
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

function toWire(
  { patches, tried, reason, tokens }: FixResult,
  wirePath: (root: string, path: string) => string,
) {
  const pathOf = ({ root, changes }: FixPatch) => wirePath(root, changes[0]!.path);
  const notRunOf = ({ root, evidence: { notRun } }: FixPatch) =>
    notRun && { notRun: notRun.map(({ path, line }) => ({ path: wirePath(root, path), line: line + 1 })) };
  return {
    patches: patches.map((patch): RpcPatch => {
      const { diff, verdict, engine, evidence, explanation } = patch;
      return {
        diff,
        verdict,
        engine,
        evidence: { ...evidence, ...notRunOf(patch), path: pathOf(patch), line: evidence.line + 1 },
        ...(explanation === undefined ? {} : { explanation }),
      };
    }),
    tried,
    ...(reason === undefined ? {} : { reason }),
    ...(tokens === undefined ? {} : { tokens }),
  };
}

/** @throws what is no refusal */
function refusalOf(error: unknown): string {
  const isKnown =
    error instanceof FixRefused || error instanceof ProcessRefused || error instanceof TestsRefused;
  if (isKnown) return error.message;
  throw error;
}
