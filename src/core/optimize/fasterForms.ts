/** Rewrites of a function that are often faster, found in its tree. Whether they are is for runs to show. */
import type { FlatTree } from "../syntax/tree/flatTree.ts";
import { ecmaForms } from "./ecmaForms.ts";
import type { FasterForm } from "./fasterForm.ts";
import { pythonForms } from "./pythonForms.ts";

/** @param code the function's node @returns in the order of the text */
export function fasterForms(tree: FlatTree, code: number, language: "python" | "ecma"): FasterForm[] {
  const forms = language === "python" ? pythonForms(tree, code) : ecmaForms(tree, code);
  return forms.filter(isApart).toSorted((a, b) => a.edits[0]!.start - b.edits[0]!.start);
}

const isApart = ({ edits }: FasterForm): boolean =>
  edits.every(({ start }, at) => at === 0 || edits[at - 1]!.end <= start);
