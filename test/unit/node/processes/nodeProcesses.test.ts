import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NodeProcesses } from "../../../../src/node/processes/nodeProcesses.ts";
import type { ProcessEnd, ProcessRequest } from "../../../../src/ports/processes.ts";
import { memoryLog } from "../../../support/memoryLog.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "touchstone-processes-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const never = new AbortController().signal;

function processes(isTrusted = true): NodeProcesses {
  const variables = { PATH: process.env["PATH"], TOUCHSTONE_API_KEY: "key", HOME: "/home/somebody" };
  const trust = { isTrusted: () => isTrusted, onGranted: () => ({ dispose() {} }) };
  return new NodeProcesses({ trust, log: memoryLog().log, variables });
}

/** Runs a script of Node's. */
function run(script: string, more: Partial<ProcessRequest> = {}, signal = never): Promise<ProcessEnd> {
  return processes().run(
    { argv: [process.execPath, "-e", script], cwd: folder, wallMs: 20_000, askedFor: "Test", ...more },
    signal,
  );
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie is there, but runs nothing.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

test("runs a program, with what it reads and writes", async () => {
  const script =
    'process.stdin.on("data", (d) => process.stdout.write(d)); console.error("é"); process.exitCode = 3;';
  const heard: string[] = [];
  const onOutput = (text: string, stream: string) => void heard.push(`${stream}: ${text}`);
  const end = await run(script, { input: "given\n", onOutput });
  expect(end).toMatchObject({ kind: "exited", code: 3, stdout: "given\n", stderr: "é\n", droppedBytes: 0 });
  expect(heard.sort()).toEqual(["stderr: é\n", "stdout: given\n"]);
});

test("takes arguments as they are: no shell reads them", async () => {
  const end = await processes().run(
    {
      argv: [process.execPath, "-p", "process.argv[1]", "$(touch made); `id` > made && * 'x'"],
      cwd: folder,
      wallMs: 20_000,
      askedFor: "Test",
    },
    never,
  );
  expect(end.stdout).toBe("$(touch made); `id` > made && * 'x'\n");
});

test("gives a program few variables, and no key", async () => {
  const { stdout } = await run("console.log(JSON.stringify(process.env))", { env: { OWN: "1" } });
  const variables = JSON.parse(stdout);
  expect(variables).toMatchObject({ CI: "1", OWN: "1", HOME: "/home/somebody" });
  expect(variables).not.toHaveProperty("TOUCHSTONE_API_KEY");
});

test.each<[name: string, start: () => unknown, message: string]>([
  ["an untrusted workspace", () => processes(false).start(asking("Test"), never), "is not trusted"],
  ["nobody who asked", () => processes().start(asking(" "), never), "nobody asked"],
])("refuses %s", (_name, start, message) => expect(start).toThrow(message));

function asking(askedFor: string): ProcessRequest {
  return { argv: [process.execPath, "-e", ""], cwd: folder, wallMs: 1000, askedFor };
}

test("says of a program that is not there that it is not", async () => {
  const end = await run("", { argv: ["no-such-program-here"] });
  expect(end.kind).toBe("notStarted");
  expect(end.stderr).toBe('Cannot start "no-such-program-here": there is no such program or folder');
});

const hang = 'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000);';

test.each<[kind: string, script: string, limits: Partial<ProcessRequest>]>([
  ["wallLimit", hang, { wallMs: 400 }],
  ["silenceLimit", hang, { silenceMs: 400 }],
  ["wallLimit", 'setInterval(() => console.log("."), 50)', { silenceMs: 10_000, wallMs: 600 }],
])("ends what goes on for too long: %s", async (kind, script, limits) => {
  const end = await run(script, limits);
  expect(end.kind).toBe(kind);
});

test("ends at the caller's signal what does not listen", async () => {
  const controller = new AbortController();
  const onOutput = () => controller.abort();
  const end = await run(hang, { onOutput }, controller.signal);
  expect(end.kind).toBe("aborted");
  expect((await run("", {}, AbortSignal.abort())).kind).toBe("aborted");
});

test("keeps the beginning and the end of endless output", async () => {
  const script = 'process.stdout.write("first\\n" + "x".repeat(3e6) + "\\nlast")';
  const end = await run(script, { maxOutputBytes: 10_000 });
  expect(end.stdout.length).toBeLessThan(10_100);
  expect(end.stdout).toMatch(/^first\nx+\n\[\d+ bytes left out\]\nx+\nlast$/);
  expect(end.droppedBytes).toBe(6 + 3e6 + 5 - 10_000);
});

test.runIf(process.platform === "linux")("leaves nothing running, not even what left its group", async () => {
  const sleeper = `require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: DETACHED, stdio: "inherit" })`;
  const script = `console.log([${sleeper.replace("DETACHED", "true")}, ${sleeper.replace("DETACHED", "false")}].map((c) => c.pid).join(" ")); process.exit(0)`;
  const end = await run(script);
  const pids = end.stdout.trim().split(" ").map(Number);
  expect(end.kind).toBe("exited");
  expect(pids).toHaveLength(2);
  expect(pids.filter(isAlive)).toEqual([]);
});

test.runIf(process.platform === "linux")(
  "stops what starts too many processes, or takes too much memory",
  async () => {
    const many = `for (let i = 0; i < 12; i++) require("node:child_process").spawn("sleep", ["30"]); setInterval(() => {}, 1000)`;
    expect((await run(many, { maxProcesses: 8 })).kind).toBe("processLimit");
    const much = "globalThis.kept = Buffer.alloc(300e6, 1); setInterval(() => {}, 1000)";
    expect((await run(much, { maxMemoryBytes: 200e6 })).kind).toBe("memoryLimit");
  },
);

test("is talked to while it runs", async () => {
  const script = 'process.stdin.on("data", (d) => process.stdout.write(String(d).toUpperCase()))';
  let answered: (text: string) => void;
  const answer = new Promise<string>((resolve) => {
    answered = resolve;
  });
  const onOutput = (text: string) => answered(text);
  const running = processes().start(
    { argv: [process.execPath, "-e", script], cwd: folder, wallMs: 20_000, askedFor: "Test", onOutput },
    never,
  );
  expect(await running.write("hello")).toBe(true);
  expect(await answer).toBe("HELLO");
  running.closeInput();
  expect((await running.ended).code).toBe(0);
  expect(await running.write("late")).toBe(false);
});

test("ends all that runs when it is disposed", async () => {
  const all = processes();
  const running = all.start(asking("Test"), never);
  await all.dispose();
  expect((await running.ended).kind).toBe("aborted");
});
