/** The search over scripted trials: which lines and templates are asked for, and when. */
import { expect, test } from "vitest";
import type { Candidate } from "../../../../src/core/repair/candidate.ts";
import { type Generate, searchRepair } from "../../../../src/features/repair/searchRepair.ts";
import type { TrialAnswer, TrialWorker } from "../../../../src/ports/trials.ts";

const text = Array.from({ length: 200 }, (_, line) => `line ${line}`).join("\n");
const lineStart = (line: number) => text.split("\n").slice(0, line).join("\n").length + (line > 0 ? 1 : 0);

/** One candidate for each line and part, so much worth of its line's score. */
const worth = { likely: 1, further: 0.3 };

async function check(
  passing: (line: number, part: string) => boolean,
  proves: (line: number) => boolean = () => true,
): Promise<{
  asked: [string, number][];
  tried: string[];
  found: number;
  lines: number[];
}> {
  const asked: [string, number][] = [];
  const tried: string[] = [];
  const generate: Generate = async ({ lineScores }, { part = "likely" }) => {
    asked.push([part, lineScores.size]);
    return [...lineScores].map(
      ([line, score]): Candidate => ({
        edits: [{ start: lineStart(line), end: lineStart(line) + 1, text: part }],
        template: part === "likely" ? "operator" : "guard",
        score: score * worth[part],
        line,
      }),
    );
  };
  const worker: TrialWorker = {
    baseline: { cases: [], repeatable: true, watched: [] },
    async tryAll(trials, _options, onAnswer) {
      for (const { id, edits } of trials) {
        const line = text.slice(0, edits[0]!.start).split("\n").length - 1;
        tried.push(`${edits[0]!.text} ${line}`);
        const state: TrialAnswer["state"] = passing(line, edits[0]!.text) ? "passed" : "failed";
        onAnswer({ id, state });
      }
    },
    confirm: async () => ({}),
    close: () => {},
  };
  let now = 0;
  const lineScores = new Map(Array.from({ length: 200 }, (_, line) => [line, 1 - line / 200] as const));
  const { found } = await searchRepair({
    worker,
    files: [{ path: "/a.py", text, lineScores }],
    literals: { numbers: [], strings: [] },
    generate,
    now: () => now++,
    limits: { budgetMs: 10_000, maxPatches: 1 },
    proven: async (some) => some.filter(({ candidate }) => proves(candidate.line)),
  });
  return { asked, tried, found: found.length, lines: found.map(({ candidate }) => candidate.line) };
}

test("the most suspected lines and the likely templates come first, and nothing is made that is not needed", async () => {
  const { asked, found } = await check((line, part) => line === 3 && part === "likely");
  expect(found).toBe(1);
  expect(asked).toEqual([["likely", 60]]);
});

test("every line and every template is tried at last, the better ones before the others", async () => {
  const { asked, tried, found } = await check((line, part) => line === 199 && part === "further");
  expect(found).toBe(1);
  expect(asked.filter(([part]) => part === "further").reduce((sum, [, lines]) => sum + lines, 0)).toBe(200);
  expect(new Set(tried).size).toBe(400);
  expect(tried.indexOf("likely 150")).toBeLessThan(tried.indexOf("further 199"));
  expect(tried.indexOf("further 0")).toBeLessThan(tried.indexOf("likely 190"));
});

test("what makes a test pass and does not end is tried with patience before all others are tried", async () => {
  const patient: number[][] = [];
  let tried = 0;
  const worker: TrialWorker = {
    baseline: { cases: [], repeatable: true, watched: [] },
    async tryAll(trials, { isPatient }, onAnswer) {
      if (isPatient) patient.push(trials.map(({ id }) => id));
      for (const { id } of trials) {
        tried++;
        const isSlow = id === 7;
        const state = isSlow ? (isPatient ? "passed" : "hung") : id === 9 ? "hung" : "failed";
        onAnswer({ id, state, fixed: isSlow ? [0] : [] });
      }
    },
    confirm: async () => ({}),
    close: () => {},
  };
  const generate: Generate = async ({ lineScores }, { part = "likely" }) =>
    [...lineScores].flatMap(([line, score]) =>
      Array.from({ length: 40 }, (_, at) => ({
        edits: [{ start: lineStart(line), end: lineStart(line) + 1, text: `${part} ${at}` }],
        template: "operator" as const,
        score: score * (1 - at / 100),
        line,
      })),
    );
  let now = 0;
  const { found } = await searchRepair({
    worker,
    files: [
      { path: "/a.py", text, lineScores: new Map(Array.from({ length: 200 }, (_, line) => [line, 1])) },
    ],
    literals: { numbers: [], strings: [] },
    generate,
    now: () => now++,
    limits: { budgetMs: 400, maxPatches: 1 },
  });
  expect(found).toHaveLength(1);
  expect(patient).toEqual([[7, 9]]);
  expect(tried).toBeLessThan(8000);
});

test("the search goes on when what was found breaks other tests, and not for ever", async () => {
  const right = await check(
    (line, part) => part === "likely" && (line === 3 || line === 70),
    (line) => line === 70,
  );
  expect(right.lines).toEqual([70]);
  const never = await check(
    (_, part) => part === "likely",
    () => false,
  );
  expect(never.found).toBe(0);
  expect(never.tried.length).toBeLessThan(2000);
});
