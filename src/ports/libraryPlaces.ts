/** Where package managers keep what they have loaded for all workspaces of the machine. */
export interface LibraryPlaces {
  /** Absolute folders with `/`; they need not be there. */
  readonly goModules: readonly string[];
  /** Sources by their whole import paths. */
  readonly goSources: readonly string[];
  /** With a folder `name-version` for each crate, or one level above those. */
  readonly cargoRegistries: readonly string[];
  readonly mavenRepositories: readonly string[];
  readonly gradleCaches: readonly string[];
  /** With folders `name-version`; `*` stands for one level. */
  readonly gems: readonly string[];
  readonly nugetPackages: readonly string[];
}

export const noPlaces: LibraryPlaces = {
  goModules: [],
  goSources: [],
  cargoRegistries: [],
  mavenRepositories: [],
  gradleCaches: [],
  gems: [],
  nugetPackages: [],
};
