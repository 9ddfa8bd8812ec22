/** `go.mod`: what a module is called, what it asks for, and what stands in for it. */

export interface GoRequirement {
  readonly path: string;
  readonly version: string;
  readonly isDirect: boolean;
  /** A folder that is used instead, relative to the file. */
  readonly folder?: string | undefined;
}

export interface GoMod {
  readonly module: string;
  readonly requirements: readonly GoRequirement[];
}

export function readGoMod(text: string): GoMod {
  let module = "";
  let block = "";
  const required = new Map<string, GoRequirement>();
  const replaced: (readonly [path: string, version: string, by: string, byVersion: string])[] = [];
  for (const raw of text.split("\n")) {
    const isDirect = !/\/\/\s*indirect\b/.test(raw);
    const line = raw.replace(/\/\/.*$/, "").trim();
    if (line === ")") block = "";
    const opened = /^(\w+)\s*\($/.exec(line)?.[1];
    if (opened !== undefined) {
      block = opened;
      continue;
    }
    const words = line.split(/\s+/).map((word) => word.replace(/^["`]|["`]$/g, ""));
    const [verb, ...rest] = block === "" ? words : [block, ...words];
    if (verb === "module") module = rest[0] ?? "";
    else if (verb === "require" && rest.length >= 2)
      required.set(rest[0]!, { path: rest[0]!, version: rest[1]!, isDirect });
    else if (verb === "replace") {
      const arrow = rest.indexOf("=>");
      if (arrow > 0)
        replaced.push([rest[0]!, arrow > 1 ? rest[1]! : "", rest[arrow + 1] ?? "", rest[arrow + 2] ?? ""]);
    }
  }
  for (const [path, version, by, byVersion] of replaced) {
    const known = required.get(path);
    if (known === undefined || (version !== "" && version !== known.version) || by === "") continue;
    if (/^\.{0,2}\//.test(by)) required.set(path, { ...known, folder: by });
    else required.set(path, { ...known, path: by, version: byVersion });
  }
  return { module, requirements: [...required.values()] };
}

/** Folders that a `go.work` joins, relative to it. */
export function readGoWork(text: string): readonly string[] {
  const plain = text.replace(/\/\/.*$/gm, "");
  const blocks = [...plain.matchAll(/^use\s*\(([^)]*)\)/gm)].flatMap(([, body]) => body!.split("\n"));
  const lines = [...plain.matchAll(/^use\s+([^\s(]+)\s*$/gm)].map(([, one]) => one!);
  return [...blocks, ...lines].map((one) => one.trim().replace(/^"|"$/g, "")).filter((one) => one !== "");
}

/** Capital letters are written `!a` in the module cache. */
export const escapedGoPath = (path: string): string =>
  path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
