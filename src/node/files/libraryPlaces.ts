/** Where package managers of this machine keep packages, by their variables or where they do by themselves. */
import type { LibraryPlaces } from "../../ports/libraryPlaces.ts";
import { normalizePath } from "./nodeFiles.ts";

/** @param home the person's folder */
export function libraryPlacesOf(
  home: string,
  variables: Readonly<Record<string, string | undefined>>,
): LibraryPlaces {
  const at = (name: string, usual: string) => variables[name] || `${home}/${usual}`;
  const goPaths = at("GOPATH", "go").split(process.platform === "win32" ? ";" : ":");
  const normal = (paths: readonly (string | undefined)[]) =>
    paths.flatMap((path) => (path ? [normalizePath(path).replace(/\/+$/, "")] : []));
  return {
    goModules: normal([variables["GOMODCACHE"], ...goPaths.map((path) => `${path}/pkg/mod`)]),
    goSources: normal([...goPaths.map((path) => `${path}/src`), "/usr/share/gocode/src"]),
    cargoRegistries: normal([`${at("CARGO_HOME", ".cargo")}/registry/src`, "/usr/share/cargo/registry"]),
    mavenRepositories: normal([`${home}/.m2/repository`, "/usr/share/maven-repo"]),
    gradleCaches: normal([`${at("GRADLE_USER_HOME", ".gradle")}/caches/modules-2/files-2.1`]),
    gems: normal([
      variables["GEM_HOME"] && `${variables["GEM_HOME"]}/gems`,
      `${home}/.gem/ruby/*/gems`,
      `${home}/.local/share/gem/ruby/*/gems`,
      `${home}/.rbenv/versions/*/lib/ruby/gems/*/gems`,
      "/var/lib/gems/*/gems",
      "/usr/share/rubygems-integration/*/gems",
    ]),
    nugetPackages: normal([at("NUGET_PACKAGES", ".nuget/packages")]),
  };
}
