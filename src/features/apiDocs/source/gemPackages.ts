/** Ruby: gems that `Gemfile.lock` names, in the project's bundle or where the person's and the system's are. */
import { readGemfileLock } from "../../../core/apiDocs/manifests/gems.ts";
import { rubyCustoms } from "../../../core/apiDocs/source/collector.ts";
import type { LibraryPlaces } from "../../../ports/libraryPlaces.ts";
import { BoundedFiles } from "../boundedFiles.ts";
import type { EntryReader } from "../ecosystem.ts";
import { Gathering } from "./gathering.ts";
import type { SourceDeps } from "./sourceFolder.ts";
import { SourcePackages } from "./sourcePackages.ts";

export function gemPackages(deps: SourceDeps, places: LibraryPlaces): EntryReader {
  return new SourcePackages("gem", deps, rubyCustoms, async (roots) => {
    const bounds = [...roots, ...places.gems.map((place) => place.replace(/\/\*.*$/, ""))];
    const files = new BoundedFiles(deps.files, bounds);
    const gathering = new Gathering("gem", files);
    for (const root of roots) {
      const locked = readGemfileLock((await files.text(`${root}/Gemfile.lock`)) ?? "");
      if (locked.length === 0) continue;
      const wanted = [`${root}/vendor/bundle/ruby/*/gems`, `${root}/vendor/bundle/*/gems`, ...places.gems];
      const folders = (await Promise.all(wanted.map((place) => expanded(files, place)))).flat();
      for (const { name, version, isDirect } of locked) {
        const role = isDirect ? "direct" : "indirect";
        const at = folders.map((folder) => `${folder}/${name}-${version}`);
        await gathering.add({
          name,
          version,
          role,
          importNames: [name.replaceAll("-", "/"), name],
          folders: at,
        });
      }
    }
    return gathering.installed();
  });
}

/** The folders that a place with `*` for one level means. */
async function expanded(files: BoundedFiles, place: string): Promise<readonly string[]> {
  const [before, ...after] = place.split("/*");
  let level: readonly string[] = [before!];
  for (const rest of after) {
    const next: string[] = [];
    for (const folder of level)
      for (const { name } of await files.list(folder)) next.push(`${folder}/${name}${rest}`);
    level = next;
  }
  return level;
}
