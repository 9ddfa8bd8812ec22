/** How a project writes its documentation, by what it has written. */
import type { DocLanguage, WrittenDoc } from "./docSubject.ts";

/**
 * `google`, `numpy` and `sphinx`: sections or fields of Python; `jsdoc`: tags with types, `tsdoc`: tags without; `prose`: words
 * alone, as Go and Rust always have it.
 */
export type DocForm = "google" | "numpy" | "sphinx" | "jsdoc" | "tsdoc" | "javadoc" | "prose";

export interface DocStyle {
  readonly form: DocForm;
  /** Whether what is said begins on the line of the opening quotes. */
  readonly beginsAtOnce: boolean;
  readonly quotes: '"""' | "'''";
  /** Between a parameter's name and what is said of it, in tags of JavaScript and Java. */
  readonly dash: " - " | " ";
  /** How many pieces of documentation show it; 0: nothing does, so it is the language's usual way. */
  readonly examples: number;
}

const marks: Readonly<Record<Exclude<DocForm, "prose">, RegExp>> = {
  google: /^ *(?:Args|Arguments|Returns|Raises|Yields|Attributes):[ \t]*$/m,
  numpy: /^ *(?:Parameters|Returns|Raises|Yields|Attributes)[ \t]*\n *-{3,}[ \t]*$/m,
  sphinx: /^ *[:@](?:param|returns?|raises?|rtype|type)\b[^:\n]*:/m,
  jsdoc: /^ *@(?:param|returns?|throws) *\{/m,
  tsdoc: /^ *@(?:param|returns|throws)\b(?! *\{)/m,
  javadoc: /^ *@(?:param|return|throws|exception)\b/m,
};
const forms: Readonly<Record<DocLanguage, readonly Exclude<DocForm, "prose">[]>> = {
  python: ["numpy", "google", "sphinx"],
  ecma: ["jsdoc", "tsdoc"],
  java: ["javadoc"],
  go: [],
  rust: [],
};

/** Documentation of the same file says more of how the next piece is written. */
const OWN_WEIGHT = 3;

/** @param usual what a language's documentation looks like where nothing shows it */
export function docStyle(
  language: DocLanguage,
  own: readonly WrittenDoc[],
  others: readonly WrittenDoc[],
  { convention, isTyped }: { readonly convention?: DocForm | undefined; readonly isTyped: boolean },
): DocStyle {
  const all = [...own, ...others];
  const counts = new Map<DocForm, number>();
  const count = (docs: readonly WrittenDoc[], weight: number) => {
    for (const doc of docs) {
      const form = formOf(language, doc);
      if (form !== undefined) counts.set(form, (counts.get(form) ?? 0) + weight);
    }
  };
  count(own, OWN_WEIGHT);
  count(others, 1);
  const [best] = [...counts].toSorted(([, a], [, b]) => b - a);
  const form = convention ?? best?.[0] ?? usualForm(language, isTyped);
  return {
    form,
    beginsAtOnce: isMost(all, ({ raw }) => !/^\s*\w*(?:"""|''')[ \t]*\n/.test(raw), /"""|'''/),
    quotes: isMost(all, ({ raw }) => !/^\s*\w*'''/.test(raw), /"""|'''/) ? '"""' : "'''",
    dash: isMost(all, ({ text }) => /@param +(?:\{[^}]*\} +)?\S+ - /.test(text), /@param/, form !== "javadoc")
      ? " - "
      : " ",
    examples: all.filter((doc) => formOf(language, doc) === form).length,
  };
}

/** Words alone say something of the style only where there were parameters to tell of. */
function formOf(language: DocLanguage, { text, parameters }: WrittenDoc): DocForm | undefined {
  const marked = forms[language].find((form) => marks[form].test(text));
  return marked ?? (parameters > 0 || forms[language].length === 0 ? "prose" : undefined);
}

function usualForm(language: DocLanguage, isTyped: boolean): DocForm {
  if (language === "python") return "google";
  if (language === "ecma") return isTyped ? "tsdoc" : "jsdoc";
  return language === "java" ? "javadoc" : "prose";
}

/** Of those that could show it. */
function isMost(
  all: readonly WrittenDoc[],
  holds: (doc: WrittenDoc) => boolean,
  shows: RegExp,
  otherwise = true,
): boolean {
  const showing = all.filter(({ raw }) => shows.test(raw));
  return showing.length === 0 ? otherwise : showing.filter(holds).length * 2 >= showing.length;
}

/** What a linter's settings demand, from `pyproject.toml`, `ruff.toml`, `setup.cfg` and the like. */
export function conventionIn(config: string): DocForm | undefined {
  const [, name] = /^\s*convention\s*=\s*["']?(google|numpy)\b/m.exec(config) ?? [];
  return name === "google" || name === "numpy" ? name : undefined;
}

export const formNames: Readonly<Record<DocForm, string>> = {
  google: "Google's sections",
  numpy: "NumPy's sections",
  sphinx: "Sphinx fields",
  jsdoc: "JSDoc tags with types",
  tsdoc: "tags without types",
  javadoc: "Javadoc tags",
  prose: "prose",
};
