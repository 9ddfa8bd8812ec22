/** Reads a project's rules and prompts: in a trusted workspace, below its roots, no links, within bounds. */

import {
  holdsFor,
  instructionPaths,
  parseProjectFile,
  promptName,
  promptPlaces,
  rulesFolder,
  sharedInstructions,
} from "../../../core/chat/projectFiles.ts";
import { isOfferedCommand } from "../../../core/chat/slashCommands.ts";
import { decodeText } from "../../../core/text/decode.ts";
import type { EngineRoot } from "../../../ports/engine.ts";
import type { Files } from "../../../ports/files.ts";
import type { Trust } from "../../../ports/trust.ts";

export interface ProjectTextsDeps {
  readonly files: Pick<Files, "list" | "read" | "stat">;
  readonly trust: Pick<Trust, "isTrusted">;
  readonly roots: () => readonly EngineRoot[];
}

export interface ProjectRules {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** What a person should know of it, such as that its end is left out. */
  readonly note?: string;
}

export interface ProjectPrompt {
  readonly name: string;
  readonly about: string;
  /** Absolute. */
  readonly path: string;
  readonly body: string;
}

export interface ProjectTexts {
  /** @param paths absolute: files that the question is about. None in an untrusted workspace. Never rejects */
  rules(paths: readonly string[]): Promise<readonly ProjectRules[]>;
  /** By name; of two with one name that of the first root and folder. A slash command keeps its name. Never rejects. */
  prompts(): Promise<readonly ProjectPrompt[]>;
}

/** Bytes of one file; longer ones are not read. */
const LONGEST_FILE = 256 * 1024;
/** UTF-16 units of one file, and of all that go with a question. */
const LONGEST_RULES = 16_000;
const LONGEST_ALL = 40_000;
const MOST_RULES = 20;
const MOST_LISTED = 200;

export function projectTexts(deps: ProjectTextsDeps): ProjectTexts {
  return {
    async rules(paths) {
      if (!deps.trust.isTrusted()) return [];
      const all: ProjectRules[] = [];
      for (const { path: root } of deps.roots()) all.push(...(await rulesOf(deps, root, paths)));
      return bounded(all);
    },
    async prompts() {
      if (!deps.trust.isTrusted()) return [];
      const found = new Map<string, ProjectPrompt>();
      for (const { path: root } of deps.roots())
        for (const place of promptPlaces)
          for (const prompt of await promptsIn(deps, root, place))
            if (!found.has(prompt.name) && !isOfferedCommand(prompt.name)) found.set(prompt.name, prompt);
      return [...found.values()];
    },
  };
}

async function rulesOf(deps: ProjectTextsDeps, root: string, paths: readonly string[]) {
  const own = paths.flatMap((path) => (path.startsWith(`${root}/`) ? [path.slice(root.length + 1)] : []));
  const whole = async (path: string): Promise<ProjectRules[]> => {
    const text = await readBelow(deps, root, path);
    return text === undefined ? [] : [{ path: `${root}/${path}`, text: parseProjectFile(text).body }];
  };
  const found = [...(await whole(sharedInstructions))];
  for (const path of await nearest(deps, root, own)) found.push(...(await whole(path)));
  for (const name of await listBelow(deps, root, rulesFolder)) {
    if (!name.endsWith(".md")) continue;
    const path = `${rulesFolder}/${name}`;
    const file = parseProjectFile((await readBelow(deps, root, path)) ?? "");
    if (file.body !== "" && holdsFor(file, own)) found.push({ path: `${root}/${path}`, text: file.body });
  }
  return found.filter(({ text }) => text !== "");
}

/** For each file the nearest instructions above it, each once; the root's for a question about none. */
async function nearest(deps: ProjectTextsDeps, root: string, own: readonly string[]): Promise<string[]> {
  const known = new Map<string, boolean>();
  const exists = async (path: string): Promise<boolean> => {
    const seen = known.get(path) ?? (await readBelow(deps, root, path)) !== undefined;
    known.set(path, seen);
    return seen;
  };
  const found = new Set<string>();
  for (const path of own.length === 0 ? [""] : own.slice(0, MOST_RULES))
    for (const candidate of instructionPaths(path))
      if (await exists(candidate)) {
        found.add(candidate);
        break;
      }
  return [...found];
}

async function promptsIn(
  deps: ProjectTextsDeps,
  root: string,
  { folder, end }: (typeof promptPlaces)[number],
): Promise<readonly ProjectPrompt[]> {
  const found: ProjectPrompt[] = [];
  for (const fileName of await listBelow(deps, root, folder)) {
    const name = promptName(fileName, end);
    const text = name === undefined ? undefined : await readBelow(deps, root, `${folder}/${fileName}`);
    if (name === undefined || text === undefined) continue;
    const { body, about } = parseProjectFile(text);
    if (body !== "")
      found.push({ name, about, path: `${root}/${folder}/${fileName}`, body: body.slice(0, LONGEST_RULES) });
  }
  return found;
}

function bounded(all: readonly ProjectRules[]): readonly ProjectRules[] {
  let left = LONGEST_ALL;
  return all.slice(0, MOST_RULES).flatMap(({ path, text }): ProjectRules[] => {
    const kept = text.slice(0, Math.min(LONGEST_RULES, left));
    left -= kept.length;
    if (kept === "") return [];
    return [kept.length < text.length ? { path, text: kept, note: "its beginning" } : { path, text: kept }];
  });
}

const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** Undefined for what is not there, is no text, is too long, or is reached through a link. */
async function readBelow(
  { files }: ProjectTextsDeps,
  root: string,
  path: string,
): Promise<string | undefined> {
  try {
    if (!(await areFolders({ files }, root, path.split("/").slice(0, -1)))) return undefined;
    const found = await files.stat(`${root}/${path}`);
    if (found?.kind !== "file" || found.sizeBytes > LONGEST_FILE) return undefined;
    const decoded = decodeText(await files.read(`${root}/${path}`, LONGEST_FILE), decodeUtf8);
    return decoded.kind === "binary" ? undefined : decoded.text;
  } catch {
    return undefined;
  }
}

/** Names of files, by name. */
async function listBelow({ files }: Pick<ProjectTextsDeps, "files">, root: string, folder: string) {
  try {
    if (!(await areFolders({ files }, root, folder.split("/")))) return [];
    const entries = await files.list(`${root}/${folder}`);
    const names = entries.flatMap(({ name, kind }) => (kind === "file" ? [name] : []));
    return names.toSorted().slice(0, MOST_LISTED);
  } catch {
    return [];
  }
}

/** Each of them a folder itself, none a link to one. */
async function areFolders(
  { files }: Pick<ProjectTextsDeps, "files">,
  root: string,
  names: readonly string[],
): Promise<boolean> {
  let at = root;
  for (const name of names) {
    at += `/${name}`;
    if ((await files.stat(at))?.kind !== "directory") return false;
  }
  return true;
}
