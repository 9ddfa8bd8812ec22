/** Tests of a browser, which shares its machine with others. */
import { type TestContext, test } from "node:test";

/** Ends what hangs; nothing that goes on takes as long. */
const MOST_MS = 1_800_000;

/**
 * A test of what is on a screen. A browser on a machine under load may miss a key or paint late, so that a test that fails is tried
 * once more from its beginning: one that then passes says so, and one that fails twice has failed.
 */
export function twiceTried(name: string, attempt: (context: TestContext) => Promise<void>): void {
  test(name, { timeout: MOST_MS }, async (context) => {
    try {
      await attempt(context);
    } catch (error) {
      console.error(`Failed once, tried again: "${name}"`, error);
      await attempt(context);
      context.diagnostic("passed on the second attempt");
    }
  });
}
