/** The VS Code of tests and demos: code-server from the npm registry, kept in the git-ignored `.vscode-test/`. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { Problem } from "../lib/problem.ts";
import { root, run } from "../lib/run.ts";
import { compilers, installSystemPackages } from "./systemPackages.ts";

const version = "4.139.1";

/** Everything of the real editor: its program, user data, extensions, caches of test repositories. */
export const editorHome = join(root, ".vscode-test");
const codeServer = join(editorHome, "lib/node_modules/code-server");
const stampPath = join(editorHome, "installed.json");

/** The server inside code-server; it takes VS Code's own server options. */
export const serverMain = join(codeServer, "lib/vscode/out/server-main.js");

/** Written last, so that a broken-off installation is not taken for a whole one; addons belong to one Node ABI. */
const stamp = `${JSON.stringify({ version, modules: process.versions.modules })}\n`;

const isInstalled = (): boolean =>
  existsSync(join(codeServer, "out/node/entry.js")) &&
  existsSync(serverMain) &&
  existsSync(stampPath) &&
  readFileSync(stampPath, "utf8") === stamp;

/** Folder with Node's C headers, when this Node came as a package that carries them. */
function findNodeHeaders(): string | undefined {
  const folder = dirname(dirname(process.execPath));
  return existsSync(join(folder, "include/node/node.h")) ? folder : undefined;
}

/** Installs the editor, with the Debian packages its native addons are compiled with, unless it is there whole. */
export async function installEditor(): Promise<void> {
  if (isInstalled()) return;
  const startedAt = Date.now();
  await installSystemPackages(compilers);
  console.log(`Installing VS Code for tests (code-server ${version}, about 3 minutes, once)`);
  await mkdir(editorHome, { recursive: true });
  rmSync(stampPath, { force: true });
  rmSync(join(editorHome, "lib"), { recursive: true, force: true });
  const headers = findNodeHeaders();
  await run(
    "npm",
    [
      ...["install", "--global", "--prefix", editorHome, "--no-audit", "--no-fund", "--loglevel=error"],
      ...["--ignore-scripts=false", "--allow-scripts=code-server,argon2", `code-server@${version}`],
    ],
    {
      quiet: true,
      cwd: editorHome,
      env: {
        PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
        // Set by the npm that started us; code-server's installer would read the system's Node version from it.
        npm_config_user_agent: undefined,
        ...(headers ? { npm_config_nodedir: headers } : {}),
      },
    },
  );
  if (!existsSync(serverMain)) {
    throw new Problem(
      `code-server ${version} was installed but "${serverMain}" is missing`,
      `remove "${editorHome}" and run the same command again`,
    );
  }
  writeFileSync(stampPath, stamp);
  console.log(`Installed VS Code for tests in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}
