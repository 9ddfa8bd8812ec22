/** What can be told of an added line by its text alone. */
import { redactSecrets } from "../prompt/secrets.ts";
import { type AddedLine, addedRuns, type ChangedFile } from "./diff.ts";
import type { ReviewFinding } from "./finding.ts";

/** Statements that are written to look into a running program; `isSure` for those that nothing else needs. */
interface Leftover {
  readonly languages: RegExp;
  readonly pattern: RegExp;
  readonly what: string;
  readonly isSure: boolean;
}

const ecma = /^(?:java|type)script/;
const leftovers: readonly Leftover[] = [
  { languages: ecma, pattern: /^\s*debugger\s*;?\s*$/, what: "debugger", isSure: true },
  {
    languages: ecma,
    pattern: /^\s*console\.(?:log|debug|trace|dir)\s*\(/,
    what: "console output",
    isSure: false,
  },
  {
    languages: ecma,
    pattern: /^\s*(?:describe|it|test)\.only\s*\(/,
    what: "a test that shuts out all others",
    isSure: true,
  },
  {
    languages: /^python$/,
    pattern: /^\s*(?:breakpoint\s*\(\s*\)|i?pdb\.set_trace\s*\()/,
    what: "a breakpoint",
    isSure: true,
  },
  { languages: /^python$/, pattern: /^\s*import\s+i?pdb\b/, what: "the debugger's import", isSure: true },
  {
    languages: /^python$/,
    pattern: /^\s*print\s*\(\s*f?["'](?:debug|here|xxx|!!!|>>>|---)/i,
    what: "debug output",
    isSure: false,
  },
  {
    languages: /^ruby$/,
    pattern: /^\s*(?:binding\.(?:pry|irb)|byebug)\b/,
    what: "a breakpoint",
    isSure: true,
  },
  { languages: /^rust$/, pattern: /^\s*dbg!\s*\(/, what: "dbg!", isSure: false },
  { languages: /^php$/, pattern: /^\s*(?:var_dump|dd|print_r)\s*\(/, what: "debug output", isSure: false },
  {
    languages: /^go$/,
    pattern: /^\s*(?:fmt\.Print(?:ln|f)?\(\s*"(?:debug|here|xxx|!!!|>>>|---)|spew\.Dump\()/i,
    what: "debug output",
    isSure: false,
  },
  {
    languages: /^java$/,
    pattern:
      /^\s*(?:\w+\.printStackTrace\s*\(\s*\)|System\.(?:out|err)\.print(?:ln)?\(\s*"(?:debug|here|xxx|!!!|>>>|---))/i,
    what: "debug output",
    isSure: false,
  },
];

/** Where people write to the console on purpose. */
const consoleProgram =
  /(?:^|\/)(?:bin|cli|scripts?|tools?|examples?|bench(?:marks?)?|docs?)(?:\/|$)|(?:^|\/)(?:cli|main|logger|logging|console)\.\w+$/i;

const marker = /^(?:<{7}(?: .*)?|>{7}(?: .*)?|\|{7}(?: .*)?|={7})$/;
const todo = /(?:^|[^\w])(TODO|FIXME|XXX|HACK)(?![\w-])[:( ]*(.*)$/;

export function checkLines(file: ChangedFile, languageId: string): readonly ReviewFinding[] {
  if (file.kind === "deleted" || file.isBinary) return [];
  const runs = addedRuns(file);
  return [
    ...markers(file, runs),
    ...runs.flatMap((run) => run.flatMap((one) => ofLine(file.path, languageId, one))),
  ];
}

/** `=======` alone underlines headings, so that the others must be there, too. */
function markers({ path }: ChangedFile, runs: readonly (readonly AddedLine[])[]): ReviewFinding[] {
  const found = runs.flat().filter(({ text }) => marker.test(text.replace(/\r$/, "")));
  const isConflict =
    found.some(({ text }) => text.startsWith("<")) && found.some(({ text }) => text.startsWith(">"));
  if (!isConflict) return [];
  return found.map(({ line }) => ({
    path,
    line,
    severity: "error",
    kind: "conflictMarker",
    message: "A marker of a merge conflict is left",
  }));
}

function ofLine(path: string, languageId: string, { line, text }: AddedLine): ReviewFinding[] {
  const found: ReviewFinding[] = [];
  const [secret] = Object.keys(redactSecrets(text).counts);
  if (secret !== undefined)
    found.push({
      path,
      line,
      severity: "error",
      kind: "secret",
      message: `This looks like a secret (${secret})`,
    });
  const leftover = leftovers.find(
    ({ languages, pattern }) => languages.test(languageId) && pattern.test(text),
  );
  if (leftover && (leftover.isSure || !consoleProgram.test(path))) {
    const { isSure, what } = leftover;
    found.push({
      path,
      line,
      severity: isSure ? "error" : "note",
      kind: "debug",
      message: `Left from debugging: ${what}`,
      ...(isWhole(text) ? { fix: "" } : {}),
    });
  }
  const [, word, rest = ""] = todo.exec(text) ?? [];
  if (word !== undefined) {
    const what = rest
      .replace(/\s*(?:\*\/|-->)\s*$/, "")
      .trim()
      .slice(0, 120);
    found.push({
      path,
      line,
      severity: "note",
      kind: "todo",
      message: `${word} is added${what === "" ? "" : `: ${what}`}`,
    });
  }
  return found;
}

/** A statement that ends on its line: it can go without the lines around it. */
function isWhole(text: string): boolean {
  const depth = [...text.replace(/(["'`])(?:\\.|(?!\1).)*\1/g, "")].reduce(
    (sum, sign) => sum + ("([{".includes(sign) ? 1 : ")]}".includes(sign) ? -1 : 0),
    0,
  );
  return depth === 0 && !/[\\,]\s*$/.test(text);
}
