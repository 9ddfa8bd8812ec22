/** The source files of a repository that count: no vendored, built, generated or locale files. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import type { Git } from "./git.ts";

export interface SourceFile {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
}

const LANGUAGES: Readonly<Record<string, string>> = {
  ".py": "python",
  ".ts": "typescript",
  ".tsx": "typescriptreact",
  ".js": "javascript",
  ".jsx": "javascriptreact",
  ".mjs": "javascript",
  ".java": "java",
  ".go": "go",
  ".rs": "rust",
};
export const EXTENSIONS: readonly string[] = Object.keys(LANGUAGES);

const LEFT_OUT =
  /(^|\/)(node_modules|vendor|vendored|third_party|dist|build|out|locales?|i18n|generated|testdata|\.git)\/|\.min\.js$|\.d\.ts$|_pb2\.py$|\.pb\.go$|_generated\.|\.gen\./;
const GENERATED = /(code generated|@generated|do not edit)/i;
const MAX_CHARS = 400_000;
/** Share of lines in a larger file from which on a file is a copy. */
const MAX_SHARED = 0.6;

export function languageOf(path: string): string | undefined {
  return LEFT_OUT.test(path) ? undefined : LANGUAGES[extname(path)];
}

/** Whether a text was written by people in lines of a usual length. */
export function isWritten(text: string): boolean {
  if (text.length > MAX_CHARS || text.length === 0 || text.includes("\0")) return false;
  return !GENERATED.test(text.slice(0, 600)) && text.length / text.split("\n").length < 200;
}

export function readCommit(git: Git, commit: string): SourceFile[] {
  return readFiles(
    git,
    [...git.tree(commit)].filter(([path]) => languageOf(path) !== undefined),
  );
}

/** @param wanted paths and the hashes of their contents */
export function readFiles(git: Git, wanted: readonly (readonly [string, string])[]): SourceFile[] {
  const texts = git.blobs(wanted.map(([, hash]) => hash));
  return wanted.flatMap(([path], i) => {
    const text = texts[i];
    return text !== undefined && isWritten(text) ? [{ path, languageId: languageOf(path)!, text }] : [];
  });
}

export function readFolder(root: string): SourceFile[] {
  const files: SourceFile[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !LEFT_OUT.test(`${path}/`)) walk(path);
      const languageId = entry.isFile() ? languageOf(path) : undefined;
      if (languageId === undefined || statSync(join(root, path)).size > MAX_CHARS) continue;
      const text = readFileSync(join(root, path), "utf8");
      if (isWritten(text)) files.push({ path, languageId, text });
    }
  };
  walk("");
  return files;
}

/** Files without those that share most of their lines with a larger one. */
export function withoutCopies(files: readonly SourceFile[]): SourceFile[] {
  const ids = new Map<string, number[]>();
  const kept: SourceFile[] = [];
  const bySize = [...files].sort((a, b) => b.text.length - a.text.length || (a.path < b.path ? -1 : 1));
  for (const file of bySize) {
    const lines = new Set(
      file.text
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line.length > 3),
    );
    const shared = new Map<number, number>();
    for (const line of lines) for (const id of ids.get(line) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1);
    if (Math.max(0, ...shared.values()) > MAX_SHARED * lines.size) continue;
    for (const line of lines) {
      const holders = ids.get(line) ?? [];
      if (holders.length < 200) ids.set(line, [...holders, kept.length]);
    }
    kept.push(file);
  }
  return kept.sort((a, b) => (a.path < b.path ? -1 : 1));
}
