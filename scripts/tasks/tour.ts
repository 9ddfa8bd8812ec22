/** `npm start -- --tour`: does what a person would do with the samples, says what happened, and leaves screenshots. */
import { join } from "node:path";
import { ScriptedModel } from "../../test/support/scriptedModel/scriptedModel.ts";
import {
  agreeIfAsked,
  beginFunction,
  breakStore,
  report,
  runAllTests,
  store,
} from "../../test/ui/support/sample.ts";
import { openSession, type Session } from "../../test/ui/support/session.ts";
import { root } from "../lib/run.ts";

const screenshotsDir = join(root, "test-results/tour");
const modelAnswer = "store(store: Store, by_scripted_model: bool) -> str:";

interface Stop {
  readonly session: Session;
  /** A stand-in for a person's model, on this machine. */
  readonly model: ScriptedModel;
}

interface Step {
  readonly name: string;
  /** @returns what happened, as a sentence */
  run(stop: Stop): Promise<string>;
}

/** What was typed may still be looked at, and held back: the editor takes no second question meanwhile. */
async function askUntilOffered(workbench: Session["workbench"]): Promise<string> {
  for (let tries = 1; tries < 10; tries++) {
    await workbench.press("Alt+\\");
    const offered = await workbench.waitForSuggestion(5_000).catch(() => undefined);
    if (offered !== undefined) return offered;
  }
  await workbench.press("Alt+\\");
  return workbench.waitForSuggestion();
}

const steps: readonly Step[] = [
  {
    name: "Open the sample workspace and let Touchstone read it",
    run: async ({ session: { workbench } }) => `The status bar says "${await workbench.waitForIndex()}"`,
  },
  {
    name: "Write one more function at the end of a Python file",
    async run({ session: { workbench } }) {
      await beginFunction(workbench);
      return `Grey text offers "${await workbench.waitForSuggestion()}"; no account, no network`;
    },
  },
  {
    name: "Press Tab",
    async run({ session: { workbench, save } }) {
      await workbench.press("Tab");
      const text = await save(report, /store\.low_items\(\):\n {8}print\(\w+\(.*\)\)\n*$/);
      return `The file now ends with "${text.trimEnd().split("\n").at(-1)?.trim()}"`;
    },
  },
  {
    name: "Undo that, ask again with Alt+\\ and take one word with Ctrl+Right",
    async run({ session: { workbench, save } }) {
      await workbench.press("Control+z");
      await workbench.press("Alt+\\");
      const offered = await workbench.waitForSuggestion();
      await workbench.press("Control+ArrowRight");
      const text = await save(report, /\n {8}print\(\w+\)?\n*$/);
      return `Offered "${offered}", the file now ends with "${text.trimEnd().split("\n").at(-1)?.trim()}"`;
    },
  },
  {
    name: "Ask where the suggestion came from",
    async run({ session: { workbench } }) {
      await workbench.press("Tab");
      await workbench.runCommand("Touchstone: Go to Source of Last Suggestion");
      await workbench.page.waitForTimeout(1_000);
      return `The editor shows ${await workbench.page.locator(".tab.active").getAttribute("data-resource-name")}`;
    },
  },
  {
    name: "Break two functions, run the tests, and have them fixed without a model",
    async run({ session: { workbench, folder, save } }) {
      const right = breakStore(folder);
      await runAllTests(workbench);
      await workbench.runCommand("Touchstone: Fix Failing Test");
      await workbench.quickInput.locator(".monaco-list-row", { hasText: "All tests that fail" }).click();
      const verified = workbench.page.locator(".monaco-list-row", { hasText: "Verified" });
      await agreeIfAsked(workbench, verified);
      await workbench.page.locator(".monaco-diff-editor").first().waitFor();
      await workbench.page.waitForTimeout(1_000);
      await workbench.press("Control+Shift+Enter");
      await workbench.page.locator(".monaco-diff-editor").first().waitFor({ state: "hidden" });
      const text = await save(store, /quantity \+= quantity[\s\S]* if item\.is_low/);
      return `A verified patch was accepted; the file is ${text === right ? "as it was before the faults" : "mended otherwise"}`;
    },
  },
  {
    name: "Set up a model, a scripted one on this machine, and ask it with Alt+\\",
    async run({ session: { workbench, server }, model }) {
      server.writeSettings({
        machine: {
          "touchstone.model.endpoint": model.baseUrl,
          "touchstone.model.name": "scripted",
          "touchstone.completion.engine": "model",
        },
      });
      await workbench.waitForStatus(/model ready/);
      await workbench.openFile(report);
      await workbench.press("Control+End");
      await workbench.type("\n\n");
      // Back from the depth to which the editor indents by itself.
      for (let depth = 0; depth < 2; depth++) await workbench.press("Shift+Tab");
      await workbench.type("\ndef describe_");
      return `The model offers "${await askUntilOffered(workbench)}"`;
    },
  },
  {
    name: "Read what was sent to it",
    async run({ session: { workbench }, model }) {
      await workbench.runCommand("Touchstone: Show Last Context");
      await workbench.page.getByText(model.baseUrl).first().waitFor();
      return "A document shows every word that was sent, and to whom";
    },
  },
  {
    name: "Let the model fail in the middle of an answer",
    async run({ session: { workbench }, model }) {
      model.behaviour = "resetMidStream";
      await workbench.openFile(report);
      await workbench.press("Control+End");
      await workbench.type("\n\ndef recite_");
      return `Typing goes on; the status bar says "${await workbench.waitForStatus(/cut/)}"`;
    },
  },
];

/** @throws when a step does not show what it should */
export async function runTour(): Promise<void> {
  const model = await ScriptedModel.start({ answer: modelAnswer });
  const session = await openSession();
  try {
    for (const [index, step] of steps.entries()) {
      console.log(`\n${index + 1}. ${step.name}`);
      const screenshot = join(screenshotsDir, `${index + 1}.png`);
      try {
        console.log(`   ${await step.run({ session, model })}`);
      } finally {
        await session.workbench.screenshot(screenshot);
      }
      console.log(`   Screenshot: ${screenshot}`);
    }
  } finally {
    await session.close();
    await model.stop();
  }
}
