/** Packages that are folders of sources. */
import type { EcosystemName, InstalledPackage } from "../../../core/apiDocs/apiPackage.ts";
import type { SourceCustoms } from "../../../core/apiDocs/source/collector.ts";
import type { EntryReader, Installed, PackageReading } from "../ecosystem.ts";
import { readSourceFolder, type SourceDeps } from "./sourceFolder.ts";

export class SourcePackages implements EntryReader {
  readonly name: EcosystemName;
  readonly findInstalled: (roots: readonly string[]) => Promise<Installed>;
  readonly #deps: SourceDeps;
  readonly #customs: SourceCustoms;

  constructor(
    name: EcosystemName,
    deps: SourceDeps,
    customs: SourceCustoms,
    findInstalled: (roots: readonly string[]) => Promise<Installed>,
  ) {
    this.name = name;
    this.#deps = deps;
    this.#customs = customs;
    this.findInstalled = findInstalled;
  }

  readEntries(installed: InstalledPackage, signal?: AbortSignal): Promise<PackageReading> {
    return readSourceFolder(this.#deps, installed, this.#customs, signal);
  }
}
