/** Python projects beside one another in a workspace: folders with a `pyproject.toml`. */
import type { InstalledPackage } from "../../../core/apiDocs/apiPackage.ts";
import type { BoundedFiles } from "../boundedFiles.ts";

const MOST = 200;
const DEPTH = 3;
const notProjects = /^(?:[._].*|node_modules|venv|env|build|dist|tests?|docs?)$/;

/** Those below the roots, not the roots themselves: their modules are the workspace's own. */
export async function siblingProjects(
  files: BoundedFiles,
  roots: readonly string[],
): Promise<readonly InstalledPackage[]> {
  const found: InstalledPackage[] = [];
  let level: readonly string[] = roots;
  for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level.slice(0, MOST)) {
      for (const { name, kind } of await files.list(folder))
        if (kind === "directory" && !notProjects.test(name)) next.push(`${folder}/${name}`);
    }
    for (const folder of next.slice(0, MOST)) {
      const project = await projectAt(files, folder);
      if (project !== undefined && found.length < MOST) found.push(project);
    }
    level = next;
  }
  return found;
}

async function projectAt(files: BoundedFiles, folder: string): Promise<InstalledPackage | undefined> {
  const isProject = await files.isFile(`${folder}/pyproject.toml`);
  const text = isProject ? await files.text(`${folder}/pyproject.toml`, 300_000) : undefined;
  const section =
    text && /^\[(?:project|tool\.poetry)\][ \t]*$([\s\S]*?)(?=^\[|$(?![\s\S]))/m.exec(text)?.[1];
  const name = section && /^name[ \t]*=[ \t]*["']([\w.-]+)["']/m.exec(section)?.[1];
  if (!section || !name) return undefined;
  const version = /^version[ \t]*=[ \t]*["']([^"'\n]*)["']/m.exec(section)?.[1] ?? "";
  for (const source of [`${folder}/src`, folder]) {
    const importNames: string[] = [];
    for (const one of await files.list(source)) {
      const isModule =
        one.kind === "directory" && /^[A-Za-z_]\w*$/.test(one.name) && !notProjects.test(one.name);
      if (isModule && (await files.isFile(`${source}/${one.name}/__init__.py`))) importNames.push(one.name);
    }
    if (importNames.length > 0)
      return { id: { ecosystem: "python", name, version }, folder: source, role: "private", importNames };
  }
  return undefined;
}
