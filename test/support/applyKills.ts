/** Kills a process again and again while it changes files, and looks at what the next start makes of them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FileChange } from "../../src/core/patch/fileTexts.ts";
import { applyFileChanges } from "../../src/core/patch/fileTexts.ts";
import { userFilesFixture } from "./userFilesFixture.ts";

const text = (name: string, version: number): string =>
  Array.from({ length: 400 }, (_, line) => `${name} ${version} line ${line}\n`).join("");

const before = new Map([
  ...Array.from({ length: 6 }, (_, n) => [`src/file${n}.txt`, text(`file${n}`, 1)] as const),
  ["old/name.txt", text("moved", 1)],
  ["gone.txt", text("gone", 1)],
]);

/** Six files changed, one moved, one deleted, two made in new folders. */
export const killedChanges: readonly FileChange[] = [
  ...Array.from({ length: 6 }, (_, n): FileChange => {
    const path = `src/file${n}.txt`;
    return { kind: "changed", path, before: before.get(path)!, after: text(`file${n}`, 2) };
  }),
  {
    kind: "renamed",
    from: "old/name.txt",
    path: "new/name.txt",
    before: text("moved", 1),
    after: text("moved", 2),
  },
  { kind: "deleted", path: "gone.txt", before: text("gone", 1) },
  { kind: "created", path: "made/a/one.txt", after: text("one", 2) },
  { kind: "created", path: "made/two.txt", after: text("two", 2) },
];

export interface ApplyKills {
  readonly kills: number;
  /** 0 <= random < 1 */
  readonly random: () => number;
  readonly longestMs: number;
}

export interface ApplyKillReport {
  /** Kills after which the files were not all old or all new, or something else was left in the folder. */
  readonly faults: readonly string[];
  /** How many starts found nothing to do, took an apply back, or found one finished. */
  readonly untouched: number;
  readonly takenBack: number;
  readonly finished: number;
  readonly recoverMs: readonly number[];
}

const treeText = (files: ReadonlyMap<string, string>): string => JSON.stringify([...files].sort());

export async function runApplyKills({ kills, random, longestMs }: ApplyKills): Promise<ApplyKillReport> {
  const fixture = userFilesFixture(Object.fromEntries(before));
  const report = {
    faults: [] as string[],
    untouched: 0,
    takenBack: 0,
    finished: 0,
    recoverMs: [] as number[],
  };
  const whole = [treeText(before), treeText(applyFileChanges(before, killedChanges))];
  try {
    for (let kill = 1; kill <= kills; kill++) {
      await killOnce(fixture.root, fixture.journalFolder, longestMs * random());
      const startMs = performance.now();
      const files = fixture.open();
      const { takenBack, finished, leftAlone } = files.recover();
      report.recoverMs.push(performance.now() - startMs);
      if (takenBack.length > 0) report.takenBack++;
      else if (finished.length > 0) report.finished++;
      else report.untouched++;
      const found = new Map([...fixture.tree()].filter(([path]) => !path.endsWith("/")));
      if (leftAlone.length > 0) report.faults.push(`Kill ${kill}: left ${leftAlone.join(", ")} alone`);
      if (!whole.includes(treeText(found)))
        report.faults.push(`Kill ${kill}: ${[...found.keys()].join(", ")}`);
      const [last] = await files.applied();
      if (treeText(found) === whole[1] && last) await files.undo(last.id);
      const again = new Map([...fixture.tree()].filter(([path]) => !path.endsWith("/")));
      if (treeText(again) !== whole[0])
        report.faults.push(`Kill ${kill}: the undo did not bring back the old files`);
    }
    return report;
  } finally {
    fixture.remove();
  }
}

async function killOnce(root: string, journal: string, delayMs: number): Promise<void> {
  const script = join(import.meta.dirname, "applyForever.ts");
  const child = spawn(process.execPath, [script, root, journal], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), ended]);
  await sleep(delayMs);
  if (child.exitCode !== null)
    throw new Error(`Cannot kill the process: it ended with code ${child.exitCode}`);
  child.kill("SIGKILL");
  await ended;
}
