/** Go: modules that `go.mod` asks for, in `vendor`, in the module cache or as the system has them. */
import { escapedGoPath, readGoMod, readGoWork } from "../../../core/apiDocs/manifests/goMod.ts";
import { goCustoms } from "../../../core/apiDocs/source/collector.ts";
import type { LibraryPlaces } from "../../../ports/libraryPlaces.ts";
import { BoundedFiles } from "../boundedFiles.ts";
import type { EntryReader } from "../ecosystem.ts";
import { joinedPath } from "../paths.ts";
import { Gathering } from "./gathering.ts";
import type { SourceDeps } from "./sourceFolder.ts";
import { SourcePackages } from "./sourcePackages.ts";

export function goPackages(deps: SourceDeps, places: LibraryPlaces): EntryReader {
  return new SourcePackages("go", deps, goCustoms, async (roots) => {
    const files = new BoundedFiles(deps.files, [...roots, ...places.goModules, ...places.goSources]);
    const gathering = new Gathering("go", files);
    for (const root of roots) {
      const work = readGoWork((await files.text(`${root}/go.work`)) ?? "");
      const members = [...new Set([root, ...work.map((one) => joinedPath(root, one))])];
      for (const folder of members) {
        const text = await files.text(`${folder}/go.mod`);
        if (text === undefined) continue;
        const { module, requirements } = readGoMod(text);
        if (work.length > 0 && module !== "")
          await gathering.add({
            name: module,
            version: "",
            role: "private",
            importNames: [module],
            folders: [folder],
          });
        for (const { path, version, isDirect, folder: local } of requirements) {
          const cached = `${escapedGoPath(path)}@${escapedGoPath(version)}`;
          const shared = [
            ...places.goModules.map((cache) => `${cache}/${cached}`),
            ...places.goSources.map((source) => `${source}/${path}`),
          ];
          const folders =
            local === undefined
              ? [`${folder}/vendor/${path}`, `${root}/vendor/${path}`, ...shared]
              : [joinedPath(folder, local)];
          const role = local !== undefined ? "private" : isDirect ? "direct" : "indirect";
          await gathering.add({ name: path, version, role, importNames: [path], folders });
        }
      }
    }
    return gathering.installed();
  });
}
