/** Which checkers may be asked about a problem, and from where, by what sets them up. */
import { parentFolder } from "../testing/detect/setupFiles.ts";
import { type Checker, checkers } from "./checkers.ts";
import type { ReportedProblem } from "./checkFinding.ts";

export interface ChosenChecker {
  readonly checker: Checker;
  /** Folder that it is started in, relative to the root; empty is the root. */
  readonly folder: string;
  /** What sets it up, in that folder. */
  readonly config: string | undefined;
  /** Whether the editor names it as who found the problem. */
  readonly isNamed: boolean;
}

/** Reads a file of the root; undefined when there is none. */
export type ReadSetup = (path: string) => Promise<string | undefined>;

/** The one that found it first, then those that are set up, then those that need nothing. */
export async function chooseCheckers(
  { path, source, message }: ReportedProblem,
  read: ReadSetup,
): Promise<readonly ChosenChecker[]> {
  const own = checkers.filter(({ files }) => files.test(path));
  const chosen: ChosenChecker[] = [];
  for (const checker of own) {
    const isNamed = source !== undefined && checker.sources.test(source.trim());
    const place = await setUpOf(checker, path, read);
    if (!place && checker.needsSetUp && !isNamed) continue;
    chosen.push({ checker, ...(place ?? { folder: "", config: undefined }), isNamed });
  }
  // A message about syntax is best asked of who knows nothing else.
  const order = ({ checker, isNamed }: ChosenChecker): number =>
    isNamed
      ? 0
      : checker.name === "python" && !/syntax|expected|indent|EOF|never closed/i.test(message ?? "")
        ? 2
        : 1;
  return chosen.sort((a, b) => order(a) - order(b));
}

async function setUpOf(
  { setUpBy, name }: Checker,
  path: string,
  read: ReadSetup,
): Promise<{ readonly folder: string; readonly config: string } | undefined> {
  for (let at = parentFolder(path); at !== undefined; at = parentFolder(at)) {
    const prefix = at === "" ? "" : `${at}/`;
    for (const one of setUpBy) {
      const text = await read(prefix + one.name);
      if (text === undefined || (one.within && !one.within.test(text))) continue;
      const config = name === "tsc" ? await projectOf(one.name, text, prefix, path, read) : one.name;
      return { folder: at, config };
    }
  }
  return undefined;
}

/** Of settings that only refer to others, those that are about the file: the longest folder that holds it. */
async function projectOf(
  name: string,
  text: string,
  prefix: string,
  path: string,
  read: ReadSetup,
): Promise<string> {
  if (!/"files"\s*:\s*\[\s*\]/.test(text)) return name;
  const list = /"references"\s*:\s*\[([^\]]*)\]/.exec(text)?.[1] ?? "";
  const named = [...list.matchAll(/"path"\s*:\s*"(?:\.\/)?([^"]+)"/g)].map(([, to]) =>
    /\.json$/.test(to!) ? to! : `${to!.replace(/\/$/, "")}/tsconfig.json`,
  );
  const rated: { readonly config: string; readonly depth: number }[] = [];
  for (const config of named) {
    const own = await read(prefix + config);
    if (own === undefined) continue;
    const includes = [
      ...(/"include"\s*:\s*\[([^\]]*)\]/.exec(own)?.[1] ?? "").matchAll(/"(?:\.\/)?([^"*]*)/g),
    ];
    const folder = prefix + config.slice(0, config.lastIndexOf("/") + 1);
    const starts = includes.length === 0 ? [folder] : includes.map(([, start]) => folder + start);
    const fitting = starts.filter((start) => path.startsWith(start));
    if (fitting.length > 0) rated.push({ config, depth: Math.max(...fitting.map(({ length }) => length)) });
  }
  return rated.sort((a, b) => b.depth - a.depth)[0]?.config ?? name;
}
