/** What the project's people wrote for assistants, for a model that repairs their code. */
import type { RepairData } from "../../core/repair/model/repairPrompt.ts";
import type { ProjectTexts } from "../chat/context/projectTexts.ts";

export type ReadRules = ProjectTexts["rules"];

export interface RepairRules {
  readonly data: readonly RepairData[];
  /** Files that they are from, relative to the root; absolute where they are elsewhere. */
  readonly paths: readonly string[];
}

/** @param root absolute @param paths relative to it: the code that is repaired */
export async function rulesFor(
  read: ReadRules | undefined,
  root: string,
  paths: readonly string[],
): Promise<RepairRules> {
  const rules = (await read?.(paths.map((path) => `${root}/${path}`))) ?? [];
  const told = rules.map(({ path, text }) => {
    const short = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
    return {
      short,
      data: { label: `project rules of ${short}`, text, sources: [{ path, isLibrary: false }] },
    };
  });
  return { data: told.map(({ data }) => data), paths: told.map(({ short }) => short) };
}
