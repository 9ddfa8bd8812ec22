/** What checkers write, read as findings: one pattern for each kind of line, and readers of JSON. */
import type { CheckerFix, CheckFinding, FixPlace, Severity } from "./checkFinding.ts";

/** Paths as the checker writes them. */
type Row = CheckFinding;

/**
 * Lines of a place and a message. Groups: `path`, `line`, `column` (1-based), `code`, `message`; what does not match is left out.
 * `columnFrom` is the number of the first column.
 */
export interface LinePattern {
  readonly pattern: RegExp;
  readonly columnFrom: 0 | 1;
}

export const linePatterns = {
  /** `src/a.ts(3,5): error TS2304: Cannot find name 'x'.`, and lines below that are indented. */
  tsc: {
    pattern: /^(?<path>[^\s(][^(]*)\((?<line>\d+),(?<column>\d+)\): error (?<code>TS\d+): (?<message>.*)$/,
    columnFrom: 1,
  },
  /** `a.py:4:9: error: Name "x" is not defined  [name-defined]` */
  mypy: {
    pattern:
      /^(?<path>[^:]+):(?<line>\d+):(?:(?<column>\d+):)? error: (?<message>.*?)(?:\s+\[(?<code>[\w-]+)\])?$/,
    columnFrom: 1,
  },
  /** `a.py:4:9: F821 undefined name 'x'` */
  flake8: {
    pattern: /^(?<path>[^:]+):(?<line>\d+):(?<column>\d+): (?<code>[A-Z]+\d+) (?<message>.*)$/,
    columnFrom: 1,
  },
  /** `a.py:4:9: undefined name 'x'`, as pyflakes does it; go's compiler and vet as well. */
  plain: {
    pattern:
      /^(?:vet: )?(?:\.\/)?(?<path>[^:#\s][^:]*):(?<line>\d+):(?:(?<column>\d+):?)? (?<code>)(?<message>.*)$/,
    columnFrom: 1,
  },
  /** `A.java:1: error: cannot find symbol`, below it the line of code, a mark, and what symbol. */
  javac: {
    pattern: /^(?:\[ERROR\] )?(?<path>[^:\s]+\.java):(?<line>\d+): (?<code>)error: (?<message>.*)$/,
    columnFrom: 1,
  },
} as const satisfies Readonly<Record<string, LinePattern>>;

/** @param path as the checker writes it, to one relative to the root; undefined for files elsewhere */
export type ToRootPath = (path: string) => string | undefined;

/** Codes of Flake8 and its extensions that are about looks; `E9` is about syntax. */
const isStyle = (code: string): boolean => /^(?:E[1-7]|W|C|N|D|I|Q|COM)\d/.test(code);

export function readLines(output: string, { pattern, columnFrom }: LinePattern, toRoot: ToRootPath): Row[] {
  const found: { row: Row; more: string[] }[] = [];
  for (const line of output.split(/\r?\n/)) {
    const { groups } = pattern.exec(line) ?? {};
    if (!groups) {
      if (/^\s+\S/.test(line)) found.at(-1)?.more.push(line);
      continue;
    }
    const path = toRoot(groups["path"]!);
    const column = groups["column"];
    if (path === undefined) continue;
    const row: Row = {
      path,
      line: Number(groups["line"]) - 1,
      ...(column === undefined ? {} : { column: Number(column) - columnFrom }),
      code: groups["code"] ?? "",
      message: groups["message"] ?? "",
      ...(isStyle(groups["code"] ?? "") ? { severity: "style" as const } : {}),
    };
    found.push({ row, more: [] });
  }
  return found.map(({ row, more }) => withMore(row, more));
}

/** Java tells below which symbol it is, and marks the column. */
function withMore(row: Row, more: readonly string[]): Row {
  const symbol = more.find((line) => /^\s+symbol:/.test(line));
  const where = more.find((line) => /^\s+location:/.test(line));
  const mark = more.find((line) => /^\s*\^\s*$/.test(line));
  if (symbol === undefined && mark === undefined) {
    const cause = row.code.startsWith("TS") ? more : [];
    return cause.length === 0 ? row : { ...row, message: [row.message, ...cause].join("\n") };
  }
  const told = [symbol, where].flatMap((line) =>
    line === undefined ? [] : [line.trim().replace(/\s+/g, " ")],
  );
  return {
    ...row,
    ...(mark === undefined ? {} : { column: mark.indexOf("^") }),
    message: [row.message, ...told].join("; "),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const listOf = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const numberOf = (value: unknown): number => (typeof value === "number" ? value : 0);
const objectOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

/** Some checkers write a line of another kind before or behind their report. */
function parseJson(text: string): unknown {
  for (const part of [text, /^[[{][\s\S]*[\]}]/m.exec(text)?.[0] ?? ""])
    try {
      return JSON.parse(part);
    } catch {}
  return undefined;
}

const severities: Readonly<Record<string, Severity>> = {
  "2": "error",
  fatal: "error",
  error: "error",
  "1": "warning",
  warning: "warning",
  convention: "style",
  refactor: "style",
  info: "style",
  information: "style",
};
const severityOf = (told: unknown): { readonly severity?: Severity } => {
  const severity = severities[String(told)];
  return severity === undefined ? {} : { severity };
};

/** @returns undefined when it is no report, as with the other readers of JSON */
export function readEslint(output: string, toRoot: ToRootPath): Row[] | undefined {
  const files = parseJson(output);
  if (!Array.isArray(files)) return undefined;
  return listOf(files).flatMap((file) => {
    const path = toRoot(textOf(file["filePath"]));
    if (path === undefined) return [];
    return listOf(file["messages"]).map((one) => {
      const fixes = [one["fix"], ...listOf(one["suggestions"]).map(({ fix }) => fix)].flatMap(eslintFix);
      return {
        path,
        line: Math.max(0, numberOf(one["line"]) - 1),
        column: Math.max(0, numberOf(one["column"]) - 1),
        code: textOf(one["ruleId"]),
        message: textOf(one["message"]),
        ...severityOf(one["severity"]),
        ...(fixes.length > 0 ? { fixes } : {}),
      };
    });
  });
}

function eslintFix(fix: unknown): CheckerFix[] {
  const { range, text } = objectOf(fix);
  if (!Array.isArray(range) || typeof text !== "string") return [];
  return [{ edits: [{ start: numberOf(range[0]), end: numberOf(range[1]), text }] }];
}

/** As from Biome 2.3 on, with lines and columns; before that with offsets in bytes and the text that they are of. */
export function readBiome(output: string, toRoot: ToRootPath): Row[] | undefined {
  const report = parseJson(output);
  if (!isObject(report) || !Array.isArray(report["diagnostics"])) return undefined;
  return listOf(report["diagnostics"]).flatMap((one) => {
    const { path, start, span, sourceCode } = objectOf(one["location"]);
    const own = toRoot(textOf(isObject(path) ? path["file"] : path));
    if (own === undefined) return [];
    const message = textOf(one["message"]) || textOf(one["description"]);
    const place = isObject(start)
      ? { line: Math.max(0, numberOf(start["line"]) - 1), column: Math.max(0, numberOf(start["column"]) - 1) }
      : bytePlace(textOf(sourceCode), Array.isArray(span) ? numberOf(span[0]) : 0);
    const code = textOf(one["category"]).replace(/^lint\//, "");
    return { path: own, ...place, code, message, ...severityOf(one["severity"]) };
  });
}

/** The line and the column of an offset in UTF-8. */
function bytePlace(text: string, offset: number): { readonly line: number; readonly column: number } {
  let bytes = 0;
  let line = 0;
  let column = 0;
  for (const letter of text) {
    if (bytes >= offset) break;
    const point = letter.codePointAt(0)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    column = letter === "\n" ? 0 : column + letter.length;
    if (letter === "\n") line++;
  }
  return { line, column };
}

export function readRuff(output: string, toRoot: ToRootPath): Row[] | undefined {
  const all = parseJson(output);
  if (!Array.isArray(all)) return undefined;
  return listOf(all).flatMap((one) => {
    const path = toRoot(textOf(one["filename"]));
    if (path === undefined) return [];
    const edits = listOf(objectOf(one["fix"])["edits"]).map((edit) => ({
      start: rowColumn(edit["location"]),
      end: rowColumn(edit["end_location"]),
      text: textOf(edit["content"]),
    }));
    return {
      path,
      ...rowColumn(one["location"]),
      code: textOf(one["code"]),
      message: textOf(one["message"]),
      ...(edits.length > 0 ? { fixes: [{ edits }] } : {}),
    };
  });
}

function rowColumn(place: unknown): { readonly line: number; readonly column: number } {
  const { row, column } = objectOf(place);
  return { line: Math.max(0, numberOf(row) - 1), column: Math.max(0, numberOf(column) - 1) };
}

export function readPyright(output: string, toRoot: ToRootPath): Row[] | undefined {
  const report = parseJson(output);
  if (!isObject(report) || !Array.isArray(report["generalDiagnostics"])) return undefined;
  return listOf(report["generalDiagnostics"]).flatMap((one) => {
    const path = toRoot(textOf(one["file"]));
    const { line, character } = objectOf(objectOf(one["range"])["start"]);
    if (path === undefined || one["severity"] === "information") return [];
    const place = { line: numberOf(line), column: numberOf(character) };
    const told = severityOf(one["severity"]);
    return { path, ...place, code: textOf(one["rule"]), message: textOf(one["message"]), ...told };
  });
}

export function readPylint(output: string, toRoot: ToRootPath): Row[] | undefined {
  const all = parseJson(output);
  if (!Array.isArray(all)) return undefined;
  return listOf(all).flatMap((one) => {
    const path = toRoot(textOf(one["path"]));
    if (path === undefined) return [];
    const place = { line: Math.max(0, numberOf(one["line"]) - 1), column: numberOf(one["column"]) };
    const told = severityOf(one["type"]);
    return { path, ...place, code: textOf(one["symbol"]), message: textOf(one["message"]), ...told };
  });
}

/** Messages of `cargo check`, one line of JSON each. */
export function readCargo(output: string, toRoot: ToRootPath): Row[] | undefined {
  const rows = output.split("\n").flatMap((line) => {
    const row = line.startsWith("{") ? parseJson(line) : undefined;
    return isObject(row) ? [row] : [];
  });
  if (!rows.some(({ reason }) => reason === "build-finished")) return undefined;
  return rows
    .filter(({ reason }) => reason === "compiler-message")
    .flatMap(({ message }) => cargoRow(objectOf(message), toRoot));
}

function cargoRow(message: Record<string, unknown>, toRoot: ToRootPath): Row[] {
  const primary = listOf(message["spans"]).find((span) => span["is_primary"] === true);
  const path = primary && toRoot(textOf(primary["file_name"]));
  if (!primary || path === undefined) return [];
  const fixes = listOf(message["children"]).flatMap((child) => {
    const spans = listOf(child["spans"]).filter((span) => typeof span["suggested_replacement"] === "string");
    const own = spans.filter((span) => toRoot(textOf(span["file_name"])) === path);
    if (own.length === 0 || own.length !== spans.length) return [];
    const isChoice = own.every((span) => samePlace(span, own[0]!));
    const edits = own.map((span) => ({
      start: spanPlace(span, "start"),
      end: spanPlace(span, "end"),
      text: textOf(span["suggested_replacement"]),
    }));
    return isChoice ? edits.map((edit) => ({ edits: [edit] })) : [{ edits }];
  });
  return [
    {
      path,
      ...spanPlace(primary, "start"),
      code: textOf(objectOf(message["code"])["code"]),
      message: textOf(message["message"]),
      ...(fixes.length > 0 ? { fixes } : {}),
    },
  ];
}

const samePlace = (a: Record<string, unknown>, b: Record<string, unknown>): boolean =>
  a["byte_start"] === b["byte_start"] && a["byte_end"] === b["byte_end"];

/** Columns count characters: the same as units but for rare ones. */
const spanPlace = (span: Record<string, unknown>, side: "start" | "end") => ({
  line: Math.max(0, numberOf(span[`line_${side}`]) - 1),
  column: Math.max(0, numberOf(span[`column_${side}`]) - 1),
});

/** @returns undefined when the place is outside of the text */
export function offsetOf(text: string, place: FixPlace): number | undefined {
  if (typeof place === "number") return place <= text.length ? place : undefined;
  let at = 0;
  for (let line = 0; line < place.line; line++) {
    const next = text.indexOf("\n", at);
    if (next < 0) return undefined;
    at = next + 1;
  }
  const offset = at + place.column;
  return offset <= text.length ? offset : undefined;
}
