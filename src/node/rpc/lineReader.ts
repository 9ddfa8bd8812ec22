/** Bytes to lines, however they are cut into chunks. */

export type Line =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "tooLong"; readonly maxBytes: number }
  | { readonly kind: "notUtf8" };

const newline = 0x0a;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

function decode(bytes: Uint8Array): Line {
  try {
    return { kind: "line", text: decoder.decode(bytes) };
  } catch {
    return { kind: "notUtf8" };
  }
}

/**
 * Splits at line feeds; a carriage return before one stays, as white space. Holds at most `maxBytes` of an unfinished
 * line: of a longer one nothing is kept, and one `tooLong` is reported when it passes the bound.
 */
export class LineReader {
  readonly #maxBytes: number;
  #parts: Uint8Array[] = [];
  #bytes = 0;
  #skipping = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that `chunk` completes. */
  push(chunk: Uint8Array): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      lines.push(...this.#take(chunk.subarray(start, end)));
      if (!this.#skipping) lines.push(decode(this.#join()));
      this.#reset();
      start = end + 1;
    }
    lines.push(...this.#take(chunk.subarray(start)));
    return lines;
  }

  /** The last line, when it has no line feed. */
  end(): Line[] {
    const rest = this.#bytes > 0 && !this.#skipping ? [decode(this.#join())] : [];
    this.#reset();
    return rest;
  }

  #take(part: Uint8Array): Line[] {
    if (this.#skipping || part.length === 0) return [];
    this.#bytes += part.length;
    if (this.#bytes > this.#maxBytes) {
      this.#parts = [];
      this.#skipping = true;
      return [{ kind: "tooLong", maxBytes: this.#maxBytes }];
    }
    this.#parts.push(part);
    return [];
  }

  #join(): Uint8Array {
    return this.#parts.length === 1 ? (this.#parts[0] ?? new Uint8Array()) : Buffer.concat(this.#parts);
  }

  #reset(): void {
    this.#parts = [];
    this.#bytes = 0;
    this.#skipping = false;
  }
}
