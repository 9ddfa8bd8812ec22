/** What tests of a function must know, read in the worker from syntax trees. */
import { languageIdOf } from "../../core/syntax/language.ts";
import { testFileKind } from "../../core/testing/discover/testFiles.ts";
import { readSubject } from "../../core/testWriting/readSubject.ts";
import type { TestSubjects } from "../../ports/tests.ts";
import type { Trees } from "../../ports/trees.ts";

const MOST_TRIES = 4;

export function subjectReader(trees: Pick<Trees, "tree">): TestSubjects {
  return {
    async testSubject({ languageId, text, name, line, examples }, signal) {
      let tree = await trees.tree(languageId, text);
      // A long file may need more time than a busy machine gives at first; a person waits for this one.
      for (let again = 0; !tree && again < MOST_TRIES; again++) tree = await trees.tree(languageId, text);
      if (!tree) return undefined;
      const parsed = [];
      for (const example of examples) {
        signal.throwIfAborted();
        const other = await trees.tree(languageId, example);
        if (other) parsed.push(other);
      }
      return readSubject({ tree, languageId, name, line, examples: parsed });
    },
    async testsIn(path, text) {
      const kind = testFileKind(path);
      const languageId = languageIdOf(path);
      const tree = kind && languageId ? await trees.tree(languageId, text) : undefined;
      return kind && tree ? kind.find(tree) : [];
    },
  };
}
