/** What a package's README and guides add to its entries: what it is for, and code that uses it. */
import { firstSentence } from "../syntax/outline/docComment.ts";
import { docLimits } from "./apiDoc.ts";
import type { ApiEntry, InstalledPackage } from "./apiPackage.ts";
import { withoutMarkupComments } from "./archive/markupComments.ts";
import { splitFences } from "./fences.ts";

/** Fences of one package that are looked at. */
const MOST_FENCES = 200;
/** Entries that one fence is an example of. */
const MOST_LINKS = 6;
/** A name that more entries have tells an entry only together with what it stands in. */
const MOST_NAMESAKES = 2;
const MOST_NAMES = 80;

export interface PackageText {
  /** Absolute. */
  readonly path: string;
  /** Markdown. */
  readonly text: string;
}

/**
 * @param texts the README first
 * @returns the entries, with examples that use them behind their own, and one of the package as a whole
 */
export function withTexts(
  entries: readonly ApiEntry[],
  texts: readonly PackageText[],
  { id, importNames }: InstalledPackage,
): readonly ApiEntry[] {
  const first = texts[0];
  if (first === undefined) return entries;
  const fences = texts
    .flatMap(({ text }) => splitFences(text).code)
    .filter(isOfApi)
    .slice(0, MOST_FENCES);
  const linked = withFences(entries, fences);
  const module = importNames[0] ?? id.name;
  const about = aboutPackage(first.text);
  const isKnown = linked.some(
    (entry) => entry.kind === "module" && entry.module === module && entry.summary !== "",
  );
  if (isKnown || about === "") return linked;
  const whole: ApiEntry = {
    package: id,
    module,
    name: module,
    kind: "module",
    signatures: [module],
    summary: firstSentence(about) ?? "",
    doc: about.slice(0, docLimits.text),
    examples: fences.slice(0, 3).map((code) => code.slice(0, docLimits.example)),
    path: first.path,
    line: 0,
  };
  return [whole, ...linked];
}

/** How to install something is no example of it. */
const isOfApi = (code: string): boolean =>
  code
    .split("\n")
    .some(
      (line) =>
        !/^\s*(?:$|#|[$>] |(?:sudo|npm|npx|yarn|pnpm|bun|pip3?|poetry|uv|cargo|gem|bundle|composer|dotnet|git|cd|brew|apt(?:-get)?) |go (?:get|install) )/.test(
          line,
        ),
    );

/** The first paragraph that is prose: no title, badge, markup or list. */
function aboutPackage(markdown: string): string {
  const { text } = splitFences(markdown.slice(0, 20_000));
  const plain = withoutMarkupComments(text);
  for (const paragraph of plain.split(/\n\s*\n/)) {
    const lines = paragraph
      .split("\n")
      .filter((line) => !/^\s*(?:#|<|=+\s*$|-+\s*$|\[!\[|!\[|\[[^\]]*\]:|[-*|>] )/.test(line));
    const prose = lines
      .join(" ")
      .replace(/!\[[^\]]*\]\([^)]*\)/g, "")
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replace(/<[^<>]*>/g, "")
      .replace(/\s+/g, " ")
      .trim();
    if (lines.length > 0 && (prose.match(/\p{L}{2,}/gu)?.length ?? 0) > 2 && prose.length > 20) return prose;
  }
  return "";
}

/** Each fence as an example of the entries whose names it calls or imports. */
function withFences(entries: readonly ApiEntry[], fences: readonly string[]): readonly ApiEntry[] {
  const byName = new Map<string, number[]>();
  entries.forEach(({ name }, i) => {
    const own = name.slice(name.lastIndexOf(".") + 1);
    if (own.length > 2) byName.set(own, [...(byName.get(own) ?? []).slice(0, 50), i]);
  });
  const added = new Map<number, string[]>();
  for (const fence of fences) {
    const code = fence.slice(0, docLimits.example);
    const used = namesUsed(code);
    const linked = [...used].flatMap((name) => {
      const found = byName.get(name) ?? [];
      return found.length <= MOST_NAMESAKES ? found : found.filter((i) => used.has(containerOf(entries[i]!)));
    });
    for (const i of linked.slice(0, MOST_LINKS)) added.set(i, [...(added.get(i) ?? []), code]);
  }
  return entries.map((entry, i) => {
    const more = added.get(i);
    const isFull = more === undefined || entry.examples.length >= docLimits.examples;
    return isFull
      ? entry
      : { ...entry, examples: [...new Set([...entry.examples, ...more])].slice(0, docLimits.examples) };
  });
}

/** The last part of what an entry stands in. */
const containerOf = ({ name, module }: ApiEntry) =>
  name.split(".").at(-2) ?? /[A-Za-z_$][\w$]*$/.exec(module)?.[0] ?? "";

/** Names that code calls, makes, imports or takes members of. */
function namesUsed(code: string): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string) => {
    if (found.size < MOST_NAMES) found.add(name);
  };
  for (const [, name] of code.matchAll(/([A-Za-z_$][\w$]*)[?!]?\s?(?=\(|\{|::|<\w+>\(|\.)/g)) add(name!);
  for (const [, name] of code.matchAll(/(?:\.|::|@|new\s)([A-Za-z_$][\w$]*)/g)) add(name!);
  for (const [, list] of code.matchAll(/\b(?:import|use|require)\b([^\n;]*)/g))
    for (const [name] of list!.matchAll(/[A-Za-z_$][\w$]*/g)) add(name);
  return found;
}
