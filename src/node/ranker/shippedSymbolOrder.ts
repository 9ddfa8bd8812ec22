import { readFileSync } from "node:fs";
import {
  type SymbolOrder,
  type TrainedOrder,
  trainedSymbolOrder,
} from "../../core/retrieval/rank/symbolOrder.ts";

/**
 * The trained order of symbols, read by the first question that needs it.
 *
 * @param path the file of weights, `media/symbol-order.bin` as shipped
 * @returns an order that throws when the file cannot be read or was written for other features
 */
export function shippedSymbolOrder(path: string): SymbolOrder {
  let loaded: SymbolOrder | undefined;
  return {
    valuesOf(symbols, asked) {
      loaded ??= trainedSymbolOrder(readSymbolOrder(path));
      return loaded.valuesOf(symbols, asked);
    },
  };
}

interface Head {
  readonly size: number;
  readonly weights: Readonly<Record<string, number>>;
  readonly quotedWeights: Readonly<Record<string, number>>;
  readonly words: string;
}

/**
 * A line of JSON; then scales, one number of four bytes for each vector, and vectors, one byte for each of their numbers, both first
 * of words in questions and then of words in names.
 */
export function readSymbolOrder(path: string): TrainedOrder {
  try {
    const bytes = readFileSync(path);
    const end = bytes.indexOf("\n");
    const { size, weights, quotedWeights, words }: Head = JSON.parse(bytes.toString("utf8", 0, end));
    const placeOf = new Map(words.split(" ").map((word, place) => [word, place]));
    const count = placeOf.size;
    const start = end + 1 + 8 * count;
    if (bytes.length !== start + 2 * count * size) throw new Error("It has another length than it says");
    const side = (number: number): Float32Array => {
      const vectors = new Float32Array(count * size);
      for (let i = 0; i < vectors.length; i++) {
        const scale = bytes.readFloatLE(end + 1 + 4 * (number * count + Math.floor(i / size)));
        vectors[i] = scale * bytes.readInt8(start + number * count * size + i);
      }
      return vectors;
    };
    return { weights, quotedWeights, vectors: { size, placeOf, asked: side(0), named: side(1) } };
  } catch (cause) {
    throw new Error(`Cannot read the weights of symbols "${path}": the file is missing or damaged`, {
      cause,
    });
  }
}
