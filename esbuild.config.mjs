/**
 * Bundles the program into `dist/`. `--watch` rebuilds on change, `--production` minifies, `--metafile` writes
 * `dist/meta.json` for the size report.
 *
 * Bundles are CommonJS named `.cjs`: the package is `"type": "module"`, and the extension host loads CommonJS.
 */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { grammarFile, grammarSources, parserRuntimeFile } from "./scripts/lib/grammarSources.ts";
import { splitCommonJs } from "./scripts/lib/splitCommonJs.ts";

const root = dirname(fileURLToPath(import.meta.url));
const watch = process.argv.includes("--watch");
const production = process.argv.includes("--production");

function copyAssets() {
  mkdirSync(join(root, "dist/grammars"), { recursive: true });
  for (const name of Object.keys(grammarSources)) {
    copyFileSync(grammarFile(name), join(root, "dist/grammars", `${name}.wasm`));
  }
  copyFileSync(parserRuntimeFile(), join(root, "dist/web-tree-sitter.wasm"));
}

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node22",
  outdir: "dist",
  outExtension: { ".js": ".cjs" },
  external: ["vscode"],
  // The ESM build of web-tree-sitter looks for its wasm through import.meta, which CommonJS bundles lack.
  alias: { "web-tree-sitter": join(root, "node_modules/web-tree-sitter/web-tree-sitter.cjs") },
  sourcemap: true,
  treeShaking: true,
  minify: production,
  metafile: true,
  logLevel: "info",
};

/**
 * The client of model endpoints would be most of the program's code, and most runs never need it: it gets a bundle of its
 * own, loaded by the first request. The extension needs no such thing: all it imports dynamically is apart.
 * @type {esbuild.Plugin}
 */
const openaiApart = {
  name: "openai apart",
  setup(build) {
    build.onResolve({ filter: /^openai$/ }, () => ({ path: "./openai.cjs", external: true }));
  },
};

const bundles = [
  splitCommonJs({ root, entry: "src/extension.ts", minify: production, target: "node22" }),
  {
    ...common,
    stdin: { contents: 'export { OpenAI } from "openai";', resolveDir: root },
    outdir: undefined,
    outfile: "dist/openai.cjs",
  },
  { ...common, entryPoints: ["src/worker.ts"] },
  { ...common, entryPoints: ["src/bulk.ts"] },
  { ...common, entryPoints: ["src/headless.ts"], plugins: [openaiApart] },
  {
    ...common,
    entryPoints: { chat: "src/webview/chat/main.ts" },
    platform: "browser",
    format: "iife",
    target: "es2023",
    outExtension: {},
  },
];

copyAssets();
if (watch) {
  for (const bundle of bundles) await (await esbuild.context(bundle)).watch();
} else {
  const results = await Promise.all(bundles.map((bundle) => esbuild.build(bundle)));
  if (process.argv.includes("--metafile")) {
    const outputs = Object.assign({}, ...results.map((result) => result.metafile.outputs));
    writeFileSync(join(root, "dist/meta.json"), JSON.stringify(outputs, null, 1));
  }
}
