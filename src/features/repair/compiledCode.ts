/** Which code tests of Go and Rust are about: the package or crate beside them, and the functions that they lead to. */
import { symbolsOf } from "../../core/patch/wholeSymbol.ts";
import { inlineTests } from "../../core/testing/inlineTests.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { mayChange, type TargetTests } from "./targets.ts";

type Readable = Pick<WorkCopy, "read" | "list">;

const mostFiles = 40;
/** From a function of a test to those it calls, those that these call, and on. */
const deepest = 4;

/** Texts by path relative to the root. */
export async function compiledFiles(
  copy: Readable,
  testPaths: readonly string[],
  target: TargetTests,
): Promise<Map<string, string>> {
  const folders = testPaths.flatMap((path) => {
    const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
    // Tests of a crate as a whole stand beside its sources.
    return target.project.runner === "cargo"
      ? [folder.replace(/(^|\/)tests$/, "$1src"), crateOf(folder)]
      : [folder];
  });
  const found = new Map<string, string>();
  for (const folder of new Set(folders)) await take(copy, folder, target, found);
  if (target.project.runner === "go") {
    for (const folder of await importedPackages(copy, [...testPaths, ...found.keys()], target))
      await take(copy, folder, target, found);
  }
  return found;
}

const crateOf = (folder: string): string => /^(?:.*?\/)?src(?=\/|$)/.exec(folder)?.[0] ?? folder;

async function take(
  copy: Readable,
  folder: string,
  target: TargetTests,
  found: Map<string, string>,
  depth = 0,
): Promise<void> {
  const isRust = target.project.runner === "cargo";
  const end = isRust ? ".rs" : ".go";
  for (const name of await copy.list(folder === "" ? "." : folder)) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (found.size >= mostFiles) return;
    if (!name.includes(".") && isRust && depth < 3 && name !== "target")
      await take(copy, path, target, found, depth + 1);
    if (!name.endsWith(end) || found.has(path) || !mayChange(path, target)) continue;
    const text = await copy.read(path);
    if (text !== undefined) found.set(path, text);
  }
}

/** Folders of the module's own packages that the files import. */
async function importedPackages(
  copy: Readable,
  paths: readonly string[],
  { project }: TargetTests,
): Promise<readonly string[]> {
  const prefix = project.folder === "" ? "" : `${project.folder}/`;
  const module = /^module\s+(\S+)/m.exec((await copy.read(`${prefix}go.mod`)) ?? "")?.[1];
  if (module === undefined) return [];
  const folders = new Set<string>();
  for (const path of paths)
    for (const [, name] of ((await copy.read(path)) ?? "").matchAll(/"([^"\n]+)"/g))
      if (name!.startsWith(`${module}/`)) folders.add(prefix + name!.slice(module.length + 1));
  return [...folders];
}

interface CodeFunction {
  readonly path: string;
  readonly name: string;
  /** 0-based, both inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly words: ReadonlySet<string>;
}

/** By path the 1-based lines of the functions that a test leads to, by the names that stand in it and in these. */
export class ReachedLines {
  readonly #functions: readonly CodeFunction[];
  readonly #files: ReadonlyMap<string, string>;

  constructor(files: ReadonlyMap<string, string>) {
    this.#files = files;
    this.#functions = [...files].flatMap(([path, text]) => {
      const lines = text.split("\n");
      const tests = inlineTests(path, text);
      return symbolsOf(path, text)
        .filter(({ kind }) => kind === "function" || kind === "method")
        .filter(
          ({ startLine }) => !tests.some((one) => one.startLine <= startLine && startLine <= one.endLine),
        )
        .map(({ name, startLine, endLine }) => {
          const words = new Set(
            lines
              .slice(startLine, endLine + 1)
              .join("\n")
              .match(/\w+/g) ?? [],
          );
          return { path, name, startLine, endLine, words };
        });
    });
  }

  /** All lines outside of tests when a test names no function. */
  from(testText: string): ReadonlyMap<string, readonly number[]> {
    const reached = new Set<CodeFunction>();
    let words = new Set(testText.match(/\w+/g) ?? []);
    for (let depth = 0; depth < deepest; depth++) {
      const next = this.#functions.filter((one) => !reached.has(one) && words.has(one.name));
      for (const one of next) reached.add(one);
      words = new Set(next.flatMap((one) => [...one.words]));
    }
    const found = new Map<string, number[]>();
    for (const { path, startLine, endLine } of reached) {
      const lines = found.get(path) ?? [];
      for (let line = startLine; line <= endLine; line++) lines.push(line + 1);
      found.set(path, lines);
    }
    return found.size > 0 ? found : this.#all();
  }

  #all(): ReadonlyMap<string, readonly number[]> {
    return new Map(
      [...this.#files].map(([path, text]) => {
        const tests = inlineTests(path, text);
        const isCode = (at: number) => !tests.some((one) => one.startLine <= at && at <= one.endLine);
        return [path, text.split("\n").flatMap((_, at) => (isCode(at) ? [at + 1] : []))];
      }),
    );
  }
}

/** What stands in a test; a part of one stands in the whole. */
export function textOfTest(test: TestCase, known: readonly TestCase[], text: string): string {
  const outer =
    test.range ?? known.find(({ path, label }) => path === test.path && label === test.suites[0])?.range;
  if (!outer) return text;
  return text
    .split("\n")
    .slice(outer.startLine, outer.endLine + 1)
    .join("\n");
}
