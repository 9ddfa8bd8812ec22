/** What of a person's home programs need to run: tools and libraries, and nothing that is a secret or a document. */
import { existsSync, realpathSync } from "node:fs";
import { dirname } from "node:path";

/** Folders of homes that a sandbox hides; what is in use of them is shown again. */
const hiddenFolders = ["/home", "/root", "/mnt", "/media", "/run", "/tmp", "/var/tmp"];

/** Below the home, by the tools' own conventions. */
const toolFolders = [
  ".pyenv",
  ".virtualenvs",
  ".conda/envs",
  "miniconda3",
  "anaconda3",
  "miniforge3",
  "mambaforge",
  ".rustup",
  ".cargo/bin",
  ".cargo/registry",
  ".cargo/git",
  ".nvm",
  ".volta",
  ".fnm",
  ".asdf",
  ".sdkman",
  ".jdks",
  ".deno/bin",
  ".bun/bin",
  "go/bin",
  "go/pkg",
  "sdk",
  ".m2/repository",
  ".m2/wrapper",
  ".gradle/caches",
  ".gradle/wrapper",
  ".local/bin",
  ".local/lib",
  ".local/share/fnm",
  ".local/share/mise",
  ".local/share/pipx",
  ".local/share/uv",
  ".local/share/pnpm",
  ".local/share/hatch",
  ".local/share/virtualenvs",
  ".cache/pypoetry/virtualenvs",
];

const toolVariables = [
  "PYENV_ROOT",
  "VIRTUAL_ENV",
  "CONDA_PREFIX",
  "RUSTUP_HOME",
  "GOROOT",
  "GOMODCACHE",
  "JAVA_HOME",
  "M2_HOME",
  "MAVEN_HOME",
  "NVM_DIR",
  "VOLTA_HOME",
];

export interface Places {
  /** Folders to hide, each of which exists. */
  readonly hidden: readonly string[];
  /** Folders below them to show again, read only, outer ones first. */
  readonly shown: readonly string[];
}

const isBelow = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);

/** `/x/bin` brings its `/x` along, where the libraries of its programs are, unless that is a whole home. */
function programFolder(entry: string, home: string): string {
  const parent = dirname(entry);
  const isShared =
    parent === home || parent === "/" || hiddenFolders.includes(parent) || parent.endsWith("/.local");
  return /\/(?:s?bin|shims)$/.test(entry) && !isShared ? parent : entry;
}

export function toolPlaces(home: string, variables: Readonly<Record<string, string | undefined>>): Places {
  const hidden = [...new Set([...hiddenFolders, home])].filter(
    (folder) => folder !== "/" && existsSync(folder),
  );
  const isHidden = (path: string) => hidden.some((folder) => isBelow(path, folder));
  const onPath = (variables["PATH"] ?? "").split(":").filter((entry) => entry.startsWith("/"));
  const wanted = [
    ...toolFolders.map((folder) => `${home}/${folder}`),
    ...toolVariables.flatMap((name) => variables[name] ?? []),
    ...onPath.filter((entry) => existsSync(entry)).map((entry) => programFolder(entry, home)),
    // Programs on the path are often links into a tool's own folder.
    process.execPath.replace(/\/bin\/[^/]+$/, ""),
  ];
  const existing = wanted.filter((path) => path !== home && isHidden(path) && existsSync(path));
  const all = new Set(existing.flatMap((path) => [path, realpathSync(path)]).filter(isHidden));
  const shown = [...all].filter((path) => ![...all].some((other) => isBelow(path, other))).sort();
  return { hidden: hidden.filter((folder) => !hidden.some((other) => isBelow(folder, other))), shown };
}

/** Tools that look in the home unless they are told otherwise, for programs that get another home. */
export function variablesOfTools(
  home: string,
  variables: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const usual = {
    RUSTUP_HOME: ".rustup",
    CARGO_HOME: ".cargo",
    PYENV_ROOT: ".pyenv",
    GOMODCACHE: "go/pkg/mod",
    NVM_DIR: ".nvm",
    VOLTA_HOME: ".volta",
    // What Gradle has loaded, where its own home is another (6.2 and later).
    GRADLE_RO_DEP_CACHE: ".gradle/caches",
  };
  const told = Object.entries(usual).map(
    ([name, folder]) => [name, variables[name] ?? `${home}/${folder}`] as const,
  );
  return Object.fromEntries(told.filter(([, path]) => existsSync(path)));
}
