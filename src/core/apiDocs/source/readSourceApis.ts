/** What a source file declares for users, without following what it imports. */

import { lexicalFamilies } from "../../syntax/lexicalFamily.ts";
import { writtenSymbols } from "../../syntax/outline/describeOutline.ts";
import { lex } from "../../syntax/outline/lexer.ts";
import type { SymbolKind } from "../../syntax/outline/outline.ts";
import { insideOf } from "../../syntax/outline/outlineBuilder.ts";
import type { ApiDoc } from "../apiDoc.ts";
import type { ApiParameter } from "../apiSymbol.ts";
import {
  type ReadSourceDoc,
  readGoDoc,
  readJavadoc,
  readPhpDoc,
  readRubyDoc,
  readRustDoc,
  type SourceDoc,
} from "./docReaders.ts";
import { parameterNames } from "./parameterNames.ts";
import type { SourceLanguage } from "./sourceLanguage.ts";
import { isPublic, privateRubyLines } from "./visibility.ts";

/** One declaration; overloads are several. */
export interface SourceApi {
  /** Dotted, within the file's package. */
  readonly name: string;
  readonly kind: SymbolKind;
  readonly signature: string;
  readonly parameters?: readonly ApiParameter[] | undefined;
  readonly doc?: ApiDoc | undefined;
  /** 0-based. */
  readonly line: number;
}

export interface SourceFile {
  /** As the file names it: Java's package, Go's package, PHP's namespace; empty when it does not. */
  readonly packageName: string;
  /** What is written about the file as a whole: Go's package comment, Rust's `//!`. */
  readonly doc?: ApiDoc | undefined;
  readonly apis: readonly SourceApi[];
  /** Modules that are declared for users, of languages where files are modules. */
  readonly publicModules: readonly string[];
}

const docReaders: Readonly<Record<SourceLanguage, ReadSourceDoc>> = {
  go: readGoDoc,
  rust: readRustDoc,
  java: readJavadoc,
  kotlin: readJavadoc,
  php: readPhpDoc,
  ruby: readRubyDoc,
};

/** Never throws, whatever the text. */
export function readSourceApis(text: string, language: SourceLanguage): SourceFile {
  const written = writtenSymbols(lex(text, lexicalFamilies[language]), language);
  const packageName = packageOf(text, language);
  const prefix = language === "php" ? packageName.replaceAll("\\", ".") : "";
  const privateLines = language === "ruby" ? privateRubyLines(text) : undefined;
  const apis: SourceApi[] = [];
  /** What was declared, by whole name: undefined where it is not for users. */
  const kinds = new Map<string, SymbolKind | undefined>();
  /** Many symbols may stand below one comment. */
  let last: { readonly said: string; readonly header: string; readonly read: SourceDoc } | undefined;
  /** What stands on the line of what it stands in has no comment above of its own. */
  const lines = new Map<string, number>();
  for (const one of written) {
    const { symbol, comment, header } = one;
    const full = insideOf(symbol.container, symbol.name);
    const around = kinds.get(symbol.container);
    const isLocal =
      around === "function" || around === "method" || around === "field" || around === "variable";
    const isInHidden = isLocal || (kinds.has(symbol.container) && around === undefined);
    const isBeside = lines.get(symbol.container) === symbol.startLine;
    const said = isBeside ? "" : comment;
    if (last?.said !== said || last.header !== header)
      last = { said, header, read: docReaders[language](said, header) };
    const { doc, isHidden } = last.read;
    const isPrivate = privateLines?.[symbol.startLine] === 1 && symbol.kind === "method";
    const isShown = !isInHidden && !isHidden && !isPrivate && isPublic(language, one, around);
    const isNamespace = language === "php" && symbol.kind === "module";
    lines.set(full, symbol.startLine);
    if (!kinds.has(full) || isShown) kinds.set(full, isShown || isNamespace ? symbol.kind : undefined);
    if (!isShown || isNamespace) continue;
    const name = prefix !== "" && full.startsWith(`${prefix}.`) ? full.slice(prefix.length + 1) : full;
    const parameters = withParameters.has(symbol.kind)
      ? parameterNames(symbol.signature, symbol.name, language)
      : undefined;
    apis.push({
      name,
      kind: symbol.kind,
      signature: signatureOf(symbol.signature),
      ...(parameters && parameters.length > 0 ? { parameters } : {}),
      ...(doc ? { doc } : {}),
      line: symbol.startLine,
    });
  }
  const publicModules = apis.filter(({ kind }) => kind === "module").map(({ name }) => name);
  const doc = fileDoc(text, language);
  return { packageName, ...(doc ? { doc } : {}), apis, publicModules };
}

const withParameters = new Set<SymbolKind>(["function", "method", "class", "macro"]);

/** Without what opens a body. */
const signatureOf = (signature: string) =>
  signature.replace(/\s*\{\s*(?:.*\})?\s*$|\s*(?:[;,]|\bwhere)\s*$/, "").slice(0, 400);

function packageOf(text: string, language: SourceLanguage): string {
  const pattern =
    language === "php" ? /^[ \t]*namespace[ \t]+([\w\\]+)\s*[;{]/m : /^[ \t]*package[ \t]+([\w.]+)/m;
  const isNamed = language === "php" || language === "java" || language === "kotlin" || language === "go";
  return isNamed ? (pattern.exec(text.slice(0, LONGEST_HEAD))?.[1] ?? "") : "";
}

/** Comments of licences stand before packages. UTF-16 units. */
const LONGEST_HEAD = 40_000;

function fileDoc(text: string, language: SourceLanguage): ApiDoc | undefined {
  const lines = text.slice(0, LONGEST_HEAD).split("\n");
  if (language === "go") return goPackageDoc(lines);
  if (language !== "rust") return undefined;
  const first = lines.findIndex((line) => /^\s*\/\/!/.test(line));
  if (first < 0 || lines.slice(0, first).some((line) => !/^\s*(?:\/\/|#|$)/.test(line))) return undefined;
  const next = lines.findIndex((line, i) => i > first && !/^\s*\/\/!/.test(line));
  const own = lines.slice(first, next < 0 ? lines.length : next);
  return readRustDoc(own.map((line) => line.replace("//!", "///")).join("\n"), "").doc;
}

/** The comment right above `package`. */
function goPackageDoc(lines: readonly string[]): ApiDoc | undefined {
  const at = lines.findIndex((line) => /^package\s/.test(line));
  if (at <= 0) return undefined;
  const isBlock = lines[at - 1]!.endsWith("*/");
  let first = at;
  while (first > 0 && (isBlock ? !lines[first]!.startsWith("/*") : lines[first - 1]!.startsWith("//")))
    first--;
  return first === at ? undefined : readGoDoc(lines.slice(first, at).join("\n"), "").doc;
}

/** A Go example: the name that it is of, `Type.Method`, empty for the package, and its body. */
export interface GoExample {
  readonly of: string;
  readonly code: string;
}

/** `ExampleClient_Get_second` of a test file is of `Client.Get`. */
export function goExamples(text: string): readonly GoExample[] {
  const found: GoExample[] = [];
  for (const start of text.matchAll(/^func Example(\w*)\(\) \{\n/gm)) {
    const from = start.index + start[0].length;
    const end = text.indexOf("\n}", from - 1);
    if (end < 0) continue;
    const parts = start[1]!.split("_").filter((part) => /^\p{Lu}/u.test(part));
    const code = text.slice(from, end).replace(/^\t/gm, "");
    found.push({ of: parts.slice(0, 2).join("."), code });
  }
  return found;
}
