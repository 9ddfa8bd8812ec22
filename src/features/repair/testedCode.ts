/** Which code tests are about, told from texts: what they import, and the functions they name. */
import type { WorkCopy } from "../../ports/workCopy.ts";
import { belongsToTests } from "./targets.ts";

const imports = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*["'](\.{1,2}\/[^"'\n]+)["']/g;
const endings = ["", ".ts", ".tsx", ".js", ".mjs", ".cjs", ".jsx", ".mts", ".cts", "/index.ts", "/index.js"];
const mostFiles = 12;
const deepest = 2;
/** Helpers of tests that are looked through. */
const mostHelpers = 8;

/**
 * Texts by path relative to the root of the files that tests import, directly, through helpers of tests or through other files; no
 * tests and no helpers among them. Where there are more than can be watched, those come first whose names stand in the tests.
 */
export async function importedFiles(
  copy: Pick<WorkCopy, "read">,
  testPaths: readonly string[],
  allTests: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const texts = await Promise.all(
    testPaths.map(async (path) => ({ path, text: (await copy.read(path)) ?? "" })),
  );
  const words = new Set(texts.flatMap(({ text }) => text.match(/[\w$-]+/g) ?? []));
  const found = new Map<string, string>();
  const helpers = new Set(testPaths);
  let from: readonly ImportingFile[] = texts;
  for (let depth = 0; depth < deepest && from.length > 0; ) {
    const code: ImportingFile[] = [];
    const passed: ImportingFile[] = [];
    for (const { path, name } of importsIn(from, words)) {
      if (found.size >= mostFiles) break;
      const file = await resolveImport(copy, path, name);
      if (!file || found.has(file.path) || helpers.has(file.path)) continue;
      if (!belongsToTests(file.path, allTests)) {
        found.set(file.path, file.text);
        code.push(file);
      } else if (helpers.size < testPaths.length + mostHelpers) {
        helpers.add(file.path);
        passed.push(file);
      }
    }
    // What a helper imports is as near to the tests as what they import themselves.
    if (passed.length === 0) depth++;
    from = [...passed, ...code];
  }
  return found;
}

interface ImportingFile {
  readonly path: string;
  readonly text: string;
}

/** In the order of the files, those first whose file is named as a word of the tests. */
function importsIn(files: readonly ImportingFile[], words: ReadonlySet<string>) {
  const all = files.flatMap(({ path, text }) =>
    [...text.matchAll(imports)].map(([, name = ""]) => {
      const stem = name.slice(name.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
      return { path, name, isNamed: words.has(stem) };
    }),
  );
  return [...all.filter(({ isNamed }) => isNamed), ...all.filter(({ isNamed }) => !isNamed)];
}

async function resolveImport(
  copy: Pick<WorkCopy, "read">,
  from: string,
  name: string,
): Promise<ImportingFile | undefined> {
  const parts = from.split("/").slice(0, -1);
  for (const part of name.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  const base = parts.join("/");
  const written = /\.\w+$/.test(base)
    ? [base, base.replace(/\.js$/, ".ts"), base.replace(/\.jsx$/, ".tsx")]
    : [];
  for (const path of [...written, ...endings.map((ending) => base + ending)]) {
    if (!/\.[cm]?[jt]sx?$/.test(path)) continue;
    const text = await copy.read(path).catch(() => undefined);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

const heads =
  /^([ \t]*)(?:export\s+)?(?:default\s+)?(?:(?:static|public|private|protected|async|get|set)\s+)*(?:function\s*\*?\s*(\w+)|class\s+(\w+)|(?:const|let|var)\s+(\w+)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:function|\(|\w+\s*=>)|(\w+)\s*\([^;]*\)[^;]*\{\s*$)/;
const keywords = new Set(["if", "for", "while", "switch", "catch", "with"]);

/** 1-based lines of the functions whose names stand in a test, up to the next head; all lines when it names none. */
export function calledLines(code: string, test: string): number[] {
  const lines = code.split("\n");
  const named = new Set(test.match(/\w+/g) ?? []);
  const called: number[] = [];
  let isCalled = false;
  let depth = Number.POSITIVE_INFINITY;
  lines.forEach((line, at) => {
    const [, indent = "", ...names] = heads.exec(line) ?? [];
    const name = names.find((one) => one !== undefined);
    // What is defined within a function belongs to it.
    if (name !== undefined && !keywords.has(name) && (indent.length <= depth || !isCalled)) {
      isCalled = named.has(name);
      depth = indent.length;
    }
    if (isCalled) called.push(at + 1);
  });
  return called.length > 0 ? called : lines.map((_, at) => at + 1);
}
