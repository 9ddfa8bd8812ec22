/** Where else a name has to change when it was changed at one place. */

import type { RenameMeaning } from "../../core/completion/nextEdit/editMeaning.ts";
import type { EditPlace } from "../../core/completion/nextEdit/editPlace.ts";
import {
  type FunctionLines,
  isBinding,
  localScope,
  nameUse,
  type TokenRange,
} from "../../core/completion/nextEdit/nameScope.ts";
import { tokenAt } from "../../core/completion/nextEdit/tokenChange.ts";
import type { SymbolHit } from "../../core/repo/symbolHit.ts";
import { inReadingOrder } from "../../core/retrieval/graph/candidates.ts";
import type { FileScope } from "../../core/retrieval/graph/fileScope.ts";
import type { Reference } from "../../core/retrieval/symbolQuery.ts";
import type { SyntaxFacts } from "../../core/syntax/facts/facts.ts";
import { receiverBefore } from "../../core/syntax/facts/receiver.ts";
import type { Tokens } from "../../core/syntax/outline/tokens.ts";
import { type Asked, type ReferencesDeps, usesIn } from "../search/references.ts";
import type { Scopes } from "../search/scopes.ts";
import { type EditedFile, placeOf, targetAfter, targetBefore } from "./editedFile.ts";

/** Scores by how the place hangs together with the edit. */
const LOCAL = 0.95;
const SAME_OBJECT = 0.85;
const SAME_RECEIVER = 0.7;
const SAME_NAME = 0.65;
/** A definition that the target overrides or that overrides it. */
const OVERRIDE = 0.75;
/** What stands for an import that has another name now, and would stand for nothing. */
const UNBOUND = 0.9;
/** The same name in another function, when the same was done before. */
const OTHER_FUNCTION = 0.6;

/**
 * How sure it is that a name is to change everywhere. At what gives it its name, it is; at a use it is the beginning of a
 * rename when the new name is known nowhere yet and what it names is defined near by. Otherwise another thing was named instead, at this place: whether
 * elsewhere too is known when it is done a second time.
 */
const AT_USE = 0.85;
const REPLACED = 0.45;

const selves = /^(?:self|this|cls|\$this)$/;

/** Also places below the bar of what is offered. @param isRepeated the same was done before */
export async function renamePlaces(
  deps: ReferencesDeps,
  scopes: Scopes,
  file: EditedFile,
  meaning: RenameMeaning,
  isRepeated: boolean,
): Promise<readonly EditPlace[]> {
  const { places, sureness } = await siblings(deps, scopes, file, meaning, isRepeated);
  const [line, column] = placeOf(file.text, meaning.at);
  return places
    .filter(({ path, start }) => path !== file.path || start.line !== line || start.column !== column)
    .map(({ path, start, end, old, text, score }) => ({
      ...{ path, start, end, old, text },
      score: isRepeated ? score : score * sureness,
    }));
}

interface Siblings {
  readonly places: readonly EditPlace[];
  /** What scores are multiplied by when this was done for the first time. */
  readonly sureness: number;
}

async function siblings(
  deps: ReferencesDeps,
  scopes: Scopes,
  file: EditedFile,
  meaning: RenameMeaning,
  isRepeated: boolean,
): Promise<Siblings> {
  const { from, to, oldAt, at } = meaning;
  const before = targetBefore(file, from, oldAt, deps.index, scopes);
  const use = nameUse(file.base, oldAt, file.languageId);
  if (use === "plain" && !before?.isDefinition) {
    const local = localNames(file, meaning, isRepeated);
    if (local) return local;
  }
  if (before) {
    const places = await placesOfTarget(deps, scopes, file, meaning, before);
    if (before.isDefinition) return { places, sureness: 1 };
    const isNear = [...before.targets].some(({ path }) => path === file.path);
    if (isNear && !isKnown(deps, file, to)) return { places, sureness: AT_USE };
    // What is replaced stays defined.
    return { places: places.filter(({ role }) => role !== "definition"), sureness: REPLACED };
  }
  // Renamed at its definition some time ago: what it is called now tells what it was.
  const renamed = targetAfter(file, to, at, deps.index, scopes);
  const isLeft = renamed && [...renamed].every((hit) => !isStillThere(deps, hit, from));
  if (renamed && isLeft) {
    const targets = new Set([...renamed].map((hit) => ({ ...hit, name: from })));
    const asked = { definitions: [...deps.index.definitionsOf(from), ...targets], targets };
    return { places: await placesOfTarget(deps, scopes, file, meaning, asked), sureness: 1 };
  }
  return outerNames(deps, file, meaning);
}

const isStillThere = ({ index }: ReferencesDeps, { path, container }: SymbolHit, name: string): boolean =>
  index.definitionsOf(name).some((hit) => hit.path === path && hit.container === container);

/** Whether a name was in use before the edit, in the file or as a definition of the repository. */
function isKnown({ index }: ReferencesDeps, { path, base }: EditedFile, name: string): boolean {
  return index.definitionsOf(name).some((hit) => hit.path !== path) || holdsName(base, name);
}

function holdsName(tokens: Tokens, name: string, from = 0, to = tokens.count): boolean {
  for (let i = from; i < to; i++) if (tokens.is(i, name)) return true;
  return false;
}

/** A name that a function or block binds itself. */
function localNames(file: EditedFile, meaning: RenameMeaning, isRepeated: boolean): Siblings | undefined {
  const { base, baseScope, text, scope, languageId } = file;
  const { from, to, oldAt, at } = meaning;
  const functions = functionsOf(baseScope.facts);
  const old = localScope(base, oldAt, from, languageId, functions);
  const named = localScope(text, at, to, languageId, functionsOf(scope.facts));
  // Its declaration was renamed before: the old name means nothing any more.
  const isLeft =
    !old && named !== undefined && localScope(base, oldAt, to, languageId, functions) !== undefined;
  if (!old && !(isLeft && isBoundNowhere(file, from))) return undefined;
  const range = old ? inText(file, old) : named;
  if (!range) return undefined;
  const isBound = isBinding(base, oldAt, languageId) || isLeft;
  const isNew = old && !holdsName(base, to, old.from, old.to) && isBoundNowhere(file, to);
  const places = inRange(file, from, to, range, LOCAL);
  const others = isRepeated ? inRange(file, from, to, { from: 0, to: text.count }, OTHER_FUNCTION) : [];
  const isOther = ({ start }: EditPlace) =>
    !places.some((own) => own.start.line === start.line && own.start.column === start.column);
  return {
    places: [...places, ...others.filter(isOther)],
    sureness: isBound ? 1 : isNew ? AT_USE : REPLACED,
  };
}

/** Whether a name that no function around binds has no meaning in the file. */
const isBoundNowhere = ({ baseScope, base, languageId }: EditedFile, name: string): boolean =>
  !baseScope.bindings.has(name) &&
  !baseScope.facts.definitions.some((one) => one.name === name) &&
  !isUsedElsewhere(base, name, languageId);

/** Whether a plain name stands in a file that no function or block around it binds, as names of the language do. */
function isUsedElsewhere(tokens: Tokens, name: string, languageId: string): boolean {
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.is(i, name) && tokens.word(i + 1) === "(" && nameUse(tokens, i, languageId) === "plain")
      return true;
  }
  return false;
}

/** A range of the base in the text as it is now. */
function inText({ base, text }: EditedFile, { from, to }: TokenRange): TokenRange {
  return { from: Math.min(from, text.count), to: Math.max(from, to + text.count - base.count) };
}

function inRange(
  { path, text, languageId }: EditedFile,
  from: string,
  to: string,
  range: TokenRange,
  score: number,
): EditPlace[] {
  const places: EditPlace[] = [];
  for (let i = range.from; i < range.to; i++) {
    if (text.is(i, from) && nameUse(text, i, languageId) === "plain")
      places.push(namePlace(path, text, i, to, score));
  }
  return places;
}

/** Where an import was renamed already, the old name still stands for the same. */
function withOldName(scope: FileScope, from: string, to: string): FileScope {
  const binding = scope.bindings.get(to);
  if (!binding || scope.bindings.has(from)) return scope;
  const old = { ...binding, name: binding.name === to ? from : binding.name };
  return { ...scope, bindings: new Map([...scope.bindings, [from, old]]) };
}

type RolePlace = EditPlace & Pick<Reference, "role">;

/** Every use of definitions of the repository, in the edited file and in others. */
async function placesOfTarget(
  { index, texts }: ReferencesDeps,
  scopes: Scopes,
  file: EditedFile,
  { from, to }: RenameMeaning,
  asked: Asked,
): Promise<readonly RolePlace[]> {
  const holding = new Set([file.path, ...[...asked.targets].map(({ path }) => path)]);
  index.forEachFileWith(from, (path) => holding.add(path));
  const modulesOf = (path: string) => index.importsOf(path).map(({ module }) => module);
  const ordered = inReadingOrder([...holding], asked.targets, file.path, modulesOf);
  const read: { readonly scope: FileScope; readonly tokens: Tokens }[] = [];
  for (const path of ordered) {
    const scope = await scopes.read(path);
    const tokens = scope && (path === file.path ? file.text : await texts.tokens(path));
    if (tokens) read.push({ scope: withOldName(scope, from, to), tokens });
  }
  // Who inherits from whom is known once all are read.
  return read.flatMap(({ scope, tokens }) =>
    usesIn(scope, tokens, from, asked, scopes)
      .filter((reference) => isSameName(scope, tokens, reference, from))
      .map((reference) => {
        const i = tokenAt(tokens, tokens.lineStarts[reference.line]! + reference.column);
        const score = overrides(scopes, asked, reference)
          ? Math.max(OVERRIDE, reference.score)
          : reference.score;
        return { ...namePlace(scope.path, tokens, i, to, score), role: reference.role };
      }),
  );
}

/** Not a key, a keyword of an argument, or a name that a function around binds for itself. */
function isSameName(
  { facts, languageId }: FileScope,
  tokens: Tokens,
  reference: Reference,
  name: string,
): boolean {
  if (reference.role === "definition" || reference.role === "import") return true;
  const i = tokenAt(tokens, tokens.lineStarts[reference.line]! + reference.column);
  const use = nameUse(tokens, i, languageId);
  if (use === "member") return true;
  return use === "plain" && !localScope(tokens, i, name, languageId, functionsOf(facts));
}

/** Whether a definition is of a type that inherits from the target's, or the other way round. */
function overrides(scopes: Scopes, { targets }: Asked, { role, within }: Reference): boolean {
  if (role !== "definition") return false;
  const type = lastPart(within.slice(0, Math.max(0, within.lastIndexOf("."))));
  return [...targets].some(({ container }) => {
    const other = lastPart(container);
    return type !== "" && other !== "" && (scopes.inherits(type, other) || scopes.inherits(other, type));
  });
}

const lastPart = (dotted: string): string => dotted.slice(dotted.lastIndexOf(".") + 1);

/** A name from outside of the repository, or of an object of which nothing is known: only what looks the same, in this file. */
function outerNames(deps: ReferencesDeps, file: EditedFile, meaning: RenameMeaning): Siblings {
  const { path, text, baseScope, scope, languageId } = file;
  const { from, to, at } = meaning;
  if (baseScope.bindings.has(from) && !scope.bindings.has(from) && scope.bindings.has(to)) {
    return { places: freeNames(file, from, to, UNBOUND), sureness: 1 };
  }
  const use = nameUse(text, at, languageId);
  if (use === "plain") return { places: freeNames(file, from, to, SAME_NAME), sureness: REPLACED };
  if (use !== "member") return { places: [], sureness: REPLACED };
  const receiver = receiverBefore(text.text, text.start(at));
  const isOwn = selves.test(receiver);
  const places: EditPlace[] = [];
  for (let i = 0; i < text.count && receiver !== "?"; i++) {
    if (!text.is(i, from) || receiverBefore(text.text, text.start(i)) !== receiver) continue;
    if (!isOwn) places.push(namePlace(path, text, i, to, SAME_RECEIVER));
    else if (isSameType(scope, text, at, i)) places.push(namePlace(path, text, i, to, SAME_OBJECT));
  }
  return { places, sureness: isOwn && !isKnown(deps, file, to) ? 1 : REPLACED };
}

/** Plain uses that no function around binds. */
function freeNames(
  { path, text, scope, languageId }: EditedFile,
  from: string,
  to: string,
  score: number,
): EditPlace[] {
  const functions = functionsOf(scope.facts);
  const places: EditPlace[] = [];
  for (let i = 0; i < text.count; i++) {
    const isFree =
      text.is(i, from) &&
      nameUse(text, i, languageId) === "plain" &&
      !localScope(text, i, from, languageId, functions);
    if (isFree) places.push(namePlace(path, text, i, to, score));
  }
  return places;
}

/** Whether two places are in the same type. */
function isSameType({ facts }: FileScope, tokens: Tokens, a: number, b: number): boolean {
  const typeAround = (at: number): number => {
    const line = tokens.line(at);
    return facts.definitions.findLastIndex(
      ({ kind, startLine, endLine }) =>
        /^(?:class|struct|trait|interface)$/.test(kind) && startLine <= line && line <= endLine,
    );
  };
  return typeAround(a) === typeAround(b);
}

export const functionsOf = ({ definitions }: SyntaxFacts): FunctionLines =>
  definitions.filter(({ kind }) => kind === "function" || kind === "method");

function namePlace(path: string, tokens: Tokens, at: number, text: string, score: number): EditPlace {
  const [line, column] = placeOf(tokens, at);
  const old = tokens.word(at);
  return { path, start: { line, column }, end: { line, column: column + old.length }, old, text, score };
}
