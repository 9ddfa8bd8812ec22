/** Paths as another program writes them, and as the index knows them. */
import type { EngineRoot } from "../../ports/engine.ts";
import { RpcError } from "../../ports/rpc.ts";

/** Folders by a name each, which is unique: the last part of the path, numbered when two are alike. */
export function nameRoots(paths: readonly string[]): readonly EngineRoot[] {
  const taken = new Set<string>();
  return paths.map((path) => {
    const base = path.slice(path.lastIndexOf("/") + 1) || "root";
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base}-${number}`;
    taken.add(name);
    return { path, name };
  });
}

const refuse = (path: string, why: string): RpcError =>
  new RpcError("invalidPath", `Cannot use the path ${JSON.stringify(path)}: ${why}`, { path });

/** Parts of a relative path, without `.`. @throws RpcError when it could lead elsewhere */
function partsOf(path: string): string[] {
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) throw refuse(path, "it must be relative to the root");
  if (path.includes("\\")) throw refuse(path, 'its parts must be separated by "/"');
  if (path.includes("\0")) throw refuse(path, "it must not contain a NUL character");
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw refuse(path, 'it must not contain ".."');
  if (parts.length === 0) throw refuse(path, "it names no file");
  return parts;
}

/**
 * The absolute path of a file below one of `roots`. With several roots the first part is a root's name.
 *
 * @throws RpcError of type `invalidPath`
 */
export function toAbsolute(path: string, roots: readonly EngineRoot[]): string {
  const parts = partsOf(path);
  const [only] = roots;
  if (roots.length === 1 && only) return [only.path.replace(/\/$/, ""), ...parts].join("/");
  const root = roots.find(({ name }) => name === parts[0]);
  if (!root || parts.length < 2) {
    const names = roots.map(({ name }) => `"${name}/"`).join(", ");
    throw refuse(path, `with several roots it must begin with one of ${names}`);
  }
  return [root.path.replace(/\/$/, ""), ...parts.slice(1)].join("/");
}

/** The opposite; `undefined` for a file outside all roots. */
export function toRelative(path: string, roots: readonly EngineRoot[]): string | undefined {
  const root = roots
    .filter((candidate) => path.startsWith(`${candidate.path.replace(/\/$/, "")}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (!root) return undefined;
  const below = path.slice(root.path.replace(/\/$/, "").length + 1);
  return roots.length === 1 ? below : `${root.name}/${below}`;
}
