/** Entry of the in-host tests: mocha over the bundled test files beside this one. VS Code calls `run`. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import Mocha from "mocha";
import { hostTestMarker } from "./support/marker.ts";

/** Of what must never happen, not even once: text that is lost, what a library wrote that runs. */
const onceOnly = /\b(?:apiHover|undoWhileSaving|userFiles)\.test\.cjs$/;

export async function run(): Promise<void> {
  // The window shares its machine with others, so that a test that fails is tried once more; one that fails twice has failed.
  const mocha = new Mocha({ ui: "bdd", timeout: 240_000, retries: 1, color: false, reporter: "spec" });
  for (const name of readdirSync(__dirname)) {
    if (name.endsWith(".test.cjs")) mocha.addFile(join(__dirname, name));
  }
  const say = (...values: readonly unknown[]) => console.info(`${hostTestMarker}${format(...values)}`);
  Mocha.reporters.Base.consoleLog = say;
  let tests = 0;
  let failedOnce = 0;
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on("test end", () => tests++)
      .on("retry", (test, error) => {
        say(`Failed once, tried again: "${test.fullTitle()}"`, error);
        if (onceOnly.test(test.file ?? "")) failedOnce++;
      });
  });
  say(`${tests} host tests, ${failures} failed`);
  if (tests === 0) throw new Error("No host test ran");
  if (failures > 0) throw new Error(`${failures} host tests failed`);
  if (failedOnce > 0) throw new Error(`${failedOnce} host tests failed once that may not fail even once`);
}
