/** The written signature of a call, taken apart: what is between its parentheses, and what it gives. */
import type { ApiParameter } from "../apiSymbol.ts";
import type { ApiDialect } from "../apiUnit.ts";

export interface SignatureParameter {
  readonly name: string;
  /** As written, white space and marks that mean nothing left out; `undefined` when none is written. */
  readonly type?: string | undefined;
  readonly default?: string | undefined;
  readonly isOptional: boolean;
  readonly takes?: ApiParameter["takes"];
}

export interface SignatureParts {
  readonly parameters: readonly SignatureParameter[];
  readonly returns?: string | undefined;
}

/** Longer ones are cut where they are read, so that their ends tell nothing. UTF-16 units. */
export const CUT = 400;

/**
 * The parameters of a call as it is written.
 *
 * @param known what was read of the parameters, with which a signature that was cut is made whole
 * @returns undefined for what is no call: a class, a value, a type
 */
export function signatureParts(
  signature: string,
  dialect: ApiDialect,
  known?: readonly ApiParameter[],
): SignatureParts | undefined {
  const isType = /^(?:(?:export|declare|default|abstract)\s+)*(?:class|interface|type|enum|namespace)\b/;
  if (isType.test(signature)) return undefined;
  const open = callStart(signature);
  if (open < 0 || (dialect === "python" && !/^(?:async\s+)?def\b/.test(signature))) return undefined;
  const close = closing(signature, open);
  const isCut = close < 0 || signature.length >= CUT;
  const inside = signature.slice(open + 1, close < 0 ? signature.length : close);
  const plain = dialect === "python" ? pythonType : plainText;
  const written = (close < 0 ? splitTop(inside).slice(0, -1) : splitTop(inside))
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const parsed = dialect === "python" ? pythonParameters(written) : written.map(typescriptParameter);
  const parameters = known === undefined ? parsed : known.map((one) => completed(one, parsed));
  if (isCut) return close < 0 && known === undefined ? undefined : { parameters };
  const returns = returnsOf(signature.slice(close + 1));
  return { parameters, returns: returns === undefined ? undefined : plain(returns) };
}

function completed(
  { name, default: standard, isOptional, takes }: ApiParameter,
  parsed: readonly SignatureParameter[],
): SignatureParameter {
  const written = parsed.find((one) => one.name === name);
  return {
    name,
    type: written?.type,
    default: standard === undefined ? written?.default : plainText(standard),
    isOptional: isOptional === true,
    takes,
  };
}

/** The parenthesis behind the name and the type parameters, which may hold others. */
function callStart(signature: string): number {
  let angles = 0;
  for (let i = 0; i < signature.length; i++) {
    const letter = signature[i];
    if (letter === "<") angles++;
    else if (letter === ">" && signature[i - 1] !== "=") angles = Math.max(0, angles - 1);
    else if (letter === "(" && angles === 0) return i;
    else if (letter === "=" && signature[i + 1] !== ">" && angles === 0) return -1;
  }
  return -1;
}

/** Calls `visit` with each letter that stands outside of texts and how deep it stands; ends when that is not true. */
function walk(
  text: string,
  from: number,
  visit: (letter: string, at: number, depth: number) => boolean,
): void {
  let depth = 0;
  let quote = "";
  for (let i = from; i < text.length; i++) {
    const letter = text[i]!;
    if (quote !== "") {
      if (letter === "\\") i++;
      else if (letter === quote) quote = "";
      continue;
    }
    if (letter === '"' || letter === "'" || letter === "`") quote = letter;
    const isOpening = "([{<".includes(letter);
    const isClosing = ")]}".includes(letter) || (letter === ">" && !/[=-]/.test(text[i - 1] ?? ""));
    if (isClosing) depth--;
    if (!visit(letter, i, depth)) return;
    if (isOpening) depth++;
  }
}

function closing(text: string, open: number): number {
  let found = -1;
  walk(text, open, (_letter, at, depth) => {
    if (at > open && depth === 0) found = at;
    return found < 0;
  });
  return found;
}

/** Parts between the commas that stand in no bracket. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  walk(text, 0, (letter, at, depth) => {
    if (letter === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
    return true;
  });
  parts.push(text.slice(start));
  return parts;
}

/** Where a letter stands in no bracket; -1 when it does not. */
function topIndex(text: string, wanted: string): number {
  let found = -1;
  walk(text, 0, (letter, at, depth) => {
    const isArrow = letter === "=" && text[at + 1] === ">";
    if (letter === wanted && depth === 0 && !isArrow) found = at;
    return found < 0;
  });
  return found;
}

function typescriptParameter(part: string): SignatureParameter {
  const isRest = part.startsWith("...");
  const plain = part.replace(/^\.\.\./, "").replace(/^(?:(?:public|private|protected|readonly)\s+)+/, "");
  const { name: head, type, default: standard } = cutParameter(plain);
  const isOptional = head.endsWith("?") || isRest || standard !== undefined;
  return {
    name: head.replace(/\?$/, "").trim(),
    type,
    default: standard,
    isOptional,
    ...(isRest ? { takes: "rest" as const } : {}),
  };
}

/** `self` and `cls` are not given by who calls. */
function pythonParameters(parts: readonly string[]): readonly SignatureParameter[] {
  const found: SignatureParameter[] = [];
  let takes: ApiParameter["takes"];
  for (const [i, part] of parts.entries()) {
    if (part === "/") for (const [at, one] of found.entries()) found[at] = { ...one, takes: "positional" };
    if (part === "*") takes = "keyword";
    if (part === "/" || part === "*" || (i === 0 && /^(?:self|cls)$/.test(part))) continue;
    const stars = /^\*{0,2}/.exec(part)![0].length;
    const { name, type, default: standard } = cutParameter(part.slice(stars));
    const how = stars === 2 ? "keywords" : stars === 1 ? "rest" : takes;
    found.push({
      name,
      type,
      default: standard,
      isOptional: stars > 0 || standard !== undefined,
      takes: how,
    });
    if (stars === 1) takes = "keyword";
  }
  return found;
}

function cutParameter(part: string): Pick<SignatureParameter, "name" | "type" | "default"> {
  const equals = topIndex(part, "=");
  const declared = equals < 0 ? part : part.slice(0, equals);
  const colon = topIndex(declared, ":");
  return {
    name: (colon < 0 ? declared : declared.slice(0, colon)).trim(),
    type: colon < 0 ? undefined : plainText(declared.slice(colon + 1)),
    default: equals < 0 ? undefined : plainText(part.slice(equals + 1)),
  };
}

function returnsOf(behind: string): string | undefined {
  const type = /^\s*(?::|=>|->)\s*(.+?);?\s*$/.exec(behind)?.[1];
  return type === undefined ? undefined : plainText(type);
}

/** A type of Python in the way that it is written since 3.10, without quotes. */
function pythonType(text: string): string {
  const plain = plainText(text)
    .replace(/["']/g, "")
    .replace(/\b(?:t|collections\.abc)\.(?=[A-Z])/g, "");
  const small = plain.replace(/\b(List|Dict|Set|FrozenSet|Tuple|Type)(?=\[)/g, (name) => name.toLowerCase());
  return withoutWrapper(
    withoutWrapper(small, "Optional", (inside) => `${inside}|None`),
    "Union",
    (inside) => splitTop(inside).join("|"),
  );
}

/** `Optional[a]` and the like written out, the innermost last. */
function withoutWrapper(text: string, name: string, write: (inside: string) => string): string {
  let plain = text;
  for (let at = plain.lastIndexOf(`${name}[`); at >= 0; at = plain.lastIndexOf(`${name}[`, at - 1)) {
    const open = at + name.length;
    const close = closing(plain, open);
    if (close > 0) plain = plain.slice(0, at) + write(plain.slice(open + 1, close)) + plain.slice(close + 1);
    if (at === 0) break;
  }
  return plain;
}

/** Without white space and marks that two ways of writing the same differ by. */
export const plainText = (text: string): string =>
  text
    .trim()
    .replace(/\s+/g, " ")
    .replace(/'([^'"\\]*)'/g, '"$1"')
    .replace(/\s*([()[\]{}<>,;:=|&?])\s*/g, "$1")
    .replace(/(^|[<(,:=])\|/g, "$1")
    .replace(/[,;]([)\]}])/g, "$1")
    .replace(/\btyping\./g, "");
