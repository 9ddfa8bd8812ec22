/** What a function gives, by what stands behind its `return` and `yield`. */
import type { DocSubject } from "./docSubject.ts";
import { boolean, wordsOf } from "./words.ts";

const nothing = new Set(["None", "null", "undefined", "void", "never", ""]);

export const givesValue = ({ returnType, returned }: Pick<DocSubject, "returnType" | "returned">): boolean =>
  !/^(?:None|void|never|undefined|NoReturn|Promise<void>)?$/.test(returnType) ||
  (returnType === "" && returned.some((value) => !nothing.has(value)));

const LONGEST_VALUE = 60;
const MOST_VALUES = 3;
/** A shorter word says nothing without the code around it. */
const SHORTEST_WORD = 3;

type Giving = Pick<DocSubject, "returned" | "returnType" | "parameters">;

/**
 * What it returns where that is short: "the words", "whether `tag in tags`", "`None` or the result of `read(path)`".
 *
 * @param mark writes code @returns undefined where it is not short, or is nothing
 */
export function valuesTold(subject: Giving, mark: (code: string) => string): string | undefined {
  const { returned } = subject;
  const isShort = returned.length <= MOST_VALUES && returned.every((one) => one.length <= LONGEST_VALUE);
  const isTold = isShort && returned.some((value) => !nothing.has(value));
  return isTold ? returned.map((value) => valueTold(value, subject, mark)).join(" or ") : undefined;
}

function valueTold(
  value: string,
  { returnType, parameters }: Giving,
  mark: (code: string) => string,
): string {
  if (isConstant(value)) return mark(value);
  if (boolean.test(returnType)) return `whether ${mark(value)}`;
  if (parameters.some(({ name }) => name === value)) return mark(value);
  const [, name] = /^(?:[\w$]+\.)*([a-z_][\w$]*)$/.exec(value) ?? [];
  if (name !== undefined && isPlain(name)) return `the ${wordsOf(name).join(" ")}`;
  return isCall(value) ? `the result of ${mark(value)}` : mark(value);
}

const isConstant = (value: string): boolean =>
  nothing.has(value) || /^(?:[Tt]rue|[Ff]alse|\d.*)$/.test(value);

/** Whether a name is made of whole words: `low_items`, not `n`. */
const isPlain = (name: string): boolean =>
  !["self", "this"].includes(name) && wordsOf(name).every((word) => SHORTEST_WORD <= word.length);

/** Of a function or method; what a type makes is a value as it is written. */
const isCall = (value: string): boolean =>
  /^(?!new\b|await new\b|[[({])[\s\S]*?(?<![\w$])[a-z_$][\w$]*\([\s\S]*\)$/.test(value);
