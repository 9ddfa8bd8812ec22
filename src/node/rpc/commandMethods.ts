/** The slash commands for another program. */
import * as z from "zod";
import { findingKinds, severities } from "../../core/changes/finding.ts";
import { slashCommandNames, slashCommands } from "../../core/chat/slashCommands.ts";
import type { CommandParams, RpcCommandResult } from "../../ports/rpc.ts";
import { type Conforms, type Mutable, path } from "./fields.ts";

const line = z.int().min(1);
const named = slashCommandNames
  .map((name) => `\`${name}\`: ${slashCommands[name].about.toLowerCase()}`)
  .join("; ");

const commandParams: z.ZodType<CommandParams> = z.object({
  name: z.enum(slashCommandNames).describe(`${named}.`),
  argument: z.string().optional().describe("What a person would write behind the name, such as a symbol's."),
  path: path.optional(),
  line: line.optional().describe("First line that is meant in `path`; the whole file when not given."),
  endLine: line.optional().describe("Last line, inclusive."),
  engine: z
    .enum(["auto", "builtin", "model"])
    .optional()
    .describe(
      "`auto`, when not given: with a model where one is set up. `builtin`: never with one. `model`: the answer says why when there is none.",
    ),
  runTests: z
    .boolean()
    .optional()
    .describe(
      "Whether `review` may run the tests that the changes can affect, and `resolve` those that use the files of the merge, in a copy; `false` when not given.",
    ),
});
const commandResult = z.object({
  markdown: z.string(),
  citations: z.array(z.object({ path, line, endLine: line })).describe("Lines that exist, inclusive."),
  findings: z
    .array(
      z.object({
        path: z.string().describe("From the top of the repository, with `/`."),
        line,
        severity: z.enum(severities),
        kind: z.enum(findingKinds).describe("`model`: found by the model; all others by what can be proved."),
        message: z.string(),
      }),
    )
    .optional()
    .describe("Of `review`: each at a line that the change added, or beside one that it took away."),
  patches: z
    .array(
      z.object({
        title: z.string(),
        root: z.string().describe("Absolute folder that the paths of the diff are relative to."),
        diff: z.string().describe("Unified, for `git apply` there. Nothing is changed before you apply it."),
      }),
    )
    .describe("Proposals, untested unless the text says otherwise."),
  message: z.string().optional().describe("Of `commit`: the proposed message."),
  model: z.string().optional().describe("What the model that took part is called."),
  refused: z.string().optional().describe("Why there is no answer."),
  rules: z.array(z.string()).optional().describe("Files with rules of the project that the model was given."),
});

export type Conformance = Conforms<typeof commandResult, Mutable<RpcCommandResult>>;

export const commandMethods = {
  command: {
    about:
      "Runs a slash command; see `commands.md`. Changes nothing: what it proposes are patches and texts.",
    params: commandParams,
    result: commandResult,
  },
} as const;
