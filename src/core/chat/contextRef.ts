/** What a person puts beside a question, named: `#file:store.py`, a selection, `#problems`. Its text is read when the question is asked. */
import { hasFields, isListOf, isMaybe, isOneOf, isText, isWhole } from "../text/plainData.ts";

/** Those that stand for themselves come last: they need no name. */
export const contextRefKinds = [
  "file",
  "lines",
  "symbol",
  "folder",
  "docs",
  "rules",
  "problems",
  "tests",
  "changes",
  "terminal",
] as const;
export type ContextRefKind = (typeof contextRefKinds)[number];

/** Lines are 1-based, `line <= endLine` (inclusive). */
export interface ContextRef {
  readonly kind: ContextRefKind;
  /** As people name it, from its root with `/`: of files, lines, symbols, folders and rules; of problems when they are of one file. */
  readonly path?: string | undefined;
  /** Of a symbol, dotted, or of a package. */
  readonly name?: string | undefined;
  /** Of lines, and of a symbol whose place is known. */
  readonly line?: number | undefined;
  readonly endLine?: number | undefined;
  /** Of the file that is open, where the cursor stands in it: a line, 1-based. The file goes along whole. */
  readonly cursor?: number | undefined;
}

/** As it went with a question. */
export interface ShownContext extends ContextRef {
  /** What a person should know of it, such as "it is no longer there" or "its first 400 lines". */
  readonly note?: string | undefined;
}

/** More are not taken. */
export const MOST_CONTEXT = 30;
const LONGEST_PATH = 4096;
const LONGEST_NAME = 300;

const fields = {
  kind: isOneOf(...contextRefKinds),
  path: isMaybe(isText(LONGEST_PATH)),
  name: isMaybe(isText(LONGEST_NAME)),
  line: isMaybe(isWhole(1)),
  endLine: isMaybe(isWhole(1)),
  cursor: isMaybe(isWhole(1)),
};
export const isContextRef = hasFields<ContextRef>(fields);
export const isShownContext = hasFields<ShownContext>({ ...fields, note: isMaybe(isText()) });
const isList = isListOf(isContextRef);
export const isContext = (value: unknown): value is readonly ContextRef[] =>
  isList(value) && value.length <= MOST_CONTEXT;

const baseName = (path: string): string => path.slice(path.replace(/\/$/, "").lastIndexOf("/") + 1);

const plainLabels: Partial<Readonly<Record<ContextRefKind, string>>> = {
  tests: "Failing tests",
  changes: "Changes",
  terminal: "Terminal",
};

/** In a few words, for a chip: `store.py:9-12`. */
export function labelOfContext({ kind, path = "", name = "", line, endLine }: ContextRef): string {
  const file = baseName(path);
  switch (kind) {
    case "lines":
      return endLine !== undefined && endLine !== line ? `${file}:${line}-${endLine}` : `${file}:${line}`;
    case "symbol":
      return name;
    case "docs":
      return `docs: ${name}`;
    case "problems":
      return path === "" ? "Problems" : `Problems in ${file}`;
    default:
      return plainLabels[kind] ?? file;
  }
}

/** In full, for a tooltip and a screen reader. */
export function describeContext(ref: ContextRef): string {
  const { kind, path = "", name = "", line, endLine = line } = ref;
  switch (kind) {
    case "file":
      return `File ${path}`;
    case "lines":
      return line === endLine ? `Line ${line} of ${path}` : `Lines ${line} to ${endLine} of ${path}`;
    case "symbol":
      return path === "" ? `Symbol ${name}` : `Symbol ${name} in ${path}`;
    case "folder":
      return `Outline of the folder ${path}`;
    case "docs":
      return `Documentation of ${name}, as installed`;
    case "rules":
      return `Rules of the project in ${path}`;
    case "problems":
      return path === "" ? "Problems of the workspace" : `Problems in ${path}`;
    case "tests":
      return "Tests that failed when they last ran";
    case "changes":
      return "What is changed and not committed";
    case "terminal":
      return "The last command of the terminal, with what it wrote";
  }
}

/** The cursor aside: a file is the same wherever it stands. */
const keyOf = ({ kind, path, name, line, endLine }: ContextRef): string =>
  JSON.stringify([kind, path, name, line, endLine]);

/** Both lists in order, each thing once, as many as are taken. */
export function withContext(
  context: readonly ContextRef[],
  more: readonly ContextRef[],
): readonly ContextRef[] {
  const known = new Map([...context, ...more].map((ref) => [keyOf(ref), ref]));
  return [...known.values()].slice(0, MOST_CONTEXT);
}

export const isSameContext = (a: ContextRef, b: ContextRef): boolean => keyOf(a) === keyOf(b);
