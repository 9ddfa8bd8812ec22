/** What the editor loads when it starts: every window pays for it, whether anything of it is used or not. */
import { build } from "esbuild";
import { expect, test } from "vitest";
import { root } from "../../../scripts/lib/run.ts";
import { type BundleOutput, eagerOutputs, splitCommonJs } from "../../../scripts/lib/splitCommonJs.ts";

/** Packages of which a start may load something. */
const allowedPackages = ["ignore"];

/**
 * Bytes of minified code. Raise it for what every window needs at once; what a person asks for first is imported
 * dynamically (`ARCHITECTURE.md`, "What a start loads").
 */
const maxBytes = 277_000;

async function eagerOf(entry: string): Promise<readonly BundleOutput[]> {
  const options = splitCommonJs({ root, entry, minify: true, target: "node22" });
  const { metafile } = await build({ ...options, sourcemap: false, plugins: [], logLevel: "silent" });
  return eagerOutputs(metafile!.outputs, entry);
}

const packagesOf = (outputs: readonly BundleOutput[]): string[] => {
  const paths = outputs.flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const names = paths.map((path) => /.*node_modules\/(@[^/]+\/[^/]+|[^/]+)/.exec(path)?.[1]);
  return [...new Set(names.flatMap((name) => name ?? []))].sort();
};

test("a start loads few packages and little code", { timeout: 600_000 }, async () => {
  const eager = await eagerOf("src/extension.ts");
  expect(packagesOf(eager)).toEqual(allowedPackages);
  expect(eager.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(maxBytes);
});

test("the measure sees what a bundle loads at once", { timeout: 600_000 }, async () => {
  const packages = packagesOf(await eagerOf("src/features/testing/testSession.ts"));
  expect(packages).toContain("fast-xml-parser");
});
