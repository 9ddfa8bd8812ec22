import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { seededRandom } from "../../bench/sources.ts";
import { runKills } from "../support/killRun.ts";
import { sampleRepo } from "./support/sampleRepo.ts";

/** Modules of some length, so that a start takes long enough to be killed in the middle. */
function longModules(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `part${i % 20}/module${i}.py`,
      Array.from(
        { length: 150 },
        (_, j) =>
          `def load_${i}_${j}(session, name):\n    return session.query(name, register_handler_${j})\n`,
      ).join("\n"),
    ]),
  );
}

test("killed ten times while it indexes, every start is clean and the last answers as one without a past", {
  timeout: 300_000,
}, async () => {
  const repo = sampleRepo(longModules(300));
  const folder = mkdtempSync(join(tmpdir(), "touchstone-kill-"));
  try {
    const report = await runKills({
      folder: repo.path,
      store: join(folder, "store"),
      kills: 10,
      longestMs: 1500,
      random: seededRandom(7),
    });
    expect(report.faults).toEqual([]);
    expect(report.leftOver).toEqual([]);
    expect(report.healed).toEqual(report.anew);
    expect(report.healed).toMatchObject({ phase: "ready" });
  } finally {
    repo.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});
