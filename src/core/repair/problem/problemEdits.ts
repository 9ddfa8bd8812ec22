/** Changes that may answer a problem, from what the text and the repository know. Every one is tried by the checker: order is what counts. */
import { applyReplacements, editKey } from "../candidate.ts";
import { argumentEdits } from "./edits/argumentEdits.ts";
import { awaitEdits, nullableEdits, returnEdits } from "./edits/flowEdits.ts";
import { exportEdits, moduleEdits, unusedImportEdits } from "./edits/importEdits.ts";
import { memberEdits, nameEdits } from "./edits/nameEdits.ts";
import { identifiersOf, tokensNamed } from "./edits/placeTokens.ts";
import { renames } from "./edits/renames.ts";
import { literalEdits, markEdits, rewriteEdits } from "./edits/spellingEdits.ts";
import { unusedEdits } from "./edits/unusedEdits.ts";
import type { ProblemEdit, ProblemKnowledge, ProblemPlace } from "./problemEdit.ts";
import type { ProblemSubject } from "./problemSubject.ts";

/** Best first, each change once. */
export function problemEdits(
  subject: ProblemSubject,
  place: ProblemPlace,
  known: ProblemKnowledge,
): readonly ProblemEdit[] {
  const all = [...editsFor(subject, place, known)].sort((a, b) => b.score - a.score);
  const seen = new Set<string>();
  return all.filter(({ edits }) => {
    const key = editKey(edits);
    if (seen.has(key) || applyReplacements(place.text, edits) === place.text) return false;
    seen.add(key);
    return true;
  });
}

function editsFor(
  subject: ProblemSubject,
  place: ProblemPlace,
  known: ProblemKnowledge,
): Iterable<ProblemEdit> {
  switch (subject.kind) {
    case "name":
      return nameEdits(subject, place, known);
    case "member":
      return memberEdits(subject, place, known);
    case "export":
      return exportEdits(subject, place, known);
    case "module":
      return moduleEdits(subject, place, known);
    case "unused":
      return [...unusedImportEdits(subject.name, place), ...unusedEdits(subject.name, place)];
    case "unusedImport":
      return unusedImportEdits(subject.name, place);
    case "keyword":
      return renames(place, tokensNamed(place, subject.name, true), {
        meant: subject.meant,
        first: known.members,
        others: [...identifiersOf(place), ...known.names],
      });
    case "argument":
      return argumentEdits(subject.name, place);
    case "await":
      return awaitEdits(place);
    case "return":
      return returnEdits(place);
    case "nullable":
      return nullableEdits(place);
    case "literal":
      return literalEdits(subject, place);
    case "mark":
      return markEdits(subject.mark, place);
    case "rewrite":
      return rewriteEdits(subject.from, subject.to, place);
    case "other":
      return [];
  }
}
