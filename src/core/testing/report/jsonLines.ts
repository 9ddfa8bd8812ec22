/** Reports of one JSON value in each line: what was told before a run was interrupted can be read. */
import * as z from "zod";
import { testStatuses } from "../testOutcome.ts";
import type { ReportedTest } from "./reportedTest.ts";

/** The values of lines that are JSON; others are skipped. */
export function jsonLines(text: string): unknown[] {
  return text.split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return [];
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}

const line = z.object({
  path: z.string().optional(),
  suites: z.array(z.string()),
  label: z.string(),
  status: z.enum(testStatuses),
  message: z.string().optional(),
  trace: z.string().optional(),
  expected: z.string().optional(),
  actual: z.string().optional(),
  durationMs: z.number().catch(0),
  line: z.int().min(0).optional().catch(undefined),
});

/** What our own reporters write for runners that have none fit to read. */
export function parseReportLines(text: string): ReportedTest[] {
  return jsonLines(text).flatMap((value) => {
    const parsed = line.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
}
