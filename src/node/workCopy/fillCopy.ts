/** Fills a copy by its plan. */
import { lstat, readdir, readlink, stat } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import type { Isolation } from "../../ports/workCopy.ts";
import type { Mount } from "./bubblewrap.ts";
import type { CopyLink, CopyPlan, Dependency } from "./copyPlan.ts";
import type { ScratchFiles } from "./scratchFiles.ts";

export interface FillRequest {
  readonly plan: CopyPlan;
  readonly root: string;
  /** Folder of the copy's own files, relative to the scratch folder. */
  readonly tree: string;
  readonly files: ScratchFiles;
  readonly isolation: Isolation;
  readonly signal: AbortSignal;
}

export interface Filled {
  /** Dependencies that the sandbox shows in the copy, read only, at their places relative to the root. */
  readonly mounts: readonly Mount[];
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
}

const parallel = 32;
/** Libraries beyond this are linked, not copied, where there is no sandbox to show them read only. */
const mostDependencyFiles = 2_000;
/** Below `node_modules` of the copy, like the folder in which one manager keeps all packages. */
const shownBelow = ".touchstone/node_modules";

export async function fillCopy(request: FillRequest): Promise<Filled> {
  const { plan, tree, files, isolation, signal } = request;
  const leftOut = [...plan.leftOut];
  await files.makeFolder(tree);
  for (const folder of plan.folders) await files.makeFolder(`${tree}/${folder}`);
  for (let at = 0; at < plan.files.length; at += parallel) {
    signal.throwIfAborted();
    const some = plan.files.slice(at, at + parallel);
    await Promise.all(some.map((file) => copyIfThere(files, file.from, `${tree}/${file.path}`)));
  }
  for (const link of plan.links) {
    const reason = await fillLink(request, link);
    if (reason !== undefined) leftOut.push({ path: link.path, reason });
  }
  const mounts: Mount[] = [];
  for (const dependency of plan.dependencies) {
    signal.throwIfAborted();
    if (isolation === "sandbox") mounts.push(await showDependency(request, dependency));
    else {
      const reason = await copyDependency(request, dependency);
      if (reason !== undefined) leftOut.push({ path: dependency.path, reason });
    }
  }
  return { mounts, leftOut };
}

/** A file may be gone, or closed to us, since the plan was made. */
async function copyIfThere(files: ScratchFiles, from: string, to: string): Promise<void> {
  try {
    await files.copyFrom(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "EACCES") throw error;
  }
}

/** Links within the root lead to the copy; of others the file comes along. @returns why it was left out */
async function fillLink(request: FillRequest, link: CopyLink): Promise<string | undefined> {
  const { root, tree, files, isolation } = request;
  const to = `${tree}/${link.path}`;
  if (link.target !== undefined) {
    const text = isAbsolute(link.text) ? relative(dirname(link.path), link.target) || "." : link.text;
    await files.makeLink(text, to);
    return undefined;
  }
  // The sandbox shows the rest of the disk where it is, read only.
  if (isolation === "sandbox") {
    await files.makeLink(link.text, to);
    return undefined;
  }
  const from = resolve(dirname(`${root}/${link.path}`), link.text);
  const isFile = (await lstat(from).catch(() => undefined))?.isFile() ?? false;
  if (isFile) await copyIfThere(files, from, to);
  return isFile ? undefined : "it is a link out of the workspace";
}

/** The folder itself can be written, for caches; the packages in it are links to where the sandbox shows them. */
async function showDependency(request: FillRequest, { path, from, kind }: Dependency): Promise<Mount> {
  const { tree, files } = request;
  await files.makeFolder(`${tree}/${path}`);
  if (kind === "other") return { from, at: path };
  await linkPackages(request, path, from);
  await files.makeFolder(`${tree}/${path}/${shownBelow}`);
  return { from, at: `${path}/${shownBelow}` };
}

async function linkPackages(request: FillRequest, path: string, from: string): Promise<void> {
  const { tree, files } = request;
  await files.makeFolder(`${tree}/${path}/${shownBelow.split("/")[0]}`);
  for (const name of await readdir(from)) {
    if (/^\.(?:cache|vite|vite-temp|vitest|tmp)$/.test(name)) continue;
    if (name.startsWith("@")) {
      await files.makeFolder(`${tree}/${path}/${name}`);
      for (const inner of await readdir(`${from}/${name}`).catch(() => [])) {
        await linkPackage(
          request,
          `${path}/${name}/${inner}`,
          `${from}/${name}/${inner}`,
          `../${shownBelow}/${name}/${inner}`,
        );
      }
    } else await linkPackage(request, `${path}/${name}`, `${from}/${name}`, `${shownBelow}/${name}`);
  }
}

/** A package that is itself a link to a part of the workspace stays one: the part in the copy is meant. */
async function linkPackage(
  { tree, files, root }: FillRequest,
  path: string,
  from: string,
  shown: string,
): Promise<void> {
  const text = await readlink(from).catch(() => undefined);
  const points = text === undefined ? undefined : resolve(dirname(from), text);
  const isPart = points?.startsWith(`${root}/`) && !points.includes("/node_modules/");
  const own = isPart && points ? relative(dirname(path), points.slice(root.length + 1)) : shown;
  await files.makeLink(own, `${tree}/${path}`);
}

/** @returns why they are linked, where they are */
async function copyDependency(request: FillRequest, dependency: Dependency): Promise<string | undefined> {
  const { tree, files } = request;
  const { path, from, kind } = dependency;
  if (await hasFewFiles(from)) {
    await files.copyTree(from, `${tree}/${path}`);
    return undefined;
  }
  if (kind === "node_modules") {
    await linkPackages(request, path, from);
    await files.makeLink(from, `${tree}/${path}/${shownBelow}`);
  } else await files.makeLink(from, `${tree}/${path}`);
  return "its parts are linked, not copied, because they are large: a program could change them";
}

async function hasFewFiles(folder: string): Promise<boolean> {
  if (!(await stat(folder)).isDirectory()) return false;
  let count = 0;
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of await readdir(at, { withFileTypes: true }).catch(() => [])) {
      if (entry.isDirectory()) waiting.push(`${at}/${entry.name}`);
      if (++count > mostDependencyFiles) return false;
    }
  }
  return true;
}
