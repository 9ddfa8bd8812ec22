import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bundledPackages } from "../../scripts/lib/thirdPartyNotices.ts";

const dist = new URL("../../dist/", import.meta.url);
const inBundle = /node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/** Packages whose code esbuild put into a bundle, by the bundles' source maps. */
function bundled(): string[] {
  const maps = readdirSync(dist).filter((name) => name.endsWith(".cjs.map"));
  const sources = maps.flatMap(
    (name): string[] => JSON.parse(readFileSync(new URL(name, dist), "utf8")).sources,
  );
  return [...new Set(sources.flatMap((source) => inBundle.exec(source)?.[1] ?? []))].sort();
}

test("the notices name every bundled package, and none besides the grammars", () => {
  const noticed = Object.keys(bundledPackages).filter((name) => !name.startsWith("tree-sitter-"));
  expect(bundled()).toEqual(noticed.sort());
});

test("the notices name the grammar package of every grammar", () => {
  // One package holds TypeScript and its dialect with JSX.
  const grammars = readdirSync(new URL("grammars/", dist)).filter((name) => name !== "tsx.wasm");
  const packages = grammars.map((name) => `tree-sitter-${name.replace(/\.wasm$/, "")}`);
  expect(Object.keys(bundledPackages).filter((name) => name.startsWith("tree-sitter-"))).toEqual(
    packages.sort(),
  );
});
