/** What the project's checkers find. */
import * as z from "zod";
import type { ProblemsParams, RpcProblems } from "../../ports/rpc.ts";
import { type Conforms, count, type Mutable, path } from "./fields.ts";

const problemsParams: z.ZodType<ProblemsParams> = z.object({
  paths: z.array(path).min(1).max(100).describe("Files to ask about; each is checked as it is on disk."),
});
const problemsResult = z.object({
  problems: z
    .array(
      z.object({
        path,
        line: z.int().min(1).describe("1-based."),
        column: count.optional().describe("0-based, UTF-16 units; absent where only the line is told."),
        code: z.string().describe("Such as `TS2304` or `F821`; may be empty."),
        message: z.string(),
        by: z.string().describe("The checker, as people call it."),
      }),
    )
    .describe("Of the files that were asked about, by path and line."),
  elsewhere: count.describe("How much the same checkers find in other files: some know a project alone."),
  checkers: z.array(z.string()).describe("Those that came to their end."),
  reasons: z.array(z.string()).describe("Why others did not, for a person."),
});

export type ProblemConformance = Conforms<typeof problemsResult, Mutable<RpcProblems>>;

export const problemMethods = {
  problems: {
    about:
      "What the project's own compilers, type checkers and linters find in files, or one that needs no set-up where none is set up. They run in a copy of the working files, in a sandbox where one works. Without one, or with `--untrusted`, the error is `testsRefused`; the setting `tests.sandbox` with the value `off` agrees to run without.",
    params: problemsParams,
    result: problemsResult,
  },
} as const;
