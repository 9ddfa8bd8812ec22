import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { grammarSources } from "../../scripts/lib/grammarSources.ts";
import { bundledPackages } from "../../scripts/lib/thirdPartyNotices.ts";

const dist = new URL("../../dist/", import.meta.url);
const inBundle = /node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/** Packages whose code esbuild put into a bundle, by the bundles' source maps. */
function bundled(): string[] {
  const maps = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.c?js\.map$/.test(name),
  );
  const sources = maps.flatMap(
    (name): string[] => JSON.parse(readFileSync(new URL(name, dist), "utf8")).sources,
  );
  return [...new Set(sources.flatMap((source) => inBundle.exec(source)?.[1] ?? []))].sort();
}

const grammarPackages = new Set(Object.values(grammarSources).map((source) => source.package));

test("the notices name every bundled package, and none besides the grammars", () => {
  const noticed = Object.keys(bundledPackages).filter((name) => !grammarPackages.has(name));
  expect(bundled()).toEqual(noticed.sort());
});

test("the notices name the grammar package of every grammar", () => {
  const shipped = readdirSync(new URL("grammars/", dist)).map((name) => name.replace(/\.wasm$/, ""));
  expect(shipped.sort()).toEqual(Object.keys(grammarSources).sort());
  expect(Object.keys(bundledPackages)).toEqual(expect.arrayContaining([...grammarPackages]));
});
