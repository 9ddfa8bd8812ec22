/** What differs between package managers. */
import type { EcosystemName, InstalledPackage, SkippedPackage } from "../../core/apiDocs/apiPackage.ts";
import type { ApiReference, ApiUnit } from "../../core/apiDocs/apiUnit.ts";

/** A module of a package that its users import. */
export interface PublicModule {
  /** As written in an import. */
  readonly specifier: string;
  /** Absolute. */
  readonly path: string;
}

export interface Installed {
  readonly packages: readonly InstalledPackage[];
  readonly skipped: readonly SkippedPackage[];
}

/** Reads only; nothing of a package is run. */
export interface Ecosystem {
  readonly name: EcosystemName;
  /** The editor's identifiers of the languages whose imports it resolves. */
  readonly languages: readonly string[];
  /** Packages installed for a workspace, by its roots. */
  findInstalled(roots: readonly string[]): Promise<Installed>;
  /** The file that declares what a module specifier in a file means. */
  resolve(specifier: string, fromFile: string): Promise<string | undefined>;
  /** The file that another one names as belonging to it. */
  resolveReference(reference: ApiReference, fromFile: string): Promise<string | undefined>;
  /** Files whose declarations are seen everywhere below a folder: the language's own library. */
  globalFiles(folder: string): Promise<readonly string[]>;
  /** Modules of a package below one, by name, where the language makes them its members. */
  submodulesOf(path: string): Promise<ReadonlyMap<string, string>>;
  /** Modules that users of a package import, the main one first. */
  publicModules(installed: InstalledPackage): Promise<readonly PublicModule[]>;
  /** What a file declares. */
  read(text: string, path: string): readonly ApiUnit[];
  /** The package that a file belongs to. */
  packageOf(path: string): Promise<InstalledPackage | undefined>;
}
