/** Every method and notification of `touchstone rpc`, declared once: check, type and published schema follow. */
import * as z from "zod";
import type {
  CompleteParams,
  CompleteResult,
  InitializeParams,
  InitializeResult,
  RpcHandlers,
  RpcIndexStatus,
  StatusResult,
} from "../../ports/rpc.ts";
import { type Conforms, indexStatus, type Mutable, path } from "./fields.ts";
import { repoMethods } from "./repoMethods.ts";

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
  engine: engine
    .optional()
    .describe(
      "`builtin`: whatever the built-in engine finds, however unlikely, with its confidence. `model`: only the model. Not given: as the setting `completion.engine` says, and only what is likely enough to show.",
    ),
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
      }),
    )
    .describe("Best first. Empty when nothing is found."),
});

export type Conformance = [
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
  status: { about: "Answers at once.", params: z.object({}), result: statusResult },
  complete: {
    about:
      "Suggestions for the text at the cursor. Works from the first moment; knows the repository as far as it is indexed.",
    params: completeParams,
    result: completeResult,
  },
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
} as const;
