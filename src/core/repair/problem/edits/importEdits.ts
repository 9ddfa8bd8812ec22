/** Imports: of names that a module lacks, of modules that are not there, and those that nobody uses. */
import { insertImport } from "../../../completion/autoImport/importLine.ts";
import { codes } from "../../../syntax/outline/tokens.ts";
import { isKeyword } from "../../../syntax/tokens/keywords.ts";
import { applyReplacements, type Replacement } from "../../candidate.ts";
import type { ProblemEdit, ProblemKnowledge, ProblemPlace } from "../problemEdit.ts";
import type { ProblemSubject } from "../problemSubject.ts";
import { allNamed, identifiersOf, inserted, lineRange, replaceToken, tokensNamed } from "./placeTokens.ts";
import { mostRenames, renames } from "./renames.ts";

export function* exportEdits(
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

export function* moduleEdits(
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

export function* unusedImportEdits(given: string, place: ProblemPlace): Generator<ProblemEdit> {
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
