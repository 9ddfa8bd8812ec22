/**
 * The naive rival: of all places in the repository and in the visible text where the longest run of tokens before the
 * cursor stands, the most frequent continuation to the end of the line, the latest of equally frequent ones.
 */
import type { Position } from "./positions.ts";
import type { SourceFile } from "./sources.ts";

const TOKEN = /\n|[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu;
const PARTIAL = /[\p{L}\p{N}_$]+$/u;

interface Text {
  readonly text: string;
  readonly ids: number[];
  readonly starts: number[];
}

export class Baseline {
  readonly #ids = new Map<string, number>();
  readonly #files = new Map<string, Text>();

  constructor(files: readonly SourceFile[]) {
    for (const file of files) this.setFile(file);
  }

  setFile({ path, text }: SourceFile): void {
    this.#files.set(path, this.#cut(text));
  }

  removeFile(path: string): void {
    this.#files.delete(path);
  }

  /** Rest of the line; empty when nothing matches. */
  complete({ path, prefix, suffix }: Position): string {
    const partial = PARTIAL.exec(prefix)?.[0] ?? "";
    const context = this.#cut(prefix.slice(0, prefix.length - partial.length)).ids;
    const visible = [this.#cut(suffix), this.#cut(prefix)];
    const counts = new Map<string, number>();
    let longest = 1;
    for (const text of [
      ...[...this.#files].filter(([other]) => other !== path).map(([, one]) => one),
      ...visible,
    ]) {
      const isPrefix = text === visible[1];
      const last = context[context.length - 1];
      const end = isPrefix ? context.length : text.ids.length;
      for (let at = 1; at < end; at++) {
        if (text.ids[at - 1] !== last) continue;
        let order = 1;
        while (order < at && text.ids[at - 1 - order] === context[context.length - 1 - order]) {
          if (context.length - 1 - order < 0) break;
          order++;
        }
        if (order < longest) continue;
        const continuation = restOfLine(text, at);
        if (continuation === "" || !continuation.startsWith(partial)) continue;
        if (order > longest) {
          longest = order;
          counts.clear();
        }
        const seen = counts.get(continuation) ?? 0;
        counts.delete(continuation);
        counts.set(continuation, seen + 1);
      }
    }
    let best = "";
    let most = 0;
    for (const [continuation, count] of counts) if (count >= most) [best, most] = [continuation, count];
    return best.slice(partial.length);
  }

  #cut(text: string): Text {
    const ids: number[] = [];
    const starts: number[] = [];
    for (const match of text.matchAll(TOKEN)) {
      let id = this.#ids.get(match[0]);
      if (id === undefined) this.#ids.set(match[0], (id = this.#ids.size + 1));
      if (match[0] === "\n" && ids[ids.length - 1] === id) continue;
      ids.push(id);
      starts.push(match.index);
    }
    return { text, ids, starts };
  }
}

function restOfLine({ text, starts }: Text, at: number): string {
  const start = starts[at]!;
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? text.length : end).trimEnd();
}
