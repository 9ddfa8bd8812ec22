/** What tests of a function must know, read in the worker from syntax trees. */
import { languageIdOf } from "../../core/syntax/language.ts";
import { testFileKind } from "../../core/testing/discover/testFiles.ts";
import { readSubject } from "../../core/testWriting/readSubject.ts";
import type { TestSubjects } from "../../ports/tests.ts";
import { patientParseMs, type Trees } from "../../ports/trees.ts";

export function subjectReader(trees: Pick<Trees, "tree">): TestSubjects {
  return {
    async testSubject({ languageId, text, name, line, examples }, signal) {
      const tree = await trees.tree(languageId, text, patientParseMs);
      if (!tree) return undefined;
      const parsed = [];
      for (const example of examples) {
        signal.throwIfAborted();
        const other = await trees.tree(languageId, example, patientParseMs);
        if (other) parsed.push(other);
      }
      return readSubject({ tree, languageId, name, line, examples: parsed });
    },
    async testsIn(path, text) {
      const kind = testFileKind(path);
      const languageId = languageIdOf(path);
      const tree = kind && languageId ? await trees.tree(languageId, text, patientParseMs) : undefined;
      return kind && tree ? kind.find(tree) : [];
    },
  };
}
