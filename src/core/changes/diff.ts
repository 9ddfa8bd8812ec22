/** What git says was changed, as files with lines. */

export interface DiffLine {
  readonly kind: "kept" | "added" | "removed";
  readonly text: string;
}

export interface DiffHunk {
  /** 0-based, of the first line before and after the change; of an empty side the line in front of which it stands. */
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: readonly DiffLine[];
}

export interface ChangedFile {
  readonly kind: "added" | "deleted" | "changed" | "renamed";
  /** From the top of the repository, with `/`; of a deleted file as it was called. */
  readonly path: string;
  /** As it was called before, when that differs. */
  readonly from?: string;
  readonly isBinary: boolean;
  /** Ascending, not overlapping. */
  readonly hunks: readonly DiffHunk[];
}

/** A line that is there after the change and was not before. */
export interface AddedLine {
  /** 0-based. */
  readonly line: number;
  readonly text: string;
}

/** Reads `git diff` with the prefixes `a/` and `b/`. What is cut off at the end counts up to its last whole line. Never throws. */
export function parseDiff(text: string): readonly ChangedFile[] {
  const files: ChangedFile[] = [];
  // Behind the last line break stands nothing, or a line that was cut.
  const lines = text.split("\n").slice(0, -1);
  for (let at = 0; at < lines.length; ) {
    if (!lines[at]!.startsWith("diff --git ")) {
      at++;
      continue;
    }
    let end = at + 1;
    while (end < lines.length && !lines[end]!.startsWith("diff --git ")) end++;
    const file = readFile(lines.slice(at, end));
    if (file) files.push(file);
    at = end;
  }
  return files;
}

function readFile(lines: readonly string[]): ChangedFile | undefined {
  const firstHunk = lines.findIndex((line) => line.startsWith("@@ "));
  const head = firstHunk < 0 ? lines : lines.slice(0, firstHunk);
  const said = (start: string): string | undefined => {
    const line = head.find((one) => one.startsWith(start));
    return line === undefined ? undefined : unquoted(line.slice(start.length).replace(/\t$/, ""));
  };
  const [fromHead, toHead] = headPaths(lines[0]!);
  const from = said("rename from ") ?? sidePath(said("--- "), "a/") ?? fromHead;
  const to = said("rename to ") ?? sidePath(said("+++ "), "b/") ?? toHead;
  const isAdded = head.some((line) => line.startsWith("new file mode"));
  const isDeleted = head.some((line) => line.startsWith("deleted file mode"));
  const path = isDeleted ? from : to;
  if (path === undefined) return undefined;
  const isRenamed = !isAdded && !isDeleted && from !== undefined && from !== to;
  return {
    kind: isAdded ? "added" : isDeleted ? "deleted" : isRenamed ? "renamed" : "changed",
    path,
    ...(isRenamed ? { from } : {}),
    isBinary: head.some((line) => /^(?:Binary files |GIT binary patch)/.test(line)),
    hunks: firstHunk < 0 ? [] : readHunks(lines.slice(firstHunk)),
  };
}

/** `undefined` for `/dev/null`. */
const sidePath = (side: string | undefined, prefix: string): string | undefined =>
  side?.startsWith(prefix) ? side.slice(prefix.length) : undefined;

/** Paths of the first line, where they can be told apart: without spaces, or the same on both sides. */
function headPaths(line: string): readonly [string | undefined, string | undefined] {
  const rest = line.slice("diff --git ".length);
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(rest);
  if (quoted) return [sidePath(unquoted(quoted[1]!), "a/"), sidePath(unquoted(quoted[2]!), "b/")];
  const half = (rest.length - 1) / 2;
  const path = rest.slice(2, half);
  return rest === `a/${path} b/${path}` ? [path, path] : [undefined, undefined];
}

const escapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
};

/** A path that git quotes as C does. */
function unquoted(path: string): string {
  if (!/^".*"$/.test(path)) return path;
  let encoded = "";
  for (const [, octal, sign, plain] of path.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gs)) {
    const byte = octal === undefined ? undefined : Number.parseInt(octal, 8) & 255;
    encoded +=
      byte === undefined
        ? encodeURIComponent(plain ?? escapes[sign!] ?? sign!)
        : `%${byte.toString(16).padStart(2, "0")}`;
  }
  try {
    return decodeURIComponent(encoded);
  } catch {
    // Its bytes are no UTF-8: no file that is read here is called so.
    return path;
  }
}

const kinds: ReadonlyMap<string, DiffLine["kind"]> = new Map([
  [" ", "kept"],
  ["+", "added"],
  ["-", "removed"],
]);
const hunkHead = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

function readHunks(lines: readonly string[]): DiffHunk[] {
  const hunks: DiffHunk[] = [];
  for (let at = 0; at < lines.length; ) {
    const [, oldLine, oldCount = "1", newLine, newCount = "1"] = hunkHead.exec(lines[at]!) ?? [];
    at++;
    if (oldLine === undefined || newLine === undefined) continue;
    const own: DiffLine[] = [];
    let [oldLeft, newLeft] = [Number(oldCount), Number(newCount)];
    for (; at < lines.length && (oldLeft > 0 || newLeft > 0); at++) {
      const line = lines[at]!;
      const kind = kinds.get(line[0] ?? "");
      if (kind === undefined) continue;
      own.push({ kind, text: line.slice(1) });
      if (kind !== "added") oldLeft--;
      if (kind !== "removed") newLeft--;
    }
    // Of an empty side git names the line behind which it stands.
    const start = (line: string, count: string) => Number(line) - (count === "0" ? 0 : 1);
    hunks.push({ oldStart: start(oldLine, oldCount), newStart: start(newLine, newCount), lines: own });
  }
  return hunks;
}

/** Ascending. */
export function addedLines({ hunks }: ChangedFile): readonly AddedLine[] {
  return hunks.flatMap(({ newStart, lines }) => {
    let line = newStart;
    return lines.flatMap(({ kind, text }): AddedLine[] => {
      if (kind === "removed") return [];
      line++;
      return kind === "added" ? [{ line: line - 1, text }] : [];
    });
  });
}

/** Runs of added lines that follow each other. */
export function addedRuns(file: ChangedFile): readonly (readonly AddedLine[])[] {
  const runs: AddedLine[][] = [];
  for (const one of addedLines(file)) {
    const last = runs.at(-1);
    if (last && last.at(-1)!.line === one.line - 1) last.push(one);
    else runs.push([one]);
  }
  return runs;
}

/**
 * The text before the change, from the text after it.
 *
 * @returns undefined when the hunks are not of this text
 */
export function textBefore(after: string, { hunks, kind }: ChangedFile): string | undefined {
  if (kind === "added") return "";
  const lines = after.split("\n");
  const before: string[] = [];
  let at = 0;
  for (const { newStart, lines: own } of hunks) {
    if (newStart < at || newStart > lines.length) return undefined;
    before.push(...lines.slice(at, newStart));
    at = newStart;
    for (const { kind: change, text } of own) {
      if (change !== "removed" && lines[at++] !== text) return undefined;
      if (change !== "added") before.push(text);
    }
  }
  return [...before, ...lines.slice(at)].join("\n");
}
