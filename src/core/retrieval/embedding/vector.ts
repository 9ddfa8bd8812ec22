/** Vectors of meaning, one byte a number: a quarter of their size, and a rank order that hardly differs. */

/**
 * Numbers scaled so that the largest is 127 or -127. The scale is forgotten: only directions are compared.
 *
 * @returns undefined when a number is not finite, all are zero, or there are none
 */
export function quantize(numbers: readonly number[]): Int8Array | undefined {
  const largest = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
  if (!(largest > 0) || !numbers.every(Number.isFinite)) return undefined;
  return Int8Array.from(numbers, (number) => Math.round((127 * number) / largest));
}

/** Length of a vector; above 0 for what `quantize` gives. */
export function norm(vector: Int8Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i]! * vector[i]!;
  return Math.sqrt(sum);
}

/** Cosine of the angle between two vectors of one dimension, -1 to 1, when their lengths are known. */
export function cosine(a: Int8Array, b: Int8Array, normA: number, normB: number): number {
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += a[i]! * b[i]!;
  return dot / (normA * normB);
}
