/** Where else an argument or parameter has to be added or removed when it was at one call or definition. */
import {
  hasSpread,
  insertArgument,
  isOptional,
  keywordIndex,
  type ListEdit,
  namesNeeded,
  parameterName,
  positionalCount,
  removeArgument,
  sameArgument,
} from "../../core/completion/nextEdit/argumentEdits.ts";
import { type ArgumentList, argumentText, listAt } from "../../core/completion/nextEdit/argumentList.ts";
import type { ArgumentMeaning } from "../../core/completion/nextEdit/editMeaning.ts";
import type { EditPlace } from "../../core/completion/nextEdit/editPlace.ts";
import { localScope } from "../../core/completion/nextEdit/nameScope.ts";
import { tokenAt } from "../../core/completion/nextEdit/tokenChange.ts";
import type { SymbolHit } from "../../core/repo/symbolHit.ts";
import { inReadingOrder } from "../../core/retrieval/graph/candidates.ts";
import type { FileScope } from "../../core/retrieval/graph/fileScope.ts";
import { lexicalGroup } from "../../core/retrieval/graph/lexicalGroup.ts";
import type { Reference } from "../../core/retrieval/symbolQuery.ts";
import { codes, type Tokens } from "../../core/syntax/outline/tokens.ts";
import { type ReferencesDeps, usesIn } from "../search/references.ts";
import type { Scopes } from "../search/scopes.ts";
import { type EditedFile, type Target, targetBefore } from "./editedFile.ts";
import { functionsOf } from "./renamePlaces.ts";

/** What a place's own certainty is multiplied by. */
const FROM_DEFINITION = 0.95;
const SAME_TEXT = 0.95;
const SAME_COUNT = 0.8;
const TO_DEFINITION = 0.8;
/** A call of something from outside of the repository with the same argument at the same place. */
const OUTER = 0.5;
/** An argument that the definition took already, and that other calls do without. */
const OPTIONAL = 0.6;

interface Call {
  readonly scope: FileScope;
  readonly tokens: Tokens;
  readonly list: ArgumentList;
  readonly isDefinition: boolean;
  readonly score: number;
}

interface Change {
  readonly file: EditedFile;
  readonly meaning: ArgumentMeaning;
  /** Whether the edit is at the definition. */
  readonly isDefinition: boolean;
  /** Parameters of the definition that calls do not give: `self`. */
  readonly hidden: number;
}

/** Also places below the bar of what is offered. */
export async function argumentPlaces(
  deps: ReferencesDeps,
  scopes: Scopes,
  file: EditedFile,
  meaning: ArgumentMeaning,
): Promise<readonly EditPlace[]> {
  const target = targetBefore(file, meaning.callee, meaning.oldAt, deps.index, scopes);
  const isDefinition = target?.isDefinition ?? false;
  const change: Change = {
    file,
    meaning,
    isDefinition,
    hidden: hiddenParameters(file, meaning, isDefinition),
  };
  const calls = target
    ? await callsOf(deps, scopes, file, meaning.callee, target)
    : outerCalls(file, meaning);
  const isOptionalHere =
    meaning.kind === "argumentAdded" && !isDefinition && calls.some((call) => takesMore(call, meaning));
  return calls.flatMap((call) => {
    if (call.scope.path === file.path && call.list.callee === meaning.at) return [];
    const found = editOf(change, call);
    return found ? [placeFor(call, found.edit, found.factor * (isOptionalHere ? OPTIONAL : 1))] : [];
  });
}

/** Whether a definition has a parameter for the argument already. */
const takesMore = (call: Call, { count }: ArgumentMeaning): boolean =>
  call.isDefinition && call.list.items.length - (selfOf(call) ? 1 : 0) > count;

/** `self` and `cls` in a definition. */
function hiddenParameters(
  { base, languageId }: EditedFile,
  { oldAt }: ArgumentMeaning,
  isDefinition: boolean,
): number {
  if (!isDefinition || lexicalGroup(languageId) !== "python") return 0;
  const list = listAt(base, oldAt + 1);
  const first = list?.items[0];
  return first && /^(?:self|cls|mcs)$/.test(argumentText(base, first)) ? 1 : 0;
}

async function callsOf(
  { index, texts }: ReferencesDeps,
  scopes: Scopes,
  file: EditedFile,
  callee: string,
  asked: Target,
): Promise<Call[]> {
  const { name, targets, definitions } = calledAs(callee, asked, index);
  const holding = new Set([file.path, ...[...targets].map(({ path }) => path)]);
  index.forEachFileWith(name, (path) => holding.add(path));
  const modulesOf = (path: string) => index.importsOf(path).map(({ module }) => module);
  const calls: Call[] = [];
  for (const path of inReadingOrder([...holding], targets, file.path, modulesOf)) {
    const scope = await scopes.read(path);
    const tokens = scope && (path === file.path ? file.text : await texts.tokens(path));
    if (!tokens) continue;
    for (const reference of usesIn(scope, tokens, name, { targets, definitions }, scopes)) {
      const call = callAt(scope, tokens, reference);
      if (call) calls.push(call);
    }
  }
  return calls;
}

/** Python calls a class where its `__init__` is defined. */
function calledAs(callee: string, { targets, definitions }: Target, index: ReferencesDeps["index"]) {
  if (callee !== "__init__") return { name: callee, targets, definitions };
  const classes = [...targets].flatMap(({ path, container }) => {
    const name = container.slice(container.lastIndexOf(".") + 1);
    return index.definitionsOf(name).filter((hit) => hit.path === path && hit.kind === "class");
  });
  const name = classes[0]?.name ?? callee;
  return { name, targets: new Set<SymbolHit>(classes), definitions: index.definitionsOf(name) };
}

function callAt(scope: FileScope, tokens: Tokens, reference: Reference): Call | undefined {
  const at = tokenAt(tokens, tokens.lineStarts[reference.line]! + reference.column);
  const open = tokens.type(at + 1) === codes.openParen ? at + 1 : -1;
  const list = open < 0 ? undefined : listAt(tokens, open);
  const isDefinition = reference.role === "definition";
  return list && { scope, tokens, list, isDefinition, score: reference.score };
}

/** Calls of the same name from the same receiver, in the edited file. */
function outerCalls({ scope, text }: EditedFile, { callee, at }: ArgumentMeaning): Call[] {
  const calls: Call[] = [];
  const dot = text.type(at - 1) === codes.dot;
  const receiver = dot ? text.word(at - 2) : "";
  for (let i = 0; i < text.count; i++) {
    if (!text.is(i, callee) || text.type(i + 1) !== codes.openParen) continue;
    const isSame = dot
      ? text.type(i - 1) === codes.dot && text.word(i - 2) === receiver
      : text.type(i - 1) !== codes.dot;
    const list = isSame ? listAt(text, i + 1) : undefined;
    if (list) calls.push({ scope, tokens: text, list, isDefinition: false, score: OUTER });
  }
  return calls;
}

interface FoundEdit {
  readonly edit: ListEdit;
  readonly factor: number;
}

const editOf = (change: Change, call: Call): FoundEdit | undefined =>
  change.meaning.kind === "argumentRemoved" ? removal(change, call) : addition(change, call);

function removal({ meaning, isDefinition, hidden, file }: Change, call: Call): FoundEdit | undefined {
  const { tokens, list } = call;
  if (isDefinition === call.isDefinition && isDefinition) return overload(meaning, call);
  const name = isDefinition
    ? parameterName(meaning.argument, hasTypeFirst(file.languageId))
    : (/^([\w$]+)=(?!=)/.exec(meaning.argument)?.[1] ?? "");
  const keyword = name === "" ? -1 : keywordIndex(tokens, list, name);
  if (keyword >= 0)
    return found(removeArgument(tokens, list, keyword), isDefinition ? FROM_DEFINITION : SAME_TEXT);
  if (hasSpread(tokens, list)) return undefined;
  if (isDefinition) {
    const index = meaning.index - hidden;
    const isGiven = index >= 0 && index < positionalCount(tokens, list) && list.items.length >= index + 1;
    return isGiven ? found(removeArgument(tokens, list, index), FROM_DEFINITION) : undefined;
  }
  if (call.isDefinition) {
    const index = meaning.index + (selfOf(call) ? 1 : 0);
    const fits = list.items.length - (selfOf(call) ? 1 : 0) === meaning.count;
    return fits ? found(removeArgument(tokens, list, index), TO_DEFINITION) : undefined;
  }
  if (list.items.length !== meaning.count) return undefined;
  const isSame = sameArgument(tokens, list, meaning.index, meaning.argument);
  return found(removeArgument(tokens, list, meaning.index), isSame ? SAME_TEXT : SAME_COUNT);
}

function addition({ meaning, isDefinition, hidden, file }: Change, call: Call): FoundEdit | undefined {
  const { tokens, list } = call;
  if (isDefinition && call.isDefinition) return undefined;
  if (hasSpread(tokens, list)) return undefined;
  const { argument, count, index } = meaning;
  if (isDefinition) {
    const name = parameterName(argument, hasTypeFirst(file.languageId));
    const fits = list.items.length === count - hidden && !isOptional(argument);
    if (!fits || !isVisible(call, name)) return undefined;
    return found(insertArgument(tokens, list, index - hidden, name), FROM_DEFINITION);
  }
  if (call.isDefinition) return parameterFor(meaning, call);
  if (list.items.length !== count) return undefined;
  if (!namesNeeded(argument).every((name) => isVisible(call, name))) return undefined;
  return found(insertArgument(tokens, list, index, argument), SAME_COUNT);
}

/** A parameter for an argument that is a name, where parameters need no type. */
function parameterFor({ argument, count, index }: ArgumentMeaning, call: Call): FoundEdit | undefined {
  const group = lexicalGroup(call.scope.languageId);
  const isUntyped = group === "python" || /^javascript/.test(call.scope.languageId);
  const name = /^([\p{L}_$][\w$]*)(?:=(?!=).*)?$/su.exec(argument)?.[1];
  const self = selfOf(call) ? 1 : 0;
  if (!isUntyped || name === undefined || call.list.items.length - self !== count) return undefined;
  return found(insertArgument(call.tokens, call.list, index + self, name), TO_DEFINITION);
}

/** A method that overrides, or is overridden, has the same parameter. */
function overload({ index, argument }: ArgumentMeaning, { tokens, list }: Call): FoundEdit | undefined {
  return sameArgument(tokens, list, index, argument)
    ? found(removeArgument(tokens, list, index), SAME_COUNT)
    : undefined;
}

const found = (edit: ListEdit | undefined, factor: number): FoundEdit | undefined => edit && { edit, factor };

const selfOf = ({ tokens, list }: Call): boolean =>
  list.items[0] !== undefined && /^(?:self|cls)$/.test(argumentText(tokens, list.items[0]));

/** Whether a name means something where a call stands: bound around it, imported, or defined in the file. */
function isVisible({ scope, tokens, list }: Call, name: string): boolean {
  if (scope.bindings.has(name) || /^(?:self|this|cls)$/.test(name)) return true;
  if (scope.facts.definitions.some((one) => one.name === name && one.parent < 0)) return true;
  return localScope(tokens, list.callee, name, scope.languageId, functionsOf(scope.facts)) !== undefined;
}

const hasTypeFirst = (languageId: string): boolean => /^(?:java|c|cpp|csharp)$/.test(languageId);

function placeFor({ scope, tokens, score }: Call, { start, end, text }: ListEdit, factor: number): EditPlace {
  const line = lineAt(tokens, start);
  const from = tokens.lineStarts[line]!;
  return {
    path: scope.path,
    start: { line, column: start - from },
    end: { line, column: end - from },
    old: tokens.text.slice(start, end),
    text,
    score: score * factor,
  };
}

const lineAt = (tokens: Tokens, offset: number): number =>
  tokens.lineStarts.findLastIndex((start) => start <= offset);
