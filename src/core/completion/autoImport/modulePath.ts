/** How one file of the repository is named in an import of another, in the way that its neighbours do it. */

import { lexicalGroup } from "../../retrieval/graph/lexicalGroup.ts";
import { directoryOf } from "../../retrieval/graph/moduleFiles.ts";

/** How the imports of a file, or of the files beside it, look. */
export interface ModuleHabit {
  /** Modules as written, in any order. */
  readonly modules: readonly string[];
}

/**
 * @param from path of the file that imports
 * @param to path of the file that is imported
 * @param roots folders of the workspace, absolute
 * @returns undefined when the language names modules otherwise than by paths
 */
export function modulePath(
  from: string,
  to: string,
  languageId: string,
  roots: readonly string[],
  habit: ModuleHabit,
): string | undefined {
  const group = lexicalGroup(languageId);
  if (group === "python") return pythonModule(from, to, roots, habit);
  return group === "ecma" ? ecmaModule(from, to, habit) : undefined;
}

function pythonModule(
  from: string,
  to: string,
  roots: readonly string[],
  { modules }: ModuleHabit,
): string | undefined {
  const path = to.replace(/\.pyi?$/, "").replace(/\/__init__$/, "");
  const relative = modules.filter((module) => module.startsWith(".")).length;
  const own = directoryOf(from);
  const isNear = directoryOf(to) === own || path.startsWith(`${own}/`);
  if (relative > 0 && isNear) return `.${path.slice(own.length + 1).replaceAll("/", ".")}`;
  if (relative * 2 > modules.length) return relativeModule(own, path);
  const dotted = dottedUnder(path, roots);
  // What other imports begin with tells from which folder names count.
  const top = modules
    .map((module) => module.split(".")[0]!)
    .find((name) => name !== "" && dotted?.split(".").includes(name));
  if (dotted === undefined || top === undefined) return dotted;
  const parts = dotted.split(".");
  return parts.slice(parts.indexOf(top)).join(".");
}

function relativeModule(directory: string, path: string): string {
  const [own, other] = [directory.split("/"), path.split("/")];
  let same = 0;
  while (same < own.length && same < other.length - 1 && own[same] === other[same]) same++;
  return ".".repeat(own.length - same + 1) + other.slice(same).join(".");
}

/** From the workspace folder, or from `src` or `lib` in it. */
function dottedUnder(path: string, roots: readonly string[]): string | undefined {
  const root = roots.find((folder) => path.startsWith(`${folder}/`));
  if (root === undefined) return undefined;
  const short = path.slice(root.length + 1).replace(/^(?:src|lib|python)\//, "");
  return /^[\w/]+$/.test(short) ? short.replaceAll("/", ".") : undefined;
}

function ecmaModule(from: string, to: string, { modules }: ModuleHabit): string {
  const [own, other] = [directoryOf(from).split("/"), to.split("/")];
  let same = 0;
  while (same < own.length && same < other.length - 1 && own[same] === other[same]) same++;
  const ups = own.length - same;
  const path = (ups === 0 ? "./" : "../".repeat(ups)) + other.slice(same).join("/");
  const relative = modules.filter((module) => module.startsWith("."));
  const named = path.replace(/\.[cm]?[jt]sx?$/, extensionIn(relative, to));
  // A folder stands for its index, unless others name it.
  return relative.some((module) => module.endsWith("/index")) ? named : named.replace(/(.)\/index$/, "$1");
}

/** The end that relative modules are written with; nothing when most have none. */
function extensionIn(modules: readonly string[], to: string): string {
  const ends = modules.flatMap((module) => /\.[cm]?[jt]sx?$/.exec(module)?.[0] ?? []);
  const real = /\.[cm]?[jt]sx?$/.exec(to)?.[0] ?? "";
  if (ends.length * 2 <= modules.length) return "";
  // `./a.js` is what stands for `a.ts` where the compiler does not rewrite names.
  return ends.every((end) => end.includes("j")) ? real.replace("ts", "js") : real;
}
