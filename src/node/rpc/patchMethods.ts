/** Methods that apply what a model wrote to texts. */
import * as z from "zod";
import { matchLayers } from "../../core/patch/match/placement.ts";
import type { PatchApplyParams, PatchApplyResult } from "../../ports/rpc.ts";
import { type Conforms, type Mutable, path } from "./fields.ts";

const texts = z.record(z.string(), z.string());
const block = z
  .int()
  .min(0)
  .describe("In the order of the answer, 1-based; 0 for an answer that holds no edit.");
const filePath = path.describe("As in `files`, or as the answer names it.");

const applyParams: z.ZodType<PatchApplyParams> = z.object({
  files: texts.describe("Whole texts by path. No other file is taken to exist, and none is read."),
  answer: z
    .string()
    .describe(
      "What a model wrote: SEARCH/REPLACE blocks, unified diffs, `*** Begin Patch` envelopes, whole files or whole symbols (`path#Class.method`) in fences, each naming its path.",
    ),
});
const applyResult = z.object({
  files: texts.describe("All files afterwards: those given, with every edit that had its one right place."),
  changes: z
    .array(
      z.object({
        kind: z.enum(["created", "changed", "deleted", "renamed"]),
        path: filePath,
        from: filePath.optional().describe("The path before, of a file that was renamed."),
      }),
    )
    .describe("What differs between the files before and after."),
  placed: z
    .array(
      z.object({
        block,
        path: filePath,
        line: z.int().min(0).describe("Of the file before, 1-based; 0 where the block is the whole file."),
        layer: z.enum(matchLayers).describe("What had to be overlooked to find the place; `exact`: nothing."),
      }),
    )
    .describe("Edits that were made."),
  refused: z
    .array(
      z.object({
        block,
        line: z.int().min(1).describe("Of the answer, 1-based."),
        path: filePath.optional(),
        reason: z.string().describe("What is wrong, with the nearest text or the lines that fit."),
      }),
    )
    .describe("Edits that were not made: no place, several places, or against the others."),
});

export type Conformance = Conforms<typeof applyResult, Mutable<PatchApplyResult>>;

export const patchMethods = {
  "patch/apply": {
    about:
      "Applies an answer to texts. Touches no disk. An edit is made in its one right place or not at all, and each file is changed against its text as given; see `patches.md`.",
    params: applyParams,
    result: applyResult,
  },
} as const;
