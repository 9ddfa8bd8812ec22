import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { FEATURES } from "../../../../src/core/completion/builtin/features/features.ts";
import { shippedRanker } from "../../../../src/node/ranker/shippedRanker.ts";
import { trainedRanker } from "../../../support/trainedRanker.ts";

const folder = mkdtempSync(join(tmpdir(), "ranker-"));
afterAll(() => rmSync(folder, { recursive: true }));

const shipped = join(import.meta.dirname, "../../../../media/completion-ranker.json");
const candidate = FEATURES.map(() => 0);

test("the weights that ship are those of this program's features", () => {
  const [first, second] = trainedRanker.probabilities([candidate, candidate]);
  expect(first).toBe(second);
  expect(first).toBeGreaterThan(0);
  expect(first! + second!).toBeLessThan(1);
});

test("confidences rise with what they are read from", () => {
  const steps = Array.from({ length: 101 }, (_, i) => i / 100);
  for (const read of [trainedRanker.lineConfidence, trainedRanker.startConfidence]) {
    const rates = steps.map(read);
    expect(rates).toEqual([...rates].sort((a, b) => a - b));
    expect(rates.every((rate) => rate >= 0 && rate <= 1)).toBe(true);
  }
});

test("the weights take no more room than they may", () =>
  expect(statSync(shipped).size).toBeLessThan(400_000));

function checkFault(text: string | undefined, message: string): void {
  const path = join(folder, "weights.json");
  if (text === undefined) rmSync(path, { force: true });
  else writeFileSync(path, text);
  const ranker = shippedRanker(path);
  expect(() => ranker.probabilities([candidate])).toThrow(message);
}

test("weights that cannot be used fail the request, and say why", () => {
  const unreadable = `Cannot read the ranker's weights "${join(folder, "weights.json")}": the file is missing or damaged`;
  checkFault(undefined, unreadable);
  checkFault("{", unreadable);
  checkFault(
    '{"features":["share"]}',
    "Cannot use the ranker's weights: they were trained on other features",
  );
});
