/** The Java worker with a real JDK and JUnit: what it says of changes that help, fail, hang, break others or are no Java. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { startLineProcess } from "../../bench/repair/lineProcess.ts";
import { openJavaTrials } from "../../src/features/repair/javaTrials.ts";
import { confirms } from "../../src/features/repair/searchRepair.ts";
import type { TrialAnswer, TrialWorker } from "../../src/ports/trials.ts";
import { makeFolder } from "../support/testing/folders.ts";

const code = `package p;

class Count {
    private int step = 2;

    int up(int from, int to) {
        int rounds = 0;
        while (from < to) {
            from += step;
            rounds++;
        }
        return rounds;
    }

    static int half(int n) {
        return n / 2;
    }

    static int sign(int n) {
        if (n == 0
                || n == -0) {
            return 0;
        } else if (n < 0
                && n < 1)
            return -1;
        else if (n > 5) {
            return 5;
        }
        return n
                - n;
    }
}
`;
const cases = `package p;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CountTest {
    @Test
    void counts() {
        assertEquals(3, new Count().up(0, 3));
    }

    @Test
    void nothing() {
        assertEquals(0, new Count().up(5, 5));
    }

    @Test
    void halves() {
        assertEquals(2, Count.half(4));
    }

    @Test
    void signs() {
        assertEquals(-1, Count.sign(-3));
    }

    @Test
    void signsOfMore() {
        assertEquals(0, Count.sign(3));
    }
}
`;

const jars = [
  "junit-jupiter-api",
  "junit-jupiter-engine",
  "junit-platform-commons",
  "junit-platform-engine",
  "junit-platform-launcher",
  "opentest4j",
  "apiguardian-api",
].map((name) => `/usr/share/java/${name}.jar`);
const isHere = jars.every((jar) => existsSync(jar));
if (!isHere) console.warn("NOT TRIED HERE: the Java worker, since Debian's junit5 is not installed");
const media = (name: string) => fileURLToPath(new URL(`../../media/repair/${name}`, import.meta.url));
const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

/** The worker with the code and some tests, compiled. */
async function open(tests: string, jars: readonly string[], text = code) {
  const root = makeFolder({ "src/p/Count.java": text, "test/p/CountTest.java": tests, "classes/x": "" });
  roots.push(root);
  const classes = join(root, "classes");
  const sources = ["src/p/Count.java", "test/p/CountTest.java"].map((path) => join(root, path));
  execFileSync("javac", ["-d", classes, "-cp", jars.join(":"), ...sources]);
  const trials = await openJavaTrials(startLineProcess("java", [media("JavaWorker.java")], root), {
    classPath: [classes, ...jars],
    sourceFolders: [join(root, "src")],
    classFolders: [classes],
    testClasses: ["p.CountTest"],
    targets: [],
    junitRun: readFileSync(media("JUnitRun.java"), "utf8"),
    junit4Run: readFileSync(media("JUnit4Run.java"), "utf8"),
  });
  return { trials, path: join(root, "src/p/Count.java") };
}

/** One edit of the code: the first place of a text. */
const edit = (before: string, after: string) => [
  { start: code.indexOf(before), end: code.indexOf(before) + before.length, text: after },
];

const changes = {
  endless: edit("from += step;", "from += 0;"),
  noJava: edit("rounds++", "rounds+ +)"),
  wrongType: edit("return rounds;", 'return "rounds";'),
  right: edit("from += step;", "from += 1;"),
  nothing: edit("int rounds = 0;", "int rounds = 0 + 0;"),
  breaking: edit("return rounds;", "return 3;"),
  field: edit("step = 2", "step = 1"),
} as const;

async function statesOf(trials: TrialWorker, path: string) {
  const names = Object.keys(changes) as (keyof typeof changes)[];
  const states: Partial<Record<string, TrialAnswer["state"]>> = {};
  const asked = names.map((name, id) => ({ id, path, edits: changes[name] }));
  await trials.tryAll(asked, { isPatient: false, budgetMs: 60_000 }, ({ id, state }) => {
    states[names[id]!] = state;
  });
  return states;
}

test.runIf(isHere)("traces tests and judges changes", { timeout: 240_000 }, async () => {
  const { trials, path } = await open(cases, jars);
  try {
    const { baseline } = trials;
    const of = (name: string) => baseline.cases.find((one) => one.name === `p.CountTest#${name}`)!;
    expect([of("counts").outcome, of("nothing").outcome, of("halves").outcome]).toEqual([
      "failed",
      "passed",
      "passed",
    ]);
    expect(of("counts").expected).toEqual(expect.arrayContaining(["3", "2"]));
    expect(of("counts").lines).toEqual({ [path]: [7, 8, 9, 10, 12] });
    expect(of("nothing").lines).toEqual({ [path]: [7, 8, 12] });
    expect(of("halves").lines).toEqual({ [path]: [16] });
    expect(of("signs").lines).toEqual({ [path]: [20, 21, 23, 24, 25] });
    expect(of("signsOfMore").lines).toEqual({ [path]: [20, 21, 23, 24, 26, 29, 30] });
    expect(baseline.watched).toEqual([path]);

    const states = await statesOf(trials, path);
    expect(states).toEqual({
      endless: "hung",
      noJava: "invalid",
      wrongType: "invalid",
      right: "passed",
      nothing: "failed",
      breaking: "broke",
      field: "passed",
    });
    const confirmed = await trials.confirm({ [path]: code.replace("from += step;", "from += 1;") }, 20);
    expect(confirms(baseline, confirmed)).toBe(true);
    expect(confirms(baseline, await trials.confirm({ [path]: code }, 20))).toBe(false);
    expect(readFileSync(path, "utf8")).toBe(code);
  } finally {
    trials.close();
  }
});

const codeAtLoad = `package p;

import java.util.HashMap;
import java.util.Map;

class Count {
    private static final Map<String, Integer> sizes = new HashMap<>();
    static {
        put("one", 1);
        put("two", 2);
    }

    private static void put(String name, int size) {
        if (sizes.put(name, size) == null)
            throw new IllegalStateException(name);
        note(size);
    }

    private static void note(int size) {
        sizes.put("last", size + 1);
    }

    static int of(String name) {
        return sizes.get(name);
    }
}
`;
const casesAtLoad = `package p;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CountTest {
    @Test
    void one() {
        assertEquals(1, Count.of("one"));
    }

    @Test
    void last() {
        assertEquals(2, Count.of("last"));
    }
}
`;

test.runIf(isHere)(
  "a class that cannot be loaded: its lines are told, and each change gets classes of its own",
  { timeout: 240_000 },
  async () => {
    const { trials, path } = await open(casesAtLoad, jars, codeAtLoad);
    try {
      const { cases, atLoad } = trials.baseline;
      expect(cases.map(({ outcome }) => outcome)).toEqual(["failed", "failed"]);
      for (const { raised } of cases)
        expect(raised?.slice(0, 2)).toEqual([
          [path, 9],
          [path, 15],
        ]);
      expect(atLoad?.[path]).toEqual([9, 14, 15]);
      const asked = [
        ["== null", "!= null"],
        ["size + 1", "size"],
        ["return sizes.get(name);", "return 2;"],
      ] as const;
      const states: TrialAnswer[] = [];
      const trial = (id: number, edits: readonly (readonly [string, string])[]) => ({
        id,
        path,
        edits: edits.map(([before, text]) => ({
          start: codeAtLoad.indexOf(before),
          end: codeAtLoad.indexOf(before) + before.length,
          text,
        })),
      });
      const [right, other, last] = asked;
      await trials.tryAll(
        [trial(0, [other]), trial(1, [right]), trial(2, [last]), trial(3, [right])],
        { isPatient: false, budgetMs: 60_000 },
        (answer) => states.push(answer),
      );
      // With the first alone \`last\` is 3: the class has both faults.
      expect(states.map(({ id, state, fixed }) => ({ id, state, fixed }))).toEqual([
        { id: 0, state: "failed", fixed: [] },
        { id: 1, state: "failed", fixed: [0] },
        { id: 2, state: "failed", fixed: [] },
        { id: 3, state: "failed", fixed: [0] },
      ]);
      const both = codeAtLoad.replace("== null", "!= null").replace("size + 1", "size");
      expect(confirms(trials.baseline, await trials.confirm({ [path]: both }, 20))).toBe(true);
    } finally {
      trials.close();
    }
  },
);

const casesOf4 = `package p;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.util.Arrays;
import org.junit.Ignore;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

@RunWith(Parameterized.class)
public class CountTest {
    private final int to;
    private final int rounds;

    public CountTest(int to, int rounds) {
        this.to = to;
        this.rounds = rounds;
    }

    @Parameterized.Parameters(name = "{0}")
    public static Iterable<Object[]> rows() {
        return Arrays.asList(new Object[] {0, 0}, new Object[] {3, 3});
    }

    @Test
    public void counts() {
        assertEquals(rounds, new Count().up(0, to));
    }

    @Test
    public void halves() {
        assertEquals(2, Count.half(4));
    }

    @Test
    public void supposes() {
        assumeTrue(to < 0);
    }

    @Ignore
    @Test
    public void later() {}
}
`;
const jarsOf4 = ["junit4", "hamcrest"].map((name) => `/usr/share/java/${name}.jar`);
const is4Here = jarsOf4.every((jar) => existsSync(jar));
if (!is4Here)
  console.warn("NOT TRIED HERE: the Java worker with JUnit 4, since Debian's junit4 is not installed");

test.runIf(is4Here)(
  "JUnit 4 by itself, with rows, assumptions and ignored tests",
  { timeout: 240_000 },
  async () => {
    const { trials, path } = await open(casesOf4, jarsOf4);
    try {
      const { baseline } = trials;
      const told = Object.fromEntries(baseline.cases.map(({ name, outcome }) => [name, outcome]));
      expect(told).toEqual({
        "p.CountTest#counts": "failed",
        "p.CountTest#halves": "passed",
        "p.CountTest#supposes": "skipped",
        "p.CountTest#later": "skipped",
      });
      const counts = baseline.cases.find(({ name }) => name === "p.CountTest#counts")!;
      expect(counts.expected).toEqual(expect.arrayContaining(["3", "2"]));
      expect(counts.lines).toEqual({ [path]: [7, 8, 9, 10, 12] });
      const { endless, wrongType, right, nothing } = await statesOf(trials, path);
      expect({ endless, wrongType, right, nothing }).toEqual({
        endless: "hung",
        wrongType: "invalid",
        right: "passed",
        nothing: "failed",
      });
      const confirmed = await trials.confirm({ [path]: code.replace("from += step;", "from += 1;") }, 20);
      expect(confirms(baseline, confirmed)).toBe(true);
      expect(confirms(baseline, await trials.confirm({ [path]: code }, 20))).toBe(false);
    } finally {
      trials.close();
    }
  },
);
