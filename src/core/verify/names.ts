/** What one file says of its names: scopes, declarations, and how a suggestion in it uses them. */

/**
 * An expression as far as names tell its value: a name, then what is done with it, step by step. Steps are names of
 * members and the signs of `steps`. The first may be `'type` for a literal. Empty: nothing is known.
 */
export type Expr = readonly string[];

/** Steps that are no names. */
export const steps = {
  call: "()",
  /** `new` with it. */
  make: "new()",
  /** What waiting for it gives. */
  await: "%await",
  /** What `with` gives. */
  enter: "%enter",
  index: "[]",
  /** An element of what is iterated over. */
  each: "*",
  /** From a type to a value of it. */
  instance: "@",
  /** The object that the class around has, in its own methods. */
  self: "%self",
  /** That class. */
  selfClass: "%class",
  /** The classes the class around inherits from. */
  parent: "%super",
} as const;

/** Step from a value to a list of such values, which is of a built-in type. */
export const listOf = (type: string): string => `%of ${type}`;

/** Step to what a function that is an argument of a call of the value is given for its parameter, both counted from 0. */
export const givenTo = (argument: number, parameter: number): string => `%given ${argument} ${parameter}`;

/** The member under which the functions stand that make a value of a type. */
export const constructorName = "%new";

/** Step for one of several results or elements. */
export const nth = (place: number): string => `#${place}`;

export type DeclarationKind =
  | "variable"
  | "parameter"
  | "function"
  | "class"
  | "type"
  | "import"
  | "field"
  | "method"
  | "module";

export interface Parameter {
  /** Empty where it has none that a caller could use. */
  readonly name: string;
  readonly isOptional: boolean;
  /** Given by place, by name, or either. */
  readonly by: "place" | "name" | "both";
}

export interface Signature {
  readonly parameters: readonly Parameter[];
  /** Whether further arguments may be given by place, and by name. */
  readonly takesMore: boolean;
  readonly takesMoreNames: boolean;
  /** What a call gives, in `scope`: one value, or several. */
  readonly returns: readonly Expr[];
  readonly scope: number;
  /** Whether the first parameter is the object itself and not given by callers. */
  readonly isBound: boolean;
}

export interface Import {
  /** As written. */
  readonly module: string;
  /** What the module calls it; empty for the module itself, `*` for everything. */
  readonly name: string;
  /** It is no import, but a type of Java by its whole name. */
  readonly isInPlace?: true;
}

export interface Declaration {
  readonly name: string;
  readonly kind: DeclarationKind;
  /** UTF-16 offset of the name. */
  readonly start: number;
  /** What it holds, in `scope`. */
  readonly value: Expr;
  readonly scope: number;
  readonly signature?: Signature | undefined;
  readonly type?: TypeNames | undefined;
  readonly import?: Import | undefined;
  /** Whether a call gives its value instead of the function, as with a property. */
  readonly isProperty?: boolean | undefined;
}

/** A class, interface, struct and the like. */
export interface TypeNames {
  readonly name: string;
  readonly members: Map<string, Declaration[]>;
  /** Types it takes members from, in `scope`. */
  readonly bases: Expr[];
  readonly scope: number;
  /** Whether it may have members that are not written down. */
  isOpen: boolean;
  /** Whether its constructor is made from its fields. */
  hasFieldConstructor: boolean;
  /** Names taken from `self`, written or read, in the class: what is used twice is hardly invented. */
  readonly selfUses: Map<string, number[]>;
  readonly kind: "class" | "interface" | "enum" | "struct" | "object";
}

export type ScopeKind = "module" | "function" | "class" | "block";

export interface Scope {
  readonly parent: number;
  readonly kind: ScopeKind;
  readonly names: Map<string, Declaration[]>;
  /** The class that it is the body of, or the nearest around. */
  readonly type: TypeNames | undefined;
  /** Whether names may be in it that are not written down. */
  isOpen: boolean;
  /** Variables whose type is checked somewhere within: their declared type says little. */
  readonly narrowed: Set<string>;
}

/** An argument of a call. */
export interface Argument {
  /** Empty when it is given by place. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Several arguments in one, such as `*args`. */
  readonly isSpread: boolean;
}

interface UseAt {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly scope: number;
  /** Whether the code around is prepared for its not being there: it is tried, or depends on a version. */
  readonly isTried?: true | undefined;
}

/** A place in the suggestion that names something. */
export type Use =
  | (UseAt & { readonly kind: "name"; readonly role: "value" | "call" | "type" })
  | (UseAt & {
      readonly kind: "member";
      readonly receiver: Expr;
      readonly role: "value" | "call" | "type" | "store";
    })
  | (UseAt & {
      readonly kind: "call";
      readonly callee: Expr;
      readonly args: readonly Argument[];
      /** Whether the call as a whole is the suggestion's, so that nothing more is to come. */
      readonly isWhole: boolean;
    })
  | (UseAt & { readonly kind: "import"; readonly import: Import });

export interface Exports {
  readonly names: Map<string, Declaration[]>;
  /** Whether there may be others. */
  isOpen: boolean;
}

/** The name under which a file's one value is kept where it exports that instead of names. */
export const wholeExport = "export=";

export interface FileNames {
  readonly path: string;
  readonly languageId: string;
  /** 0 is the file's own. */
  readonly scopes: readonly Scope[];
  readonly uses: readonly Use[];
  /** Names the file offers where it says which; undefined: others see its top level. */
  readonly exports?: Exports | undefined;
  /** Members that are given to anything from outside of its own methods: they may belong to any type. */
  readonly assigned: ReadonlySet<string>;
  /** Members whose being there is tested, as they are written with what they are members of. */
  readonly tested: ReadonlySet<string>;
  /** Modules all of whose names the file hands on. */
  readonly handsOn: readonly string[];
  /** Members of types that are defined here or elsewhere, by the type's name. */
  readonly outside: ReadonlyMap<string, Map<string, Declaration[]>>;
  /** Package or namespace it says it is in; empty when it says none. */
  readonly packageName: string;
}

/** A range of the text in which uses are wanted. UTF-16, `end` exclusive. */
export interface WantedRange {
  readonly start: number;
  readonly end: number;
}
