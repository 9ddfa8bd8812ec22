/** Whether a question in words tells the symbol that it is about from others, its own name being left out. */
import { tellingWords } from "../../src/core/retrieval/rank/nameWords.ts";
import { askedKinds, type DocCorpus, type DocQuery, outlineOf, sentenceKey } from "./docQueries.ts";

type Place = Omit<DocQuery, "query">;

/**
 * The rule: the very sentence is said of no other symbol, and of all functions, methods and types of the same name, as the same method of
 * another driver, no other has as many of the question's words in its path and the names around it.
 */
export function tellableBy({ sources, saidOf }: DocCorpus): (query: DocQuery) => boolean {
  const named = new Map<string, Place[]>();
  for (const source of sources)
    for (const { name, container, kind } of outlineOf(source)) {
      if (!askedKinds.has(kind)) continue;
      const place = { name, container, path: source.path };
      named.set(name, [...(named.get(name) ?? []), place]);
    }
  return (query) => {
    if (saidOf.get(sentenceKey(query))!.length > 1) return false;
    const asked = tellingWords(query.query);
    const saidAround = ({ path, container }: Place): number => {
      const around = new Set(tellingWords(`${path} ${container}`));
      return asked.filter((word) => around.has(word)).length;
    };
    const own = saidAround(query);
    return named
      .get(query.name)!
      .every(
        (other) =>
          (other.path === query.path && other.container === query.container) || saidAround(other) < own,
      );
  };
}
