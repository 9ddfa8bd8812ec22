/** Tells the engine which folders there are, what changes in them, and under which limits to index them. */
import * as vscode from "vscode";
import { fileChangeBatch } from "../features/workspace/fileChangeBatch.ts";
import { rareReconcile, steadyReconcile } from "../features/workspace/rareReconcile.ts";
import type { Clock } from "../ports/clock.ts";
import type { Engine, EngineConfig, FileChange } from "../ports/engine.ts";
import type { Log } from "../ports/log.ts";
import type { Settings } from "../ports/settings.ts";
import { type ChosenPython, chosenPython } from "./chosenPython.ts";
import * as fromVscode from "./fromVscode.ts";

/** Folders of the workspace that are on a disk. */
export const diskFolders = (): readonly vscode.WorkspaceFolder[] =>
  (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");

/** Globs of `files.exclude`: those in force, and a person's own even where the workspace's settings turn one off. */
function hiddenGlobs(uri: vscode.Uri): readonly string[] {
  const files = vscode.workspace.getConfiguration("files", uri);
  const own = files.inspect("exclude")?.globalValue;
  return [...fromVscode.globs(files.get("exclude")), ...fromVscode.globs(own)];
}

/** Exclude globs of all folders and of the settings, each once. */
function excludeGlobs(settings: Settings): readonly string[] {
  const perFolder = diskFolders().flatMap(({ uri }) => [
    ...hiddenGlobs(uri),
    ...settings.get("index.exclude", { path: fromVscode.path(uri), languageId: "plaintext" }),
  ]);
  return [...new Set(perFolder)];
}

/** Whether there is anything on a disk to index, and a person wants it. */
export const isIndexEnabled = (settings: Settings): boolean =>
  settings.get("index.enabled") && diskFolders().length > 0;

/** Where the engine keeps what it read, absolute; what is undefined stays in memory. */
export interface EngineDirectories {
  /** Of the workspace. */
  readonly index?: string | undefined;
  /** Of the machine. */
  readonly libraries?: string | undefined;
}

export function engineConfig(
  settings: Settings,
  directories: EngineDirectories = {},
  pythonInterpreter?: string,
): EngineConfig {
  return {
    roots: diskFolders().map(({ uri, name }) => ({ path: fromVscode.path(uri), name })),
    indexEnabled: isIndexEnabled(settings),
    exclude: excludeGlobs(settings),
    maxFileBytes: settings.get("index.maxFileKb") * 1024,
    maxFiles: settings.get("index.maxFiles"),
    readsHistory: vscode.workspace.isTrusted && settings.get("index.history"),
    cpuShare: settings.get("index.cpuShare"),
    readsWhenIdle: true,
    storeDirectory: directories.index,
    librariesDirectory: directories.libraries,
    libraryFolders: settings.get("docs.folders"),
    ...(pythonInterpreter === undefined ? {} : { pythonInterpreter }),
  };
}

export interface WorkspaceSyncDependencies {
  readonly engine: Pick<Engine, "configure" | "filesChanged" | "reconcile">;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly directories?: EngineDirectories | undefined;
}

/** Configures the engine now and whenever folders or settings change, and hands on changes on disk. */
export function syncWorkspace({
  engine,
  settings,
  clock,
  log,
  directories,
}: WorkspaceSyncDependencies): vscode.Disposable {
  let last = "";
  let python: ChosenPython | undefined;
  const configure = (): void => {
    const config = engineConfig(settings, directories, python?.interpreter());
    const text = JSON.stringify(config);
    if (text === last) return;
    last = text;
    engine.configure(config).catch((cause: unknown) => log.error("Cannot configure the engine", cause));
  };
  python = chosenPython(() => configure(), log);
  const batch = fileChangeBatch(engine, clock);
  const watcher = vscode.workspace.createFileSystemWatcher("**/*");
  const onChange = (kind: FileChange["kind"]) => (uri: vscode.Uri) => {
    if (uri.scheme === "file") batch.add(fromVscode.fileChange(kind, uri));
  };
  const onFocus = rareReconcile(engine, clock);
  configure();
  return vscode.Disposable.from(
    batch,
    python,
    steadyReconcile(engine, clock, () => vscode.window.state.focused),
    watcher,
    watcher.onDidCreate(onChange("created")),
    watcher.onDidChange(onChange("changed")),
    watcher.onDidDelete(onChange("deleted")),
    vscode.workspace.onDidChangeWorkspaceFolders(configure),
    vscode.window.onDidChangeWindowState(({ focused }) => focused && onFocus()),
    settings.onChange(configure),
  );
}
