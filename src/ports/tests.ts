/** Which tests there are: told from texts and trees alone, nothing of the workspace is run. */
import type { RootTests } from "../core/testing/workspaceTests.ts";

export interface TestQueries {
  /** By root of the workspace, in its order. Open documents count as they are in the editor. */
  findTests(signal: AbortSignal): Promise<readonly RootTests[]>;
}
