/** Reads the sources of a package from its folder, and nothing outside of it. */
import type { InstalledPackage } from "../../../core/apiDocs/apiPackage.ts";
import type { SourceCustoms } from "../../../core/apiDocs/source/collector.ts";
import type { Yielder } from "../../../ports/files.ts";
import type { PackageFiles } from "../../../ports/packageFiles.ts";
import { BoundedFiles } from "../boundedFiles.ts";
import type { PackageReading } from "../ecosystem.ts";

/** Of one package. */
export const sourceLimits = {
  files: 4000,
  folders: 3000,
  depth: 16,
  bytes: 32_000_000,
  fileBytes: 1_500_000,
  entries: 20_000,
} as const;

/** Other work comes in between. Milliseconds. */
const SLICE_MS = 8;

export interface SourceDeps {
  readonly files: PackageFiles;
  readonly yielder: Yielder;
}

interface Found {
  readonly relative: string;
  readonly path: string;
}

/**
 * Links are not followed: what a package is lies in its folder.
 *
 * @throws the signal's reason
 */
export async function readSourceFolder(
  { files, yielder }: SourceDeps,
  installed: InstalledPackage,
  customs: SourceCustoms,
  signal?: AbortSignal,
): Promise<PackageReading> {
  const bounded = new BoundedFiles(files, [installed.folder]);
  const { found, reason } = await sourcesBelow(bounded, installed.folder, customs);
  const collector = customs.collector(installed);
  let bytes = 0;
  let cut = reason;
  let since = yielder.now();
  for (const { relative, path } of found) {
    signal?.throwIfAborted();
    const text = await bounded.text(path, sourceLimits.fileBytes);
    if (text === undefined) continue;
    bytes += text.length;
    if (bytes > sourceLimits.bytes) {
      cut = `Only the first ${sourceLimits.bytes / 1_000_000} MB of its sources are read`;
      break;
    }
    collector.add(relative, path, text);
    if (yielder.now() - since > SLICE_MS) {
      await yielder.pause();
      since = yielder.now();
    }
  }
  const entries = collector.entries().slice(0, sourceLimits.entries);
  return cut === undefined ? { entries } : { entries, reason: cut };
}

/** Files near the top come first. */
async function sourcesBelow(
  bounded: BoundedFiles,
  top: string,
  { extensions, skipsFolder, skipsFile }: SourceCustoms,
): Promise<{ readonly found: readonly Found[]; readonly reason?: string | undefined }> {
  const found: Found[] = [];
  let level: readonly string[] = [""];
  let folders = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > sourceLimits.depth) return { found, reason: "Its folders are nested too deep" };
    const next: string[] = [];
    for (const folder of level) {
      if (++folders > sourceLimits.folders) return { found, reason: "It has too many folders" };
      const entries = await bounded.list(`${top}${folder === "" ? "" : `/${folder}`}`);
      for (const { name, kind } of entries) {
        const relative = folder === "" ? name : `${folder}/${name}`;
        if (kind === "directory" && !skipsFolder(name)) next.push(relative);
        const isSource = kind === "file" && extensions.some((one) => name.endsWith(one));
        if (!isSource || skipsFile?.(name)) continue;
        if (found.length >= sourceLimits.files) return { found, reason: "It has too many files" };
        found.push({ relative, path: `${top}/${relative}` });
      }
    }
    level = next;
  }
  return { found };
}
