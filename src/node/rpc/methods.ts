/** Every method and notification of `touchstone rpc`, declared once: check, type and published schema follow. */
import * as z from "zod";
import { settings } from "../../core/config/settings.ts";
import { findingReasons, verdicts } from "../../core/verify/verification.ts";
import type {
  CompleteParams,
  CompleteResult,
  InitializeParams,
  InitializeResult,
  MembersParams,
  MembersResult,
  RpcHandlers,
  RpcIndexStatus,
  StatusResult,
  VerifyParams,
  VerifyResult,
} from "../../ports/rpc.ts";
import { commandMethods } from "./commandMethods.ts";
import { compareMethods } from "./compareMethods.ts";
import { docsMethods } from "./docsMethods.ts";
import { editMethods } from "./editMethods.ts";
import { type Conforms, indexStatus, type Mutable, path } from "./fields.ts";
import { fixMethods, fixProgress } from "./fixMethods.ts";
import { gateMethods } from "./gateMethods.ts";
import { patchMethods } from "./patchMethods.ts";
import { problemMethods } from "./problemMethods.ts";
import { askProgress, repoMethods } from "./repoMethods.ts";
import { testMethods, testProgress } from "./testMethods.ts";
import { writeMethods, writeProgress } from "./writeMethods.ts";

export interface Method {
  readonly about: string;
  readonly params: z.ZodType;
  readonly result: z.ZodType;
}

const engine = z.enum(["builtin", "model"]);

const initializeParams: z.ZodType<InitializeParams> = z.object({
  settings: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      "Settings by name without `touchstone.` (see `settings.md`). Those not given have their default.",
    ),
});
const initializeResult: z.ZodType<InitializeResult> = z.object({
  name: z.literal("touchstone"),
  version: z.string(),
  roots: z.array(z.object({ name: z.string(), path: z.string().describe("Absolute, with `/`.") })),
  trusted: z.boolean().describe("False with `--untrusted`."),
  unknownSettings: z
    .array(z.string())
    .describe("Names in `settings` that were ignored: there is no such setting."),
});

const statusResult = z.object({
  index: indexStatus,
  model: z.object({
    state: z
      .enum(["unset", "paused", "ready", "asking", "fault"])
      .describe(
        "`unset`: no endpoint. `paused`: `--untrusted`, or `completion.engine` is `builtin`. `fault`: `message` says what failed.",
      ),
    message: z.string().optional(),
  }),
});

const completeParams: z.ZodType<CompleteParams> = z.object({
  path,
  prefix: z.string().describe("The whole text before the cursor."),
  suffix: z
    .string()
    .describe(
      "The whole text after the cursor. Prefix and suffix replace what is on disk, which need not exist.",
    ),
  engine: z
    .enum(["builtin", "model", "auto"])
    .optional()
    .describe(
      "`builtin`: whatever the built-in engine finds, however unlikely, with its confidence. `model`: only the model. `auto`: the built-in engine where it is sure, else the model, with the built-in engine as its stand-in. Not given: as the setting `completion.engine` says, and only what is likely enough to show.",
    ),
  model: z
    .object({
      name: z.string().min(1).optional().describe("Instead of `completion.model` and `model.name`."),
      format: z
        .enum(settings["completion.format"].choices.map(([name]) => name))
        .optional()
        .describe("Instead of `completion.format`."),
      maxTokens: z.int().min(8).max(1024).optional().describe("Instead of `completion.maxTokens`."),
      contextTokens: z
        .int()
        .min(256)
        .max(32768)
        .optional()
        .describe("Instead of `completion.contextTokens`."),
    })
    .optional()
    .describe("For this call. Where it is sent is said by the settings of `initialize` alone."),
  timeoutMs: z
    .int()
    .min(1)
    .max(120_000)
    .optional()
    .describe("After this the model is no longer waited for: what the built-in engine has is the answer."),
  maxSuggestions: z.int().min(1).optional().describe("At most so many, and at most 20; 1 when not given."),
});
const completeResult = z.object({
  suggestions: z
    .array(
      z.object({
        text: z.string().min(1).describe("Starts at the cursor."),
        confidence: z
          .number()
          .min(0)
          .max(1)
          .describe("Calibrated chance that this is exactly what a person would type."),
        engine,
        provenance: z
          .object({ path, line: z.int().min(1).describe("1-based.") })
          .optional()
          .describe("Where the text was copied from."),
        isWord: z
          .literal(true)
          .optional()
          .describe(
            "Only the next word: more of the line is to come. Stands last, and only where more than one is asked for.",
          ),
        verdict: z
          .enum(verdicts)
          .optional()
          .describe(
            "As `verify` gives it. Absent with the engine `builtin` by name, whose answers are not checked.",
          ),
      }),
    )
    .describe("Best first. Empty when nothing is found."),
  calledModel: z.boolean().describe("Whether a request was sent to a model for it."),
});

const verifyParams: z.ZodType<VerifyParams> = z.object({
  path,
  prefix: z.string().describe("The whole text before the cursor."),
  suffix: z.string().describe("The whole text after the cursor. The file need not exist."),
  suggestion: z.string().describe("What would be inserted at the cursor."),
});
const namePlace = {
  name: z.string(),
  offset: z.int().min(0).describe("Within the suggestion as given, UTF-16 units."),
};
const verifyResult = z.object({
  verdict: z
    .enum(verdicts)
    .describe(
      "`ok`: all it names is known. `unknown`: nothing is wrong, some names could not be judged. `repaired`: names were replaced by those that were meant. `cut`: it ends before a name that does not exist. `dropped`: nothing is left.",
    ),
  text: z.string().describe("What may be shown; empty when it was dropped."),
  findings: z
    .array(
      z.object({
        ...namePlace,
        reason: z.enum(findingReasons).describe("In which way it does not exist, or does not parse."),
        nearest: z.string().optional().describe("The existing name that is likely meant."),
      }),
    )
    .describe("What is wrong, ascending by offset; empty exactly for `ok` and `unknown`."),
  unknown: z
    .array(
      z.object({
        ...namePlace,
        why: z
          .enum(["library", "type", "import"])
          .describe(
            "`library`: code outside of the repository has it, or not. `type`: it is a member of something of unknown type. `import`: another file has it, and it is not imported.",
          ),
      }),
    )
    .describe("Names that could not be judged; they never change the text."),
  deprecated: z
    .array(z.object({ ...namePlace, replacement: z.string().optional() }))
    .optional()
    .describe(
      "Names that the installed library says not to use any more, and what to use; they never change the text.",
    ),
  members: z
    .object({ all: z.int().min(0), known: z.int().min(0) })
    .optional()
    .describe(
      "How many members were taken from something, and of how many of these the type or module was known.",
    ),
  calls: z
    .array(
      z.object({
        name: z.string().describe("The last name of what is called."),
        offset: z.int().min(0).describe("Within the suggestion, UTF-16 units."),
        isKnown: z.boolean().describe("Whether the arguments could be judged."),
      }),
    )
    .optional()
    .describe("Calls whose arguments are in the suggestion."),
});

const membersParams: z.ZodType<MembersParams> = z.object({
  path,
  prefix: z.string().describe("The whole text before the cursor, up to a dot and perhaps part of a name."),
  suffix: z.string().describe("The whole text after the cursor. The file need not exist."),
  limit: z.int().min(1).optional().describe("At most so many, and at most 1000; 20 when not given."),
});
const membersResult = z.object({
  members: z
    .array(
      z.object({
        name: z.string(),
        kind: z.string().optional(),
        container: z.string().optional().describe("Type or module that has it."),
        score: z.number().describe("Unitless; comparable only within one answer."),
        source: z
          .enum(["receiver", "module", "repository", "ngram"])
          .describe(
            "By the receiver's type, in a module, elsewhere in the text, or by what usually follows.",
          ),
      }),
    )
    .describe("Best first; empty when no dot stands before the cursor."),
});

export type Conformance = [
  Conforms<typeof verifyResult, Mutable<VerifyResult>>,
  Conforms<typeof membersResult, Mutable<MembersResult>>,
  Conforms<typeof indexStatus, Mutable<RpcIndexStatus>>,
  Conforms<typeof statusResult, Mutable<StatusResult>>,
  Conforms<typeof completeResult, Mutable<CompleteResult>>,
];
export const methods = {
  initialize: {
    about:
      "Sets settings and starts indexing. May be left out (all settings then have their defaults) and may be repeated (settings not given again return to their defaults). A setting that is not valid is the error `invalidSetting`, and nothing is changed.",
    params: initializeParams,
    result: initializeResult,
  },
  "index/wait": {
    about: "Answers when indexing is over: the phase is then `ready`, `idle` or `failed`.",
    params: z.object({}),
    result: indexStatus,
  },
  ...repoMethods,
  ...editMethods,
  ...docsMethods,
  ...compareMethods,
  status: { about: "Answers at once.", params: z.object({}), result: statusResult },
  complete: {
    about:
      "Suggestions for the text at the cursor. Works from the first moment; knows the repository as far as it is indexed.",
    params: completeParams,
    result: completeResult,
  },
  verify: {
    about:
      "Checks a suggestion before it is shown: it must parse in place, and what it names must exist. Names are judged in Python, JavaScript, TypeScript, Java and Go. Knows the repository as far as it is indexed.",
    params: verifyParams,
    result: verifyResult,
  },
  members: {
    about: "What may follow the dot before the cursor. Knows the repository as far as it is indexed.",
    params: membersParams,
    result: membersResult,
  },
  ...gateMethods,
  ...commandMethods,
  ...fixMethods,
  ...writeMethods,
  ...patchMethods,
  ...testMethods,
  ...problemMethods,
} as const satisfies { readonly [M in keyof RpcHandlers]: Method };

export const shutdown: Method = {
  about:
    "Answers `null` when all other requests are answered or cancelled, and ends the process with code 0.",
  params: z.object({}),
  result: z.null(),
};

export type MethodName = keyof typeof methods;

export const cancelParams = z.object({
  id: z.union([z.string(), z.number()]).describe("The `id` of the request to cancel."),
});

/** Notifications: to Touchstone, and from it. */
export const notifications = {
  "$/cancelRequest": {
    from: "client",
    about:
      "Cancels a request, which then fails with `requestCancelled`. Unknown and answered requests are ignored.",
    params: cancelParams,
  },
  "index/progress": {
    from: "server",
    about: "The state of the index: at most ten times a second while indexing, and on each change of phase.",
    params: indexStatus,
  },
  "ask/progress": {
    from: "server",
    about: "What a model says and looks up while it answers an `ask`.",
    params: askProgress,
  },
  "fix/progress": {
    from: "server",
    about: "How far a `fix` is: on each change of phase, and after each batch of changes.",
    params: fixProgress,
  },
  "write/progress": {
    from: "server",
    about: "How far a `tests/write` is, on each change of phase.",
    params: writeProgress,
  },
  "tests/progress": {
    from: "server",
    about: "How a `tests/run` goes: what is copied, what runs, what it writes, what became of tests.",
    params: testProgress,
  },
} as const;
