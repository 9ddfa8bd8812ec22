/** `media/symbol-order.bin`: a line of JSON, then each word's two vectors as whole numbers of a byte with a scale each. */
import { SYMBOL_FEATURES } from "../../src/core/retrieval/rank/symbolFeatures.ts";
import type { TrainedVectors } from "./trainVectors.ts";

/** @param weights in the order of `SYMBOL_FEATURES`, for questions in other words and then for quoted ones */
export function renderSymbolOrder(vectors: TrainedVectors, weights: readonly number[]): Buffer {
  const { size, words } = vectors;
  const head = {
    size,
    weights: named(weights),
    quotedWeights: named(weights.slice(SYMBOL_FEATURES.length)),
    words: words.join(" "),
  };
  const sides = [vectors.asked, vectors.named].map((side) => packed(side, size));
  return Buffer.concat([
    Buffer.from(`${JSON.stringify(head)}\n`),
    ...sides.map(({ scales }) => Buffer.from(scales.buffer)),
    ...sides.map(({ bytes }) => Buffer.from(bytes.buffer)),
  ]);
}

const named = (weights: readonly number[]): Record<string, number> =>
  Object.fromEntries(SYMBOL_FEATURES.map((name, i) => [name, Number(weights[i]!.toPrecision(6))]));

function packed(vectors: Float32Array, size: number): { scales: Float32Array; bytes: Int8Array } {
  const scales = new Float32Array(vectors.length / size);
  const whole = new Int8Array(vectors.length);
  for (let place = 0; place < scales.length; place++) {
    const own = vectors.subarray(place * size, (place + 1) * size);
    scales[place] = own.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) / 127;
    own.forEach((value, i) => {
      whole[place * size + i] = Math.round(value / scales[place]!);
    });
  }
  return { scales, bytes: whole };
}
