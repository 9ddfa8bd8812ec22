/**
 * Takes patterns apart into paths from the pattern's root to each captured or required node. A syntax tree is then read
 * in one pass from the top: what a pattern asks of several children is joined again by its *frame*, the node that holds
 * them and that the pattern captures as a definition or an import.
 */
import { type SyntaxRole, syntaxRoles } from "../../../core/syntax/facts/facts.ts";
import { type SymbolKind, symbolKinds } from "../../../core/syntax/outline/outline.ts";
import type { QueryNode, QueryPart, WordsOf } from "./queryText.ts";

/**
 * A `scope` is no definition itself but gives those inside it a container, such as Rust's `impl`; an `embedding` is a
 * field whose type is inherited when it has no name, as in Go.
 */
export type FrameKind = SymbolKind | "scope" | "embedding" | "import";

/** What a captured node is to its frame. */
const frameParts = [
  "name",
  "container",
  /** What says whether this is a definition at all: its text decides. */
  "only",
  /** The type of an embedding. */
  "embedded",
  /** What is called to import: its text decides. */
  "import.call",
  "import.module",
  /** A name that is imported under its own name, */
  "import.name",
  /** or under this one. */
  "import.alias",
  /** What the module's default or the module itself is called here. */
  "import.default",
  "import.self",
  "import.all",
] as const;
export type FramePart = (typeof frameParts)[number];

export interface PathStep {
  readonly type: string | undefined;
  readonly isNamed: boolean;
  readonly field: string | undefined;
}

export type PathAction =
  | { readonly kind: "open"; readonly pattern: number; readonly frame: FrameKind; readonly required: number }
  | {
      readonly kind: "part";
      readonly pattern: number;
      readonly part: FramePart | undefined;
      /** Bit of `required` that this node fulfils, 0 for none; that of what must not be there is `FORBIDDEN`. */
      readonly bit: number;
      /** Texts that fulfil it; undefined for all. */
      readonly words?: readonly string[] | undefined;
    }
  | {
      readonly kind: "reference";
      readonly pattern: number;
      readonly role: SyntaxRole;
      /** Whether it has the role only as the last name of a dotted chain, and is `other` before. */
      readonly isTail: boolean;
    };

export interface QueryPath {
  readonly steps: readonly PathStep[];
  readonly action: PathAction;
}

/** Set in a frame that has what it must not have. */
export const FORBIDDEN = 1 << 30;

const kinds: readonly string[] = symbolKinds;
const parts: readonly string[] = frameParts;
const roles: readonly string[] = syntaxRoles;

/** @throws when a capture has a name that means nothing here */
export function pathsOf(patterns: readonly QueryPart[]): QueryPath[] {
  return patterns.flatMap((pattern, index) => new PatternPaths(index).read(pattern));
}

class PatternPaths {
  readonly #pattern: number;
  readonly #paths: QueryPath[] = [];
  #words: readonly WordsOf[] = [];
  #bits = 0;

  constructor(pattern: number) {
    this.#pattern = pattern;
  }

  read(pattern: QueryPart): QueryPath[] {
    if (pattern.kind === "node") this.#words = pattern.words;
    this.#visit(pattern, [], pattern.captures, false, 0);
    return this.#paths.map(({ steps, action }) => ({
      steps,
      action:
        action.kind === "open" && action.frame !== "import"
          ? { ...action, required: (1 << this.#bits) - 1 }
          : action,
    }));
  }

  /**
   * @param captures those of the part and of the choices around it
   * @param inFrame whether the frame is above, so that the part can be required by it
   * @param bit what stands for the choice around it, 0 outside of one
   */
  #visit(
    part: QueryPart,
    above: readonly PathStep[],
    captures: readonly string[],
    inFrame: boolean,
    bit: number,
    field = part.field,
  ): void {
    if (part.kind === "choice") {
      const shared = bit || this.#newBit(inFrame && !part.isOptional);
      for (const option of part.options) {
        this.#visit(option, above, [...captures, ...option.captures], inFrame, shared, option.field ?? field);
      }
      return;
    }
    const steps = [...above, { type: part.type, isNamed: part.isNamed, field }];
    const opens = captures.some((capture) => frameOf(capture) !== undefined);
    const isRequired = inFrame && !opens && !part.isOptional && isLeaf(part, captures);
    const own = bit || this.#newBit(isRequired);
    for (const capture of captures) this.#paths.push({ steps, action: this.#action(capture, own) });
    if (isRequired && captures.length === 0) {
      this.#paths.push({
        steps,
        action: { kind: "part", pattern: this.#pattern, part: undefined, bit: own },
      });
    }
    for (const name of part.absent) {
      const absent = { type: undefined, isNamed: true, field: name };
      const action = { kind: "part", pattern: this.#pattern, part: undefined, bit: FORBIDDEN } as const;
      this.#paths.push({ steps: [...steps, absent], action });
    }
    for (const child of part.children)
      this.#visit(child, steps, child.captures, (inFrame || opens) && !part.isOptional, bit);
  }

  #newBit(isNeeded: boolean): number {
    return isNeeded ? 1 << this.#bits++ : 0;
  }

  #action(capture: string, bit: number): PathAction {
    const pattern = this.#pattern;
    const frame = frameOf(capture);
    if (frame) return { kind: "open", pattern, frame, required: 0 };
    if (parts.includes(capture)) {
      const words = this.#words.find((of) => of.capture === capture)?.words;
      return { kind: "part", pattern, part: capture as FramePart, bit, words };
    }
    const [, role, tail] = /^reference\.(\w+)(\.tail)?$/.exec(capture) ?? [];
    if (role !== undefined && roles.includes(role))
      return { kind: "reference", pattern, role: role as SyntaxRole, isTail: tail !== undefined };
    throw new Error(`Cannot use the query: its capture "@${capture}" means nothing`);
  }
}

const isLeaf = (part: QueryNode, captures: readonly string[]): boolean =>
  part.children.length === 0 || captures.length > 0;

function frameOf(capture: string): FrameKind | undefined {
  if (capture === "import" || capture === "scope" || capture === "embedding") return capture;
  const kind = /^definition\.(\w+)$/.exec(capture)?.[1];
  return kind !== undefined && kinds.includes(kind) ? (kind as SymbolKind) : undefined;
}
