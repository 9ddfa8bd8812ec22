#!/usr/bin/env node
/**
 * `touchstone`: the command line, from a clone and on nothing but Node 20 and npm. Installs and builds first when that
 * is needed, and says so on standard error; then it is `dist/headless.cjs` under Node 24.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { allocator } from "./lib/allocator.mjs";
import { findNode, follow, installPackages, root } from "./lib/bootstrap.mjs";

const program = join(root, "dist/headless.cjs");
/** All that the program needs: a build that was broken off may have left only some of them. */
const bundles = ["headless.cjs", "worker.cjs", "bulk.cjs", "openai.cjs"].map((name) =>
  join(root, "dist", name),
);
const changedMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** When the newest of the sources was changed. */
function sourcesChangedMs() {
  const entries = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Math.max(...[...files, join(root, "package-lock.json")].map(changedMs));
}

function build(node) {
  if (Math.min(...bundles.map(changedMs)) > sourcesChangedMs()) return;
  console.error("Building");
  const { status } = spawnSync(node, [join(root, "esbuild.config.mjs"), "--production"], {
    cwd: root,
    stdio: ["ignore", 2, "inherit"],
  });
  if (status === 0) return;
  console.error('\nCannot go on: the build failed\nNext: read its message above, or run "npm run build"');
  process.exit(1);
}

installPackages();
const node = findNode();
build(node);
follow(node, [program, ...process.argv.slice(2)], { env: { ...allocator, ...process.env } });
