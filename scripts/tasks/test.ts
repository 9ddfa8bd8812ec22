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
import { failedFiles, failedTests, retriedTests } from "../lib/failedTests.ts";
import { runOnNode22 } from "../lib/node22.ts";
import { Problem, runMain } from "../lib/problem.ts";
import { root, runForCode } from "../lib/run.ts";

type OnOutput = (text: string) => void;

interface Suite {
  readonly name: string;
  readonly needsEditor: boolean;
  /** Left out unless named, or asked for with all long ones by `--long`. */
  readonly isLong?: boolean;
  /**
   * It drives other programs, which a busy machine may starve, and its runner does not tell which tests it tried again: what fails in up to
   * `MOST_FILES_AGAIN` files is tried a second time here.
   */
  readonly hasSecondTry?: boolean;
  /** @param onOutput is given what the suite prints, as it comes @param files paths from the root, in place of all of the suite */
  run(onOutput: OnOutput, files?: readonly string[]): Promise<boolean>;
}

const MOST_FILES_AGAIN = 2;
/** What these look for - a changed folder, a survivor, a half-written file - must never happen, not even once. */
const onceOnly = /\/(?:chaos|chaosWorkspaces|kill)\.test\.ts$/;

const passes = async (onOutput: OnOutput, file: string, ...args: string[]): Promise<boolean> =>
  (await runForCode(file, args, { onOutput })) === 0;

/** Files one after the other: each drives a browser and an editor, and two at once would starve each other. */
const runUiFiles =
  (pattern: string) =>
  (onOutput: OnOutput): Promise<boolean> =>
    passes(
      onOutput,
      process.execPath,
      ...["--disable-warning=ExperimentalWarning", "--test", "--test-concurrency=1", "--test-reporter=spec"],
      ...globSync(pattern, { cwd: root }).sort(),
    );

const suites: Readonly<Record<string, Suite>> = {
  "--unit": {
    name: "types, lint, generated files, unit tests",
    needsEditor: false,
    run: (onOutput) => passes(onOutput, "npm", "run", "--silent", "check"),
  },
  "--headless": {
    name: "the command line and touchstone rpc",
    needsEditor: false,
    hasSecondTry: true,
    run: async (onOutput, files = []) => {
      await offerSystemPackages(testRunners);
      return passes(onOutput, "npm", "run", "--silent", "test:headless", "--", ...files);
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
  "--ui": {
    name: "in the editor's window",
    needsEditor: true,
    run: runUiFiles("test/ui/*.test.ts"),
  },
  "--repo": {
    name: "on a real repository",
    needsEditor: true,
    isLong: true,
    run: runUiFiles("test/ui/repository/*.test.ts"),
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

interface Outcome {
  readonly passed: boolean;
  /** What it printed. */
  readonly output: string;
}

async function runOnce(suite: Suite, files?: readonly string[]): Promise<Outcome> {
  let output = "";
  const passed = await suite
    .run((text) => {
      output += text;
    }, files)
    .catch((error: unknown) => {
      console.error(error);
      output += `\n${error}\n`;
      return false;
    });
  return { passed, output };
}

interface Result {
  readonly passed: boolean;
  readonly lines: readonly string[];
}

async function runSuite(suite: Suite): Promise<Result> {
  console.log(`\n=== ${suite.name}`);
  const startedAt = Date.now();
  const first = await runOnce(suite);
  const files = first.passed || !suite.hasSecondTry ? [] : failedFiles(first.output);
  const isTriedAgain =
    files.length > 0 && files.length <= MOST_FILES_AGAIN && !files.some((file) => onceOnly.test(file));
  if (isTriedAgain) console.log(`\n=== ${suite.name}, a second time: ${files.join(", ")}`);
  const { passed, output } = isTriedAgain ? await runOnce(suite, files) : first;
  const took = `${Math.round((Date.now() - startedAt) / 1000)} s`;
  const again = [...(isTriedAgain && passed ? failedTests(first.output) : []), ...retriedTests(output)];
  return {
    passed,
    lines: [
      `${passed ? "passed" : "FAILED"}  ${suite.name}, ${took}`,
      ...again.map((test) => `        at the second try: ${test}`),
      ...(passed ? [] : failedTests(output).map((test) => `        ${test}`)),
    ],
  };
}

await runMain(async () => {
  const chosen = chosenSuites(process.argv.slice(2));
  rmSync(join(root, "test-results"), { recursive: true, force: true });
  if (chosen.some((suite) => suite.needsEditor)) await prepareEditor();
  const results: Result[] = [];
  for (const suite of chosen) results.push(await runSuite(suite));
  // What failed stands last: a log may be cut at its beginning.
  results.sort((one, other) => Number(other.passed) - Number(one.passed));
  console.log(`\n${results.flatMap((result) => result.lines).join("\n")}`);
  if (results.some((result) => !result.passed)) process.exitCode = 1;
});
