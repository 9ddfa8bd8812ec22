/** Where a workspace's Python looks for modules, told from its folders: no interpreter is started. */
import type { PackageFiles } from "../../../ports/packageFiles.ts";
import type { PythonPaths } from "./pythonEcosystem.ts";

/** Usual names of an environment's folder; others are found by their `pyvenv.cfg`. */
const environmentNames = [".venv", "venv", "env", ".env"];
const systemPrefixes = ["/usr/local", "/usr", "/opt/homebrew"];
const MOST_SMALL_BYTES = 20_000;

/**
 * The environment of the workspace; without one, that of the system.
 *
 * @param interpreter the one that a person chose, absolute; its environment comes first
 */
export async function findPythonPaths(
  files: PackageFiles,
  roots: readonly string[],
  interpreter?: string,
): Promise<PythonPaths> {
  const chosen = interpreter === undefined ? [] : [folderOf(folderOf(interpreter))];
  const environments = [...chosen, ...(await environmentsIn(files, roots))];
  const sites: string[] = [];
  const system: string[] = [];
  const standard: string[] = [];
  for (const environment of environments) {
    const own = await sitesOf(files, environment);
    sites.push(...own);
    const { home, usesSystem } = await configOf(files, environment);
    const base = home === undefined ? environment : folderOf(home);
    standard.push(...(await versionFolders(files, `${base}/lib`)));
    if (usesSystem && home !== undefined) system.push(...(await systemSites(files, base)));
  }
  if (sites.length === 0) {
    for (const prefix of systemPrefixes) system.push(...(await systemSites(files, prefix)));
  }
  if (standard.length === 0) {
    for (const prefix of systemPrefixes) standard.push(...(await versionFolders(files, `${prefix}/lib`)));
  }
  const sources = roots.flatMap((root) => [root, `${root}/src`, `${root}/lib`]);
  const systemFound = await real(files, system);
  return {
    sources,
    sites: [...new Set([...(await real(files, sites)), ...systemFound])],
    systemSites: systemFound,
    standard: await real(files, standard),
  };
}

async function environmentsIn(files: PackageFiles, roots: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const root of roots) {
    const entries = await files.list(root).catch(() => []);
    const folders = entries
      .filter(({ kind }) => kind === "directory" || kind === "link")
      .map(({ name }) => name);
    const likely = folders.filter((name) => environmentNames.includes(name));
    for (const name of [...likely, ...folders.filter((one) => !likely.includes(one))]) {
      if (await files.stat(`${root}/${name}/pyvenv.cfg`).catch(() => undefined))
        found.push(`${root}/${name}`);
    }
  }
  return found;
}

async function configOf(
  files: PackageFiles,
  environment: string,
): Promise<{ readonly home: string | undefined; readonly usesSystem: boolean }> {
  const bytes = await files.read(`${environment}/pyvenv.cfg`, MOST_SMALL_BYTES).catch(() => undefined);
  const text = bytes === undefined ? "" : new TextDecoder().decode(bytes);
  const home = /^home\s*=\s*(.+)$/m.exec(text)?.[1]?.trim().replaceAll("\\", "/");
  const usesSystem = /^include-system-site-packages\s*=\s*true/im.test(text);
  return { home: home?.startsWith("/") || /^[a-z]:/i.test(home ?? "") ? home : undefined, usesSystem };
}

/** `lib/python3.x/site-packages`, on Windows `Lib/site-packages`. */
async function sitesOf(files: PackageFiles, environment: string): Promise<readonly string[]> {
  const folders = await versionFolders(files, `${environment}/lib`);
  return existing(files, [
    ...folders.map((folder) => `${folder}/site-packages`),
    `${environment}/Lib/site-packages`,
  ]);
}

async function systemSites(files: PackageFiles, prefix: string): Promise<readonly string[]> {
  const folders = await versionFolders(files, `${prefix}/lib`);
  const own = folders.flatMap((folder) => [`${folder}/site-packages`, `${folder}/dist-packages`]);
  return existing(files, [...own, `${prefix}/lib/python3/dist-packages`]);
}

/** `lib/python3.12`, the newest first. */
async function versionFolders(files: PackageFiles, lib: string): Promise<readonly string[]> {
  const entries = await files.list(lib).catch(() => []);
  const versions = entries
    .flatMap(({ name }) => /^python3\.(\d+)t?$/.exec(name) ?? [])
    .filter((one) => /^\d+$/.test(one));
  return versions.sort((a, b) => Number(b) - Number(a)).map((minor) => `${lib}/python3.${minor}`);
}

async function existing(files: PackageFiles, paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) if (await files.realPath(path)) found.push(path);
  return found;
}

async function real(files: PackageFiles, paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const path of paths) found.add((await files.realPath(path)) ?? path);
  return [...found];
}

const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf("/")));
