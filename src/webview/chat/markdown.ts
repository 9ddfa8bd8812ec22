/** Markdown of an answer as elements. What a repository or a model says is never trusted: no HTML, no pictures, no scripts. */
import createDOMPurify from "dompurify";
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import kotlin from "highlight.js/lib/languages/kotlin";
import lua from "highlight.js/lib/languages/lua";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import scala from "highlight.js/lib/languages/scala";
import swift from "highlight.js/lib/languages/swift";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import MarkdownIt, { type Token } from "markdown-it";

type Env = Record<string, unknown>;

const languages = {
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  go,
  java,
  javascript,
  json,
  kotlin,
  lua,
  php,
  python,
  ruby,
  rust,
  scala,
  swift,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);
hljs.registerAliases(["javascriptreact", "jsx"], { languageName: "javascript" });
hljs.registerAliases(["typescriptreact", "tsx"], { languageName: "typescript" });
hljs.registerAliases(["shellscript", "sh"], { languageName: "bash" });
hljs.registerAliases(["html", "vue", "svelte"], { languageName: "xml" });

/** Longer code is shown as it is. UTF-16 units. */
const LONGEST_HIGHLIGHTED = 20_000;

const markdown = new MarkdownIt({
  html: false,
  linkify: false,
  highlight: (code, language) =>
    code.length <= LONGEST_HIGHLIGHTED && hljs.getLanguage(language)
      ? hljs.highlight(code, { language, ignoreIllegals: true }).value
      : "",
}).disable("image");
// Whoever follows a link asks the editor, which opens what the answer cites and nothing else.
markdown.validateLink = (href) => /^[^:?]+#L\d+(?:-L\d+)?$/.test(href);

const purify = createDOMPurify(window);
const allowed = {
  ALLOWED_TAGS:
    "p br hr strong em s code pre span a ul ol li blockquote h1 h2 h3 h4 h5 h6 table thead tbody tr th td".split(
      " ",
    ),
  ALLOWED_ATTR: ["href", "class", "start"],
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
} as const;

const clean = (html: string): DocumentFragment =>
  purify.sanitize(html, {
    ...allowed,
    ALLOWED_TAGS: [...allowed.ALLOWED_TAGS],
    ALLOWED_ATTR: [...allowed.ALLOWED_ATTR],
  });

/** Code between fences, as it was written. */
export interface FencedCode {
  /** What stands behind the opening fence: `python`, `python src/store.py`. */
  readonly info: string;
  readonly text: string;
  /** The line before, which often names a file. */
  readonly before: string;
}

/** A paragraph, a list, a table, some code: what stands between two blank lines, as a rule. */
export interface MarkdownBlock {
  /** Two blocks with the same key look the same. */
  readonly key: string;
  /** Of each piece of code in it, in order. */
  readonly codes: readonly FencedCode[];
  render(): DocumentFragment;
}

export function readBlocks(text: string): readonly MarkdownBlock[] {
  const env: Env = {};
  const tokens = markdown.parse(text, env);
  const lines = text.split("\n");
  const blocks: MarkdownBlock[] = [];
  let first = 0;
  let depth = 0;
  tokens.forEach((token, at) => {
    depth += token.nesting;
    if (depth > 0) return;
    blocks.push(blockOf(tokens.slice(first, at + 1), lines, env));
    first = at + 1;
  });
  return blocks;
}

function blockOf(tokens: Token[], lines: readonly string[], env: Env): MarkdownBlock {
  const [start, end] = tokens[0]?.map ?? [0, 0];
  const codes = tokens.flatMap((token): FencedCode[] =>
    token.type === "fence" || token.type === "code_block"
      ? [{ info: token.info.trim(), text: token.content, before: lineBefore(lines, token.map?.[0] ?? 0) }]
      : [],
  );
  return {
    key: lines.slice(start, end).join("\n"),
    codes,
    render: () => clean(markdown.renderer.render(tokens, markdown.options, env)),
  };
}

function lineBefore(lines: readonly string[], start: number): string {
  for (let at = start - 1; at >= 0; at--) if (lines[at]!.trim() !== "") return lines[at]!;
  return "";
}
