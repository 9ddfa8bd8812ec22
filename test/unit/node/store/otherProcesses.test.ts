/** The store under what the operating system does to it: kills, limits and other processes. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { contentOf, endStores, openStore, temporaryFolder } from "../../../support/store/storeFixture.ts";

const program = fileURLToPath(new URL("../../../support/store/commitForever.ts", import.meta.url));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  endStores();
});

interface Ended {
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** Runs a command until it ends; `onLine` is told how many lines there are. */
function run(command: string, args: readonly string[], onLine = (_: number, __: ChildProcess) => {}) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
    onLine(stdout.split("\n").length - 1, child);
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  return new Promise<Ended>((resolve) => {
    child.on("close", () => resolve({ lines: stdout.split("\n").slice(0, -1), stderr }));
  });
}

/** Opens a folder and expects one whole commit in it; returns its number. */
function check(folder: string): number {
  const store = openStore(folder);
  expect(store.access).toBe("write");
  const { segments, files } = contentOf(store) as Record<"segments" | "files", Record<string, unknown>>;
  store.close();
  const [id] = Object.keys(segments);
  expect(Object.keys(segments)).toHaveLength(id === undefined ? 0 : 1);
  if (id !== undefined) expect(segments[id]).toBe(`${id} `.repeat(30_000));
  expect(new Set(Object.values(files))).toEqual(new Set(id === undefined ? [] : [Number(id)]));
  expect(readdirSync(folder).filter((name) => /\.tmp$|^segment-/.test(name))).toHaveLength(
    id === undefined ? 0 : 1,
  );
  return Number(id ?? 0);
}

test("killed at any instant, the next opens clean with the last commit or the one that was being made", async () => {
  const folder = temporaryFolder();
  for (let kill = 0; kill < 12; kill++) {
    const killAt = 1 + (kill % 4);
    const { lines } = await run(process.execPath, [program, folder], (count, child) => {
      if (count >= killAt) setTimeout(() => child.kill("SIGKILL"), (kill * 7) % 11);
    });
    const told = Number(lines.at(-1));
    expect([told, told + 1]).toContain(check(folder));
  }
});

test("a limit of the system keeps the last whole commit, and the program goes on", async () => {
  const folder = temporaryFolder();
  const limited = `trap '' XFSZ; ulimit -f 400; exec "$0" "$@"`;
  const { lines, stderr } = await run("bash", ["-c", limited, process.execPath, program, folder]);
  expect(stderr).toBe("");
  const { access, problem } = JSON.parse(lines.at(-1)!);
  expect(access).toBe("none");
  expect(problem).toMatch(/stays in memory/);
  expect(check(folder)).toBe(Number(lines.at(-2)));
});

test("two processes: one writes, the other reads whole commits and takes over when the first is killed", async () => {
  const folder = temporaryFolder();
  let reader: ReturnType<typeof openStore> | undefined;
  const seen: object[] = [];
  await run(process.execPath, [program, folder], (count, child) => {
    reader ??= openStore(folder);
    if (reader.access === "read")
      seen.push({ files: new Set(reader.loadFiles().map(({ hash }) => hash)).size });
    if (count >= 40) child.kill("SIGKILL");
  });
  expect(seen.length).toBeGreaterThan(0);
  expect(new Set(seen.map((one) => JSON.stringify(one)))).toEqual(new Set(['{"files":1}']));
  reader?.close();
  check(folder);
});

test("nothing but its own lines is printed: no warning of an experimental module", async () => {
  const { lines, stderr } = await run(process.execPath, [program, temporaryFolder(), "2"]);
  expect(stderr).toBe("");
  expect(lines).toEqual(["1", "2", expect.stringContaining("write")]);
});
