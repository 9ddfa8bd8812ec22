/**
 * `npm test`: everything, or the suites named by `--unit`, `--headless`, `--node22`, `--host`, `--soak`, `--ui`, `--repo`; `--long` adds those
 * that take long. Prints a line per suite at the end; exits 1 when one failed.
 */
import { globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runHostTests, runSoak } from "../editor/hostTests.ts";
import { installEditor } from "../editor/installation.ts";
import { installSystemPackages, offerSystemPackages, testRunners } from "../editor/systemPackages.ts";
import { installForTests } from "../editor/vsix.ts";
import { runOnNode22 } from "../lib/node22.ts";
import { Problem, runMain } from "../lib/problem.ts";
import { root, runForCode } from "../lib/run.ts";

interface Suite {
  readonly name: string;
  readonly needsEditor: boolean;
  /** Left out unless named, or asked for with all long ones by `--long`. */
  readonly isLong?: boolean;
  run(): Promise<boolean>;
}

const node = async (...args: string[]): Promise<boolean> => (await runForCode(process.execPath, args)) === 0;

/** Files one after the other: each drives a browser and an editor, and two at once would starve each other. */
const runUiFiles = (pattern: string): Promise<boolean> =>
  node(
    ...["--disable-warning=ExperimentalWarning", "--test", "--test-concurrency=1", "--test-reporter=spec"],
    ...globSync(pattern, { cwd: root }).sort(),
  );

const suites: Readonly<Record<string, Suite>> = {
  "--unit": {
    name: "types, lint, generated files, unit tests",
    needsEditor: false,
    run: async () => (await runForCode("npm", ["run", "--silent", "check"])) === 0,
  },
  "--headless": {
    name: "the command line and touchstone rpc",
    needsEditor: false,
    run: async () => {
      await offerSystemPackages(testRunners);
      return (await runForCode("npm", ["run", "--silent", "test:headless"])) === 0;
    },
  },
  "--node22": {
    name: "store, threads and the command line on Node 22",
    needsEditor: false,
    isLong: true,
    run: runOnNode22,
  },
  "--host": { name: "in the extension host", needsEditor: true, run: runHostTests },
  "--soak": {
    name: "ten thousand completions in the extension host",
    needsEditor: true,
    isLong: true,
    run: runSoak,
  },
  "--ui": { name: "in the editor's window", needsEditor: true, run: () => runUiFiles("test/ui/*.test.ts") },
  "--repo": {
    name: "on a real repository",
    needsEditor: true,
    isLong: true,
    run: () => runUiFiles("test/ui/repository/*.test.ts"),
  },
};

function chosenSuites(flags: readonly string[]): readonly Suite[] {
  const unknown = flags.find((flag) => flag !== "--long" && !(flag in suites));
  if (unknown) {
    throw new Problem(`"${unknown}" is no suite`, `choose among ${Object.keys(suites).join(" ")} --long`);
  }
  const named = flags.filter((flag) => flag !== "--long");
  const isChosen = (flag: string, suite: Suite): boolean =>
    named.includes(flag) || (suite.isLong ? flags.includes("--long") : named.length === 0);
  return Object.entries(suites)
    .filter(([flag, suite]) => isChosen(flag, suite))
    .map(([, suite]) => suite);
}

/** The editor, the browser, and the extension in both forms that the suites use: packed and in `dist/`. */
async function prepareEditor(): Promise<void> {
  await installEditor();
  await installSystemPackages(["chromium"]);
  await installForTests();
}

await runMain(async () => {
  const chosen = chosenSuites(process.argv.slice(2));
  rmSync(join(root, "test-results"), { recursive: true, force: true });
  if (chosen.some((suite) => suite.needsEditor)) await prepareEditor();
  const lines: string[] = [];
  for (const suite of chosen) {
    console.log(`\n=== ${suite.name}`);
    const startedAt = Date.now();
    const passed = await suite.run().catch((error: unknown) => {
      console.error(error);
      return false;
    });
    if (!passed) process.exitCode = 1;
    lines.push(
      `${passed ? "passed" : "FAILED"}  ${suite.name}, ${Math.round((Date.now() - startedAt) / 1000)} s`,
    );
  }
  console.log(`\n${lines.join("\n")}`);
});
