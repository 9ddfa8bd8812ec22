/** A fix keeps to the time that it is given, and what is said of a patch that no time was left for. */
import { afterEach, expect, test, vi } from "vitest";
import type { FileChange } from "../../../../src/core/patch/fileTexts.ts";
import type { TestCase } from "../../../../src/core/testing/testCase.ts";
import type { TestProject } from "../../../../src/core/testing/testProject.ts";
import type { FixRequest } from "../../../../src/features/repair/fix.ts";
import { Fixer } from "../../../../src/features/repair/fixer.ts";
import { FixTime } from "../../../../src/features/repair/fixTime.ts";
import { PatchJudge } from "../../../../src/features/repair/patchJudge.ts";
import type { ProcessEnd } from "../../../../src/ports/processes.ts";
import type { WorkCopies, WorkCopy } from "../../../../src/ports/workCopy.ts";
import { scriptedCopy } from "../../../support/scriptedCopy.ts";
import { scriptedEngine } from "../../../support/scriptedEngine.ts";

const never = new AbortController().signal;
const testOf = (label: string): TestCase => ({
  id: `pytest:test_code.py::${label}`,
  label,
  path: "test_code.py",
  suites: [],
  runner: "pytest",
  folder: "",
  range: { startLine: 0, endLine: 1 },
});
const [target, other] = [testOf("test_target"), testOf("test_other")];
const project = { runner: "pytest", folder: "", reasons: [] } satisfies TestProject;
const files = { "code.py": "wrong\n", "test_code.py": "import code\n" };
const tests = { root: "/w", projects: [project], tests: [target, other] };

interface Run {
  /** Labels that are named to the runner; empty for all. */
  readonly named: readonly string[];
  readonly signal: AbortSignal;
}

/** A copy in which pytest seems to run: a test passes where the code does not name it as broken. */
function testedCopy(before: (run: Run) => Promise<void> = async () => undefined): WorkCopy {
  const { copy, files: texts } = scriptedCopy(files);
  return {
    ...copy,
    async run({ argv }, signal): Promise<ProcessEnd> {
      const end = { stdout: "", stderr: "", droppedBytes: 0, durationMs: 1, stragglers: 0 };
      const named = argv.flatMap((one) => /::(\w+)$/.exec(one)?.[1] ?? []);
      await before({ named, signal });
      if (signal.aborted) return { ...end, kind: "aborted" };
      const code = texts.get("code.py")!;
      const cases = [target, other]
        .map(({ label }) => label)
        .filter((label) => named.length === 0 || named.includes(label))
        .flatMap((label) => (label === "test_target" ? [label, "test_target[row]"] : [label]))
        .map((label) => {
          const fails =
            label === "test_target"
              ? !code.includes("right")
              : label === other.label && code.includes("breaks");
          const how = fails ? '<failure message="it fails">E   it fails</failure>' : "";
          return `<testcase classname="test_code" name="${label}" file="test_code.py" line="1" time="0.01">${how}</testcase>`;
        });
      texts.set("/scratch/pytest.xml", `<testsuites><testsuite>${cases.join("")}</testsuite></testsuites>`);
      return { ...end, kind: "exited", code: 0 };
    },
  };
}

/** A clock and a deadline that the test moves: a slow machine changes nothing. */
class Times {
  now = 0;
  readonly #over = new AbortController();

  constructor() {
    vi.spyOn(AbortSignal, "timeout").mockReturnValue(this.#over.signal);
  }

  pass(ms: number): void {
    this.now += ms;
  }

  end(): void {
    this.#over.abort();
  }
}

afterEach(() => {
  vi.restoreAllMocks();
});

const fixWith = (
  times: Times,
  create: WorkCopies["create"],
  request: Partial<FixRequest>,
  workspace = [tests],
) =>
  new Fixer({
    engine: { ...scriptedEngine(), findTests: async () => workspace },
    copies: { create },
    isolation: async () => "sandbox",
    programs: async () => "",
    now: () => times.now,
  }).fix({ testIds: [], budgetMs: 120_000, maxPatches: 1, ...request }, () => undefined, never);

test("a copy that takes longer than the time given is given up, and the reason says so", async () => {
  const times = new Times();
  const { patches, tried, reason } = await fixWith(
    times,
    async (_request, signal) => {
      times.pass(500);
      times.end();
      signal.throwIfAborted();
      throw new Error("The copy goes on");
    },
    { wholeMs: 500 },
  );
  expect({ patches, tried }).toEqual({ patches: [], tried: 0 });
  expect(reason).toBe(
    "The time given (0.5 s) was over before a change could be tried: copying the files took 0.5 s; give more (--budget of touchstone fix, budgetMs over rpc)",
  );
});

test("tests that take longer than the time given are ended, and their copy goes", async () => {
  const times = new Times();
  let disposed = 0;
  const copy = testedCopy(async () => {
    times.pass(45_000);
    times.end();
  });
  const counted = { ...copy, dispose: async () => void disposed++ };
  const { reason } = await fixWith(times, async () => counted, { wholeMs: 30_000 });
  expect(reason).toContain(
    "The time given (30 s) was over before a change could be tried: running the tests took 45 s;",
  );
  expect(disposed).toBe(1);
});

test("without a time for the whole, that of the search bounds nothing that comes before it", async () => {
  const times = new Times();
  const slow = testedCopy(async () => times.pass(45_000));
  await slow.write("code.py", "right\n");
  const { reason } = await fixWith(times, async () => slow, { budgetMs: 1 });
  expect(reason).toBe("No test fails");
  expect(AbortSignal.timeout).not.toHaveBeenCalled();
});

test("roots whose tests pass are told of once, and not beside what stands in the way of another", async () => {
  const times = new Times();
  const right = testedCopy(async () => undefined);
  await right.write("code.py", "right\n");
  const workspace = [tests, { ...tests, root: "/other" }];
  expect((await fixWith(times, async () => right, {}, workspace)).reason).toBe("No test fails");
  const silent: WorkCopy = {
    ...scriptedCopy(files).copy,
    run: async () => ({
      kind: "exited",
      code: 3,
      stdout: "",
      stderr: "no such plugin",
      droppedBytes: 0,
      durationMs: 1,
      stragglers: 0,
    }),
  };
  const copies: WorkCopies["create"] = async ({ root }) => (root === "/other" ? silent : right);
  const { reason } = await fixWith(times, copies, {}, workspace);
  expect(reason).toContain("no such plugin");
  expect(reason).not.toContain("No test fails");
});

test("who cancels is told so, not that the time is over", async () => {
  const cancelled = new AbortController();
  new Times();
  const work = new FixTime(() => 0, 60_000).bounded(cancelled.signal, async (early) => {
    cancelled.abort(new Error("cancelled"));
    early.throwIfAborted();
  });
  await expect(work).rejects.toThrow("cancelled");
});

test("what tries changes is not ended with the time", async () => {
  const times = new Times();
  const time = new FixTime(() => times.now, 40);
  const done = await time.bounded(never, async (early) => {
    time.enter("searching");
    times.pass(50);
    times.end();
    return early.aborted ? "ended" : time.leftMs;
  });
  expect(done).toBe(0);
  expect(time.isOver).toBe(true);
});

const changeTo = (after: string): readonly FileChange[] => [
  { kind: "changed", path: "code.py", before: "wrong\n", after },
];

async function judged(after: string, late: AbortSignal | undefined, before?: (run: Run) => Promise<void>) {
  const named: string[] = [];
  const judge = new PatchJudge({
    openCopy: async () =>
      testedCopy(async (run) => {
        named.push(run.named.join());
        await before?.(run);
      }),
    target: {
      root: "/w",
      project,
      known: [target, other],
      asked: undefined,
      testPaths: new Set(["test_code.py"]),
    },
    failing: [target],
    signal: never,
    ...(late ? { late } : {}),
  });
  const { judgement, limitation, flaky } = await judge.full(changeTo(after), { isForeign: false });
  await judge.dispose();
  return { verdict: judgement.verdict, broken: judgement.broken, limitation, named, flaky };
}

test("a patch is verified by all tests while there is time", async () => {
  const { named, ...rest } = await judged("right\n", never);
  expect(rest).toEqual({ verdict: "verified", broken: [], limitation: undefined, flaky: [] });
  expect(named).toContain("");
});

test("with no time left the tests to repair alone speak for a patch, which is told", async () => {
  const { named, ...rest } = await judged("right\n", AbortSignal.abort());
  expect(rest).toEqual({
    verdict: "plausible",
    broken: [],
    limitation: "The time given was over: of all tests those to repair alone were run",
    // A row that passed before, too, is not one that passes and fails.
    flaky: [],
  });
  expect(named).toEqual(["test_target", "test_target"]);
  expect((await judged("wrong still\n", AbortSignal.abort())).verdict).toBe("unverified");
});

test("the time that ends while all tests run leaves the proof to those to repair", async () => {
  const late = new AbortController();
  let wholeRuns = 0;
  const run = await judged("right\n", late.signal, async ({ named }) => {
    if (named.length === 0 && ++wholeRuns === 2) late.abort();
  });
  expect(run).toMatchObject({
    verdict: "plausible",
    limitation: expect.stringContaining("time given was over"),
  });
});

test("a patch that breaks a test is refused while there is time", async () => {
  expect(await judged("right breaks\n", never)).toMatchObject({ verdict: "unverified", broken: [other.id] });
});
