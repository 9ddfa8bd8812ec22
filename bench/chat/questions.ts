/** Questions whose answers the code proves, and those that it cannot answer. */
import { seededRandom } from "../sources.ts";
import type { Fact } from "./facts.ts";

export interface ProvenQuestion {
  readonly text: string;
  readonly fact: Fact;
}

type ExactKind = Exclude<Fact["kind"], "open">;

/** Ways to ask; taken in turn. */
const wordings: Readonly<Record<ExactKind, readonly string[]>> = {
  definition: ["Where is `~` defined?", "What is ~?", "where is the definition of ~"],
  callers: ["Who calls `~`?", "Where is ~() called from?", "callers of ~"],
  tests: ["How is `~` tested?", "Which tests cover ~?", "tests for ~"],
  implementers: ["Which classes extend `~`?", "subclasses of ~"],
  importedBy: ["What depends on `~`?", "Which files import ~?", "What imports ~?"],
  changes: ["Who changed ~ last?", "When was `~` last changed?"],
  configure: ["Where is `~` configured?", "What is the value of ~?", "Where is ~ set?"],
};

/** A word alone is asked for in backquotes, as a person who means a name would. */
const looksLikeCode = (name: string): boolean => /[_/.]|[a-z][A-Z]|^[A-Z][a-z]+[A-Z]/.test(name);

/** The same ones each time, spread over the repository. */
export function exactQuestions(facts: readonly Fact[], mostOfKind: number, seed: number): ProvenQuestion[] {
  return Object.entries(wordings).flatMap(([kind, texts]) => {
    const own = shuffled(
      facts.filter((fact) => fact.kind === kind),
      seed,
    ).slice(0, mostOfKind);
    return own.map((fact, i) => {
      const text = texts[i % texts.length]!.replaceAll("`", "");
      return { fact, text: text.replace("~", looksLikeCode(fact.name) ? fact.name : `\`${fact.name}\``) };
    });
  });
}

/** Names and sentences of other repositories that hold words which stand nowhere here. */
export function absentQuestions(
  others: readonly Fact[],
  text: string,
  words: ReadonlySet<string>,
  most: number,
  seed: number,
): string[] {
  const held = new Set(text.toLowerCase().match(/[a-z]+/g));
  const isAbsentName = ({ kind, name }: Fact) =>
    kind === "definition" && !words.has(name) && !text.includes(name) && looksLikeCode(name);
  const names = shuffled(others.filter(isAbsentName), seed).slice(0, most);
  const sentences = shuffled(others, seed + 1).flatMap((fact) => {
    if (fact.kind !== "open") return [];
    const sentence = fact.doc.split(/(?<=\.)\s/)[0]!.replace(/\.$/, "");
    const telling = new Set(sentence.toLowerCase().match(/[a-z]{4,}/g));
    const absent = [...telling].filter((word) => !held.has(word) && !held.has(word.replace(/s$/, "")));
    return absent.length >= 2 && absent.length >= telling.size / 3 ? [sentence] : [];
  });
  const asked = ["What is `~`?", "How is ~ tested?", "Who calls ~?"];
  return [
    ...names.map(({ name }, i) => asked[i % asked.length]!.replace("~", name)),
    ...sentences.slice(0, most).map((sentence) => `Which part of the code does this: ${sentence}?`),
  ];
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
