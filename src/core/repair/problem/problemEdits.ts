/** Changes that may answer a problem, from what the text and the repository know. Every one is tried by the checker: order is what counts. */
import { type Insertion, insertImport, type NeededImport } from "../../completion/autoImport/importLine.ts";
import type { Tokens } from "../../syntax/outline/tokens.ts";
import { codes, tokenTypes } from "../../syntax/outline/tokens.ts";
import { isKeyword } from "../../syntax/tokens/keywords.ts";
import { likeliestNames, nearestName } from "../../verify/nearest.ts";
import { applyReplacements, editKey, type Replacement } from "../candidate.ts";
import type { ProblemSubject } from "./problemSubject.ts";

/** One change of the file that the problem stands in. */
export interface ProblemEdit {
  /** Ascending, not overlapping, at least one. */
  readonly edits: readonly Replacement[];
  /** What is done, for a person: `rename to`, `import`. */
  readonly about: string;
  /** How likely; comparable within one problem. Unitless, 0 to 1. */
  readonly score: number;
}

export interface ProblemPlace {
  readonly text: string;
  readonly languageId: string;
  /** Of the whole text. */
  readonly tokens: Tokens;
  /** 0-based. */
  readonly line: number;
  readonly column?: number | undefined;
  /** Its offset where it is known. */
}

/** What the repository and its libraries know, the likeliest first in each list. */
export interface ProblemKnowledge {
  /** Ways to import the name that is missing. */
  readonly imports: readonly NeededImport[];
  /** What may stand behind the dot, or what the module has; empty when nobody knows. */
  readonly members: readonly string[];
  /** Names of definitions anywhere in the repository. */
  readonly names: readonly string[];
  /** Modules that others import. */
  readonly modules: readonly string[];
  /** In how many pieces of the repository the rarest word of a name stands: what is misspelt stands in few. */
  readonly familiarity: (name: string) => number;
}

const mostRenames = 8;

/** Best first, each change once. */
export function problemEdits(
  subject: ProblemSubject,
  place: ProblemPlace,
  known: ProblemKnowledge,
): readonly ProblemEdit[] {
  const all = [...editsFor(subject, place, known)].sort((a, b) => b.score - a.score);
  const seen = new Set<string>();
  return all.filter(({ edits }) => {
    const key = editKey(edits);
    if (seen.has(key) || applyReplacements(place.text, edits) === place.text) return false;
    seen.add(key);
    return true;
  });
}

function editsFor(
  subject: ProblemSubject,
  place: ProblemPlace,
  known: ProblemKnowledge,
): Iterable<ProblemEdit> {
  switch (subject.kind) {
    case "name":
      return nameEdits(subject, place, known);
    case "member":
      return memberEdits(subject, place, known);
    case "export":
      return exportEdits(subject, place, known);
    case "module":
      return moduleEdits(subject, place, known);
    case "unused":
      return [...unusedImportEdits(subject.name, place), ...unusedEdits(subject.name, place)];
    case "unusedImport":
      return unusedImportEdits(subject.name, place);
    case "keyword":
      return renames(place, tokensNamed(place, subject.name, true), {
        meant: subject.meant,
        first: known.members,
        others: [...identifiersOf(place), ...known.names],
      });
    case "argument":
      return argumentEdits(subject.name, place);
    case "await":
      return awaitEdits(place);
    case "return":
      return returnEdits(place);
    case "nullable":
      return nullableEdits(place);
    case "literal":
      return literalEdits(subject, place);
    case "mark":
      return markEdits(subject.mark, place);
    case "rewrite":
      return rewriteEdits(subject.from, subject.to, place);
    case "other":
      return [];
  }
}

const isPython = ({ languageId }: ProblemPlace): boolean => languageId === "python";
const isEcma = ({ languageId }: ProblemPlace): boolean => /script/.test(languageId);

const lineRange = ({ tokens, text }: ProblemPlace, line: number): readonly [number, number] => [
  tokens.lineStarts[line] ?? text.length,
  tokens.lineStarts[line + 1] ?? text.length,
];

/** Tokens of a name: the one at the column first, then others of the line, with `isNear` those of the lines below too. */
function tokensNamed(place: ProblemPlace, name: string, isNear = false): number[] {
  const { tokens, line, column } = place;
  const last = isNear ? line + 12 : line;
  const found: number[] = [];
  for (let i = 0; i < tokens.count; i++)
    if (tokens.line(i) >= line && tokens.line(i) <= last && tokens.is(i, name)) found.push(i);
  if (found.length === 0) for (let i = 0; i < tokens.count; i++) if (tokens.is(i, name)) found.push(i);
  const offset = column === undefined ? undefined : (tokens.lineStarts[line] ?? 0) + column;
  const holds = (i: number) => offset !== undefined && tokens.start(i) <= offset && offset < tokens.end(i);
  return found.sort((a, b) => Number(holds(b)) - Number(holds(a)));
}

function allNamed({ tokens }: ProblemPlace, name: string): number[] {
  const found: number[] = [];
  for (let i = 0; i < tokens.count; i++) if (tokens.is(i, name)) found.push(i);
  return found;
}

/** All identifiers of the text with how often they stand there. */
function identifierCounts({ tokens }: ProblemPlace): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i < tokens.count; i++) {
    if (!tokens.isIdentifier(i)) continue;
    const word = tokens.word(i);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

const identifiersOf = (place: ProblemPlace): string[] => [...identifierCounts(place).keys()];

const replaceToken = ({ tokens }: ProblemPlace, i: number, text: string): Replacement => ({
  start: tokens.start(i),
  end: tokens.end(i),
  text,
});

const inserted = ({ offset, text }: Insertion): Replacement => ({ start: offset, end: offset, text });

interface Namings {
  readonly meant?: string | undefined;
  /** Names that are surely there. */
  readonly first: readonly string[];
  readonly others: readonly string[];
}

/** One place takes another name, or all places of the text do. */
function* renames(
  place: ProblemPlace,
  at: readonly number[],
  { meant, first, others }: Namings,
): Generator<ProblemEdit> {
  const [token] = at;
  if (token === undefined) return;
  const name = place.tokens.word(token);
  const everywhere = allNamed(place, name);
  const ordered = [
    ...(meant === undefined ? [] : [meant]),
    ...optional(nearestName(name, first)),
    ...likeliestNames(name, first, mostRenames),
    ...optional(nearestName(name, others)),
    ...likeliestNames(name, others, mostRenames),
  ];
  const all = [...new Set(ordered)].filter((other) => other !== name && /^[\w$]+$/.test(other));
  for (const [rank, other] of all.slice(0, 2 * mostRenames).entries()) {
    const score = 0.9 * 0.85 ** rank;
    const about = `write \`${other}\` for \`${name}\``;
    yield { edits: [replaceToken(place, token, other)], about, score };
    if (everywhere.length > 1)
      yield {
        edits: everywhere.map((i) => replaceToken(place, i, other)),
        about: `${about}, everywhere in the file`,
        score: 0.7 * score,
      };
  }
}

const optional = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);

function* nameEdits(
  { name, meant }: ProblemSubject & { kind: "name" },
  place: ProblemPlace,
  known: ProblemKnowledge,
): Generator<ProblemEdit> {
  const { text, languageId, tokens } = place;
  const at = tokensNamed(place, name);
  for (const [rank, needed] of known.imports.entries()) {
    const insertion = insertImport(text, languageId, needed);
    if (insertion)
      yield {
        edits: [inserted(insertion)],
        about: `import \`${name}\` from \`${needed.module}\``,
        score: 0.98 ** (rank + 1),
      };
  }
  const counts = identifierCounts(place);
  const used = [...counts.keys()].filter((one) => one !== name);
  const names = used.filter((one) => !isKeyword(one) || isPython(place));
  yield* renames(place, at, { meant, first: names, others: [...wellKnownNames(languageId), ...known.names] });
  // What it was declared as stands there once, and nobody uses it.
  const alone = used.filter((one) => counts.get(one) === 1 && !isKeyword(one));
  for (const other of likeliestNames(name, alone, 4)) {
    const [declared] = allNamed(place, other);
    // Of two names that should be one, the one that is spelt as nothing else is the wrong one.
    const isLikelier = (counts.get(name) ?? 0) > 1 || known.familiarity(name) > 2 * known.familiarity(other);
    if (declared !== undefined)
      yield {
        edits: [replaceToken(place, declared, name)],
        about: `call it \`${name}\` where it is declared`,
        score: isLikelier ? 0.95 : 0.6,
      };
  }
  const [token] = at;
  if (token === undefined) return;
  const self = isPython(place) ? "self." : isEcma(place) || languageId === "java" ? "this." : undefined;
  if (self !== undefined && tokens.text.includes(`${self}${name}`)) {
    const start = tokens.start(token);
    yield {
      edits: [{ start, end: start, text: self }],
      about: `take it from \`${self.slice(0, -1)}\``,
      score: 0.75,
    };
  }
}

/** Names that every program has and that are often misspelt. */
function wellKnownNames(languageId: string): readonly string[] {
  if (languageId === "python")
    return "True False None len print range str int float list dict set tuple enumerate zip sorted isinstance getattr setattr hasattr super open type object Exception ValueError TypeError KeyError IndexError AttributeError RuntimeError NotImplementedError StopIteration OSError property staticmethod classmethod reversed min max sum any all map filter abs round iter next repr bytes bytearray frozenset callable vars id hash self cls".split(
      " ",
    );
  if (/script/.test(languageId))
    return "undefined console Object Array String Number Boolean Promise Map Set WeakMap WeakSet JSON Math Error TypeError RangeError Date RegExp Symbol parseInt parseFloat setTimeout clearTimeout setInterval process globalThis Buffer URL Record Partial Readonly ReadonlyArray string number boolean unknown never void".split(
      " ",
    );
  return [];
}

function* memberEdits(
  { name, meant, isAwaitable }: ProblemSubject & { kind: "member" },
  place: ProblemPlace,
  { members, names }: ProblemKnowledge,
): Generator<ProblemEdit> {
  const { tokens } = place;
  const isMember = (i: number) =>
    tokens.type(i - 1) === codes.dot || tokens.text[tokens.start(i) - 1] === ":";
  const at = tokensNamed(place, name).sort((a, b) => Number(isMember(b)) - Number(isMember(a)));
  if (isAwaitable) yield* awaitEdits(place);
  const behindDots: string[] = [];
  for (let i = 1; i < tokens.count; i++)
    if (tokens.isIdentifier(i) && tokens.type(i - 1) === codes.dot) behindDots.push(tokens.word(i));
  const others = [...new Set([...behindDots, ...identifiersOf(place), ...names])].filter(
    (one) => one !== name,
  );
  yield* renames(place, at, { meant, first: members, others });
}

function* exportEdits(
  { name, meant, like = [] }: ProblemSubject & { kind: "export" },
  place: ProblemPlace,
  { members, names, imports }: ProblemKnowledge,
): Generator<ProblemEdit> {
  const at = tokensNamed(place, name, true);
  const used = identifiersOf(place).filter((one) => one !== name);
  // Where the code uses the right name, the import alone is wrong.
  yield* renames(place, at, {
    meant,
    first: [...used.filter((one) => like.includes(one) || members.includes(one)), ...like, ...members],
    others: [...used, ...names],
  });
  const [token] = at;
  if (token === undefined) return;
  const removal = removedName(place, token);
  for (const [rank, needed] of imports.entries()) {
    const without = removal && applyReplacements(place.text, [removal]);
    const insertion = without === undefined ? undefined : insertImport(without, place.languageId, needed);
    if (!insertion || !removal) continue;
    const offset =
      insertion.offset <= removal.start
        ? insertion.offset
        : insertion.offset + (removal.end - removal.start) - removal.text.length;
    const both = [removal, inserted({ ...insertion, offset })].sort((a, b) => a.start - b.start);
    if (both[0]!.end <= both[1]!.start)
      yield {
        edits: both,
        about: `import \`${name}\` from \`${needed.module}\` instead`,
        score: 0.8 * 0.95 ** rank,
      };
  }
}

function* moduleEdits(
  { module, like = [] }: ProblemSubject & { kind: "module" },
  place: ProblemPlace,
  known: ProblemKnowledge,
): Generator<ProblemEdit> {
  const { text, line, tokens } = place;
  const start = text.indexOf(module, tokens.lineStarts[line] ?? 0);
  if (start < 0) return;
  const others = known.modules.filter((one) => one !== module && !like.includes(one));
  const rated = others
    .map((one) => ({ one, likeness: likenessOf(one, module) }))
    .filter(({ likeness }) => likeness > 0.6)
    .sort((a, b) => b.likeness - a.likeness);
  const likely = like.map((one, rank) => ({ one, likeness: 0.95 ** rank }));
  // A module that is called by its name where it is used is misspelt there too.
  const uses = /^\w+$/.test(module) ? allNamed(place, module) : [];
  for (const { one, likeness } of [...likely, ...rated].slice(0, 2 * mostRenames)) {
    const score = 0.9 * likeness;
    const about = `import from \`${one}\``;
    yield { edits: [{ start, end: start + module.length, text: one }], about, score };
    if (uses.length > 1)
      yield {
        edits: uses.map((i) => replaceToken(place, i, one)),
        about: `${about}, everywhere in the file`,
        score: 0.8 * score,
      };
  }
}

/** Share of pairs of letters that two words have in common (Dice 1945). 0 to 1. */
function likenessOf(a: string, b: string): number {
  const pairs = (word: string) =>
    Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => word.slice(at, at + 2));
  const own = pairs(a);
  const left = pairs(b);
  const total = own.length + left.length;
  let shared = 0;
  for (const pair of own) {
    const at = left.indexOf(pair);
    if (at < 0) continue;
    left.splice(at, 1);
    shared++;
  }
  return total === 0 ? 0 : (2 * shared) / total;
}

/** The name with its comma between brackets; the whole line where it is alone. */
function removedName({ text, tokens }: ProblemPlace, token: number): Replacement | undefined {
  let first = token;
  let last = token;
  // `type name`, `name as other` belong together.
  if (tokens.is(token - 1, "type")) first = token - 1;
  if (tokens.is(token + 1, "as")) last = token + 2;
  else if (tokens.is(token - 1, "as")) first = token - 2;
  const before = tokens.type(first - 1);
  const after = tokens.type(last + 1);
  if (after === codes.comma && tokens.isIdentifier(last + 2))
    return { start: tokens.start(first), end: tokens.start(last + 2), text: "" };
  if (before === codes.comma) return { start: tokens.start(first - 1), end: tokens.end(last), text: "" };
  const line = tokens.line(first);
  let start = tokens.lineStarts[line]!;
  let end = tokens.lineStarts[tokens.line(last) + 1] ?? text.length;
  const importsFrom = /^\s*(?:import|from|use|const|let|var)\b/;
  if (!importsFrom.test(text.slice(start))) {
    // Between brackets over several lines, and alone there.
    const head = text.lastIndexOf("import", start);
    const close = /^[ \t]*[})].*(?:\n|$)/m.exec(text.slice(end));
    if (head < 0 || !close || close.index > 2) return undefined;
    start = text.lastIndexOf("\n", head) + 1;
    end += close.index + close[0].length;
  }
  return { start, end, text: "" };
}

function* unusedImportEdits(given: string, place: ProblemPlace): Generator<ProblemEdit> {
  const { text, line, tokens } = place;
  const [start, end] = lineRange(place, line);
  const alias = (given === "" ? wordAt(place) : given).split(" as ").at(-1)!;
  const name = alias.split(/[.:/]/).findLast((part) => part !== "") ?? alias;
  const isImport =
    /^\s*(?:from\b.*\bimport\b|import\b|use\b|}\s*from\b|(?:const|let|var)\b.*\brequire\b)/.test(
      text.slice(start, end),
    );
  const from = name === "" ? [] : tokensNamed(place, name, true).filter((i) => tokens.line(i) >= line);
  const isWithin =
    isImport ||
    /^\s*"[^"]+"\s*$/.test(text.slice(start, end)) ||
    from.some((i) => tokens.line(i) !== line) ||
    /^\s*(?:type\s+)?[\w$]+,?\s*$/.test(text.slice(start, end));
  if (!isWithin) return;
  for (const token of from.slice(0, 2)) {
    const removal = removedName(place, token);
    if (removal) yield { edits: [removal], about: `remove the import of \`${name}\``, score: 0.9 };
  }
  // Not every linter says what the other names of the line are missed for.
  const names = text.slice(start, end).match(/[\w$]+/g) ?? [];
  const isUsed = names.some((one) => one !== name && !isKeyword(one) && usedBelow(place, one));
  if ((isImport || from.length === 0) && !isUsed)
    yield { edits: [{ start, end, text: "" }], about: "remove the import", score: 0.8 };
}

/** The identifier at the place; empty where there is none. */
function wordAt({ tokens, line, column = 0 }: ProblemPlace): string {
  const offset = (tokens.lineStarts[line] ?? 0) + column;
  for (let i = 0; i < tokens.count; i++)
    if (tokens.start(i) <= offset && offset < tokens.end(i))
      return tokens.isIdentifier(i) ? tokens.word(i) : "";
  return "";
}

const usedBelow = (place: ProblemPlace, name: string): boolean =>
  allNamed(place, name).some((i) => place.tokens.line(i) > place.line);

function* unusedEdits(name: string, place: ProblemPlace): Generator<ProblemEdit> {
  const { text, tokens } = place;
  const [token] = tokensNamed(place, name);
  if (token === undefined) return;
  const line = tokens.line(token);
  const [start, end] = lineRange(place, line);
  const code = text.slice(start, end);
  const assigned = /^(\s*)(?:(?:const|let|var)\s+)?[\w$]+(?:\s*:\s*[^=]+)?\s*:?=\s*(?![=])(.*?);?\s*$/.exec(
    code,
  );
  if (assigned && !name.startsWith("_")) {
    const value = assigned[2]!;
    const isWhole = balanceOf(value) === 0;
    // What has an effect stays.
    const hasEffect = /\(|\bawait\b|\bnew\b/.test(value);
    if (isWhole && !hasEffect)
      yield { edits: [{ start, end, text: "" }], about: `remove \`${name}\``, score: 0.85 };
    if (isWhole && hasEffect) {
      const valueStart = start + code.indexOf(value, assigned[1]!.length);
      const head = { start: start + assigned[1]!.length, end: valueStart, text: "" };
      yield { edits: [head], about: `keep the call without \`${name}\``, score: 0.8 };
      yield { edits: [{ start, end, text: "" }], about: `remove \`${name}\``, score: 0.5 };
    }
  }
  // A name that was misspelt where it is declared is used under another.
  const counts = identifierCounts(place);
  for (const other of likeliestNames(name, counts.keys(), 3))
    yield {
      edits: [replaceToken(place, token, other)],
      about: `write \`${other}\` for \`${name}\``,
      score: 0.4,
    };
  if (!name.startsWith("_"))
    yield {
      edits: [replaceToken(place, token, place.languageId === "go" ? "_" : `_${name}`)],
      about: "mark it as not used",
      score: 0.45,
    };
}

/** Brackets that are opened and not closed. */
function balanceOf(code: string): number {
  let depth = 0;
  for (const letter of code) {
    if ("([{".includes(letter)) depth++;
    if (")]}".includes(letter)) depth--;
  }
  return depth;
}

/** Calls that begin at or behind the place, on its line: index of the opening bracket's token. */
function callsOn({ tokens, line }: ProblemPlace): number[] {
  const found: number[] = [];
  for (let i = 1; i < tokens.count; i++)
    if (tokens.line(i) === line && tokens.type(i) === codes.openParen && tokens.isIdentifier(i - 1))
      found.push(i);
  return found;
}

const mostArguments = 24;

/** Names in reach are put in as arguments, best first by what the parameter is called; or an argument goes. */
function* argumentEdits(name: string | undefined, place: ProblemPlace): Generator<ProblemEdit> {
  const { tokens, line, text } = place;
  const names = new Map<string, number>();
  for (let i = 0; i < tokens.count; i++) {
    if (!tokens.isIdentifier(i) || tokens.type(i - 1) === codes.dot || tokens.type(i + 1) === codes.openParen)
      continue;
    const distance = Math.abs(tokens.line(i) - line);
    const word = tokens.word(i);
    if (!isKeyword(word) && distance < 40) names.set(word, Math.min(names.get(word) ?? distance, distance));
  }
  const near = [...names].sort((a, b) => a[1] - b[1]).map(([word]) => word);
  const wanted =
    name === undefined
      ? near
      : [...new Set([...(names.has(name) ? [name] : []), ...likeliestNames(name, near, 4), ...near])];
  for (const open of callsOn(place)) {
    const close = tokens.match(open);
    if (close >= tokens.count) continue;
    const gaps = [tokens.end(open)];
    let last = open + 1;
    const parts: (readonly [number, number])[] = [];
    for (let i = open + 1; i <= close; i++) {
      if (i < close && tokens.type(i) !== codes.comma) {
        const end = tokens.match(i);
        if (end > i && end < close) i = end;
        continue;
      }
      if (i > last) {
        parts.push([tokens.start(last), tokens.end(i - 1)]);
        gaps.push(tokens.end(i - 1));
      }
      last = i + 1;
    }
    for (const [rank, word] of wanted.slice(0, mostArguments).entries()) {
      const isAlone = parts.length === 0;
      for (const [at, gap] of [...gaps.entries()].reverse()) {
        const inside = isAlone ? word : at === 0 ? `${word}, ` : `, ${word}`;
        const score =
          (name !== undefined && word === name ? 0.9 : 0.6) *
          0.93 ** rank *
          (at === gaps.length - 1 ? 1 : 0.8);
        yield { edits: [{ start: gap, end: gap, text: inside }], about: `give \`${word}\` as well`, score };
      }
    }
    for (const [at, [start, end]] of parts.entries()) {
      const next = parts[at + 1];
      const before = parts[at - 1];
      const range = next ? { start, end: next[0] } : before ? { start: before[1], end } : { start, end };
      yield {
        edits: [{ ...range, text: "" }],
        about: `leave out \`${text.slice(start, end).slice(0, 30)}\``,
        score: 0.4,
      };
    }
  }
}

function* awaitEdits(place: ProblemPlace): Generator<ProblemEdit> {
  const { tokens, line } = place;
  for (const open of callsOn(place)) {
    let first = open - 1;
    while (
      tokens.type(first - 1) === codes.dot &&
      (tokens.isIdentifier(first - 2) || tokens.type(first - 2) === codes.closeParen)
    ) {
      if (!tokens.isIdentifier(first - 2)) break;
      first -= 2;
    }
    if (tokens.is(first - 1, "await") || tokens.line(first) !== line) continue;
    const start = tokens.start(first);
    const close = tokens.match(open);
    const end = tokens.end(close);
    const isMember = tokens.type(close + 1) === codes.dot;
    yield isMember
      ? {
          edits: [
            { start, end: start, text: "(await " },
            { start: end, end, text: ")" },
          ],
          about: "wait for it",
          score: 0.95,
        }
      : { edits: [{ start, end: start, text: "await " }], about: "wait for it", score: 0.9 };
  }
  for (let i = 0; i < tokens.count; i++) {
    const isPlain =
      tokens.line(i) === line &&
      tokens.isIdentifier(i) &&
      tokens.type(i - 1) !== codes.dot &&
      tokens.type(i + 1) !== codes.openParen;
    if (!isPlain || isKeyword(tokens.word(i))) continue;
    const [start, end] = [tokens.start(i), tokens.end(i)];
    const isMember = tokens.type(i + 1) === codes.dot;
    yield {
      edits: isMember
        ? [
            { start, end: start, text: "(await " },
            { start: end, end, text: ")" },
          ]
        : [{ start, end: start, text: "await " }],
      about: "wait for it",
      score: 0.6,
    };
  }
}

/** The last expression of the function, or the last name that was set, is given back. */
function* returnEdits(place: ProblemPlace): Generator<ProblemEdit> {
  const { text, line, tokens } = place;
  const lines = text.split("\n");
  const indentOf = (one: string) => /^\s*/.exec(one)![0].length;
  const outer = indentOf(lines[line] ?? "");
  let last = -1;
  for (let at = line + 1; at < lines.length; at++) {
    const one = lines[at]!;
    if (one.trim() === "") continue;
    if (indentOf(one) <= outer) break;
    last = at;
  }
  for (let at = last; at > line && at > last - 4; at--) {
    const one = lines[at]!;
    const start = (tokens.lineStarts[at] ?? 0) + indentOf(one);
    const isExpression =
      /^\s*(?!(?:return|if|for|while|else|elif|try|except|with|raise|throw|const|let|var|def|class|function|switch|case|break|continue|pass|import)\b)[\w$(["'`!-]/.test(
        one,
      );
    if (isExpression && !/(?<![=!<>])=(?![=>])/.test(one))
      yield {
        edits: [{ start, end: start, text: "return " }],
        about: "give it back",
        score: 0.85 - 0.1 * (last - at),
      };
  }
  const names: string[] = [];
  for (let i = 0; i < tokens.count; i++) {
    const at = tokens.line(i);
    if (at <= line || at > last || !tokens.isIdentifier(i)) continue;
    if (
      tokens.type(i + 1) === codes.equals ||
      (tokens.type(i + 1) === tokenTypes.operator && /[-+*/|&]=/.test(tokens.word(i + 1)))
    )
      names.unshift(tokens.word(i));
  }
  if (last < 0) return;
  const lineStart = tokens.lineStarts[line + 1] ?? text.length;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))![0];
  const end = tokens.lineStarts[last + 1] ?? text.length;
  const newline = text.endsWith("\n") || end < text.length ? "" : "\n";
  const mark = isPython(place) || !/;\s*$/m.test(text) ? "" : ";";
  for (const [rank, name] of [...new Set(names)].slice(0, 4).entries())
    yield {
      edits: [{ start: end, end, text: `${newline}${indent}return ${name}${mark}\n` }],
      about: `give \`${name}\` back`,
      score: 0.7 * 0.85 ** rank,
    };
}

function* nullableEdits(place: ProblemPlace): Generator<ProblemEdit> {
  const { tokens, line } = place;
  if (!isEcma(place)) return;
  for (let i = 1; i < tokens.count; i++) {
    if (tokens.line(i) !== line || tokens.text[tokens.start(i) - 1] === "?") continue;
    const start = tokens.start(i);
    if (tokens.type(i) === codes.dot)
      yield { edits: [{ start, end: start, text: "?" }], about: "go on only where there is one", score: 0.7 };
    if (tokens.type(i) === codes.openBracket)
      yield {
        edits: [{ start, end: start, text: "?." }],
        about: "go on only where there is one",
        score: 0.6,
      };
  }
}

function* literalEdits(
  { value, allowed }: ProblemSubject & { kind: "literal" },
  place: ProblemPlace,
): Generator<ProblemEdit> {
  const { text, line } = place;
  const [from] = lineRange(place, line);
  const [, to] = lineRange(place, line + 3);
  const start = text.slice(from, to).indexOf(value);
  if (start < 0) return;
  const ordered = [
    ...new Set([...optional(nearestName(value, allowed)), ...likeliestNames(value, allowed, 6), ...allowed]),
  ];
  for (const [rank, other] of ordered.slice(0, 10).entries())
    yield {
      edits: [{ start: from + start, end: from + start + value.length, text: other }],
      about: `write \`${other}\` for \`${value}\``,
      score: 0.9 * 0.85 ** rank,
    };
}

function* markEdits(mark: string, place: ProblemPlace): Generator<ProblemEdit> {
  const { text, line, column = 0, tokens } = place;
  const [start, end] = lineRange(place, line);
  const at = Math.min(start + column, text.length);
  // The mark is missed where the next begins: mostly it belongs behind what stands before.
  const behind = text.slice(0, at).trimEnd().length;
  const endOfLine = start + text.slice(start, end).trimEnd().length;
  for (const [rank, offset] of [...new Set([behind, at, endOfLine])].entries())
    yield {
      edits: [{ start: offset, end: offset, text: mark }],
      about: `put in \`${mark}\``,
      score: 0.9 * 0.8 ** rank,
    };
  for (let i = 0; i < tokens.count; i++)
    if (tokens.line(i) === line)
      yield {
        edits: [{ start: tokens.end(i), end: tokens.end(i), text: mark }],
        about: `put in \`${mark}\``,
        score: 0.3,
      };
}

function* rewriteEdits(from: RegExp, to: string, place: ProblemPlace): Generator<ProblemEdit> {
  const { text, line, column } = place;
  const [start, end] = lineRange(place, line);
  const code = text.slice(start, end);
  for (const found of code.matchAll(from)) {
    const distance = column === undefined ? 0 : Math.abs(found.index - column);
    const written = found[0].replace(new RegExp(from.source), to);
    yield {
      edits: [{ start: start + found.index, end: start + found.index + found[0].length, text: written }],
      about: written === "" ? `remove \`${found[0]}\`` : `write \`${written}\` for \`${found[0]}\``,
      score: 0.9 / (1 + distance / 20),
    };
  }
}
