/**
 * `npm start [-- folder]`: builds, packs and installs Touchstone in a real VS Code and opens the folder (default: the
 * samples) in it. `--desktop` uses the VS Code that is installed on this machine; `--tour` drives the samples by itself
 * and says what happens.
 */
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { editorHome, installEditor } from "../editor/installation.ts";
import { startEditorServer } from "../editor/server.ts";
import { installSystemPackages } from "../editor/systemPackages.ts";
import { installForTests, installVsix, packageExtension, vsixPath } from "../editor/vsix.ts";
import { Problem, runMain } from "../lib/problem.ts";
import { root, run } from "../lib/run.ts";

const usage = "npm start -- [folder] [--desktop | --tour]";
const samples = join(root, "samples");

interface StartOptions {
  readonly mode: "browser" | "desktop" | "tour";
  readonly folder: string;
}

function parseArguments(args: readonly string[]): StartOptions {
  const flags = args.filter((arg) => arg.startsWith("--"));
  if (flags.includes("--help")) {
    console.log(usage);
    process.exit(0);
  }
  const unknown = flags.find((flag) => flag !== "--desktop" && flag !== "--tour");
  if (unknown) throw new Problem(`"${unknown}" is no option`, `use: ${usage}`);
  const named = args.find((arg) => !arg.startsWith("--"));
  const folder = named ? resolve(process.env["INIT_CWD"] ?? process.cwd(), named) : samples;
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new Problem(`"${folder}" is no folder`, "name a folder that exists");
  }
  return {
    mode: flags.includes("--tour") ? "tour" : flags.includes("--desktop") ? "desktop" : "browser",
    folder,
  };
}

/** On Windows `code` is a script, which only a shell can start. */
const desktopCode = (args: readonly string[]): Promise<void> =>
  process.platform === "win32" ? run("cmd", ["/c", "code", ...args]) : run("code", args);

async function startDesktop(folder: string): Promise<void> {
  await desktopCode(["--version"]).catch(() => {
    throw new Problem(
      'VS Code\'s command "code" was not found',
      "in VS Code run \"Shell Command: Install 'code' command in PATH\" (F1), or leave out --desktop",
    );
  });
  await packageExtension();
  await desktopCode(["--install-extension", vsixPath, "--force"]);
  await desktopCode([folder]);
  console.log(whatToTry(folder));
}

async function startInBrowser(folder: string): Promise<void> {
  await installEditor();
  await packageExtension();
  const dataDir = join(editorHome, "start-data");
  const extensionsDir = join(editorHome, "start-extensions");
  await installVsix(extensionsDir, dataDir);
  // The samples are ours and need a new Node; whether another folder is trusted is for the person to say, and its tools are theirs.
  const isOurs = folder === samples;
  const server = await startEditorServer({ dataDir, extensionsDir, trusted: isOurs, ownVariables: isOurs });
  console.log(`\nTouchstone runs in VS Code at\n\n  ${server.url(folder)}\n`);
  console.log(`${whatToTry(folder)}\nCtrl+C stops it.`);
  await untilInterrupted();
  await server.stop();
  console.log("Stopped");
}

async function startTour(): Promise<void> {
  await installEditor();
  await installSystemPackages(["chromium"]);
  await installForTests();
  const { runTour } = await import("./tour.ts");
  await runTour();
}

const whatToTry = (folder: string): string =>
  folder === samples
    ? "What to try (more in README.md of the opened folder):\n" +
      "  - open python/inventory/report.py, go to the end and write another function in the manner of those above:\n" +
      "    grey text appears; Tab takes it, Ctrl+Right takes a word, Esc sends it away\n" +
      "  - click Touchstone in the status bar: index, log, where the last suggestion came from\n" +
      '  - F1, "Touchstone: Set Up Model" with any OpenAI-compatible address'
    : "What to try: open a file and type. Grey text appears once the index knows the folder (see the status bar);\n" +
      "  Tab takes it, Ctrl+Right takes a word, Esc sends it away.";

async function untilInterrupted(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop.abort());
  while (!stop.signal.aborted) await sleep(60_000, undefined, { signal: stop.signal }).catch(() => {});
}

await runMain(async () => {
  const { mode, folder } = parseArguments(process.argv.slice(2));
  if (mode === "desktop") await startDesktop(folder);
  else if (mode === "tour") await startTour();
  else await startInBrowser(folder);
});
