/** Fixing, loaded when it is first asked for. */
import type { Disposable } from "../../ports/disposable.ts";
import type { fixCommands } from "./fixCommands.ts";

type FixCommands = ReturnType<typeof fixCommands>;

export interface LazyFixes extends Disposable {
  readonly commands: ReturnType<typeof lazyCommands>;
}

export function lazyFixes(make: () => Promise<FixCommands>): LazyFixes {
  let made: Promise<FixCommands> | undefined;
  const fixes = (): Promise<FixCommands> => {
    made ??= make();
    return made;
  };
  return {
    commands: lazyCommands(fixes, async () => made),
    dispose: () => void made?.then((one) => one.dispose()),
  };
}

function lazyCommands(fixes: () => Promise<FixCommands>, known: () => Promise<FixCommands | undefined>) {
  return {
    fixFailingTest: async (given: unknown) => (await fixes()).fixFailingTest(given),
    fixProblem: async (given: unknown) => (await fixes()).fixProblem(given),
    fixFromDescription: async () => (await fixes()).fixFromDescription(),
    showSuspiciousLines: async (given: unknown) => (await fixes()).showSuspiciousLines(given),
    clearSuspiciousLines: async () => (await known())?.clearSuspiciousLines(),
  };
}
