/** Names and members that nothing gives a meaning. */
import { insertImport } from "../../../completion/autoImport/importLine.ts";
import { codes } from "../../../syntax/outline/tokens.ts";
import { isKeyword } from "../../../syntax/tokens/keywords.ts";
import { likeliestNames } from "../../../verify/nearest.ts";
import type { ProblemEdit, ProblemKnowledge, ProblemPlace } from "../problemEdit.ts";
import type { ProblemSubject } from "../problemSubject.ts";
import { awaitEdits } from "./flowEdits.ts";
import {
  allNamed,
  identifierCounts,
  identifiersOf,
  inserted,
  isEcma,
  isPython,
  replaceToken,
  tokensNamed,
} from "./placeTokens.ts";
import { renames } from "./renames.ts";

export function* nameEdits(
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

export function* memberEdits(
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
