/** Whether documentation speaks of what is there. */
import type { DocForm } from "./docStyle.ts";
import type { DocSubject } from "./docSubject.ts";
import { documentedIn } from "./skeleton.ts";

/** Words of languages that stand in code spans and are no names of a project. */
const words = new Set(
  "True False None true false null undefined nil self this cls void int str float bool bytes list dict set tuple object string number boolean any unknown never Promise Array Map Set Option Some Ok Err Result if else return raise throw for while in not and or is".split(
    " ",
  ),
);

/** Parameters that a text tells of and the code does not have. */
export function strangeParameters(doc: string, form: DocForm, { parameters, kind }: DocSubject): string[] {
  if (kind === "class") return [];
  const own = new Set(parameters.map(({ name }) => name));
  return documentedIn(doc, form).parameters.filter((name) => !own.has(name));
}

/** Names that a text says exist: in code spans, references and what is raised; each once, as it is written. */
export function namesIn(doc: string, form: DocForm): string[] {
  const spans = [
    ...doc.matchAll(/``?([^`\n]+)``?/g),
    ...doc.matchAll(/\{@(?:link|linkplain|code) +([^}\n]+)\}/g),
    ...doc.matchAll(/:(?:class|func|meth|exc|attr|mod):`~?([^`\n]+)`/g),
    ...doc.matchAll(/\[`([^`\n]+)`\]/g),
  ].map(([, inside]) => inside!.trim());
  const plain = spans.flatMap(
    (span) => /^([A-Za-z_$][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]*)*)(?:\(.*\))?$/.exec(span)?.[1] ?? [],
  );
  const found = [...plain, ...documentedIn(doc, form).errors];
  return [...new Set(found)].filter((name) => !words.has(name));
}

/** The parts of a dotted name: `Store.add` is there when both are. */
export const partsOfName = (name: string): readonly string[] =>
  name.split(/\.|::|#/).filter((part) => part !== "" && !words.has(part));

/** Whether a word stands in a text by itself. */
export const hasWord = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\w$])${word.replace(/[$]/g, "\\$&")}(?![\\w$])`).test(text);
