/** Tests that mean harm, or only go wrong: nothing outside of the copy changes, all ends in time, nothing stays. */
import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Isolation } from "../../src/ports/workCopy.ts";
import { hashOfTree, makeFolder, processesWith } from "../support/testing/folders.ts";
import { probed, thisMachine } from "../support/testing/machine.ts";
import { scenarios } from "./support/chaosPrograms.ts";

const kinds: readonly Isolation[] = probed.isolation === "sandbox" ? ["sandbox", "processes"] : ["processes"];
const canary = join(homedir(), ".touchstone-chaos");
const secret = `${canary}-secret`;
writeFileSync(secret, "secret");
afterAll(() => {
  for (const path of [canary, secret]) rmSync(path, { force: true });
});
process.env["TOUCHSTONE_API_KEY"] = "touchstone-chaos-key";

const never = new AbortController().signal;
/** How much later than its limit or the person's wish each program was gone. */
const overrunsMs: number[] = [];

/** What compilers keep may stay. */
const copiesIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => !name.startsWith("touchstone-builds-"));

describe.each(kinds)("with %s", (isolation) => {
  const fit = scenarios.filter(({ sandboxOnly }) => isolation === "sandbox" || !sandboxOnly);
  test.each(fit)(
    "a program that $name",
    { timeout: 240_000 },
    async ({ script, limits, ends = "exited", cancelMs }) => {
      const temporaryFolder = makeFolder({});
      const outside = makeFolder({ "shared.txt": "shared" });
      const root = makeFolder({
        "src/kept.txt": "kept",
        "src/closed.txt": "closed",
        "node_modules/one/index.js": "1",
        ".git/HEAD": "ref: x",
      });
      chmodSync(join(root, "src/closed.txt"), 0o444);
      mkdirSync(join(root, "empty"));
      symlinkSync(join(outside, "shared.txt"), join(root, "link.txt"));
      const before = [root, outside].map(hashOfTree);
      const mark = `chaos-${process.pid}-${Math.random().toString(36).slice(2)}`;
      const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      const { port } = server.address() as { port: number };
      const constants = `const ROOT = ${JSON.stringify(root)}, HOME = ${JSON.stringify(homedir())}, MARK = "${mark}", PORT = ${port};\n`;
      const copy = await thisMachine({ temporaryFolder }).copies.create(
        { root, isolation, askedFor: "Test" },
        never,
      );
      const argv = [process.execPath, "-e", constants + script, mark] as const;
      const all = { wallMs: 30_000, ...limits };
      const startMs = performance.now();
      const cancel = cancelMs === undefined ? never : AbortSignal.timeout(cancelMs);
      if (cancelMs === 0) await new Promise((resolve) => cancel.addEventListener("abort", resolve));
      const end = await copy.run({ argv, folder: "", ...all }, cancel);
      const tookMs = performance.now() - startMs;
      const limitMs = end.kind === "aborted" ? cancelMs : end.kind === "wallLimit" ? all.wallMs : undefined;
      if (limitMs !== undefined) overrunsMs.push(tookMs - limitMs);
      const survivors = processesWith(mark);
      await copy.dispose();
      server.close();
      const after = [root, outside].map(hashOfTree);
      const left = copiesIn(temporaryFolder);
      for (const folder of [temporaryFolder, outside, root]) rmSync(folder, { recursive: true, force: true });
      // In a sandbox its own first process tells that another was killed by a code.
      expect(isolation === "sandbox" && ends === "signalled" ? ["exited", "signalled"] : [ends]).toContain(
        end.kind,
      );
      expect(end.stdout).not.toContain("STOLEN");
      expect(end.stderr).not.toContain("SyntaxError");
      expect(survivors).toEqual([]);
      expect(after).toEqual(before);
      expect(left).toEqual([]);
      // Two seconds are promised; a machine under load is given more.
      if (limitMs !== undefined) expect(tookMs).toBeLessThan(limitMs + 30_000);
    },
  );
});

afterAll(() => {
  const counts = kinds.map(
    (isolation) =>
      `${scenarios.filter((one) => isolation === "sandbox" || !one.sandboxOnly).length} with ${isolation}`,
  );
  const longest = (Math.max(...overrunsMs) / 1000).toFixed(2);
  console.log(
    `Scenarios: ${counts.join(", ")}. Longest overrun of ${overrunsMs.length} limits: ${longest} s.`,
  );
});

test("none of them wrote to the home", () =>
  expect(readdirSync(homedir()).includes(".touchstone-chaos")).toBe(false));
