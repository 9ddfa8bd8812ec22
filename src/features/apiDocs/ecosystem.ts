/** What differs between package managers. */
import type {
  ApiEntry,
  EcosystemName,
  InstalledPackage,
  SkippedPackage,
} from "../../core/apiDocs/apiPackage.ts";
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
export interface PackageFinder {
  readonly name: EcosystemName;
  /** Packages installed for a workspace, by its roots. */
  findInstalled(roots: readonly string[]): Promise<Installed>;
}

/** What a package offers. */
export interface PackageReading {
  readonly entries: readonly ApiEntry[];
  /** Why it is not all, when it is not. */
  readonly reason?: string | undefined;
}

/** One whose packages are read for what they offer, without following what their files import. */
export interface EntryReader extends PackageFinder {
  readEntries(installed: InstalledPackage, signal?: AbortSignal): Promise<PackageReading>;
}

/** One whose imports are followed: what a name is can be told, and what a member of it is. */
export interface Ecosystem extends PackageFinder {
  /** The editor's identifiers of the languages whose imports it resolves. */
  readonly languages: readonly string[];
  /** The file that declares what a module specifier in a file means. */
  resolve(specifier: string, fromFile: string): Promise<string | undefined>;
  /** The file that another one names as belonging to it. */
  resolveReference(reference: ApiReference, fromFile: string): Promise<string | undefined>;
  /** Files whose declarations are seen everywhere below a folder: the language's own library. */
  globalFiles(folder: string): Promise<readonly string[]>;
  /** All copies of a package that lie in the workspace, of whatever version; those that its parts use come first. */
  copiesOf(name: string, roots: readonly string[]): Promise<readonly InstalledPackage[]>;
  /** Modules of a package below one, by name, where the language makes them its members. */
  submodulesOf(path: string): Promise<ReadonlyMap<string, string>>;
  /** Modules that users of a package import, the main one first. */
  publicModules(installed: InstalledPackage): Promise<readonly PublicModule[]>;
  /** What a file declares. */
  read(text: string, path: string): readonly ApiUnit[];
  /** The package that a file belongs to. */
  packageOf(path: string): Promise<InstalledPackage | undefined>;
}
