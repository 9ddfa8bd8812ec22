/** Names that a piece of code uses and that nothing in its file gives a meaning. */
import type { FileScope } from "../../retrieval/graph/fileScope.ts";
import { codes, type Tokens } from "../../syntax/outline/tokens.ts";
import { isKeyword } from "../../syntax/tokens/keywords.ts";
import { isBinding, localScope, nameUse } from "../nextEdit/nameScope.ts";

export interface UnboundName {
  readonly name: string;
  /** The members that are taken from it, as far as they are named. */
  readonly members: readonly string[];
  /** Whether it stands only where types do. */
  readonly isType: boolean;
}

/** @param start where the piece begins and @param end where it ends, in the text of the tokens */
export function unboundNames(
  tokens: Tokens,
  scope: FileScope,
  start: number,
  end: number,
): readonly UnboundName[] {
  const { languageId, facts, bindings } = scope;
  const functions = facts.definitions.filter(({ kind }) => kind === "function" || kind === "method");
  const found = new Map<string, { members: string[]; isType: boolean }>();
  for (let i = 0; i < tokens.count && tokens.start(i) < end; i++) {
    if (tokens.start(i) < start || !tokens.isIdentifier(i)) continue;
    const name = tokens.word(i);
    if (isKeyword(name) || bindings.has(name) || nameUse(tokens, i, languageId) !== "plain") continue;
    const isDefined = facts.definitions.some((one) => one.name === name) || isBinding(tokens, i, languageId);
    if (isDefined || localScope(tokens, i, name, languageId, functions)) continue;
    if (isUsedOutside(tokens, name, start, end, languageId)) continue;
    const entry = found.get(name) ?? { members: [], isType: true };
    if (tokens.type(i + 1) === codes.dot && tokens.isIdentifier(i + 2))
      entry.members.push(tokens.word(i + 2));
    entry.isType = entry.isType && isTypePlace(tokens, i, scope);
    found.set(name, entry);
  }
  return [...found].map(([name, entry]) => ({ name, ...entry }));
}

/** What was used before without an import is known to the language or comes from elsewhere. */
function isUsedOutside(
  tokens: Tokens,
  name: string,
  start: number,
  end: number,
  languageId: string,
): boolean {
  for (let i = 0; i < tokens.count; i++) {
    const at = tokens.start(i);
    if ((at < start || at >= end) && tokens.is(i, name) && nameUse(tokens, i, languageId) === "plain")
      return true;
  }
  return false;
}

function isTypePlace(tokens: Tokens, at: number, { facts }: FileScope): boolean {
  const line = tokens.line(at);
  const column = tokens.start(at) - tokens.lineStarts[line]!;
  return facts.references.some((use) => use.role === "type" && use.line === line && use.column === column);
}
