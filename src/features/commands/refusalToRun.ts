import { ProcessRefused } from "../../ports/processes.ts";
import { TestsRefused } from "../testing/testSession.ts";

/** Nothing may be started, for a reason that a person can change and that the message tells. */
export const isRefusalToRun = (error: unknown): error is Error =>
  error instanceof ProcessRefused || error instanceof TestsRefused;
