/** Paths as text, with `/`. */

/** A relative path from a folder; `..` above the top stays there. */
export function joinedPath(folder: string, relative: string): string {
  const parts = folder.split("/");
  for (const part of relative.replaceAll("\\", "/").split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
