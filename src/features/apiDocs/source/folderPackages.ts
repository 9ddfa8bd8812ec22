/** Folders that a person added: libraries that no package manager knows. */
import { folderCustoms } from "../../../core/apiDocs/source/collector.ts";
import { BoundedFiles } from "../boundedFiles.ts";
import type { EntryReader } from "../ecosystem.ts";
import { Gathering } from "./gathering.ts";
import type { SourceDeps } from "./sourceFolder.ts";
import { SourcePackages } from "./sourcePackages.ts";

/** @param folders absolute; others mean nothing */
export function folderPackages(deps: SourceDeps, folders: readonly string[]): EntryReader {
  return new SourcePackages("folder", deps, folderCustoms, async () => {
    const real: string[] = [];
    for (const folder of folders.map((one) => one.replaceAll("\\", "/"))) {
      if (!/^(?:\/|[A-Za-z]:\/)/.test(folder)) continue;
      const path = await deps.files.realPath(folder).catch(() => undefined);
      if (path !== undefined && path !== "/") real.push(path);
    }
    const gathering = new Gathering("folder", new BoundedFiles(deps.files, real));
    for (const folder of real) {
      const name = folder.slice(folder.lastIndexOf("/") + 1);
      await gathering.add({ name, version: "", role: "private", importNames: [name], folders: [folder] });
    }
    return gathering.installed();
  });
}
