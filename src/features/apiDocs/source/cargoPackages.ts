/** Cargo: crates that `Cargo.lock` names, in `vendor` or in the registry's folder, and the members of a workspace. */
import { readCargoLock, readCargoManifest } from "../../../core/apiDocs/manifests/cargo.ts";
import { rustCustoms } from "../../../core/apiDocs/source/collector.ts";
import type { LibraryPlaces } from "../../../ports/libraryPlaces.ts";
import { BoundedFiles } from "../boundedFiles.ts";
import type { EntryReader } from "../ecosystem.ts";
import { Gathering } from "./gathering.ts";
import { memberFolders } from "./memberFolders.ts";
import type { SourceDeps } from "./sourceFolder.ts";
import { SourcePackages } from "./sourcePackages.ts";

export function cargoPackages(deps: SourceDeps, places: LibraryPlaces): EntryReader {
  return new SourcePackages("cargo", deps, rustCustoms, async (roots) => {
    const files = new BoundedFiles(deps.files, [...roots, ...places.cargoRegistries]);
    const gathering = new Gathering("cargo", files);
    const registries = await registryFolders(files, places.cargoRegistries);
    for (const root of roots) {
      const text = await files.text(`${root}/Cargo.toml`);
      if (text === undefined) continue;
      const own = readCargoManifest(text);
      const direct = new Set(own.dependencies);
      for (const folder of await memberFolders(files, root, own.members)) {
        const member = readCargoManifest((await files.text(`${folder}/Cargo.toml`)) ?? "");
        for (const name of member.dependencies) direct.add(name);
        const { name, version, library } = member;
        if (name !== "")
          await gathering.add({
            name,
            version,
            role: "private",
            importNames: [library || moduleOf(name)],
            folders: [folder],
          });
      }
      for (const { name, version, source } of readCargoLock((await files.text(`${root}/Cargo.lock`)) ?? "")) {
        if (source === "") continue;
        const folders = [
          `${root}/vendor/${name}-${version}`,
          `${root}/vendor/${name}`,
          ...registries.map((one) => `${one}/${name}-${version}`),
        ];
        const role = direct.has(name) ? "direct" : "indirect";
        await gathering.add({ name, version, role, importNames: [moduleOf(name)], folders });
      }
    }
    return gathering.installed();
  });
}

const moduleOf = (name: string) => name.replaceAll("-", "_");

/** Each index that Cargo loads from has a folder of its own. */
async function registryFolders(files: BoundedFiles, places: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const place of places) {
    found.push(place);
    for (const { name, kind } of await files.list(place))
      if (kind === "directory" && /-[0-9a-f]{16}$/.test(name)) found.push(`${place}/${name}`);
  }
  return found;
}
