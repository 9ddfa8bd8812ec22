import { expect, test } from "vitest";
import { seededRandom } from "../../../../bench/sources.ts";
import { runApplyKills } from "../../../support/applyKills.ts";

test("killed at any moment, the next start finds all files old or all new", async () => {
  const report = await runApplyKills({ kills: 5, random: seededRandom(11), longestMs: 60 });
  expect(report.faults).toEqual([]);
}, 60_000);
