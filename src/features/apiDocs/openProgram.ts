/** A file that is being written, as the libraries it imports give its expressions a meaning. */
import { type ApiUnit, specifiersOf, submodule } from "../../core/apiDocs/apiUnit.ts";
import type { Known } from "../../core/apiDocs/library/known.ts";
import { LibraryUnit } from "../../core/apiDocs/library/libraryFile.ts";
import { evaluate, type Program } from "../../core/apiDocs/use/evaluate.ts";
import type { Expression } from "../../core/apiDocs/use/expression.ts";
import type { Locals } from "../../core/apiDocs/use/locals.ts";
import { type Place, placeAt } from "../../core/apiDocs/use/place.ts";
import { pythonLocals } from "../../core/apiDocs/use/pythonLocals.ts";
import { typescriptLocals } from "../../core/apiDocs/use/typescriptLocals.ts";
import { lexicalFamilies } from "../../core/syntax/lexicalFamily.ts";
import { lex } from "../../core/syntax/outline/lexer.ts";
import { TooManyLooks } from "../../core/syntax/outline/tokens.ts";
import type { LibraryLoader } from "./libraryLoader.ts";

export interface CursorText {
  /** Absolute. */
  readonly path: string;
  readonly languageId: string;
  /** The whole text before and after the cursor. */
  readonly prefix: string;
  readonly suffix: string;
}

export interface OpenProgram {
  readonly program: Program;
  readonly place: Place;
  readonly unit: ApiUnit;
  /** Files of the modules that the file imports, by specifier. */
  readonly links: ReadonlyMap<string, string>;
}

/** @returns undefined for a text that no code is like */
export async function openProgram(
  loader: LibraryLoader,
  { path, languageId, prefix, suffix }: CursorText,
): Promise<OpenProgram | undefined> {
  const isPython = languageId === "python";
  const read = readText(isPython, languageId, prefix);
  const unit = loader.unitOf(prefix + suffix, path);
  if (read === undefined || unit === undefined) return undefined;
  const { place, locals } = read;
  const bound = locals.modules.flatMap(({ module, name }) =>
    isPython && name !== "*" ? [module, submodule(module, name)] : [module],
  );
  const links = new Map<string, string>();
  for (const specifier of new Set([...specifiersOf(unit), ...bound])) {
    const target = await loader.ecosystem.resolve(specifier, path);
    if (target !== undefined && target !== path) links.set(specifier, target);
  }
  const own = new LibraryUnit({ path, units: [unit], links }, unit);
  return { program: { library: loader.library, unit: own, locals }, place, unit, links };
}

function readText(
  isPython: boolean,
  languageId: string,
  prefix: string,
): { readonly place: Place; readonly locals: Locals } | undefined {
  const { python, ecma, ecmaJsx } = lexicalFamilies;
  const tokens = lex(prefix, isPython ? python : languageId === "typescript" ? ecma : ecmaJsx);
  try {
    return tokens.withBoundedLooks(() => ({
      place: placeAt(tokens, isPython ? "python" : "typescript"),
      locals: isPython ? pythonLocals(tokens) : typescriptLocals(tokens),
    }));
  } catch (cause) {
    if (cause instanceof TooManyLooks) return undefined;
    throw cause;
  }
}

/** What an expression at the cursor is. */
export const valueAtCursor = (
  loader: LibraryLoader,
  { program }: OpenProgram,
  expression: Expression,
  signal?: AbortSignal,
): Promise<Known> => loader.settle(() => evaluate(program, expression, program.locals.now, 0), signal);

export interface ReceiverAtCursor {
  /** `unknown` when nothing tells what it is. */
  readonly value: Known;
  /** Letters of its member that stand before the cursor. */
  readonly typed: string;
}

/** The value whose member is written at a cursor; `undefined` where no dot stands before it. */
export async function receiverAt(
  loader: LibraryLoader,
  text: CursorText,
  signal?: AbortSignal,
): Promise<ReceiverAtCursor | undefined> {
  const open = await openProgram(loader, text);
  const receiver = open?.place.receiver;
  if (open === undefined || receiver === undefined) return undefined;
  return { value: await valueAtCursor(loader, open, receiver, signal), typed: open.place.typed };
}
