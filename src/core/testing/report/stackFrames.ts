/** Calls named in a failure's text, as the languages write them. */
import type { StackFrame } from "../testOutcome.ts";

interface RawFrame {
  readonly path: string;
  /** 1-based, as it is written. */
  readonly line: number;
  readonly function?: string | undefined;
}

type ReadLine = (line: string) => RawFrame | undefined;

const frame = (
  match: RegExpExecArray | null,
  path: number,
  line: number,
  name?: number,
): RawFrame | undefined =>
  match
    ? {
        path: match[path]!,
        line: Number(match[line]),
        function: name === undefined ? undefined : match[name],
      }
    : undefined;

/** Told innermost last. */
const python: ReadLine = (line) => frame(/^\s*File "([^"]+)", line (\d+)(?:, in (.+))?$/.exec(line), 1, 2, 3);
/** pytest's own form, innermost last too. */
const pytest: ReadLine = (line) => frame(/^([^\s:][^:]*\.py):(\d+): ?(?:in (\S+))?/.exec(line), 1, 2, 3);

/** The rest tells the innermost first. */
const inward: readonly ReadLine[] = [
  (line) =>
    frame(
      /^\s*at (?:async )?(?:(.+?) \()?(?:file:\/\/)?((?:\/|[A-Za-z]:[\\/]|\.{0,2}\/)?[^():\s][^():]*):(\d+):\d+\)?$/.exec(
        line,
      ),
      2,
      3,
      1,
    ),
  (line) => frame(/^\s*❯ (?:(\S+) )?([^\s:]+):(\d+):\d+$/.exec(line), 2, 3, 1),
  (line) => frame(/^\s*at ([\w.$<>/]+)\(([\w$]+\.(?:java|kt|groovy|scala)):(\d+)\)$/.exec(line), 2, 3, 1),
  (line) => frame(/panicked at (?:'.*', )?([^\s:']+\.rs):(\d+):\d+/.exec(line), 1, 2),
  (line) => frame(/^\s+(?:at )?([^\s:]+\.(?:rs|go)):(\d+)(?::\d+)?(?: \+0x[0-9a-f]+)?$/.exec(line), 1, 2),
  (line) => frame(/^\s*([\w./-]+\.go):(\d+):(?: |$)/.exec(line), 1, 2),
];

/** `file:///w/my%20code/a.js` as a path. */
const withPaths = (line: string): string =>
  line.replace(/file:\/\/[^\s()]+/g, (url) => {
    try {
      return decodeURIComponent(url).slice("file://".length);
    } catch {
      return url;
    }
  });

/** Text that is searched, and calls that are kept: a recursion without end has told all by then. */
const mostUnits = 100_000;
const mostFrames = 50;

/**
 * @param locate path relative to the workspace of a path as it is written, and undefined for what is not in it
 * @returns innermost first
 */
export function findFrames(
  text: string,
  locate: (path: string, functionName: string | undefined) => string | undefined,
): readonly StackFrame[] {
  const raw: RawFrame[] = [];
  const pythonFrames: RawFrame[] = [];
  for (const written of text.slice(0, mostUnits).split(/\r?\n/)) {
    const line = withPaths(written);
    const late = python(line) ?? pytest(line);
    if (late) pythonFrames.push(late);
    else {
      for (const read of inward) {
        const found = read(line);
        if (found) raw.push(found);
        if (found) break;
      }
    }
  }
  const found = [...raw, ...pythonFrames.reverse()].flatMap(({ path, line, function: name }) => {
    const located = locate(path, name);
    const known = name === undefined || name === "<module>" ? {} : { function: name };
    return located === undefined || line < 1 ? [] : [{ path: located, line: line - 1, ...known }];
  });
  const keys = found.map(({ path, line }) => `${path}:${line}`);
  return found.filter((_, i) => keys.indexOf(keys[i]!) === i).slice(0, mostFrames);
}
