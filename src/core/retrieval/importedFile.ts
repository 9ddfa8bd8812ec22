/** Does an import name a file? Judged by the path alone: nothing is resolved. */
import { isStandardModule } from "./graph/pythonStandard.ts";

/**
 * @param module as written: `./store`, `..models`, `django.db.models`, `net/http`, `crate::index::Store`
 * @param from path of the file that imports
 * @param path path of the file that may be meant
 */
export function importsFile(module: string, from: string, path: string): boolean {
  const target = withoutExtension(path);
  const directory = from.slice(0, from.lastIndexOf("/"));
  if (module.startsWith("./") || module.startsWith("../")) {
    const resolved = withoutExtension(resolvePath(directory, module));
    return target === resolved || target === `${resolved}/index`;
  }
  const dots = /^\.+/.exec(module)?.[0].length ?? 0;
  if (dots > 0) {
    const up = "../".repeat(dots - 1);
    const resolved = resolvePath(directory, up + module.slice(dots).replaceAll(".", "/"));
    return target === resolved || target === `${resolved}/__init__`;
  }
  const parts = module.split(/::|[./]/).filter((part) => part !== "" && part !== "crate");
  if (/\.pyi?$/.test(from) && isStandardModule(parts[0] ?? "")) return false;
  return endsLike(target, parts);
}

/** The last two parts decide, or the only one; a package may be a directory, and the last part a name in the file. */
function endsLike(target: string, parts: readonly string[]): boolean {
  const parents = target.slice(0, Math.max(0, target.lastIndexOf("/")));
  const endings = [parts.slice(-2), parts.length > 2 ? parts.slice(-3, -1) : []];
  return endings
    .filter((ending) => ending.length > 0)
    .map((ending) => `/${ending.join("/")}`)
    .some(
      (ending) =>
        target.endsWith(ending) || target.endsWith(`${ending}/__init__`) || parents.endsWith(ending),
    );
}

function resolvePath(directory: string, relative: string): string {
  const parts = directory.split("/");
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function withoutExtension(path: string): string {
  const dot = path.lastIndexOf(".");
  return dot > path.lastIndexOf("/") + 1 ? path.slice(0, dot) : path;
}
