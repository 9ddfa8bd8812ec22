/** Questions made of real documentation, each with the APIs that answer it. */
import type { ApiEntry } from "../../src/core/apiDocs/apiPackage.ts";
import { splitFences } from "../../src/core/apiDocs/fences.ts";
import { queryTerms } from "../../src/core/text/terms/queryTerms.ts";
import type { Random } from "../completion/random.ts";

export interface DocQuery {
  readonly library: string;
  readonly kind: "sentence" | "guide";
  readonly text: string;
  /** Of a guide: the code that stands behind the text, which is indexed no more than the text. */
  readonly code?: string | undefined;
  /** Names of the APIs, as entries of the library have them. */
  readonly answers: ReadonlySet<string>;
}

const FEWEST_WORDS = 7;
const MOST_WORDS = 45;
const FEWEST_TERMS = 5;
/** A sentence that stands in more entries tells none of them. */
const MOST_COPIES = 3;
/** What is called; a field or a type is found through what has it. */
const asked: readonly string[] = ["function", "method", "class"];

/** Sentences that speak of the page and not of what it is about. */
const noQuestion =
  /^(?:see|note|notes|default|defaults|example|examples|deprecated|changed|added|new in|versionadded|versionchanged|\.\.|copyright|todo|warning|this (?:parameter|argument|option|method|function|class) is deprecated)\b/i;

/** One sentence of an entry's documentation that is not its summary. */
export function sentenceQueries(
  library: string,
  entries: readonly ApiEntry[],
  count: number,
  random: Random,
): readonly DocQuery[] {
  const found: DocQuery[] = [];
  const docs = entries.map(({ doc }) => doc.replace(/\s+/g, " "));
  const known = new Set<string>();
  for (const entry of random.shuffle(entries.filter(({ kind }) => asked.includes(kind)))) {
    if (found.length >= count) break;
    const text = sentencesOf(entry).find((one) => isQuestion(one, entry));
    if (text === undefined || known.has(text)) continue;
    known.add(text);
    const holders = entries.filter((_, i) => docs[i]!.includes(text)).map(({ name }) => name);
    if (new Set(holders.map((name) => name.split(".").at(-1))).size <= MOST_COPIES)
      found.push({ library, kind: "sentence", text, answers: new Set([entry.name, ...holders]) });
  }
  return found;
}

const sentencesOf = ({ doc }: ApiEntry): readonly string[] =>
  doc
    .split(/\n\s*\n/)
    .flatMap((paragraph) => paragraph.replace(/\s+/g, " ").split(/(?<=[.!?])\s+(?=[A-Z`])/))
    .map((sentence) => sentence.trim());

function isQuestion(text: string, { summary }: ApiEntry): boolean {
  const words = text.split(" ").length;
  const isProse = /^[A-Z`]/.test(text) && /[.!?]$/.test(text) && !/[{}=<>|]{2}|:param|https?:/.test(text);
  const isSummary = summary.includes(text.slice(0, 60)) || text.includes(summary.slice(0, 60));
  const isLong = words >= FEWEST_WORDS && words <= MOST_WORDS && queryTerms(text).size >= FEWEST_TERMS;
  return isProse && isLong && !(summary !== "" && isSummary) && !noQuestion.test(text);
}

/** Entries without what is asked: its text wherever it stands, and of a guide the code behind it. */
export function withoutQueries(
  entries: readonly ApiEntry[],
  queries: readonly DocQuery[],
): readonly ApiEntry[] {
  const words = queries.map(({ text }) => text.split(" "));
  const patterns = words.map(
    (one) => new RegExp(one.map((word) => word.replace(/[^\w\s]/g, "\\$&")).join("\\s+"), "g"),
  );
  const codes = new Set(queries.flatMap(({ code }) => (code === undefined ? [] : [headOf(code)])));
  return entries.map((entry) => {
    let { doc } = entry;
    patterns.forEach((pattern, i) => {
      if (words[i]!.slice(0, 2).every((word) => doc.includes(word))) doc = doc.replace(pattern, " ");
    });
    const examples = entry.examples.filter((example) => !codes.has(headOf(example)));
    return { ...entry, doc, examples };
  });
}

const headOf = (code: string): string => code.trim().slice(0, 120);

/** Text and code of a guide: a heading with the paragraph before a code block, and what the code calls. */
export function guideQueries(
  library: string,
  guide: string,
  isRst: boolean,
  entries: readonly ApiEntry[],
): readonly DocQuery[] {
  const byLast = new Map<string, string[]>();
  for (const { name } of entries) {
    const last = name.split(".").at(-1)!;
    byLast.set(last, [...(byLast.get(last) ?? []), name]);
  }
  const found: DocQuery[] = [];
  for (const { text, code } of isRst ? rstParts(guide) : markdownParts(guide)) {
    const called = [...code.matchAll(/([A-Za-z_$][\w$]*)\s*\(/g)].map(([, name]) => name!);
    const answers = new Set(called.flatMap((name) => (name.length > 2 ? (byLast.get(name) ?? []) : [])));
    const isLong = text.split(" ").length >= FEWEST_WORDS && queryTerms(text).size >= FEWEST_TERMS;
    if (isLong && answers.size > 0 && answers.size <= 12)
      found.push({ library, kind: "guide", text: text.slice(0, 300), code, answers });
  }
  return found;
}

interface Part {
  readonly text: string;
  readonly code: string;
}

function markdownParts(guide: string): readonly Part[] {
  const parts: Part[] = [];
  for (const section of guide.split(/^(?=#{1,5} )/m)) {
    const { text, code } = splitFences(section);
    const [heading = "", ...rest] = text.split("\n").filter((line) => line.trim() !== "");
    const words = [heading.replace(/^#+\s*/, ""), rest.join(" ").split(/(?<=[.:])\s/)[0] ?? ""].join(". ");
    if (code.length > 0) parts.push({ text: plain(words), code: code[0]! });
  }
  return parts;
}

/** Paragraphs that end with `::` or stand before `.. code-block::` or `>>>`, with what is indented behind them. */
function rstParts(guide: string): readonly Part[] {
  const parts: Part[] = [];
  const paragraphs = guide.split(/\n[ \t]*\n/);
  for (let i = 0; i + 1 < paragraphs.length; i++) {
    const text = paragraphs[i]!;
    let next = i + 1;
    const isDirective = /^\.\. (?:code|sourcecode|code-block)/.test(paragraphs[next] ?? "");
    const isInline = isDirective && (paragraphs[next] ?? "").includes("\n");
    if (isDirective && !isInline) next++;
    const code = paragraphs[next] ?? "";
    const isCode = /^[ \t]+\S/.test(code) || isInline;
    if (/^\S/.test(text) && !text.startsWith("..") && isCode) parts.push({ text: plain(text), code });
  }
  return parts;
}

const plain = (text: string): string =>
  text
    .replace(/:[\w:]+:`~?([^`<]*)(?:<[^>]*>)?`/g, "$1")
    .replace(/^[=\-~^"'#*]{3,}$/gm, ". ")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[`*]|::$/g, "")
    .replace(/\s+/g, " ")
    .trim();
