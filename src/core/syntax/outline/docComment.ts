/** What a comment says first, its marks left out. */

/** UTF-16 units. */
const LONGEST_DOC = 200;
/** Of a comment no more is read. UTF-16 units. */
const LONGEST_COMMENT = 4000;

/** Comments that speak to tools. */
const forTools =
  /^(?:eslint|prettier|biome|tslint|jshint|jslint|standard|istanbul|c8|v8|@ts-|ts-|@flow|webpack|nolint|go:|\+build|NOLINT|clang-format|noinspection|rubocop|frozen_string_literal|encoding|-\*-|coding[:=]|shellcheck|luacheck|selene|stylua|pylint|flake8|noqa|type:|pragma|mypy|ruff|fmt:|isort|yapf|swiftlint|ktlint|#?region|#?endregion|MARK:|stylelint|sourceMappingURL|region\b|#!|vim?:)/i;

/** A line across the file, with a title in it or not. */
const separator = /[-=*#~_+]{5,}/;

/** A word after which a dot ends no sentence. */
const abbreviation = /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|incl|resp|no|fig)\.$/i;
/** So does an initial. */
const initial = /(?:^|\s)[A-Z]\.$/;

/**
 * The first sentence of a comment.
 *
 * @param comment with its marks: `/** ... *​/`, lines with `//`, `///`, `#`, `--`, a docstring without its quotes
 * @returns on one line, at most 200 characters; `undefined` when it says nothing
 */
export function firstSentence(comment: string): string | undefined {
  const lines = comment
    .slice(0, LONGEST_COMMENT)
    .replace(/^\s*\/\*[*!]*<?|\*+\/\s*$|^\s*<!--|-->\s*$|^\s*--\[=*\[|\]=*\]\s*$/g, "")
    .split("\n")
    .map(unmarked);
  const sentence = sentenceOf(firstParagraph(lines));
  return /[\p{L}\p{N}]/u.test(sentence) ? cut(sentence) : undefined;
}

/** A line without the marks that start it. */
function unmarked(line: string): string {
  return line
    .replace(/^\s*(?:\/{2,}[!<]*|#+(?![!])|-{2,}|\*(?!\*|\w)|\*(?=\w)|;+|%+)\s?/, "")
    .replace(/^\s*[@\\](?:brief|short|summary|description|desc)\b\s*/, "")
    .trim();
}

/** Lines up to the first blank one or the first tag, the blank ones and those without words before them left out. */
function firstParagraph(lines: readonly string[]): string {
  const kept: string[] = [];
  for (const line of lines) {
    const isTag = /^(?:[@\\](?!code\b|link|return)\w+|:\w+[^:]*:|#+ )/.test(line);
    const text =
      forTools.test(line) || separator.test(line) || !/[\p{L}\p{N}]/u.test(line) ? "" : plainText(line);
    if (kept.length > 0 && (isTag || (text === "" && line === "") || isUnderline(line))) break;
    if (!isTag && text !== "") kept.push(text);
    else if (isTag && /^[@\\]returns?\s+/.test(line)) kept.push(plainText(line));
  }
  return kept.join(" ");
}

const isUnderline = (line: string) => /^[-=~*#+]{3,}$/.test(line);

/** Without the markup of Javadoc, XML and the like. */
function plainText(line: string): string {
  return line
    .replace(/\{@(?:code|link|linkplain|literal|value|inheritDoc)\s*([^}]*)\}/g, (_, inner: string) =>
      lastOf(inner),
    )
    .replace(/<see(?:also)?\s+cref="(?:\w:)?([^"]*)"\s*\/>/g, "$1")
    .replace(/<(?:paramref|typeparamref)\s+name="([^"]*)"\s*\/>/g, "$1")
    .replace(/<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/g, "")
    .replace(/\[`([^`\]]+)`\](?:\([^)]*\)|\[[^\]]*\])?/g, "`$1`")
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .trim();
}

/** `Type#name label` is shown by its label. */
function lastOf(link: string): string {
  const [target = "", ...label] = link.trim().split(/\s+/);
  return label.length > 0 ? label.join(" ") : target.replace(/^#/, "");
}

function sentenceOf(paragraph: string): string {
  const ends = /[.!?](?=\s|$)|[。！？]/g;
  for (let found = ends.exec(paragraph); found; found = ends.exec(paragraph)) {
    const sentence = paragraph.slice(0, ends.lastIndex);
    const ending = sentence.slice(-12);
    if (!abbreviation.test(ending) && !initial.test(ending)) return sentence;
  }
  return paragraph;
}

function cut(sentence: string): string {
  const text = sentence.replace(/\s+/g, " ");
  if (text.length <= LONGEST_DOC) return text;
  const space = text.lastIndexOf(" ", LONGEST_DOC - 1);
  return `${text.slice(0, space > LONGEST_DOC / 2 ? space : LONGEST_DOC - 1)}…`;
}
