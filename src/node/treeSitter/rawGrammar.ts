/**
 * Types, aliases and fields of a grammar's nodes. Which field or alias a child has is in tables of the grammar that the
 * parser's interface does not offer; they are read from the parser's memory, where they lie as `struct TSLanguage` of
 * tree-sitter's `parser.h` (ABI 13 to 15). A test compares what comes of it with the official cursor, for every grammar.
 */
import type { Language } from "web-tree-sitter";
import type { NodeTypes } from "./query/treeAutomaton.ts";

/** The parser's memory; the views are replaced when it grows. */
export interface ParserMemory {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU16: Uint16Array;
  readonly HEAPU32: Uint32Array;
}

/** Byte offsets in `struct TSLanguage`. */
const PRODUCTION_COUNT = 28;
const FIELD_COUNT = 32;
const LONGEST_ALIAS_SEQUENCE = 36;
const FIELD_SLICES = 64;
const FIELD_ENTRIES = 68;
const ALIAS_SEQUENCES = 84;

export class RawGrammar implements NodeTypes {
  readonly typeCount: number;
  /** The public type of a node by the parser's own: several may look the same from outside. */
  readonly publicType: Uint16Array;
  /** Field of a child by production and place: `production * fieldStride + child`. */
  readonly fields: Uint8Array;
  readonly fieldStride: number;
  /** Type by which a child goes in a production: `production * aliasStride + child`; 0 for its own. */
  readonly aliases: Uint16Array;
  readonly aliasStride: number;
  readonly #language: Language;
  readonly #named: Uint8Array;

  constructor(language: Language, memory: ParserMemory) {
    this.#language = language;
    this.typeCount = language.nodeTypeCount;
    this.publicType = Uint16Array.from({ length: this.typeCount }, (_, type) => publicType(language, type));
    this.#named = Uint8Array.from({ length: this.typeCount }, (_, type) =>
      Number(language.nodeTypeIsNamed(type)),
    );
    const at = addressOf(language);
    const productions = memory.HEAPU32[(at + PRODUCTION_COUNT) >> 2]!;
    this.aliasStride = memory.HEAPU16[(at + LONGEST_ALIAS_SEQUENCE) >> 1]!;
    const aliases = memory.HEAPU32[(at + ALIAS_SEQUENCES) >> 2]! >> 1;
    this.aliases = memory.HEAPU16.slice(aliases, aliases + productions * this.aliasStride);
    const entries = fieldEntries(memory, at, productions);
    this.fieldStride = 1 + entries.reduce((last, { child }) => Math.max(last, child), 0);
    this.fields = new Uint8Array(productions * this.fieldStride);
    for (const { production, child, field } of entries)
      this.fields[production * this.fieldStride + child] = field;
  }

  typeOf(name: string, isNamed: boolean): number {
    const type = this.#language.idForNodeType(name, isNamed);
    if (type === null) throw new Error(`Cannot use the query: the grammar has no node "${name}"`);
    return type;
  }

  fieldOf(name: string): number {
    const field = this.#language.fieldIdForName(name);
    if (field === null) throw new Error(`Cannot use the query: the grammar has no field "${name}"`);
    return field;
  }

  isNamed(type: number): boolean {
    return this.#named[type] === 1;
  }
}

/** Where the library keeps the address of what its objects stand for. */
export const addressOf = (object: object): number => (object as unknown as readonly [number])[0];

function publicType(language: Language, type: number): number {
  const name = language.nodeTypeForId(type);
  if (name === null) return type;
  return language.idForNodeType(name, language.nodeTypeIsNamed(type)) ?? type;
}

interface FieldEntry {
  readonly production: number;
  readonly child: number;
  readonly field: number;
}

/** Fields that a production gives to its children itself; those it inherits are found at the children. */
function fieldEntries({ HEAPU8, HEAPU16, HEAPU32 }: ParserMemory, at: number, productions: number) {
  const found: FieldEntry[] = [];
  if (HEAPU32[(at + FIELD_COUNT) >> 2] === 0) return found;
  const slices = HEAPU32[(at + FIELD_SLICES) >> 2]!;
  const entries = HEAPU32[(at + FIELD_ENTRIES) >> 2]!;
  for (let production = 0; production < productions; production++) {
    const slice = (slices >> 1) + 2 * production;
    for (let i = 0; i < HEAPU16[slice + 1]!; i++) {
      const entry = entries + 4 * (HEAPU16[slice]! + i);
      const isInherited = HEAPU8[entry + 3] !== 0;
      if (!isInherited) found.push({ production, child: HEAPU8[entry + 2]!, field: HEAPU16[entry >> 1]! });
    }
  }
  return found;
}
