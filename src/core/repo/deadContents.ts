/** Dead contents by their hash, to bring one back that was seen before. */
export class DeadContents {
  /** File numbers; a list where several contents have the same hash. */
  readonly #files = new Map<number, number | number[]>();

  add(hash: number, file: number): void {
    const known = this.#files.get(hash);
    if (known === undefined) this.#files.set(hash, file);
    else if (typeof known === "number") this.#files.set(hash, [known, file]);
    else known.push(file);
  }

  /** Takes one out that is accepted; undefined when there is none. */
  take(hash: number, accept: (file: number) => boolean): number | undefined {
    const known = this.#files.get(hash);
    if (known === undefined) return undefined;
    const files = typeof known === "number" ? [known] : known;
    const at = files.findIndex(accept);
    if (at < 0) return undefined;
    if (files.length === 1) this.#files.delete(hash);
    else this.#files.set(hash, files.toSpliced(at, 1));
    return files[at];
  }

  clear(): void {
    this.#files.clear();
  }
}
