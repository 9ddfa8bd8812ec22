/** Reads documentation in the worker, from syntax trees. */
import { hasDocs, readDocs } from "../../core/docWriting/readDocs.ts";
import type { DocReading } from "../../ports/docReading.ts";
import { patientParseMs, type Trees } from "../../ports/trees.ts";

export const docReader = (trees: Pick<Trees, "tree">): DocReading => ({
  async readDocs({ languageId, text, lines }, signal) {
    if (!hasDocs(languageId)) return undefined;
    signal.throwIfAborted();
    const tree = await trees.tree(languageId, text, patientParseMs);
    return tree && readDocs({ tree, languageId, lines });
  },
});
