import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { nearness } from "../../../../src/core/retrieval/rank/wordVectors.ts";
import { readSymbolOrder, shippedSymbolOrder } from "../../../../src/node/ranker/shippedSymbolOrder.ts";

const folder = mkdtempSync(join(tmpdir(), "order-"));
afterAll(() => rmSync(folder, { recursive: true }));

const shipped = join(import.meta.dirname, "../../../../media/symbol-order.bin");
const { vectors } = readSymbolOrder(shipped);

/** Both are terms, as words are in the index. */
const near = (asked: string, named: string): number =>
  nearness(vectors, vectors.placeOf.get(asked)!, vectors.placeOf.get(named)!);

test.each([
  ["remov", "delet", "connect"],
  ["clos", "shutdown", "pars"],
  ["convert", "to", "lock"],
])("%s in a question is nearer to %s in a name than to %s", (asked, nearer, farther) =>
  expect(near(asked, nearer)).toBeGreaterThan(0.2 + near(asked, farther)),
);

test("the vectors take no more room than they may", () =>
  expect(statSync(shipped).size).toBeLessThan(700_000));

function checkFault(bytes: Buffer | undefined, message: string): void {
  const path = join(folder, "order.bin");
  if (bytes === undefined) rmSync(path, { force: true });
  else writeFileSync(path, bytes);
  const order = shippedSymbolOrder(path);
  expect(() => order.valuesOf([], { words: [], terms: new Set() })).toThrow(message);
}

test("a file that cannot be used fails the question, and says why", () => {
  const damaged = `Cannot read the weights of symbols "${join(folder, "order.bin")}": the file is missing or damaged`;
  checkFault(undefined, damaged);
  checkFault(Buffer.from("{"), damaged);
  checkFault(readFileSync(shipped).subarray(0, -1), damaged);
  const head = JSON.stringify({ size: 1, weights: { share: 1 }, words: "one" });
  checkFault(
    Buffer.concat([Buffer.from(`${head}\n`), Buffer.alloc(10)]),
    "Cannot use the weights of symbols: they were learned with other features",
  );
});
