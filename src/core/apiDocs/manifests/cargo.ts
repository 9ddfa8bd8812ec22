/** Cargo's files. */

export interface LockedCrate {
  readonly name: string;
  readonly version: string;
  /** `registry+...`, `git+...`; empty for a part of the workspace. */
  readonly source: string;
}

export function readCargoLock(text: string): readonly LockedCrate[] {
  return text
    .split(/^\[\[package\]\]\s*$/m)
    .slice(1)
    .map((block) => {
      const value = (key: string) => new RegExp(`^${key}\\s*=\\s*"([^"]*)"`, "m").exec(block)?.[1] ?? "";
      return { name: value("name"), version: value("version"), source: value("source") };
    })
    .filter(({ name }) => name !== "");
}

export interface CargoManifest {
  readonly name: string;
  readonly version: string;
  /** The name of the library when it is another one. */
  readonly library: string;
  readonly dependencies: ReadonlySet<string>;
  /** Of a workspace, with `*`. */
  readonly members: readonly string[];
}

export function readCargoManifest(text: string): CargoManifest {
  let section = "";
  const values = new Map<string, string>();
  const dependencies = new Set<string>();
  for (const line of text.split("\n")) {
    const opened = /^\s*\[+([^\]]+)\]+\s*(?:#.*)?$/.exec(line)?.[1]?.trim();
    if (opened !== undefined) {
      section = opened;
      const one = /dependencies\.["']?([\w-]+)["']?$/.exec(opened)?.[1];
      if (one !== undefined) dependencies.add(one);
      continue;
    }
    const key = /^\s*["']?([\w.-]+)["']?\s*=\s*(.*)$/.exec(line);
    if (key === null) continue;
    if (/(?:^|[.-])dependencies$/.test(section))
      dependencies.add(/\bpackage\s*=\s*"([^"]+)"/.exec(key[2]!)?.[1] ?? key[1]!.split(".")[0]!);
    else values.set(`${section}.${key[1]!}`, /^"([^"]*)"/.exec(key[2]!)?.[1] ?? "");
  }
  const members = /^[ \t]*members[ \t]*=[ \t]*\[([^\]]*)\]/m.exec(text)?.[1] ?? "";
  return {
    name: values.get("package.name") ?? "",
    version: values.get("package.version") ?? values.get("workspace.package.version") ?? "",
    library: values.get("lib.name") ?? "",
    dependencies,
    members: [...members.matchAll(/"([^"]+)"/g)].map(([, one]) => one!),
  };
}
