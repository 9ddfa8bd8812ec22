/** Schemas that several methods share. */
import * as z from "zod";
import { skipReasons } from "../../core/repo/indexStatus.ts";

export const count = z.int().min(0);
export const path = z
  .string()
  .min(1)
  .describe(
    "Relative to the root, with `/`. With several roots it begins with the root's name, as `initialize` lists it.",
  );

export const indexStatus = z.object({
  phase: z
    .enum(["idle", "walking", "reading", "building", "ready", "failed"])
    .describe(
      "`idle`: nothing to index. `failed`: `message` says why; suggestions come from the request alone.",
    ),
  filesDone: count.describe("Files read in this pass."),
  filesTotal: count.describe("Files found so far; final once the phase has left `walking`."),
  files: count.describe("Files in the index."),
  lines: count.describe("Lines in the index."),
  symbols: count.describe("Definitions in the index."),
  languages: z.record(z.string(), count).describe("Number of indexed files by language, most first."),
  skipped: z.partialRecord(z.enum(skipReasons), count).describe("Number of files left out, by reason."),
  message: z.string().optional(),
});

/** Checked when it is compiled: what handlers return is what the schemas publish. */
export type Conforms<T extends z.ZodType, V extends z.infer<T>> = readonly [T, V];
export type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
