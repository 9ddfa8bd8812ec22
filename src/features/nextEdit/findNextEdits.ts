/** Siblings of the last edit: from what it changed, what it meant, and where the same belongs. */
import { type EditMeaning, editMeaning } from "../../core/completion/nextEdit/editMeaning.ts";
import {
  type EditPlace,
  inOfferedOrder,
  LEAST_OFFERED,
  type NextEdits,
} from "../../core/completion/nextEdit/editPlace.ts";
import { replacePlaces } from "../../core/completion/nextEdit/replacePlaces.ts";
import { findLanguage } from "../../core/syntax/language.ts";
import { lexicalFamilies } from "../../core/syntax/lexicalFamily.ts";
import { lex } from "../../core/syntax/outline/lexer.ts";
import type { Tokens } from "../../core/syntax/outline/tokens.ts";
import type { SyntaxReader } from "../../ports/syntaxReader.ts";
import type { TextGuard } from "../engine/textGuard.ts";
import type { ReferencesDeps } from "../search/references.ts";
import type { Scopes } from "../search/scopes.ts";
import { argumentPlaces } from "./argumentPlaces.ts";
import { editedFile, placeOf } from "./editedFile.ts";
import type { RecordedEdit } from "./editHistory.ts";
import { renamePlaces } from "./renamePlaces.ts";

export interface NextEditDeps extends ReferencesDeps {
  readonly reader: SyntaxReader;
  readonly guard: TextGuard;
}

/** Longer documents are left alone. UTF-16 units. */
const LONGEST_TEXT = 1 << 20;

interface Understood {
  readonly base: Tokens;
  readonly text: Tokens;
  readonly meaning: EditMeaning;
}

/** How much surer it is that an argument belongs elsewhere too when it was put into a second call. */
const SECOND_TIME = 1.6;

/** Undefined when the edit has no siblings, or was taken back. */
export async function findNextEdits(
  deps: NextEditDeps,
  scopes: Scopes,
  current: RecordedEdit,
  previous: RecordedEdit | undefined,
  limit: number,
): Promise<NextEdits | undefined> {
  const understood = understand(deps, current);
  if (!understood) return undefined;
  const { meaning, text } = understood;
  const isRepeated = previous !== undefined && isSame(understand(deps, previous)?.meaning, meaning);
  const all = await placesOf(deps, scopes, current, understood, isRepeated);
  const offered = all.filter(({ score }) => score >= LEAST_OFFERED);
  if (offered.length === 0) return undefined;
  const [line] = placeOf(text, Math.min(meaning.at, text.count - 1));
  return {
    summary: summaryOf(meaning),
    places: inOfferedOrder(offered, current.path, line).slice(0, limit),
  };
}

function understand(
  { guard }: NextEditDeps,
  { path, languageId, burst }: RecordedEdit,
): Understood | undefined {
  const family = findLanguage(languageId)?.family;
  if (family === undefined || family === "data" || burst.base === burst.text) return undefined;
  if (Math.max(burst.base.length, burst.text.length) > LONGEST_TEXT) return undefined;
  const work = (): Understood | undefined => {
    const base = lex(burst.base, lexicalFamilies[family]);
    const text = lex(burst.text, lexicalFamilies[family]);
    const meaning = editMeaning(burst, base, text);
    return meaning && { base, text, meaning };
  };
  return guard.run("indexing", path, burst.text, work, undefined);
}

async function placesOf(
  deps: NextEditDeps,
  scopes: Scopes,
  { path, languageId, burst }: RecordedEdit,
  { base, text, meaning }: Understood,
  isRepeated: boolean,
): Promise<readonly EditPlace[]> {
  if (meaning.kind === "replace") {
    return replacePlaces(text, meaning, isRepeated).flatMap(({ start, end, text: now, score }) => {
      const line = lineOfOffset(text, start);
      const from = text.lineStarts[line]!;
      const place = { start: { line, column: start - from }, end: { line, column: end - from } };
      return [{ path, ...place, old: text.text.slice(start, end), text: now, score }];
    });
  }
  const read = () => deps.reader.read(languageId, burst.base);
  const baseFacts = await deps.guard.runAsync("parsing", path, burst.base, read, undefined);
  const file = baseFacts && (await editedFile({ path, languageId }, base, text, baseFacts, scopes));
  if (!file) return [];
  return meaning.kind === "rename"
    ? renamePlaces(deps, scopes, file, meaning, isRepeated)
    : (await argumentPlaces(deps, scopes, file, meaning)).map((place) => ({
        ...place,
        score: isRepeated ? Math.min(1, place.score * SECOND_TIME) : place.score,
      }));
}

/** Whether two edits did the same. */
function isSame(a: EditMeaning | undefined, b: EditMeaning): boolean {
  if (a?.kind === "rename" && b.kind === "rename") return a.from === b.from && a.to === b.to;
  if (a?.kind === "replace" && b.kind === "replace")
    return sameWords(a.old, b.old) && sameWords(a.now, b.now);
  const isArgument = (kind: string): boolean => kind === "argumentAdded" || kind === "argumentRemoved";
  if (a && isArgument(a.kind) && a.kind === b.kind)
    return "callee" in a && "callee" in b && a.callee === b.callee && a.argument === b.argument;
  return false;
}

const sameWords = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((word, i) => word === b[i]);

function summaryOf(meaning: EditMeaning): string {
  switch (meaning.kind) {
    case "rename":
      return `${meaning.from} → ${meaning.to}`;
    case "argumentAdded":
      return `${meaning.callee}(+ ${meaning.argument})`;
    case "argumentRemoved":
      return `${meaning.callee}(− ${meaning.argument})`;
    case "replace":
      return `${meaning.old.join(" ")} → ${meaning.text}`;
  }
}

const lineOfOffset = (tokens: Tokens, offset: number): number =>
  tokens.lineStarts.findLastIndex((start) => start <= offset);
