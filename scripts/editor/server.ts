/** A running VS Code server: its own data folder, this machine only, a secret in its address. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../lib/problem.ts";
import { stopProcessTree } from "../lib/run.ts";
import { serverMain } from "./installation.ts";

export interface ServerOptions {
  /** Settings, state and logs of this editor. */
  readonly dataDir: string;
  readonly extensionsDir: string;
  /** False: folders start restricted, as VS Code does until a person trusts them. */
  readonly trusted: boolean;
  /** What a person set for themselves: appearance and all that is not of machine scope. Absent: as they were. */
  readonly userSettings?: Settings;
  /** What a person set for this machine: endpoint, engine and the like. Absent: as they were. */
  readonly machineSettings?: Settings;
  /** The variables of this process, by which Node 24 comes first, in place of those of the person's shell. */
  readonly ownVariables?: boolean;
  /** Lets a page start an extension's tests. */
  readonly testDriver?: boolean;
}

export type Settings = Readonly<Record<string, unknown>>;

export interface EditorServer {
  /** Address of the workbench with this folder open; without one, an empty window. `query` adds to the address. */
  url(folder?: string, query?: Readonly<Record<string, string>>): string;
  /** Process id of the server; the extension hosts are its children. */
  readonly pid: number;
  /** Writes the settings again; an open workbench takes them up at once. */
  writeSettings(settings: { readonly user?: Settings; readonly machine?: Settings }): void;
  stop(): Promise<void>;
}

/** Quiet, offline, nothing in the way of the code; what a caller sets wins. */
const baseSettings: Settings = {
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.colorTheme": "Default Light Modern",
  "window.autoDetectColorScheme": false,
  "git.openRepositoryInParentFolders": "never",
};

const startTimeoutMs = 180_000;

/** @throws Problem when the server does not start within three minutes */
export async function startEditorServer(options: ServerOptions): Promise<EditorServer> {
  const writeSettings: EditorServer["writeSettings"] = ({ user, machine }) => {
    if (user) writeJson(join(options.dataDir, "data/User/settings.json"), { ...baseSettings, ...user });
    if (machine) writeJson(join(options.dataDir, "data/Machine/settings.json"), machine);
  };
  const isNew = !existsSync(join(options.dataDir, "data/User/settings.json"));
  writeSettings({
    ...(options.userSettings || isNew ? { user: options.userSettings ?? {} } : {}),
    ...(options.machineSettings ? { machine: options.machineSettings } : {}),
  });
  const token = randomBytes(16).toString("hex");
  const child = spawn(process.execPath, [serverMain, ...serverArguments(options, token)], {
    stdio: ["ignore", "pipe", "pipe"],
    // What it sets where it is started from a terminal, whose variables are taken as they are.
    env: { ...process.env, ...(options.ownVariables ? { VSCODE_CLI: "1" } : {}) },
  });
  const port = await findPort(child);
  return {
    pid: child.pid!,
    url: (folder, query = {}) => {
      const search = new URLSearchParams({ tkn: token, ...(folder ? { folder } : { ew: "true" }), ...query });
      return `http://127.0.0.1:${port}/?${search}`;
    },
    writeSettings,
    stop: () => stopProcessTree(child),
  };
}

const serverArguments = (options: ServerOptions, token: string): string[] => [
  ...["--host", "127.0.0.1", "--port", "0", "--connection-token", token],
  ...["--server-data-dir", options.dataDir, "--extensions-dir", options.extensionsDir],
  ...["--accept-server-license-terms", "--telemetry-level", "off"],
  ...(options.trusted ? ["--disable-workspace-trust"] : []),
  ...(options.testDriver ? ["--enable-smoke-test-driver"] : []),
];

function writeJson(path: string, value: unknown): void {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, JSON.stringify(value, null, 2));
}

/** Reads the free port that the server chose from what it prints. */
function findPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = "";
    const giveUp = (cause: string) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      reject(
        new Problem(`${cause}. It said:\n${output}`, "remove .vscode-test and run the same command again"),
      );
    };
    const timer = setTimeout(
      () => giveUp(`VS Code's server did not start within ${startTimeoutMs / 1000} s`),
      startTimeoutMs,
    );
    child.on("error", (error) => giveUp(`VS Code's server could not be started: ${error.message}`));
    child.on("exit", (code) => giveUp(`VS Code's server ended with ${code}`));
    const listen = (data: Buffer) => {
      output = (output + data).slice(-20_000);
      const port = /Web UI available at http:\/\/[^:]+:(\d+)/.exec(output)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
  });
}
