/** Documentation from what the code itself says: names, types, defaults, what is returned and raised. Nothing is guessed. */
import { upperFirst } from "../text/phrases.ts";
import type { DocForm, DocStyle } from "./docStyle.ts";
import type { DocLanguage, DocParameter, DocSubject } from "./docSubject.ts";
import { givesValue, valuesTold } from "./returned.ts";
import { callsTold, proseTold, summaryOf } from "./summary.ts";

/** A part of documentation, each entry as lines. */
interface Section {
  readonly kind: "parameters" | "returns" | "raises";
  readonly entries: readonly (readonly string[])[];
}

/** A default is told where it is short. */
const LONGEST_VALUE = 60;

/**
 * Without a doc: a whole one. With one: the same with the entries that it lacks.
 *
 * @returns undefined where nothing is to be added
 */
export function skeleton(subject: DocSubject, language: DocLanguage, style: DocStyle): string | undefined {
  const { doc } = subject;
  const known = doc === undefined ? undefined : documentedIn(doc.text, style.form);
  const sections = sectionsOf(subject, style, known);
  if (doc === undefined) return joined(headOf(subject, language, style.form), sections, style.form);
  if (sections.length === 0) return undefined;
  return sections.reduce((text, section) => withSection(text, section, style.form), doc.text);
}

/** The summary, and below it what no section tells. */
function headOf(subject: DocSubject, language: DocLanguage, form: DocForm): string {
  const mark = (text: string) => code(text, form);
  const summary = language === "go" ? goSummary(subject) : summaryOf(subject, mark);
  const isTold = form !== "prose" || language === "go";
  const more = [...(isTold ? [] : proseTold(subject, mark)), ...callsTold(subject, mark)];
  return more.length === 0 ? summary : `${summary}\n\n${more.join("\n")}`;
}

/** Go's documentation begins with the name. */
function goSummary({ name, kind, parameters, returnType }: DocSubject): string {
  if (kind === "class") return `${name} is a type.`;
  const names = parameters.map((one) => one.name);
  const takes = names.length === 0 ? "" : ` takes ${names.join(", ")}`;
  const result = returnType.replace(/^\((.*)\)$/, "$1");
  const gives = result === "" ? "" : `${takes === "" ? "" : " and"} returns ${result}`;
  return `${name}${takes}${gives || (takes === "" ? " takes and returns nothing" : "")}.`;
}

export interface Documented {
  readonly parameters: readonly string[];
  readonly errors: readonly string[];
  readonly hasReturns: boolean;
}

/** What a text says of, by name, in the way of its form; of prose nothing is known. */
export function documentedIn(text: string, form: DocForm): Documented {
  switch (form) {
    case "google":
    case "numpy": {
      const parameters = sectionNames(text, form, parameterHeads).flatMap((names) =>
        names.split(",").map(plainName),
      );
      return {
        parameters,
        errors: sectionNames(text, form, /^Raises$/),
        hasReturns: headAt(text, form, /^(?:Returns|Yields)$/) >= 0,
      };
    }
    case "sphinx":
      return {
        parameters: all(text, /^ *[:@]param(?: +[^:\n]*?)? +(\*{0,2}\w+) *:/gm).map(plainName),
        errors: all(text, /^ *[:@]raises? +([\w.]+) *:/gm),
        hasReturns: /^ *[:@](?:returns?|rtype|yields?)\b/m.test(text),
      };
    case "jsdoc":
    case "tsdoc":
    case "javadoc":
      return {
        parameters: all(
          text,
          /^ *@param +(?:\{(?:[^{}]|\{[^{}]*\})*\} +)?\[?(?:\.\.\.)?([\w$]+)(?![\w$]*[.<>])/gm,
        ),
        errors: all(text, /^ *@(?:throws|exception) +(?:\{([\w.$]+)\}|([A-Z][\w.$]*))/gm),
        hasReturns: /^ *@(?:returns?|yields?)\b/m.test(text),
      };
    case "prose":
      return { parameters: [], errors: [], hasReturns: false };
  }
}

const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, first, second]) => first ?? second ?? []);

const plainName = (name: string): string => name.trim().replace(/^\*+/, "");

const parameterHeads = /^(?:Args|Arguments|Parameters|Other Parameters|Keyword Args)$/;

function sectionsOf(subject: DocSubject, style: DocStyle, known: Documented | undefined): Section[] {
  const { parameters, raises, kind } = subject;
  const { form } = style;
  if (form === "prose" || kind === "class") return [];
  const documented = new Set(known?.parameters);
  const errors = new Set(known?.errors.map(lastPart));
  const entries = {
    parameters: parameters
      .filter(({ name }) => !documented.has(name))
      .map((one) => parameterEntry(one, style)),
    returns: known?.hasReturns || !givesValue(subject) ? [] : [returnsEntry(subject, style)],
    raises: [...new Set(raises.map(({ error }) => error))]
      .filter((error) => !errors.has(lastPart(error)))
      .map((error) =>
        raisesEntry(
          error,
          raises.flatMap((one) => (one.error === error ? (one.condition ?? []) : [])),
          style,
        ),
      ),
  };
  return (["parameters", "returns", "raises"] as const).flatMap((one) =>
    entries[one].length === 0 ? [] : [{ kind: one, entries: entries[one] }],
  );
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

const defaultText = ({ default: value }: DocParameter): string =>
  value === undefined || value.length > LONGEST_VALUE ? "" : `Defaults to ${value.replace(/\s+/g, " ")}.`;

function parameterEntry(one: DocParameter, { form, dash }: DocStyle): string[] {
  const { name, type, rest = "", default: value } = one;
  const starred = rest === "..." ? name : `${rest}${name}`;
  const said = defaultText(one);
  switch (form) {
    case "google":
      return [`${starred}${type === "" ? "" : ` (${type})`}:${said === "" ? "" : ` ${said}`}`];
    case "numpy": {
      const kind = [type, value === undefined ? "" : "optional"].filter((part) => part !== "").join(", ");
      return [kind === "" ? starred : `${starred} : ${kind}`, ...(said === "" ? [] : [`    ${said}`])];
    }
    case "sphinx":
      return [`:param ${starred.replaceAll("*", "\\*")}:${said === "" ? "" : ` ${said}`}`];
    case "jsdoc": {
      const shown = value === undefined || value.length > LONGEST_VALUE ? name : `[${name}=${value}]`;
      return [`@param {${rest === "" ? "" : "..."}${type || "*"}} ${shown}`];
    }
    default:
      return [`@param ${name}${said === "" ? "" : `${dash}${said}`}`];
  }
}

function returnsEntry(subject: DocSubject, { form }: DocStyle): string[] {
  const { returnType: type, isGenerator } = subject;
  const told = valuesTold(subject, (value) => code(value, form));
  const values = told === undefined ? "" : `${upperFirst(told)}.`;
  const gap = values === "" ? "" : ` ${values}`;
  switch (form) {
    case "google":
      return [type === "" ? values || "A value." : `${type}:${gap}`];
    case "numpy":
      return [type === "" ? "object" : type, ...(values === "" ? [] : [`    ${values}`])];
    case "sphinx":
      return [`:${isGenerator ? "yields" : "return"}:${gap}`, ...(type === "" ? [] : [`:rtype: ${type}`])];
    case "jsdoc":
      return [`@${isGenerator ? "yields" : "returns"} {${type || "*"}}${gap}`];
    case "javadoc":
      return [`@return ${told ?? ""}`.trimEnd()];
    default:
      return [`@returns${gap}`];
  }
}

function raisesEntry(error: string, conditions: readonly string[], { form }: DocStyle): string[] {
  const told = conditions.map((condition) => code(condition, form)).join(" or ");
  const said = told === "" ? "" : `If ${told}.`;
  const gap = said === "" ? "" : ` ${said}`;
  switch (form) {
    case "google":
      return [`${error}:${gap}`];
    case "numpy":
      return [error, ...(said === "" ? [] : [`    ${said}`])];
    case "sphinx":
      return [`:raises ${error}:${gap}`];
    case "jsdoc":
      return [`@throws {${error}}${gap}`];
    case "javadoc":
      return [`@throws ${error}${gap.replace(" If ", " if ").replace(/\.$/, "")}`];
    default:
      return [`@throws {@link ${error}}${gap}`];
  }
}

/** Code within documentation; text of the person's own, so what would end the comment is kept apart by the caller. */
function code(text: string, form: DocForm): string {
  if (form === "javadoc") return `{@code ${text}}`;
  const fence = form === "google" || form === "numpy" || form === "sphinx" ? "``" : "`";
  return `${fence}${text}${fence}`;
}

const heads: Readonly<Record<Section["kind"], string>> = {
  parameters: "Parameters",
  returns: "Returns",
  raises: "Raises",
};

function renderSection({ kind, entries }: Section, form: DocForm): string {
  if (form === "google") {
    const head = kind === "parameters" ? "Args" : heads[kind];
    return [`${head}:`, ...entries.flat().map((line) => `    ${line}`)].join("\n");
  }
  if (form === "numpy") return [heads[kind], "-".repeat(heads[kind].length), ...entries.flat()].join("\n");
  return entries.flat().join("\n");
}

/** Sections stand apart; tags and fields stand together. */
function joined(summary: string, sections: readonly Section[], form: DocForm): string {
  const apart = form === "google" || form === "numpy" ? "\n\n" : "\n";
  const rest = sections.map((section) => renderSection(section, form)).join(apart);
  return rest === "" ? summary : `${summary}\n\n${rest}`;
}

/** Entries go to the end of their section, or a new one to the end of the text. */
function withSection(text: string, section: Section, form: DocForm): string {
  const { kind, entries } = section;
  const isSectioned = form === "google" || form === "numpy";
  const head = isSectioned
    ? headAt(text, form, kind === "parameters" ? parameterHeads : new RegExp(`^${heads[kind]}$`))
    : -1;
  if (isSectioned && head < 0) return `${text}\n\n${renderSection(section, form)}`;
  const lines = text.split("\n");
  if (isSectioned) {
    const indent = form === "google" ? /^\s*/.exec(lines[head + 1] ?? "")?.[0] || "    " : "";
    const end = endOfSection(lines, head, form);
    lines.splice(end, 0, ...entries.flat().map((line) => indent + line));
    return lines.join("\n");
  }
  const tag = kind === "parameters" ? /^\s*[@:]param\b/ : /^\s*[@:]\w+/;
  const last = lines.findLastIndex((line) => tag.test(line));
  if (last < 0) {
    const first = lines.findIndex((line) => /^\s*[@:]\w+/.test(line));
    if (first >= 0) lines.splice(first, 0, ...entries.flat());
    else lines.push("", ...entries.flat());
    return lines.join("\n");
  }
  const next = lines.findIndex((line, at) => at > last && (line.trim() === "" || /^\s*[@:]\w+/.test(line)));
  lines.splice(next < 0 ? lines.length : next, 0, ...entries.flat());
  return lines.join("\n");
}

/** Line of a section's head; -1 when there is none. */
function headAt(text: string, form: DocForm, head: RegExp): number {
  const lines = text.split("\n");
  return lines.findIndex((line, at) => {
    const name = form === "google" ? /^(\S[^:]*):\s*$/.exec(line)?.[1] : line.trim();
    if (name === undefined || !head.test(name)) return false;
    return form === "google" || /^\s*-{3,}\s*$/.test(lines[at + 1] ?? "");
  });
}

/** Number of the line after the last of a section's entries. */
function endOfSection(lines: readonly string[], head: number, form: DocForm): number {
  const first = form === "google" ? head + 1 : head + 2;
  let end = first;
  for (let at = first; at < lines.length; at++) {
    const line = lines[at]!;
    const isOver =
      form === "google" ? /^\S/.test(line) : /^\s*-{3,}\s*$/.test(lines[at + 1] ?? "") && line.trim() !== "";
    if (isOver) break;
    if (line.trim() !== "") end = at + 1;
  }
  return end;
}

/** What the entries of a section are called. */
function sectionNames(text: string, form: "google" | "numpy", head: RegExp): string[] {
  const lines = text.split("\n");
  const at = headAt(text, form, head);
  if (at < 0) return [];
  const first = form === "google" ? at + 1 : at + 2;
  const own = lines.slice(first, endOfSection(lines, at, form));
  const indent = form === "google" ? (/^\s*/.exec(own[0] ?? "")?.[0].length ?? 0) : 0;
  return own.flatMap((line) => {
    if (line.trim() === "" || /^\s*/.exec(line)![0].length !== indent) return [];
    const pattern = form === "google" ? /^\s*(\*{0,2}[\w.]+)\s*(?:\([^)]*\))?\s*:/ : /^([^:]+?)\s*(?::|$)/;
    return pattern.exec(line)?.[1] ?? [];
  });
}
