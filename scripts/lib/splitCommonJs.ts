/**
 * CommonJS in several files: esbuild splits only ECMAScript modules, so it bundles and splits those, and each file is
 * then turned into CommonJS, which every extension host loads.
 *
 * What a module imports dynamically is then in a file of its own, which is read when the import runs.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { BuildOptions, OutputFile, Plugin } from "esbuild";
import { transform } from "esbuild";

export interface SplitBundle {
  /** The project's folder. */
  readonly root: string;
  /** Source of the entry, relative to `root`, such as `src/extension.ts`. */
  readonly entry: string;
  readonly minify: boolean;
  readonly target: string;
}

/**
 * The editor's API as it is. Turned into CommonJS as any other import, each of a hundred files would copy its two hundred
 * names one by one.
 */
const hostApiPlain = (code: string): string =>
  code.replace(/\bimport\s*\*\s*as\s+([\w$]+)\s+from\s*"vscode"\s*;/g, 'var $1=require("vscode");');

const asCommonJs = (path: string): string => path.replace(/\.js$/, ".cjs");

/** Files this bundle had before and has no longer. */
function removeOthers(folder: string, kept: ReadonlySet<string>): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (!kept.has(join(folder, name))) rmSync(join(folder, name));
}

async function convert(
  file: OutputFile,
  { minify, target }: SplitBundle,
): Promise<{ code: string; map: string }> {
  const { code, map } = await transform(hostApiPlain(file.text), {
    format: "cjs",
    platform: "node",
    // `import()` of the files beside it becomes `require`.
    supported: { "dynamic-import": false },
    target,
    minify,
    sourcemap: "external",
    sourcefile: basename(file.path),
  });
  // Names of files stand in string literals and nowhere else.
  return { code: code.replace(/(["'])(\.{1,2}\/[\w./-]+)\.js\1/g, "$1$2.cjs$1"), map };
}

/** Writes `dist/NAME.cjs`, and beside it, in `dist/NAME/`, what it loads with it and what it loads later. */
export function splitCommonJs(bundle: SplitBundle): BuildOptions {
  const name = basename(bundle.entry, ".ts");
  const write: Plugin = {
    name: "split CommonJS",
    setup(build) {
      build.onEnd(async ({ outputFiles, errors }) => {
        if (errors.length > 0) return;
        const written = new Set<string>();
        for (const file of outputFiles ?? []) {
          const { code, map } = await convert(file, bundle);
          const path = asCommonJs(file.path);
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`);
          writeFileSync(`${path}.map`, map);
          written.add(path).add(`${path}.map`);
        }
        removeOthers(join(bundle.root, "dist", name), written);
      });
    },
  };
  return {
    absWorkingDir: bundle.root,
    entryPoints: [bundle.entry],
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: bundle.target,
    outdir: "dist",
    chunkNames: `${name}/[name]-[hash]`,
    external: ["vscode"],
    sourcemap: "inline",
    minify: bundle.minify,
    metafile: true,
    write: false,
    plugins: [write],
  };
}

/** A file of a bundle: the part of esbuild's own account that is read here. */
export interface BundleOutput {
  readonly entryPoint?: string;
  readonly bytes: number;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
}

/** The files that are loaded with the entry at once: it, and what they import other than dynamically. */
export function eagerOutputs(
  outputs: Readonly<Record<string, BundleOutput>>,
  entry: string,
): readonly BundleOutput[] {
  const first = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entry);
  if (first === undefined) throw new Error(`Cannot read the bundle of "${entry}": no output has this entry`);
  const reached = new Set([first]);
  for (const path of reached) {
    for (const { path: target, kind } of outputs[path]?.imports ?? []) {
      if (kind === "import-statement" && outputs[target]) reached.add(target);
    }
  }
  return [...reached].map((path) => outputs[path]!);
}
