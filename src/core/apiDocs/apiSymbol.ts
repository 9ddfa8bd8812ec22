/** A declaration of a library and the types that it speaks of, in one form for all languages. */
import type { SymbolKind } from "../syntax/outline/outline.ts";
import type { ApiDoc } from "./apiDoc.ts";

export interface ApiParameter {
  /** As written, without marks: `options`, `args`. */
  readonly name: string;
  readonly type?: TypeRef | undefined;
  /** Source text, at most 80 characters. */
  readonly default?: string | undefined;
  /** It may be left out: it has a default or is marked so, or takes the rest. */
  readonly isOptional?: true | undefined;
  /** `rest` takes all further arguments, `keywords` all further named ones, `keyword` is given by name alone. */
  readonly takes?: "rest" | "keywords" | "keyword" | "positional" | undefined;
}

/** The type of one thing that is given for a parameter; undefined when it takes all the rest. */
export const takenType = ({ type, takes }: ApiParameter): TypeRef | undefined =>
  takes === undefined || takes === "positional" ? type : undefined;

/** What calling something without a name is called: `new C()` and `f()`. */
export const CALL = "()";
export const CONSTRUCT = "new()";

/** One declaration. Overloads are several of the same name and container. */
export interface ApiSymbol {
  /** Own name; `CALL` and `CONSTRUCT` where a type can be called. */
  readonly name: string;
  /** Names of what it stands in within its unit, outermost first, joined by `.`; empty at the top. */
  readonly container: string;
  readonly kind: SymbolKind;
  /** On one line, at most 400 characters. */
  readonly signature: string;
  readonly parameters?: readonly ApiParameter[] | undefined;
  readonly typeParameters?: readonly string[] | undefined;
  /** What a value or an alias is; what a function or method gives. Undefined: not said. */
  readonly type?: TypeRef | undefined;
  /** What a class or interface takes members from. */
  readonly bases?: readonly TypeRef[] | undefined;
  /** It has members that are not listed: an index signature, attributes made at run time. */
  readonly isOpen?: true | undefined;
  readonly isStatic?: true | undefined;
  /** Not for users of the library, by the rules of its language. */
  readonly isPrivate?: true | undefined;
  readonly doc?: ApiDoc | undefined;
  /** 0-based. */
  readonly line: number;
}

/** A type, as far as members can be told from it. */
export type TypeRef =
  /** `Foo`, `a.b.Foo<Bar>`. */
  | { readonly kind: "name"; readonly name: string; readonly args?: readonly TypeRef[] }
  /** `import("m").Foo<Bar>`; `name` is empty for the module itself. */
  | {
      readonly kind: "import";
      readonly module: string;
      readonly name: string;
      readonly args?: readonly TypeRef[];
    }
  | { readonly kind: "union" | "intersection"; readonly parts: readonly TypeRef[] }
  | { readonly kind: "array"; readonly of: TypeRef }
  | { readonly kind: "tuple"; readonly of: readonly TypeRef[] }
  /** `{ a: string }`. */
  | { readonly kind: "object"; readonly members: readonly ApiSymbol[]; readonly isOpen?: true | undefined }
  | {
      readonly kind: "function";
      readonly returns: TypeRef;
      /** Types of what it is given, in order; undefined where it is not said, or is all the rest. */
      readonly takes?: readonly (TypeRef | undefined)[] | undefined;
    }
  /** The type of a literal: `"a"`, `1`, `true`, by the name of its class in small letters: `string`. */
  | { readonly kind: "literal"; readonly of: string }
  /** `typeof a.b`. */
  | { readonly kind: "valueOf"; readonly name: string }
  /** What a call of `a.b` gives: an instance if it is a class. */
  | { readonly kind: "resultOf"; readonly name: string }
  /** `Foo["bar"]`. */
  | { readonly kind: "member"; readonly of: TypeRef; readonly name: string }
  /** Anything else: what it has cannot be told. */
  | { readonly kind: "unknown" };

export const unknownType: TypeRef = { kind: "unknown" };

/** A type by its name alone. */
export const namedType = (name: string, args?: readonly TypeRef[]): TypeRef =>
  args === undefined || args.length === 0 ? { kind: "name", name } : { kind: "name", name, args };
