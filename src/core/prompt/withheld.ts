/** Which files are kept from every prompt by their path alone. */
import ignore from "ignore";
import { expandBraces } from "../text/expandBraces.ts";

/** What may happen to a file's text: `allowed` may enter a prompt, the others say why not. */
export type PathVerdict = "allowed" | "ignored" | "excluded" | "secretFile";

/** `.env`, `.env.local`, `.envrc`: withheld whatever the settings say. */
const secretFile = /^\.env(?:rc$|[.-]|$)/i;

const notebookCell = /^vscode-notebook-cell:(?:\/\/[^/]*)?(\/[^?#]*)/;

/**
 * The file whose rules hold for a document: a cell of a notebook is part of the notebook's file, any other document
 * stands for itself.
 *
 * @param path as the index knows it: an absolute path, or a URI as the editor writes it
 */
export function fileOfDocument(path: string): string {
  const [, encoded] = notebookCell.exec(path) ?? [];
  if (encoded === undefined) return path;
  try {
    return decodeURIComponent(encoded).replace(/^\/([a-z]:)/i, (_, drive: string) => drive.toLowerCase());
  } catch {
    return encoded;
  }
}

/** Without scheme, drive and leading slashes, as ignore rules want it; undefined when nothing is left. */
function bareParts(path: string): readonly string[] {
  return path
    .replaceAll("\\", "/")
    .replace(/^[a-z][a-z0-9+.-]*:\/*/i, "")
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..");
}

/** A rule that matches at any depth; a negation is dropped, since globs only add to what is withheld. */
function ruleOf(glob: string): string | undefined {
  const bare = glob.trim().replaceAll("\\", "/").replace(/^\/+/, "");
  if (bare === "" || bare.startsWith("!")) return undefined;
  return bare.startsWith("**/") ? bare : `**/${bare.replace(/^#/, "\\#")}`;
}

/**
 * Judges paths by a list of globs. A glob matches at any depth of the path, without regard to case, and with a folder
 * everything below it: rather too much is withheld than too little.
 *
 * @param globs as in the setting `privacy.exclude`
 * @returns for an absolute path, relative path or URI why its text is withheld, else `allowed`
 */
export function pathJudge(globs: readonly string[]): (path: string) => "allowed" | "excluded" | "secretFile" {
  const rules = ignore({ ignorecase: true }).add(
    globs.flatMap(expandBraces).flatMap((glob) => ruleOf(glob) ?? []),
  );
  return (path) => {
    const parts = bareParts(path);
    if (parts.some((part) => secretFile.test(part))) return "secretFile";
    return parts.length > 0 && rules.ignores(parts.join("/")) ? "excluded" : "allowed";
  };
}
