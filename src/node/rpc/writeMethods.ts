/** Methods that write tests. */
import * as z from "zod";
import type { RpcWriteProgress, RpcWrittenTests, WriteTestsParams } from "../../ports/rpc.ts";
import { type Conforms, count, type Mutable, path } from "./fields.ts";

const writeParams: z.ZodType<WriteTestsParams> = z.object({
  path: path.describe("File of the function."),
  name: z.string().min(1).optional().describe("Of the function; the one around `line` when not given."),
  line: z.int().min(1).optional().describe("1-based, within the function."),
  engine: z
    .enum(["builtin", "model"])
    .optional()
    .describe(
      "`builtin` when not given: tests that say what the function does now. `model`: the model's, of which those are kept that pass.",
    ),
});
const writeResult = z.object({
  diff: z
    .string()
    .describe("Unified, for `git apply` at the root of the file; empty when nothing was written."),
  function: z.string().optional(),
  path: path.optional().describe("Of the file of tests."),
  engine: z.enum(["builtin", "model"]),
  tests: z.array(z.string()).describe("Ids of the tests that were written and pass."),
  dropped: z
    .array(z.object({ label: z.string(), reason: z.string() }))
    .describe("Tests that were written, do not pass and are not in the diff."),
  mutants: z
    .object({ tried: count, killed: count })
    .optional()
    .describe("Small changes of the function, and those of them that the tests notice."),
  notes: z.array(z.string()).describe("What to know before they are kept."),
  isolation: z.enum(["sandbox", "processes"]).optional(),
  reason: z.string().optional().describe("Why nothing was written."),
});

export const writeProgress = z.object({
  phase: z.enum(["reading", "copying", "observing", "asking", "running", "measuring"]),
});

export type WriteConformance = [
  Conforms<typeof writeResult, Mutable<RpcWrittenTests>>,
  Conforms<typeof writeProgress, Mutable<RpcWriteProgress>>,
];

export const writeMethods = {
  "tests/write": {
    about:
      "Writes tests for a function, runs them in a copy of the files and keeps those that pass: nothing in the folders themselves is changed. `write/progress` tells how far it is; see `testing.md`.",
    params: writeParams,
    result: writeResult,
  },
} as const;
