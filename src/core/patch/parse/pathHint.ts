/** Which file a line of an answer names, when it names one and does little else. */

import { languages } from "../../syntax/language.ts";
import { splitSymbol } from "./symbolPath.ts";

const LONGEST_PATH = 500;
const usualNames =
  /^(?:Makefile|Dockerfile|Gemfile|Rakefile|Procfile|Jenkinsfile|Vagrantfile|LICENSE|README|CHANGELOG|NOTICE|AUTHORS|BUILD|WORKSPACE|go\.mod|go\.sum|\.[\w-]+)$/;

/** Whether a word could be a file's path, known or not. */
function looksLikePath(word: string): boolean {
  if (word.length > LONGEST_PATH || /[<>"|*?\n`]|:\/\/|\s{2}|^\s|\s$/.test(word)) return false;
  const name = word.slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1);
  if (usualNames.test(name)) return true;
  if (/\s/.test(word)) return /[\\/]/.test(word) && /\.\w{1,10}$/.test(name) && !/[.,;:!?]\s/.test(word);
  return (
    /[^.\s]\.[A-Za-z][\w+-]{0,15}$/.test(name) ||
    (/^[\w.@+-]+(?:\/[\w.@+-]+)+$/.test(word) && !/^\d/.test(word))
  );
}

/** A path as files are named here, from one as models write it. */
export function cleanPath(path: string, isKnown: (path: string) => boolean): string {
  if (isKnown(path)) return path;
  const plain = path.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
  if (isKnown(plain)) return plain;
  const bare = plain.replace(/^[ab]\//, "");
  return isKnown(bare) ? bare : plain;
}

const leadIn =
  /^(?:[#>*\-\s]|\d+[.)]\s|\/\/|\/\*|<!--|--|;|%)*(?:(?:new |updated? |modif(?:y|ied) |changed? |create[d]? |edit(?:ed)? |add(?:ed)? |in )*(?:the )?(?:file ?(?:name|path)?|path|update|create|edit|modify|add|new)\b\s*[:=]?\s*)?/i;

/**
 * @param isKnown whether a file of this path is there; what is known is a path whatever it looks like
 * @returns the path that the line names with nothing but decoration around it
 */
export function pathHint(line: string, isKnown: (path: string) => boolean): string | undefined {
  if (line.length > LONGEST_PATH + 100) return undefined;
  const trimmed = line.trim();
  if (trimmed === "") return undefined;
  const candidates = [trimmed, undecorated(trimmed), undecorated(trimmed.replace(leadIn, ""))];
  for (const candidate of candidates) {
    if (candidate === "") continue;
    const path = cleanPath(candidate, isKnown);
    if (isKnown(path)) return path;
  }
  return candidates.slice(1).find((candidate) => looksLikePath(splitSymbol(candidate).path));
}

/** Without bold, backticks, quotes, brackets and the closing of a comment, and without a remark in parentheses. */
function undecorated(text: string): string {
  let result = text;
  for (let last = ""; last !== result; ) {
    last = result;
    result = result
      .replace(/\s*(?:\*\/|-->)$/, "")
      .replace(/\s*\((?:new|updated|modified|changed|full|complete|new file|deleted|unchanged)\)$/i, "")
      .replace(/^(?:[*_`"'[#]|\/\/ |# )+\s*/, (sign) => (sign === "_" || sign === "__" ? sign : ""))
      .replace(/[*`"'\]:]+$/, "")
      .trim();
  }
  return result;
}

const extensions = new Set(languages.flatMap((one) => one.extensions.map((extension) => extension.slice(1))));
const ids: ReadonlySet<string> = new Set(languages.map(({ id }) => id));
/** What models call languages besides their identifiers and extensions. */
const otherNames =
  /^(?:c\+\+|c#|objc|shell|bash|zsh|console|golang|node|text|plaintext|txt|diff|patch|vue|svelte|graphql|proto|protobuf|docker|make|ini|env|jsonc|json5|tsx|jsx|file|code)$/;

function isLanguage(word: string): boolean {
  const name = word.toLowerCase();
  return ids.has(name) || extensions.has(name) || otherNames.test(name);
}

/** The path in what follows a fence's signs: `python src/a.py`, `src/a.py`, `ts:src/a.ts`, `js title="a.js"`. */
export function pathInInfo(info: string, isKnown: (path: string) => boolean): string | undefined {
  if (info === "") return undefined;
  const attribute = /\b(?:title|file|filename|path|name)\s*[=:]\s*(?:"([^"]+)"|'([^']+)'|([^\s"'}]+))/i.exec(
    info,
  );
  const named = attribute?.[1] ?? attribute?.[2] ?? attribute?.[3];
  if (named !== undefined) return cleanPath(named, isKnown);
  if (isKnown(cleanPath(info.trim(), isKnown))) return cleanPath(info.trim(), isKnown);
  const [, language = "", afterLanguage] = /^([\w+#.-]+)[:\s]\s*(.+)$/.exec(info) ?? [];
  // A folder's name may hold blanks, yet what stands first in a fence is its language where it can be one.
  const inOrder = isLanguage(language) ? [afterLanguage, info] : [info, afterLanguage];
  for (const candidate of inOrder) {
    if (candidate === undefined) continue;
    const path = pathHint(candidate, isKnown);
    if (path !== undefined && (isKnown(path) || /[./]/.test(path))) return path;
  }
  return undefined;
}
