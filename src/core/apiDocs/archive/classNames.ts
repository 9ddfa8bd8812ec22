/** Names of classes alone, of a jar whose sources are not there. */
import type { ApiEntry, PackageId } from "../apiPackage.ts";

/** @param path of the jar, absolute */
export function classEntries(names: readonly string[], path: string, id: PackageId): readonly ApiEntry[] {
  const entries: ApiEntry[] = [];
  for (const file of names) {
    const found = /^(?!META-INF\/|BOOT-INF\/)((?:[\w$]+\/)*)([A-Za-z_][\w$]*)\.class$/.exec(file);
    if (found === null || /\$(?:\d|$)/.test(found[2]!)) continue;
    const module = found[1]!.replace(/\/$/, "").replaceAll("/", ".");
    const name = found[2]!.replaceAll("$", ".");
    const whole = module === "" ? name : `${module}.${name}`;
    entries.push({
      package: id,
      module,
      name,
      kind: "class",
      signatures: [`class ${whole}`],
      summary: "",
      doc: "",
      examples: [],
      path,
      line: 0,
    });
  }
  return entries;
}
