/** What is kept of a stream without end: its beginning and its end. */

export class Capture {
  readonly #half: number;
  readonly #head: Uint8Array[] = [];
  #headBytes = 0;
  /** Newest last; holds `#half` bytes and at most one piece more. */
  #tail: Uint8Array[] = [];
  #tailBytes = 0;
  #dropped = 0;

  /** @param maxBytes kept, half of them from the start */
  constructor(maxBytes: number) {
    this.#half = Math.max(1, Math.floor(maxBytes / 2));
  }

  get droppedBytes(): number {
    return this.#dropped + Math.max(0, this.#tailBytes - this.#half);
  }

  push(piece: Uint8Array): void {
    const toHead = Math.min(piece.length, this.#half - this.#headBytes);
    if (toHead > 0) this.#head.push(piece.slice(0, toHead));
    this.#headBytes += toHead;
    if (toHead < piece.length) this.#pushTail(piece.slice(toHead));
  }

  /** The text, with a line of its own where something is missing. */
  text(): string {
    const decoder = new TextDecoder();
    const head = decoder.decode(join(this.#head), { stream: this.droppedBytes === 0 });
    const tail = join(this.#tail);
    const dropped = this.droppedBytes;
    if (dropped === 0) return head + decoder.decode(tail);
    const kept = tail.subarray(Math.max(0, tail.length - this.#half));
    return `${head}\n[${dropped} bytes left out]\n${decoder.decode(kept)}`;
  }

  #pushTail(piece: Uint8Array): void {
    this.#tail.push(piece);
    this.#tailBytes += piece.length;
    while (this.#tail.length > 1 && this.#tailBytes - this.#tail[0]!.length >= this.#half) {
      const oldest = this.#tail.shift()!;
      this.#tailBytes -= oldest.length;
      this.#dropped += oldest.length;
    }
  }
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
