/** `npm start -- --tour`: does what a person would do with the samples, says what happened, and leaves screenshots. */
import { join } from "node:path";
import { openSession, type Session } from "../../test/ui/support/session.ts";
import { root } from "../lib/run.ts";

const screenshotsDir = join(root, "test-results/tour");

interface Step {
  readonly name: string;
  /** @returns what happened, as a sentence */
  run(session: Session): Promise<string>;
}

const report = "python/inventory/report.py";

const steps: readonly Step[] = [
  {
    name: "Open a Python file and write a function in the manner of those above",
    async run({ workbench }) {
      await workbench.openFile(report, { line: 34, column: 1 });
      await workbench.type("\n\ndef print_low_items(store: Store) -> None:\nfor item in store.");
      return `Suggested: ${await workbench.waitForSuggestion()}`;
    },
  },
  {
    name: "Press Tab",
    async run({ workbench, save }) {
      await workbench.press("Tab");
      const text = await save(report, /for item in store\.\w/);
      return `The file now ends with: ${text.trimEnd().split("\n").at(-1)?.trim()}`;
    },
  },
];

/** @throws when a step does not show what it should */
export async function runTour(): Promise<void> {
  const session = await openSession();
  try {
    for (const [index, step] of steps.entries()) {
      console.log(`\n${index + 1}. ${step.name}`);
      const screenshot = join(screenshotsDir, `${index + 1}.png`);
      try {
        console.log(`   ${await step.run(session)}`);
      } finally {
        await session.workbench.screenshot(screenshot);
      }
      console.log(`   Screenshot: ${screenshot}`);
    }
  } finally {
    await session.close();
  }
}
