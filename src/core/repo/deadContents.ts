/** Dead contents by language and hash, to bring one back that was seen before. */
export class DeadContents {
  /** File numbers by language and hash; a list where several contents are the same. */
  readonly #files = new Map<string, Map<number, number | number[]>>();

  add(languageId: string, hash: number, file: number): void {
    let files = this.#files.get(languageId);
    if (!files) this.#files.set(languageId, (files = new Map()));
    const known = files.get(hash);
    if (known === undefined) files.set(hash, file);
    else if (typeof known === "number") files.set(hash, [known, file]);
    else known.push(file);
  }

  /** Takes one out; undefined when there is none. */
  take(languageId: string, hash: number): number | undefined {
    const files = this.#files.get(languageId);
    const known = files?.get(hash);
    if (typeof known === "object" && known.length > 1) return known.pop();
    files?.delete(hash);
    return typeof known === "object" ? known[0] : known;
  }

  clear(): void {
    this.#files.clear();
  }
}
