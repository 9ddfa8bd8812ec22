/** The Python worker with a real interpreter: how far it goes with changes of which each takes long. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { startLineProcess } from "../../bench/repair/lineProcess.ts";
import { openPythonTrials } from "../../src/features/repair/pythonTrials.ts";
import type { Trial, TrialAnswer, TrialWorker } from "../../src/ports/trials.ts";
import { makeFolder } from "../support/testing/folders.ts";

const code = "def size(n):\n    return n + 1\n";
const cases = `import unittest
from sizes import size


class SizeTest(unittest.TestCase):
    def test_size(self):
        self.assertEqual(size(2), 2)
`;
const worker = fileURLToPath(new URL("../../media/repair/pythonWorker.py", import.meta.url));
const root = makeFolder({ "sizes.py": code, "test_sizes.py": cases });
const opened: TrialWorker[] = [];
afterAll(() => {
  for (const trials of opened) trials.close();
  rmSync(root, { recursive: true, force: true });
});

async function open(): Promise<TrialWorker> {
  const testFile = join(root, "test_sizes.py");
  const start = { root, runner: "unittest" as const, tests: [testFile], testFiles: [testFile], targets: [] };
  const trials = await openPythonTrials(startLineProcess("python3", [worker], root), start, () => code);
  opened.push(trials);
  return trials;
}

/** Each works for about a tenth of a second, in one call that nothing counts. */
const slow = (count: number): Trial[] =>
  Array.from({ length: count }, (_, id) => ({
    id,
    path: join(root, "sizes.py"),
    edits: [{ start: 24, end: 29, text: `sum(range(4_000_000 + ${id}))` }],
  }));

async function answersTo(
  trials: readonly Trial[],
  budgetMs: number,
  isPatient: boolean,
): Promise<TrialAnswer[]> {
  const answers: TrialAnswer[] = [];
  const worker = await open();
  await worker.tryAll(trials, { isPatient, budgetMs }, (answer) => answers.push(answer));
  return answers;
}

test.each([false, true])(
  "a batch ends with its budget: those not come to get no answer, the others are as they are (patient: %s)",
  async (isPatient) => {
    const answers = await answersTo(slow(400), 500, isPatient);
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.length).toBeLessThan(200);
    expect(answers.map(({ id }) => id)).toEqual(answers.map((_, at) => at));
    expect(new Set(answers.map(({ state }) => state))).toEqual(new Set(["failed"]));
  },
);

test("within its budget every one is answered, and what repairs is found behind what never ends", async () => {
  const path = join(root, "sizes.py");
  const endless: Trial = { id: 0, path, edits: [{ start: 17, end: 29, text: "while True: n += 1" }] };
  const right: Trial = { id: 1, path, edits: [{ start: 24, end: 29, text: "n" }] };
  const answers = await answersTo([endless, right], 60_000, false);
  expect(answers.map(({ id, state }) => [id, state])).toEqual([
    [0, "hung"],
    [1, "passed"],
  ]);
});
