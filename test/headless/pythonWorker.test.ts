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

/** Each works for some hundredths of a second, far from what a test may take, in one call that nothing counts. */
const slow = (count: number): Trial[] =>
  Array.from({ length: count }, (_, id) => ({
    id,
    path: join(root, "sizes.py"),
    edits: [{ start: 24, end: 29, text: `sum(range(1_000_000 + ${id}))` }],
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
    const answers = await answersTo(slow(2_000), 2_000, isPatient);
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.length).toBeLessThan(1_000);
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

test("unittest: files of a package of tests find their neighbours, and `load_tests` may add others; what failing tests did not run is not traced", async () => {
  const code = [
    "def double(n):",
    "    return n + n + 1",
    "",
    "def half(n):",
    '    """Half.',
    "",
    "    >>> half(4)",
    "    3",
    '    """',
    "    return n // 2",
    "",
  ].join("\n");
  const tests = `import doctest
import unittest
import double
from . import Shared


class DoubleTest(Shared, unittest.TestCase):
    def test_four(self):
        self.assertEqual(double.double(2), 4)

    def test_odd(self):
        self.assertEqual(double.double(1) % 2, 1)


class OtherTest(unittest.TestCase):
    def test_half(self):
        self.assertEqual(double.half(4), 2)


def load_tests(loader, tests, pattern):
    tests.addTests(doctest.DocTestSuite(double))
    return tests
`;
  const shared = "class Shared:\n    def test_shared(self):\n        self.assertTrue(self)\n";
  const project = makeFolder({
    "double.py": code,
    "tests/__init__.py": shared,
    "tests/test_double.py": tests,
  });
  const testFile = join(project, "tests/test_double.py");
  const targets = [[testFile, "DoubleTest::test_four"]] as const;
  const start = {
    root: project,
    runner: "unittest" as const,
    tests: [testFile],
    testFiles: [testFile],
    targets,
  };
  const trials = await openPythonTrials(startLineProcess("python3", [worker], project), start, () => code);
  try {
    const { cases } = trials.baseline;
    const outcomes = new Map(cases.map(({ id, outcome }) => [id.split("::").slice(1).join("::"), outcome]));
    expect(outcomes).toEqual(
      new Map([
        ["DocTestCase::double.half", "failed"],
        ["DoubleTest::test_four", "failed"],
        ["DoubleTest::test_odd", "passed"],
        ["DoubleTest::test_shared", "passed"],
        ["OtherTest::test_half", "passed"],
      ]),
    );
    const linesOf = (name: string) =>
      cases.find(({ id }) => id.endsWith(name))!.lines![join(project, "double.py")];
    expect(linesOf("test_four")).toEqual([2]);
    expect(linesOf("test_odd")).toEqual([2]);
    const at = code.indexOf(" + 1");
    const answers: TrialAnswer[] = [];
    const edits = [{ start: at, end: at + 4, text: "" }];
    await trials.tryAll(
      [{ id: 0, path: join(project, "double.py"), edits }],
      { isPatient: false, budgetMs: 60_000 },
      (answer) => answers.push(answer),
    );
    // It repairs the one asked for, and breaks a test that passed by accident.
    expect(answers.map(({ state }) => state)).toEqual(["broke"]);
  } finally {
    trials.close();
    rmSync(project, { recursive: true, force: true });
  }
});

test("a test that passes only once in a process does not cost each change a process of its own, nor count against it", async () => {
  const many = Array.from({ length: 12 }, (_, at) => `    def test_${at}(self):\n        size(${at})\n`).join(
    "\n",
  );
  const tests = `${cases}
    seen = []

    def test_once(self):
        self.seen.append(size(1))
        self.assertEqual(len(self.seen), 1)

${many}`;
  const project = makeFolder({ "sizes.py": code, "test_sizes.py": tests });
  const testFile = join(project, "test_sizes.py");
  const start = {
    root: project,
    runner: "unittest" as const,
    tests: [testFile],
    testFiles: [testFile],
    targets: [],
  };
  const trials = await openPythonTrials(startLineProcess("python3", [worker], project), start, () => code);
  try {
    expect(trials.baseline.repeatable).toBe(true);
    const answers: TrialAnswer[] = [];
    const right: Trial = {
      id: 0,
      path: join(project, "sizes.py"),
      edits: [{ start: 24, end: 29, text: "n" }],
    };
    await trials.tryAll([right], { isPatient: false, budgetMs: 60_000 }, (answer) => answers.push(answer));
    expect(answers.map(({ state }) => state)).toEqual(["passed"]);
  } finally {
    trials.close();
    rmSync(project, { recursive: true, force: true });
  }
});

test("says why when pytest cannot start, as with a `conftest.py` made for another one", async () => {
  const conftest = "def pytest_ignore_collect(nothing_of_this_name):\n    return False\n";
  const project = makeFolder({ "sizes.py": code, "conftest.py": conftest, "test_sizes.py": cases });
  const testFile = join(project, "test_sizes.py");
  const start = {
    root: project,
    runner: "pytest" as const,
    tests: [testFile],
    testFiles: [testFile],
    targets: [],
  };
  const opening = openPythonTrials(startLineProcess("python3", [worker], project), start, () => code);
  await expect(opening).rejects.toThrow(/nothing_of_this_name/);
  rmSync(project, { recursive: true, force: true });
});

test("values outside of functions are suspected where failing tests read them, and a change of one reaches those who imported it", async () => {
  const limits =
    "import re\n\nFEWEST = 3\nUNUSED = 4\nFORMS = [\n    r'a+',\n]\n\n\ndef matches(text):\n    return any(re.match(form, text) for form in FORMS)\n";
  const folder = makeFolder({
    "limits.py": limits,
    "counts.py":
      "from limits import FEWEST, matches\n\n\ndef is_enough(n):\n    return n >= FEWEST and matches('aa')\n",
    "test_counts.py":
      "import unittest\nfrom counts import is_enough\n\n\nclass T(unittest.TestCase):\n    def test_two(self):\n        self.assertTrue(is_enough(2))\n",
  });
  const testFile = join(folder, "test_counts.py");
  const path = join(folder, "limits.py");
  const start = {
    root: folder,
    runner: "unittest" as const,
    tests: [testFile],
    testFiles: [testFile],
    targets: [],
  };
  const trials = await openPythonTrials(startLineProcess("python3", [worker], folder), start, () => limits);
  try {
    expect(trials.baseline.atLoad?.[path]).toEqual([3]);
    const at = limits.indexOf("3");
    const answers: TrialAnswer[] = [];
    const change = (id: number, text: string) => ({ id, path, edits: [{ start: at, end: at + 1, text }] });
    await trials.tryAll([change(0, "5"), change(1, "2")], { isPatient: false, budgetMs: 20_000 }, (answer) =>
      answers.push(answer),
    );
    expect(answers.map(({ state }) => state)).toEqual(["failed", "passed"]);
  } finally {
    trials.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a test that waits again where it cleans up is hung, others are told as ever; one that waits long before it fails has time to pass", async () => {
  const folder = makeFolder({
    "sizes.py": code,
    "test_sizes.py": `import threading
import time
import unittest
from sizes import size


class SizeTest(unittest.TestCase):
    def test_waits(self):
        never = threading.Event()
        try:
            never.wait()
        finally:
            never.wait()

    def test_is_slow(self):
        time.sleep(1.8)
        self.assertEqual(size(2), 2)

    def test_other(self):
        self.assertEqual(size(2) > 0, True)
`,
  });
  const testFile = join(folder, "test_sizes.py");
  const targets = [[testFile, "SizeTest::test_is_slow"]] as const;
  const start = {
    root: folder,
    runner: "unittest" as const,
    tests: [testFile],
    testFiles: [testFile],
    targets,
  };
  const trials = await openPythonTrials(startLineProcess("python3", [worker], folder), start, () => code);
  try {
    const told = trials.baseline.cases.map(({ name, outcome }) => [name.split("::").at(-1), outcome]);
    expect(told).toEqual([
      ["test_is_slow", "failed"],
      ["test_other", "passed"],
      ["test_waits", "hung"],
    ]);
    const right: Trial = {
      id: 1,
      path: join(folder, "sizes.py"),
      edits: [{ start: 24, end: 29, text: "n" }],
    };
    const answers: TrialAnswer[] = [];
    await trials.tryAll([right], { isPatient: false, budgetMs: 60_000 }, (answer) => answers.push(answer));
    expect(answers.map(({ id, state }) => [id, state])).toEqual([[1, "passed"]]);
  } finally {
    trials.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a change of a function that ran when its file was loaded changes what was kept of it as well", async () => {
  const steps =
    "def step(n):\n    return n + 1\n\n\ndef table():\n    return [step(n) for n in range(3)]\n\n\nSTEPS = tuple(table())\n\n\ndef at(n):\n    return STEPS[n]\n";
  const folder = makeFolder({
    "steps.py": steps,
    "test_steps.py": `import unittest
from steps import STEPS, at, step


class StepsTest(unittest.TestCase):
    def test_step(self):
        self.assertEqual(step(2), 2)

    def test_kept(self):
        self.assertEqual(at(1), 1)

    def test_count(self):
        self.assertEqual(len(STEPS), 3)
`,
  });
  const testFile = join(folder, "test_steps.py");
  const start = {
    root: folder,
    runner: "unittest" as const,
    tests: [testFile],
    testFiles: [testFile],
    targets: [],
  };
  const trials = await openPythonTrials(startLineProcess("python3", [worker], folder), start, () => steps);
  try {
    const path = join(folder, "steps.py");
    const by = (text: string, id: number): Trial => ({ id, path, edits: [{ start: 24, end: 29, text }] });
    const answers = new Map<number, TrialAnswer["state"]>();
    const tried = [by("n", 1), by("n + 2", 2), by("n if n == 2 else n + 1", 3), by("n", 4)];
    await trials.tryAll(tried, { isPatient: false, budgetMs: 60_000 }, ({ id, state }) =>
      answers.set(id, state),
    );
    expect([1, 2, 3, 4].map((id) => answers.get(id))).toEqual(["passed", "failed", "failed", "passed"]);
  } finally {
    trials.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("tests that passed early for the fault, and take long without it, are run without counting as those that failed are", async () => {
  const counting =
    "def least(n):\n    return n - n\n\n\ndef count(n):\n    total = 0\n    for _ in range(least(n)):\n        total += 1\n    return total\n";
  const folder = makeFolder({
    "counting.py": counting,
    "test_counting.py": `import unittest
from counting import count


class CountTest(unittest.TestCase):
    def test_few(self):
        self.assertEqual(count(3), 3)

    def test_many(self):
        self.assertEqual(count(90_000), 90_000)

    def test_kind(self):
        self.assertIsInstance(count(60_000), int)

    def test_sign(self):
        self.assertGreaterEqual(count(60_000), 0)
`,
  });
  const testFile = join(folder, "test_counting.py");
  const start = {
    root: folder,
    runner: "unittest" as const,
    tests: [testFile],
    testFiles: [testFile],
    targets: [],
  };
  const trials = await openPythonTrials(startLineProcess("python3", [worker], folder), start, () => counting);
  try {
    const right: Trial = {
      id: 1,
      path: join(folder, "counting.py"),
      edits: [{ start: 25, end: 30, text: "n" }],
    };
    const answers: TrialAnswer[] = [];
    await trials.tryAll([right], { isPatient: false, budgetMs: 60_000 }, (answer) => answers.push(answer));
    expect(answers.map(({ id, state }) => [id, state])).toEqual([[1, "passed"]]);
  } finally {
    trials.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("assertions that need what those before them did are judged together, others one by one", async () => {
  const folder = makeFolder({
    "sizes.py": code,
    "test_sizes.py":
      "from sizes import size\n\n\ndef test_stack():\n    stack = [1, 2]\n    assert stack.pop() == 2\n    assert stack.pop() == 1\n    assert size(2) == 2\n\n\ndef test_apart():\n    assert size(1) == 2\n    assert size(2) == 2\n",
  });
  const testFile = join(folder, "test_sizes.py");
  const start = {
    root: folder,
    runner: "unittest" as const,
    tests: [testFile],
    testFiles: [testFile],
    targets: [],
  };
  const trials = await openPythonTrials(startLineProcess("python3", [worker], folder), start, () => code);
  try {
    const told = trials.baseline.cases.map(({ name, outcome }) => [name.split("::").at(-1), outcome]);
    expect(told).toEqual([
      ["test_stack", "failed"],
      ["test_apart line 12", "passed"],
      ["test_apart line 13", "failed"],
    ]);
  } finally {
    trials.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
