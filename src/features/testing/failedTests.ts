/** Tests that failed when they last ran, for whoever offers to repair them. */
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type { Disposable } from "../../ports/disposable.ts";

export interface FailedTest {
  readonly test: TestCase;
  readonly outcome: TestOutcome;
}

const failing = new Set<TestOutcome["status"]>(["failed", "errored", "timedOut"]);

export class FailedTests {
  readonly #failed = new Map<string, FailedTest>();
  readonly #listeners = new Set<() => void>();

  /** @param tests those that the outcomes are of; others are passed over */
  record(outcomes: readonly TestOutcome[], tests: readonly TestCase[]): void {
    const byId = new Map(tests.map((test) => [test.id, test]));
    for (const outcome of outcomes) {
      const test = byId.get(outcome.id);
      if (test && failing.has(outcome.status)) this.#failed.set(test.id, { test, outcome });
      else if (outcome.status === "passed") this.#failed.delete(outcome.id);
    }
    for (const listener of this.#listeners) listener();
  }

  /** By path, then as they stand in the file. */
  list(): readonly FailedTest[] {
    return [...this.#failed.values()].sort(
      ({ test: a }, { test: b }) =>
        (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) ||
        (a.range?.startLine ?? 0) - (b.range?.startLine ?? 0),
    );
  }

  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }
}
