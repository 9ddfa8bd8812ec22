/** Maven and Gradle: jars of sources where they were loaded, else the names of classes. */

import type { InstalledPackage } from "../../../core/apiDocs/apiPackage.ts";
import { classEntries } from "../../../core/apiDocs/archive/classNames.ts";
import { packedBytesOf, readZipDirectory } from "../../../core/apiDocs/archive/zip.ts";
import {
  type JarWanted,
  readGradle,
  readPom,
  readVersionCatalog,
} from "../../../core/apiDocs/manifests/maven.ts";
import { javaCustoms } from "../../../core/apiDocs/source/collector.ts";
import type { Inflate } from "../../../ports/inflate.ts";
import type { LibraryPlaces } from "../../../ports/libraryPlaces.ts";
import { BoundedFiles } from "../boundedFiles.ts";
import type { EntryReader, Installed, PackageReading } from "../ecosystem.ts";
import { joinedPath } from "../paths.ts";
import { Gathering } from "./gathering.ts";
import { type SourceDeps, sourceLimits } from "./sourceFolder.ts";

/** Bytes. */
const LARGEST_JAR = 48_000_000;
const decoder = new TextDecoder();
const decode = (bytes: Uint8Array) => decoder.decode(bytes);

export interface JarDeps extends SourceDeps {
  readonly inflate: Inflate;
}

export class JarPackages implements EntryReader {
  readonly name = "maven";
  readonly #deps: JarDeps;
  readonly #places: LibraryPlaces;

  constructor(deps: JarDeps, places: LibraryPlaces) {
    this.#deps = deps;
    this.#places = places;
  }

  async findInstalled(roots: readonly string[]): Promise<Installed> {
    const { mavenRepositories, gradleCaches } = this.#places;
    const files = new BoundedFiles(this.#deps.files, [...roots, ...mavenRepositories, ...gradleCaches]);
    const gathering = new Gathering("maven", files);
    for (const root of roots) {
      for (const { group, artifact, version } of await wantedBy(files, root)) {
        const homes = [
          ...gradleCaches.map((cache) => `${cache}/${group}/${artifact}`),
          ...mavenRepositories.map((one) => `${one}/${group.replaceAll(".", "/")}/${artifact}`),
        ];
        const versions = version === "" ? await newestOf(files, homes) : [version];
        const name = `${group}:${artifact}`;
        const folders = homes.flatMap((home) => versions.map((one) => `${home}/${one}`));
        await gathering.add({
          name,
          version: versions[0] ?? "",
          role: "direct",
          importNames: [group],
          folders,
        });
      }
    }
    return gathering.installed();
  }

  async readEntries(installed: InstalledPackage, signal?: AbortSignal): Promise<PackageReading> {
    const { folder, id } = installed;
    const files = new BoundedFiles(this.#deps.files, [folder]);
    const jars = await jarsIn(files, folder);
    const sources = jars.find((path) => path.endsWith("-sources.jar"));
    const jar = sources ?? jars.find((path) => !/-(?:javadoc|tests)\.jar$/.test(path));
    if (jar === undefined) return { entries: [], reason: "It has no jar" };
    const bytes = await files.bytes(jar, LARGEST_JAR);
    const directory = bytes && readZipDirectory(bytes, decode);
    if (bytes === undefined || directory === undefined)
      return { entries: [], reason: "Its jar cannot be read or is too large" };
    if (sources !== undefined) return this.#readSources(installed, jar, bytes, directory, signal);
    const entries = classEntries(
      directory.map(({ name }) => name),
      jar,
      id,
    ).slice(0, sourceLimits.entries);
    return { entries, reason: "It has no jar of sources: classes are known by name alone" };
  }

  async #readSources(
    installed: InstalledPackage,
    jar: string,
    bytes: Uint8Array,
    directory: NonNullable<ReturnType<typeof readZipDirectory>>,
    signal?: AbortSignal,
  ): Promise<PackageReading> {
    const { inflate, yielder } = this.#deps;
    const collector = javaCustoms.collector(installed);
    const wanted = directory.filter(
      ({ name }) =>
        javaCustoms.extensions.some((one) => name.endsWith(one)) &&
        !javaCustoms.skipsFile?.(name.slice(name.lastIndexOf("/") + 1)),
    );
    let total = 0;
    let reason = wanted.length > sourceLimits.files ? "It has too many files" : undefined;
    for (const entry of wanted.slice(0, sourceLimits.files)) {
      signal?.throwIfAborted();
      const packed = packedBytesOf(bytes, entry);
      const plain = packed && entry.method === "deflated" ? inflate(packed, sourceLimits.fileBytes) : packed;
      if (plain === undefined || plain.length > sourceLimits.fileBytes) continue;
      total += plain.length;
      if (total > sourceLimits.bytes) {
        reason = `Only the first ${sourceLimits.bytes / 1_000_000} MB of its sources are read`;
        break;
      }
      collector.add(entry.name, `${jar}!/${entry.name}`, decode(plain));
      await yielder.pause();
    }
    const entries = collector.entries().slice(0, sourceLimits.entries);
    return reason === undefined ? { entries } : { entries, reason };
  }
}

async function wantedBy(files: BoundedFiles, root: string): Promise<readonly JarWanted[]> {
  const found: JarWanted[] = [];
  const pom = readPom((await files.text(`${root}/pom.xml`, LARGEST_MANIFEST)) ?? "");
  found.push(...pom.wanted);
  for (const one of pom.modules) {
    const path = joinedPath(root, one);
    found.push(...readPom((await files.text(`${path}/pom.xml`, LARGEST_MANIFEST)) ?? "").wanted);
  }
  for (const name of ["build.gradle", "build.gradle.kts", "gradle.lockfile"]) {
    found.push(...readGradle((await files.text(`${root}/${name}`, LARGEST_MANIFEST)) ?? ""));
    for (const { name: inner, kind } of await files.list(root)) {
      if (kind === "directory" && !inner.startsWith("."))
        found.push(...readGradle((await files.text(`${root}/${inner}/${name}`, LARGEST_MANIFEST)) ?? ""));
    }
  }
  found.push(
    ...readVersionCatalog((await files.text(`${root}/gradle/libs.versions.toml`, LARGEST_MANIFEST)) ?? ""),
  );
  const versions = new Map<string, JarWanted>();
  for (const one of found) {
    const key = `${one.group}:${one.artifact}`;
    if ((versions.get(key)?.version ?? "") === "") versions.set(key, one);
  }
  return [...versions.values()];
}

const LARGEST_MANIFEST = 1_000_000;

/** The newest version that is there, when the file that names one cannot be told. */
async function newestOf(files: BoundedFiles, homes: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const home of homes)
    for (const { name, kind } of await files.list(home))
      if (kind === "directory" && /^\d/.test(name)) found.push(name);
  const byNumbers = (a: string, b: string) => b.localeCompare(a, "en", { numeric: true });
  return found.sort(byNumbers).slice(0, 1);
}

/** Of the folder and, as Gradle has them, of those in it. */
async function jarsIn(files: BoundedFiles, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, kind } of await files.list(folder)) {
    if (name.endsWith(".jar")) found.push(`${folder}/${name}`);
    else if (kind === "directory" && /^[0-9a-f]{20,40}$/.test(name))
      for (const inner of await files.list(`${folder}/${name}`))
        if (inner.name.endsWith(".jar")) found.push(`${folder}/${name}/${inner.name}`);
  }
  return found.sort((a, b) => a.length - b.length);
}
