/** Methods that localize and repair faults that tests show. */
import * as z from "zod";
import type {
  FixParams,
  LocalizeParams,
  RpcFixProgress,
  RpcFixResult,
  RpcLocalization,
} from "../../ports/rpc.ts";
import { type Conforms, count, type Mutable, path } from "./fields.ts";

const ids = z.array(z.string().min(1));
const score = z.number().describe("Unitless, comparable within one answer.");
const line = z.int().min(1);
const testIds = ids.optional().describe("Ids of tests that fail; all that fail when not given.");
const filePath = path
  .optional()
  .describe(
    "A file with tests: its tests alone. A file without any, such as code, leaves all tests that fail.",
  );

const localizeParams: z.ZodType<LocalizeParams> = z.object({
  testIds,
  path: filePath,
  limit: z.int().min(1).optional().describe("Most lines and functions, 20 when not given."),
});
const localizeResult = z.object({
  lines: z
    .array(z.object({ path, line, score, reasons: z.array(z.string()).describe("For a person.") }))
    .describe("Best first."),
  functions: z
    .array(z.object({ path, name: z.string(), line, endLine: line, score }))
    .describe("Best first."),
  failing: ids.describe("Tests that failed in the copy."),
  reason: z.string().optional().describe("Why nothing was found, or why less is known than usual."),
});

const fixParams: z.ZodType<FixParams> = z.object({
  testIds,
  path: filePath,
  description: z.string().optional().describe("What is wrong, in words; only a model can use it."),
  line: line
    .optional()
    .describe("What a checker says of this line of `path` is repaired; the checker, run again, is the test."),
  diagnostic: z
    .object({
      message: z.string(),
      source: z.string().optional().describe("Who says so: `ts`, `eslint`, `mypy`, as editors name it."),
      code: z.string().optional(),
      column: z.int().min(0).optional().describe("0-based, UTF-16 units."),
    })
    .optional()
    .describe("What is said of the line. When not given, the checkers that are set up are asked."),
  engine: z
    .enum(["builtin", "model", "both"])
    .optional()
    .describe("`builtin` when not given. `both`: templates first, a model while they search."),
  budgetMs: z
    .int()
    .min(1)
    .optional()
    .describe(
      "Time for the whole: copying, running and tracing the tests take from it, the search has what is left. A patch that is found is proven by all tests while there is time, then by those to repair alone, which makes it `plausible`. When not given, the search alone is bounded, by 120000.",
    ),
  maxPatches: z.int().min(1).max(10).optional().describe("3 when not given."),
});
const fixResult = z.object({
  patches: z
    .array(
      z.object({
        diff: z.string().describe("Unified, for `git apply` at the root that has the tests."),
        verdict: z
          .enum(["verified", "plausible", "unverified"])
          .describe(
            "`verified`: in a copy every test to repair went from failing to passing, and every test that passed still does. `plausible`: the former, but not all others could be run, or there are doubts. `unverified`: anything else.",
          ),
        engine: z.enum(["builtin", "model"]),
        evidence: z.object({
          targets: ids.describe("Tests it was made for."),
          flipped: ids.describe("Tests that failed before and pass with it."),
          stillFailing: ids,
          broken: ids.describe("Tests that passed before and do not pass with it."),
          ran: count.describe("Tests that ran with it."),
          tried: count.describe("Changes that were tried before it."),
          foundMs: count.describe("From the start of the search."),
          template: z.string().describe("How it came about: the template, or `model`."),
          rounds: count.optional().describe("Questions to a model until then."),
          rules: z
            .array(z.string())
            .optional()
            .describe("Files with rules of the project that the model was given."),
          flaky: ids.optional().describe("Tests that pass and fail with nothing changed: set aside."),
          doubts: z
            .array(z.string())
            .optional()
            .describe("Why it is not called verified though all tests pass."),
          notRun: z
            .array(z.object({ path, line }))
            .optional()
            .describe("Lines of the changed text that no test ran; absent where that is not known."),
          example: z
            .object({
              call: z.string(),
              outcome: z.string(),
              before: z.string().describe("What it comes to with the code as it is."),
            })
            .optional()
            .describe("A call on which the patches differ, and what it comes to with this one."),
          path,
          line,
          isolation: z
            .enum(["sandbox", "processes"])
            .describe("What kept the tests from the rest of the machine."),
          checked: z
            .object({ by: z.string().optional(), finding: z.string(), about: z.string() })
            .optional()
            .describe("What was said of the line, who was asked again, and what the patch does."),
          limitation: z.string().optional().describe("Why not all tests were run."),
          slowPath: z
            .string()
            .optional()
            .describe(
              "Why the fast worker did not start; then changes were tried by the project's own runner.",
            ),
        }),
        explanation: z.string().optional().describe("What a model says of it: Markdown, not to be trusted."),
      }),
    )
    .describe("Verified ones first."),
  reason: z.string().optional().describe("Why there is no patch."),
  tried: count.describe("Changes that were tried."),
  tokens: count.optional().describe("Of questions to a model and its answers."),
});

export const fixProgress = z.object({
  phase: z.enum([
    "finding",
    "copying",
    "reproducing",
    "localizing",
    "checking",
    "searching",
    "asking",
    "validating",
  ]),
  tried: count,
  waiting: count.describe("Changes that are known and not tried yet."),
  found: count,
  round: count.optional().describe("Questions to a model so far."),
  tokens: count.optional().describe("Of these and their answers."),
});

export type Conformance = [
  Conforms<typeof localizeResult, Mutable<RpcLocalization>>,
  Conforms<typeof fixResult, Mutable<RpcFixResult>>,
  Conforms<typeof fixProgress, Mutable<RpcFixProgress>>,
];

export const fixMethods = {
  localize: {
    about:
      "Runs tests in a copy of the files and says which lines and functions are to blame; see `repair.md`.",
    params: localizeParams,
    result: localizeResult,
  },
  fix: {
    about:
      "Repairs what failing tests show, or with a `line` what a compiler or linter says of it, in a copy of the files: nothing in the folders themselves is changed. `fix/progress` tells how far it is; see `repair.md`.",
    params: fixParams,
    result: fixResult,
  },
} as const;
