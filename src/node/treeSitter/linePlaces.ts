/** Line and column of offsets. Lines end with `\n`, as the parser counts them. */
export class LinePlaces {
  readonly #starts: number[] = [0];
  /** The line found last: the next offset is mostly near it. */
  #line = 0;

  constructor(text: string) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  /** 0-based. */
  lineOf(offset: number): number {
    const starts = this.#starts;
    let line = this.#line;
    while (line > 0 && starts[line]! > offset) line--;
    while (line + 1 < starts.length && starts[line + 1]! <= offset) line++;
    this.#line = line;
    return line;
  }

  /** 0-based, UTF-16 units. */
  columnOf(offset: number): number {
    return offset - this.#starts[this.lineOf(offset)]!;
  }
}
