/** Writing tests for another program. */
import type { EngineRoot } from "../../ports/engine.ts";
import { ProcessRefused } from "../../ports/processes.ts";
import type { RpcHandlers, RpcWriteProgress } from "../../ports/rpc.ts";
import { TestsRefused } from "../testing/testSession.ts";
import type { TestWriter } from "../testWriting/testWriter.ts";
import { WritingRefused } from "../testWriting/writtenTests.ts";
import { toAbsolute, toRelative } from "./rootPaths.ts";

export interface WriteHandlersDeps {
  readonly testWriter: Pick<TestWriter, "write">;
  readonly roots: readonly EngineRoot[];
  readonly begin: () => Promise<void>;
  readonly tell: (progress: RpcWriteProgress) => void;
}

export function writeHandlers({
  testWriter,
  roots,
  begin,
  tell,
}: WriteHandlersDeps): Pick<RpcHandlers, "tests/write"> {
  return {
    "tests/write": async ({ path, name, line, engine = "builtin" }, signal) => {
      const absolute = toAbsolute(path, roots);
      await begin();
      const request = { path: absolute, name, line: line === undefined ? undefined : line - 1, engine };
      try {
        const written = await testWriter.write(request, (phase) => tell({ phase }), signal);
        const { root, changes, mutants, ...rest } = written;
        const testPath = toRelative(`${root}/${changes[0]!.path}`, roots) ?? changes[0]!.path;
        return { ...rest, path: testPath, ...(mutants ? { mutants } : {}) };
      } catch (error) {
        return { diff: "", engine, tests: [], dropped: [], notes: [], reason: refusalOf(error) };
      }
    },
  };
}

/** @throws what is no refusal */
function refusalOf(error: unknown): string {
  const isKnown =
    error instanceof WritingRefused || error instanceof ProcessRefused || error instanceof TestsRefused;
  if (isKnown) return error.message;
  throw error;
}
