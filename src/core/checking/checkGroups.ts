/** Which checkers are asked about several files at once: those that the project has set up, each with its own files. */
import { type ChosenChecker, chooseCheckers, type ReadSetup } from "./chooseCheckers.ts";

export interface CheckGroup {
  readonly chosen: ChosenChecker;
  /** Relative to the root, as they were given. */
  readonly files: readonly string[];
  /** Nothing sets it up: asked where no other checker of its files tells anything. */
  readonly isSpare: boolean;
}

/** Those that are set up first, each once for a folder that sets it up. */
export async function checkGroups(paths: readonly string[], read: ReadSetup): Promise<readonly CheckGroup[]> {
  const groups = new Map<string, { readonly chosen: ChosenChecker; readonly files: string[] }>();
  for (const path of paths) {
    for (const chosen of await chooseCheckers({ path, line: 0 }, read)) {
      const { checker, folder, config = "" } = chosen;
      const key = `${checker.name}\n${folder}\n${config}`;
      const group = groups.get(key) ?? { chosen, files: [] };
      group.files.push(path);
      groups.set(key, group);
    }
  }
  return [...groups.values()]
    .map((group) => ({ ...group, isSpare: group.chosen.config === undefined }))
    .sort((a, b) => Number(a.isSpare) - Number(b.isSpare));
}

/** Labels of those that will be asked, each once; the spare ones of files that no other one checks. */
export function labelsOf(groups: readonly CheckGroup[]): readonly string[] {
  const covered = new Set(groups.flatMap(({ isSpare, files }) => (isSpare ? [] : files)));
  const asked = groups.filter(({ isSpare, files }) => !isSpare || files.some((file) => !covered.has(file)));
  return [...new Set(asked.map(({ chosen }) => chosen.checker.label))];
}
