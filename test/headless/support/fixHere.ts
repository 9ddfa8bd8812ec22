/** A problem repaired by the whole product but its editor: real checkers and tests in copies; the folder itself stays as it is. */
import { execFileSync } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { FixEngine, FixRequest, FixResult } from "../../../src/features/repair/fix.ts";
import { openRepairs } from "../../../src/features/repair/repairs.ts";
import { systemClock } from "../../../src/node/clock.ts";
import { type ChatScript, inOrder, ScriptedChatModels } from "../../support/scriptedChatModels.ts";
import { hashOfTree, makeFolder } from "../../support/testing/folders.ts";
import { probed, thisMachine } from "../../support/testing/machine.ts";
import { engineHere } from "./engineHere.ts";

const ownPackages = fileURLToPath(new URL("../../../node_modules", import.meta.url));
const temporaryFolder = makeFolder({});
const { copies } = thisMachine({ temporaryFolder });
const made: string[] = [temporaryFolder];

export function removeFolders(): void {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
}

export interface Asked {
  readonly engine?: FixEngine;
  readonly script?: ChatScript;
  readonly told?: Partial<NonNullable<FixRequest["problem"]>>;
  /** Absolute; shown as `node_modules` of a folder with a `package.json`. */
  readonly packages?: string;
}

/** Repairs the place of `█`. */
export async function fixHere(
  marked: Readonly<Record<string, string>>,
  { engine, script, told = {}, packages = ownPackages }: Asked = {},
): Promise<FixResult & { readonly models: ScriptedChatModels }> {
  const [path, text] = Object.entries(marked).find(([, one]) => one.includes("█"))!;
  const root = makeFolder({ ...marked, [path]: text.replace("█", "") });
  made.push(root);
  if (marked["package.json"] !== undefined) symlinkSync(packages, join(root, "node_modules"));
  const here = await engineHere(root);
  const before = hashOfTree(root);
  const models = new ScriptedChatModels(script ?? inOrder());
  const repairs = openRepairs({
    engine: here,
    search: here,
    copies,
    isolation: async () => probed.isolation,
    programs: (name) =>
      readFile(fileURLToPath(new URL(`../../../media/repair/${name}`, import.meta.url)), "utf8"),
    now: () => performance.now(),
    model: { models, clock: systemClock },
  });
  const [above] = text.split("█");
  const lines = above!.split("\n");
  const problem = { path: `${root}/${path}`, line: lines.length - 1, column: lines.at(-1)!.length, ...told };
  const request = {
    testIds: [],
    problem,
    engine: engine ?? "builtin",
    budgetMs: 500_000,
    maxPatches: 2,
  } as const;
  const result = await repairs.fix(request, () => {}, new AbortController().signal);
  expect(hashOfTree(root)).toBe(before);
  for (const { diff } of result.patches)
    execFileSync("git", ["apply", "--check", "-"], { cwd: root, input: diff });
  return { ...result, models };
}

/** The file after the first patch; empty when there is none. */
export const after = ({ patches }: FixResult): string => {
  const [change] = patches[0]?.changes ?? [];
  return change?.kind === "changed" ? change.after : "";
};
