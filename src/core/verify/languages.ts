/** How languages differ in what their names mean. */
import { lexicalGroup } from "../retrieval/graph/lexicalGroup.ts";
import type { FlatTree } from "../syntax/tree/flatTree.ts";
import { EcmaBinder } from "./bind/ecma/ecmaBinder.ts";
import { GoBinder } from "./bind/goBinder.ts";
import { JavaBinder } from "./bind/javaBinder.ts";
import { PythonBinder } from "./bind/python/pythonBinder.ts";
import { ecmaGlobals, ecmaTypes } from "./data/ecmaTypes.ts";
import { goGlobals, goTypes } from "./data/goTypes.ts";
import { javaGlobals, javaTypes } from "./data/javaTypes.ts";
import { pythonGlobals, pythonTypes } from "./data/pythonTypes.ts";
import type { FileNames, WantedRange } from "./names.ts";

export type NamedLanguage = "python" | "ecma" | "java" | "go";

export interface LanguageRules {
  readonly language: NamedLanguage;
  /** Names that are there without being declared. */
  readonly globals: ReadonlySet<string>;
  /** Members of built-in types by their names. */
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
  /** What every object has. */
  readonly rootType: string;
  /** Whether functions within a class do not see its members by their bare names. */
  readonly hidesClassScope: boolean;
  /** Whether members of the class around, and of its bases, go by their bare names. */
  readonly hasImplicitSelf: boolean;
  /** Whether members may be added by assigning to them. */
  readonly growsByAssignment: boolean;
}

const rules: Readonly<Record<NamedLanguage, LanguageRules>> = {
  python: {
    language: "python",
    globals: pythonGlobals,
    types: pythonTypes,
    rootType: "object",
    hidesClassScope: true,
    hasImplicitSelf: false,
    growsByAssignment: true,
  },
  ecma: {
    language: "ecma",
    globals: ecmaGlobals,
    types: ecmaTypes,
    rootType: "Object",
    hidesClassScope: true,
    hasImplicitSelf: false,
    growsByAssignment: true,
  },
  java: {
    language: "java",
    globals: javaGlobals,
    types: javaTypes,
    rootType: "Object",
    hidesClassScope: false,
    hasImplicitSelf: true,
    growsByAssignment: false,
  },
  go: {
    language: "go",
    globals: goGlobals,
    types: goTypes,
    rootType: "",
    hidesClassScope: false,
    hasImplicitSelf: false,
    growsByAssignment: false,
  },
};

/** Undefined for a language whose names are not judged. */
export function rulesOf(languageId: string): LanguageRules | undefined {
  if (languageId === "java" || languageId === "python" || languageId === "go") return rules[languageId];
  return lexicalGroup(languageId) === "ecma" && languageId !== "vue" && languageId !== "svelte"
    ? rules.ecma
    : undefined;
}

/** Reads the names of a text. @param wanted where uses are wanted; nowhere when not given */
export function readNames(
  tree: FlatTree,
  path: string,
  languageId: string,
  wanted?: WantedRange,
): FileNames | undefined {
  switch (rulesOf(languageId)?.language) {
    case "python":
      return new PythonBinder(tree, wanted).names(path, languageId);
    case "ecma":
      return new EcmaBinder(languageId.startsWith("typescript"), tree, wanted).names(path, languageId);
    case "java":
      return new JavaBinder(tree, wanted).names(path, languageId);
    case "go":
      return new GoBinder(tree, wanted).names(path, languageId);
    default:
      return undefined;
  }
}
