/** Finds the tests of a workspace and how they are run, in the worker. Files that have not changed are read once. */
import { languageIdOf } from "../../core/syntax/language.ts";
import { detectProjects } from "../../core/testing/detect/detectProjects.ts";
import { isSetupFile, SetupFiles, type TestFile } from "../../core/testing/detect/setupFiles.ts";
import { unknownRunners } from "../../core/testing/detect/unknownRunners.ts";
import { type TestFileKind, testFileKind } from "../../core/testing/discover/testFiles.ts";
import type { RootTests } from "../../core/testing/workspaceTests.ts";
import type { EngineConfig } from "../../ports/engine.ts";
import type { Files, Yielder } from "../../ports/files.ts";
import type { TestQueries } from "../../ports/tests.ts";
import { patientParseMs, type Trees } from "../../ports/trees.ts";
import { decodeUtf8 } from "../indexing/readSource.ts";
import { type WorkspaceRoot, WorkspaceRoots } from "../indexing/workspaceRoots.ts";
import { walkDirectory } from "../indexing/workspaceWalk.ts";
import { findProgram } from "./findProgram.ts";

export interface TestFinderDeps {
  readonly files: Files;
  readonly trees: Pick<Trees, "tree">;
  readonly yielder: Yielder;
  /** Text of an open document by absolute path. */
  readonly openText: (path: string) => string | undefined;
}

const limits = { testFiles: 20_000, fileBytes: 1 << 20, setupFiles: 2_000 };
/** So many files are named that could not be read. */
const mostNamed = 3;
/** Work at a stretch before others are let in. */
const sliceMs = 8;

type Found = Omit<TestFile, "path"> | "unread" | undefined;
interface KeptFile {
  readonly version: string;
  readonly found: Found;
}

export class TestFinder implements TestQueries {
  readonly #deps: TestFinderDeps;
  readonly #roots: WorkspaceRoots;
  readonly #kept = new Map<string, KeptFile>();
  #config: Pick<EngineConfig, "roots" | "exclude"> = { roots: [], exclude: [] };
  #sliceStart = 0;

  constructor(deps: TestFinderDeps) {
    this.#deps = deps;
    this.#roots = new WorkspaceRoots(deps.files);
  }

  configure({ roots, exclude }: EngineConfig): void {
    this.#config = { roots, exclude };
  }

  findTests: TestQueries["findTests"] = async (signal) => {
    await this.#roots.configure(this.#config.roots, this.#config.exclude);
    const seen = new Set<string>();
    const all: RootTests[] = [];
    for (const root of this.#roots.all) all.push(await this.#testsOf(root, seen, signal));
    for (const path of this.#kept.keys()) if (!seen.has(path)) this.#kept.delete(path);
    return all;
  };

  async #testsOf(root: WorkspaceRoot, seen: Set<string>, signal: AbortSignal): Promise<RootTests> {
    const [candidates, setup] = [[] as string[], [] as string[]];
    const take = (path: string): void => {
      const relative = path.slice(root.path.length + 1);
      if (isSetupFile(relative)) setup.push(relative);
      if (testFileKind(relative)) candidates.push(relative);
    };
    await walkDirectory(
      this.#deps.files,
      this.#roots,
      { root, relative: "" },
      {
        file: take,
        skipped() {},
        breathe: () => this.#breathe(signal),
      },
    );
    const files: TestFile[] = [];
    const unread: string[] = [];
    for (const path of candidates.slice(0, limits.testFiles)) {
      const found = await this.#read(`${root.path}/${path}`, testFileKind(path)!, seen);
      if (found === "unread") unread.push(path);
      else if (found) files.push({ path, ...found });
      await this.#breathe(signal);
    }
    const texts = new Map<string, string>();
    for (const path of setup.slice(0, limits.setupFiles))
      texts.set(path, (await this.#text(`${root.path}/${path}`)) ?? "");
    const setupFiles = new SetupFiles(texts);
    const detected = detectProjects(files, setupFiles);
    const projects = [];
    for (const project of detected.projects) {
      const program = await findProgram(this.#deps.files, root.path, project);
      projects.push(program === undefined ? project : { ...project, program });
    }
    const incomplete = [
      ...(candidates.length > limits.testFiles
        ? [`There are more than ${limits.testFiles} files with tests`]
        : []),
      ...(unread.length > 0 ? [unreadText(unread)] : []),
      ...unknownRunners(setupFiles, detected.projects),
    ].join("; ");
    const missing = incomplete === "" ? {} : { incomplete };
    return { root: root.path, projects, tests: detected.tests, ...missing };
  }

  async #read(path: string, kind: TestFileKind, seen: Set<string>): Promise<Found> {
    seen.add(path);
    const open = this.#deps.openText(path);
    if (open !== undefined) return this.#find(path, open, kind);
    const stat = await this.#deps.files.stat(path).catch(() => undefined);
    if (stat?.kind !== "file" || stat.sizeBytes > limits.fileBytes) return undefined;
    const version = `${stat.mtimeMs} ${stat.sizeBytes}`;
    const kept = this.#kept.get(path);
    if (kept?.version === version) return kept.found;
    const text = await this.#text(path);
    const found = text === undefined ? undefined : await this.#find(path, text, kind);
    if (found !== "unread") this.#kept.set(path, { version, found });
    return found;
  }

  async #find(path: string, text: string, kind: TestFileKind): Promise<Found> {
    if (!kind.text.test(text)) return undefined;
    const languageId = languageIdOf(path);
    const tree = languageId && (await this.#deps.trees.tree(languageId, text, patientParseMs));
    if (!tree) return "unread";
    const tests = kind.find(tree);
    return tests.length === 0 ? undefined : { language: kind.language, tests, uses: usedLibraries(text) };
  }

  async #text(path: string): Promise<string | undefined> {
    const bytes = await this.#deps.files.read(path, limits.fileBytes).catch(() => undefined);
    return bytes && decodeUtf8(bytes);
  }

  /** Others are let in after a while. @throws the signal's reason */
  async #breathe(signal: AbortSignal): Promise<void> {
    const { yielder } = this.#deps;
    if (yielder.now() - this.#sliceStart < sliceMs) return;
    await yielder.pause();
    this.#sliceStart = yielder.now();
    signal.throwIfAborted();
  }
}

function unreadText(paths: readonly string[]): string {
  const named = paths.slice(0, mostNamed).join(", ");
  const more = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : "";
  return `Tests of ${named}${more} are not here: the text could not be parsed in time`;
}

const libraries =
  /\b(?:from|import|require\()\s*["'](vitest|@jest\/globals|mocha|node:test|test)["']|^\s*(?:import|from)\s+(pytest|unittest)\b/gm;

function usedLibraries(text: string): string[] {
  return [...new Set([...text.matchAll(libraries)].map(([, ecma, python]) => (ecma ?? python)!))].sort();
}
