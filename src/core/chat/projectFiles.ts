/** Files in which a project tells assistants how its people want things done: rules, and prompts that a person calls by name. */
import ignore from "ignore";
import { expandBraces } from "../text/expandBraces.ts";

/** A Markdown file without its front matter, with what that says of it. */
export interface ProjectFile {
  readonly body: string;
  /** For which files it holds, as editors' globs; empty: for all. */
  readonly globs: readonly string[];
  /** One line; empty when there is none. */
  readonly about: string;
}

/** Front matter is read line by line, and of it these few keys alone: it grants nothing. Never throws. */
export function parseProjectFile(text: string): ProjectFile {
  const plain = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const [whole = "", front = ""] = /^---[ \t]*\n([\s\S]*?)\n---[ \t]*(?:\n|$)/.exec(plain) ?? [];
  const body = plain.slice(whole.length).trim();
  const fields = new Map<string, string[]>();
  let key = "";
  for (const line of front.split("\n")) {
    const [, name, value = ""] = /^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)$/.exec(line) ?? [];
    const item = /^[ \t]*-[ \t]+(.*)$/.exec(line)?.[1];
    if (name !== undefined) fields.set((key = name.toLowerCase()), value.trim() === "" ? [] : listOf(value));
    else if (item !== undefined && key !== "") fields.get(key)?.push(unquoted(item));
  }
  const globs = globKeys.flatMap((name) => fields.get(name) ?? []).slice(0, MOST_GLOBS);
  const [about = ""] = fields.get("description") ?? [];
  return { body, globs, about: about.slice(0, LONGEST_ABOUT) };
}

/** Of this program, and as other tools call the same. */
const globKeys = ["globs", "applyto", "paths"];
const MOST_GLOBS = 50;
const LONGEST_GLOB = 200;
const LONGEST_ABOUT = 200;

/** `[a, "b"]`, `a, b` or `a`; commas within braces belong to a glob. */
const listOf = (value: string): string[] =>
  unquoted(value)
    .replace(/^\[(.*)\]$/, "$1")
    .split(/,(?![^{}]*\})/)
    .map(unquoted)
    .filter((one) => one !== "");

const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, "$2");

/** @param paths relative to the root of the rules */
export function holdsFor({ globs }: Pick<ProjectFile, "globs">, paths: readonly string[]): boolean {
  if (globs.length === 0) return true;
  const matcher = ignore({ ignorecase: false }).add(
    globs.filter((glob) => glob.length <= LONGEST_GLOB && !glob.startsWith("!")).flatMap(expandBraces),
  );
  return paths.some((path) => matcher.ignores(path));
}

/**
 * Where a file's own instructions may stand, nearest first: in its folder and those around it.
 *
 * @param path relative to the root; empty for the root itself
 */
export function instructionPaths(path: string): readonly string[] {
  const folders = path.split("/").slice(0, -1);
  return folders
    .map((_, at) => `${folders.slice(0, folders.length - at).join("/")}/AGENTS.md`)
    .concat("AGENTS.md");
}

/** What a prompt's variables stand for, in words that are put in their place once. */
export interface PromptValues {
  /** What stands behind the name. */
  readonly input: string;
  /** Text that is selected; empty for none. */
  readonly selection: string;
  /** As people name the file at hand; empty for none. */
  readonly file: string;
}

/** `${selection}`, `${selectedText}`, `${file}`, `${fileBasename}` and `${input}`, `${input:name}`, `${input:name:hint}`; others stay. */
export function expandPrompt(body: string, { input, selection, file }: PromptValues): string {
  let isGiven = false;
  const text = body.replace(/\$\{(\w+)(?::[^}\n]*)?\}/g, (whole, name: string) => {
    switch (name) {
      case "selection":
      case "selectedText":
        return selection;
      case "file":
        return file;
      case "fileBasename":
        return file.slice(file.lastIndexOf("/") + 1);
      case "input":
        isGiven = true;
        return input;
      default:
        return whole;
    }
  });
  return isGiven || input === "" ? text : `${text}\n\n${input}`;
}

/** Where prompts stand, and how their files end. */
export const promptPlaces = [
  { folder: ".touchstone/prompts", end: ".md" },
  { folder: ".github/prompts", end: ".prompt.md" },
] as const;
export const rulesFolder = ".touchstone/rules";
export const sharedInstructions = ".github/copilot-instructions.md";

/** How a person calls a prompt of a file; undefined where no name can be typed. */
export function promptName(fileName: string, end: string): string | undefined {
  if (!fileName.endsWith(end)) return undefined;
  const name = fileName.slice(0, -end.length);
  return /^[A-Za-z][\w.-]{0,60}$/.test(name) ? name.toLowerCase() : undefined;
}

/** `/name what stands behind` of a prompt, or undefined. */
export function readPromptCall(text: string): { readonly name: string; readonly input: string } | undefined {
  const [, name, input = ""] = /^\s*\/([A-Za-z][\w.-]*)(?:\s+([\s\S]*))?$/.exec(text) ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), input: input.trim() };
}
