/** Composer: what `vendor/composer/installed.json` lists. */
import { phpCustoms } from "../../../core/apiDocs/source/collector.ts";
import { BoundedFiles } from "../boundedFiles.ts";
import type { EntryReader } from "../ecosystem.ts";
import { joinedPath } from "../paths.ts";
import { Gathering } from "./gathering.ts";
import type { SourceDeps } from "./sourceFolder.ts";
import { SourcePackages } from "./sourcePackages.ts";

export function composerPackages(deps: SourceDeps): EntryReader {
  return new SourcePackages("composer", deps, phpCustoms, async (roots) => {
    const files = new BoundedFiles(deps.files, roots);
    const gathering = new Gathering("composer", files);
    for (const root of roots) {
      const listed = await files.json(`${root}/vendor/composer/installed.json`);
      if (listed === undefined) continue;
      const manifest = (await files.json(`${root}/composer.json`)) ?? {};
      const direct = new Set([...keysOf(manifest["require"]), ...keysOf(manifest["require-dev"])]);
      const packages: unknown = listed["packages"];
      for (const one of Array.isArray(packages) ? packages : []) {
        if (typeof one !== "object" || one === null) continue;
        const { name, version, "install-path": path, autoload } = one as Readonly<Record<string, unknown>>;
        if (typeof name !== "string" || !/^\w[\w.-]*\/\w[\w.-]*$/.test(name)) continue;
        const relative = typeof path === "string" ? path : `../${name}`;
        await gathering.add({
          name,
          version: typeof version === "string" ? version.replace(/^v(?=\d)/, "") : "",
          role: direct.has(name) ? "direct" : "indirect",
          importNames: namespacesOf(autoload),
          folders: [joinedPath(`${root}/vendor/composer`, relative)],
        });
      }
    }
    return gathering.installed();
  });
}

const keysOf = (value: unknown): readonly string[] =>
  typeof value === "object" && value !== null ? Object.keys(value) : [];

/** Namespaces that a package loads its classes for, without the last backslash. */
function namespacesOf(autoload: unknown): readonly string[] {
  if (typeof autoload !== "object" || autoload === null) return [];
  const { "psr-4": four, "psr-0": zero } = autoload as Readonly<Record<string, unknown>>;
  return [...keysOf(four), ...keysOf(zero)].map((one) => one.replace(/\\$/, ""));
}
