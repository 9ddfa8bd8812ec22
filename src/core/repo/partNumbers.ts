/** Finds the part to which a number of a file, passage or symbol belongs. */
import type { RepoPart } from "./repoPart.ts";

export class PartNumbers {
  #parts: readonly RepoPart[] = [];
  /** The part found last: numbers most often come in runs. */
  #last: RepoPart | undefined;

  /** Gives each part its first numbers, in their order. */
  set(parts: readonly RepoPart[]): void {
    let before: RepoPart | undefined;
    for (const part of parts) {
      part.firstFile = before?.endFile ?? 0;
      part.firstPassage = before?.endPassage ?? 0;
      part.firstSymbol = before?.endSymbol ?? 0;
      before = part;
    }
    this.#parts = parts;
    this.#last = parts[0];
  }

  ofFile(file: number): RepoPart {
    const last = this.#last;
    if (last && file >= last.firstFile && file < last.endFile) return last;
    return this.#find((part) => file < part.endFile);
  }

  ofPassage(passage: number): RepoPart {
    const last = this.#last;
    if (last && passage >= last.firstPassage && passage < last.endPassage) return last;
    return this.#find((part) => passage < part.endPassage);
  }

  ofSymbol(symbol: number): RepoPart {
    const last = this.#last;
    if (last && symbol >= last.firstSymbol && symbol < last.endSymbol) return last;
    return this.#find((part) => symbol < part.endSymbol);
  }

  #find(isBefore: (part: RepoPart) => boolean): RepoPart {
    let low = 0;
    let high = this.#parts.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(this.#parts[middle]!)) high = middle;
      else low = middle + 1;
    }
    this.#last = this.#parts[low];
    if (!this.#last) throw new Error("Cannot find a segment: there is none");
    return this.#last;
  }
}
