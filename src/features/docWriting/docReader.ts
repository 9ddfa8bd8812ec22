/** Reads documentation in the worker, from syntax trees. */
import { hasDocs, readDocs } from "../../core/docWriting/readDocs.ts";
import type { DocReading } from "../../ports/docReading.ts";
import type { Trees } from "../../ports/trees.ts";

/** A long file may need more time than a busy machine gives at first; a person waits for this one. */
const MOST_TRIES = 4;

export const docReader = (trees: Pick<Trees, "tree">): DocReading => ({
  async readDocs({ languageId, text, lines }, signal) {
    if (!hasDocs(languageId)) return undefined;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      signal.throwIfAborted();
      const tree = await trees.tree(languageId, text);
      if (tree) return readDocs({ tree, languageId, lines });
    }
    return undefined;
  },
});
