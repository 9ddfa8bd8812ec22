/** The table of test runners. */
import type { TestRunnerName } from "../testCase.ts";
import { cargoTest } from "./cargoTest.ts";
import { goTest } from "./goTest.ts";
import { gradle, maven } from "./javaBuild.ts";
import { jest, vitest } from "./jestLike.ts";
import { mocha } from "./mocha.ts";
import { nodeTest } from "./nodeTest.ts";
import { ownCommand } from "./ownCommand.ts";
import { pytest } from "./pytest.ts";
import type { TestRunner } from "./testRunner.ts";
import { unittest } from "./unittest.ts";

export const testRunners: { readonly [N in TestRunnerName]: TestRunner } = {
  pytest,
  unittest,
  node: nodeTest,
  vitest,
  jest,
  mocha,
  go: goTest,
  cargo: cargoTest,
  maven,
  gradle,
  command: ownCommand,
};
