/** HTML, and components written in it: headings, elements that have an id, and what scripts and styles declare. */
import { lexicalFamilies } from "../lexicalFamily.ts";
import { cssOutline } from "./cssOutline.ts";
import { ecmaOutline } from "./ecmaOutline.ts";
import { lex } from "./lexer.ts";
import type { Outline } from "./outline.ts";
import { type Container, insideOf, OutlineBuilder } from "./outlineBuilder.ts";
import type { Tokens } from "./tokens.ts";

/** Of a heading no more is kept, and no more of its markup is looked at. UTF-16 units. */
const LONGEST_HEADING = 160;
const LONGEST_HEADING_MARKUP = 1000;

const namePattern = /[A-Za-z][\w:.-]*/y;
const attributePattern = /[\s/]*([^\s=>"'/<{}%]+|[{}%]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/y;
const idPattern = /^[\w:.-]+$/;

/** Elements that have no end tag. */
const voidElements = new Set(
  "area base br col embed hr img input link meta param source track wbr".split(" "),
);
/** Elements in which nothing is markup. */
const rawElements = new Set(["script", "style", "title", "textarea"]);

interface OpenElement {
  readonly tag: string;
  /** Number of its symbol; -1 when it has none. */
  readonly symbol: number;
  readonly container: Container;
}

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly isClosed: boolean;
  /** Offset after it. */
  readonly end: number;
}

export function htmlOutline(tokens: Tokens): Outline {
  return new HtmlReader(tokens).read();
}

class HtmlReader {
  readonly #text: string;
  readonly #builder: OutlineBuilder;
  readonly #open: OpenElement[] = [];
  /** Open ones by name: what closes nothing must not search through all that is open. */
  readonly #openOf = new Map<string, number>();

  constructor(tokens: Tokens) {
    this.#text = tokens.text;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    const text = this.#text;
    for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) at = this.#markup(at);
    const last = this.#builder.lineOf(Math.max(0, text.length - 1));
    while (this.#open.length > 0) this.#end(last);
    return this.#builder.outline();
  }

  /** @returns the offset after what starts at a `<` */
  #markup(at: number): number {
    const text = this.#text;
    if (text.startsWith("<!--", at)) return after(text, "-->", at + 4);
    if (text[at + 1] === "/") return this.#endTag(at);
    const tag = this.#tag(at);
    if (!tag) return at + 1;
    this.#import(tag, at);
    const end = rawElements.has(tag.name) && !tag.isClosed ? this.#raw(tag, at) : tag.end;
    if (!rawElements.has(tag.name)) this.#element(tag, at);
    return end;
  }

  #tag(at: number): Tag | undefined {
    const text = this.#text;
    namePattern.lastIndex = at + 1;
    const name = namePattern.exec(text)?.[0].toLowerCase();
    if (name === undefined) return undefined;
    const attributes = new Map<string, string>();
    let end = namePattern.lastIndex;
    for (;;) {
      attributePattern.lastIndex = end;
      const found = attributePattern.exec(text);
      if (!found) break;
      attributes.set(found[1]!.toLowerCase(), found[2] ?? found[3] ?? found[4] ?? "");
      end = attributePattern.lastIndex;
    }
    while (end < text.length && text[end] !== ">" && text[end] !== "<") end++;
    const isClosed = text[end - 1] === "/" && text[end] === ">";
    return { name, attributes, isClosed, end: text[end] === ">" ? end + 1 : end };
  }

  #element(tag: Tag, at: number): void {
    const id = tag.attributes.get("id") ?? "";
    const outer = this.#open.at(-1)?.container ?? "";
    const startLine = this.#builder.lineOf(at);
    let symbol = -1;
    let container = outer;
    if (idPattern.test(id)) {
      symbol = this.#builder.count;
      this.#builder.addLines({ name: id, kind: "element", container: outer, startLine, endLine: startLine });
      container = insideOf(outer, id);
    }
    if (/^h[1-6]$/.test(tag.name)) this.#heading(tag, startLine, container);
    if (voidElements.has(tag.name) || tag.isClosed) {
      if (symbol >= 0) this.#builder.endAt(symbol, this.#builder.lineOf(tag.end - 1));
      return;
    }
    this.#open.push({ tag: tag.name, symbol, container });
    this.#openOf.set(tag.name, (this.#openOf.get(tag.name) ?? 0) + 1);
  }

  #heading(tag: Tag, startLine: number, container: Container): void {
    const markup = this.#text.slice(tag.end, tag.end + LONGEST_HEADING_MARKUP);
    const close = markup.search(/<\/h[1-6]/i);
    if (close >= 0) this.#title(markup.slice(0, close), startLine, container, tag.end + close);
  }

  #title(markup: string, startLine: number, container: Container, end: number): void {
    const name = markup
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, LONGEST_HEADING);
    const endLine = this.#builder.lineOf(end);
    if (name !== "") this.#builder.addLines({ name, kind: "heading", container, startLine, endLine });
  }

  #endTag(at: number): number {
    namePattern.lastIndex = at + 2;
    const name = namePattern.exec(this.#text)?.[0].toLowerCase();
    if (name === undefined) return at + 2;
    const line = this.#builder.lineOf(at);
    if ((this.#openOf.get(name) ?? 0) > 0) while (this.#end(line) !== name);
    return namePattern.lastIndex;
  }

  /** Ends the innermost element. @returns its name */
  #end(line: number): string {
    const { tag, symbol } = this.#open.pop()!;
    this.#openOf.set(tag, this.#openOf.get(tag)! - 1);
    if (symbol >= 0) this.#builder.endAt(symbol, line);
    return tag;
  }

  /** @returns the offset after what is inside an element that holds no markup */
  #raw(tag: Tag, at: number): number {
    const closing = new RegExp(`</${tag.name}`, "gi");
    closing.lastIndex = tag.end;
    const end = closing.exec(this.#text)?.index ?? this.#text.length;
    const inner = this.#text.slice(tag.end, end);
    if (tag.name === "title")
      this.#title(inner.slice(0, LONGEST_HEADING_MARKUP), this.#builder.lineOf(at), "", end);
    else if (tag.name !== "textarea")
      this.#builder.addOutline(readInner(tag, inner), this.#builder.lineOf(tag.end));
    return end;
  }

  #import({ name, attributes }: Tag, at: number): void {
    const isStyle = name === "link" && /stylesheet|modulepreload/i.test(attributes.get("rel") ?? "");
    const module = name === "script" ? attributes.get("src") : isStyle ? attributes.get("href") : undefined;
    if (module !== undefined) this.#builder.addImportAt(module, this.#builder.lineOf(at));
  }
}

const nothing: Outline = { symbols: [], imports: [] };

/** What a script or a style sheet declares. */
function readInner({ name, attributes }: Tag, text: string): Outline {
  if (text.trim() === "") return nothing;
  if (name === "style") return cssOutline(lex(text, lexicalFamilies.css));
  const type = attributes.get("type") ?? "";
  if (type !== "" && !/javascript|module|babel|ecmascript/.test(type)) return nothing;
  const isTyped = /^tsx?$|^typescript$/.test(attributes.get("lang") ?? "");
  const tokens = lex(text, isTyped ? lexicalFamilies.ecma : lexicalFamilies.ecmaJsx);
  return tokens.withBoundedLooks(() => ecmaOutline(tokens));
}

/** Offset after a mark, or of the text's end. */
function after(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end + mark.length;
}
