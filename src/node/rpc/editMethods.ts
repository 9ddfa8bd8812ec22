/** Instructed edits for another program. */
import * as z from "zod";
import type { EditParams, EditResult } from "../../ports/rpc.ts";
import { type Conforms, type Mutable, path } from "./fields.ts";

const line = z.int().min(1);

const editParams: z.ZodType<EditParams> = z.object({
  path,
  range: z
    .object({ line, endLine: line })
    .optional()
    .describe("Lines that are meant, inclusive; the whole file when not given."),
  instruction: z.string().min(1).describe("What to change, in words."),
  tests: z
    .boolean()
    .optional()
    .describe(
      "Run the tests that can notice it, with the edit and in a copy; what fails is told to the model, which may mend it. No when not given.",
    ),
  checks: z
    .boolean()
    .optional()
    .describe(
      "Run the checkers that the project has set up - compilers, type checkers, linters - with the edit and without it, in a copy; what they newly find is told to the model once. No when not given.",
    ),
});
/** A patch that nobody applied. */
export const editedPatch = z.object({
  title: z.string(),
  root: z.string().describe("The folder that the paths of the diff are relative to."),
  diff: z.string().describe("Unified, for `git apply` there."),
  evidence: z.array(
    z.object({ kind: z.enum(["good", "bad", "open"]), text: z.string(), details: z.array(z.string()) }),
  ),
  explanation: z.string().optional().describe("The model's own words, in Markdown."),
});
const editResult = z.object({
  patches: z.array(editedPatch).describe("One, or none with a reason."),
  reason: z.string().optional().describe("Why there is no patch."),
});

export type EditConformance = Conforms<typeof editResult, Mutable<EditResult>>;

export const editMethods = {
  edit: {
    about:
      "Changes code as instructed, by the model that the settings name for chat: its edits - files may come to be, go or get another path - are located, checked (syntax, names of the repository and of installed libraries), callers of changed signatures, uses of what is gone and importers of files that went elsewhere are brought along, and the whole is one patch. Nothing in the folders is changed.",
    params: editParams,
    result: editResult,
  },
} as const;
