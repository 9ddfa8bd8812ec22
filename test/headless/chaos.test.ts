/** Tests that mean harm, or only go wrong: nothing outside of the copy changes, all ends in time, nothing stays. */
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { ProcessEnd, ProcessLimits } from "../../src/ports/processes.ts";
import type { Isolation } from "../../src/ports/workCopy.ts";
import { hashOfTree, makeFolder, processesWith } from "../support/testing/folders.ts";
import { probed, thisMachine } from "../support/testing/machine.ts";

interface Scenario {
  readonly name: string;
  /** A program of Node's, with the workspace as its copy's folder in `process.cwd()`. */
  readonly script: string;
  readonly limits?: Partial<ProcessLimits>;
  /** How it ends; not given: by itself. */
  readonly ends?: ProcessEnd["kind"];
  /** Needs a sandbox to be held off: without one a person was asked. */
  readonly sandboxOnly?: true;
}

const write = (path: string) => `try { require("fs").writeFileSync(${path}, "changed"); } catch {}`;
const start = (args: string, options: string) =>
  `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(args)}, MARK], ${options}).unref();`;
const sleeper = "setInterval(() => {}, 1000)";
const deaf = `for (const s of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(s, () => {}); ${sleeper}`;

const scenarios: readonly Scenario[] = [
  { name: "hangs", script: sleeper, limits: { wallMs: 1_000 }, ends: "wallLimit" },
  { name: "hangs in a loop", script: "for (;;);", limits: { wallMs: 1_000 }, ends: "wallLimit" },
  { name: "does not listen to signals", script: deaf, limits: { wallMs: 1_000 }, ends: "wallLimit" },
  { name: "says nothing", script: sleeper, limits: { silenceMs: 1_000 }, ends: "silenceLimit" },
  {
    name: "talks without end",
    script: 'setInterval(() => console.log("."), 20)',
    limits: { wallMs: 1_500 },
    ends: "wallLimit",
  },
  {
    name: "writes a gigabyte",
    script:
      'const b = Buffer.alloc(1 << 20, 120); for (let i = 0; i < 1024; i++) require("fs").writeSync(1, b);',
    limits: { wallMs: 60_000 },
  },
  {
    name: "writes one line without end to both streams",
    script:
      'const b = "x".repeat(1 << 16); setInterval(() => { process.stdout.write(b); process.stderr.write(b); }, 1)',
    limits: { wallMs: 1_500 },
    ends: "wallLimit",
  },
  { name: "waits for an answer", script: 'process.stdin.on("end", () => console.log("no answer")).resume()' },
  {
    name: "asks a terminal",
    script:
      'try { require("fs").openSync("/dev/tty", "r+"); console.log("terminal"); } catch { console.log("none"); }',
  },
  { name: "leaves a child in its group", script: start(sleeper, '{ stdio: "inherit" }') },
  { name: "leaves a daemon", script: start(sleeper, '{ detached: true, stdio: "ignore" }') },
  {
    name: "leaves a daemon that holds the output",
    script: start(sleeper, '{ detached: true, stdio: "inherit" }'),
  },
  {
    name: "leaves a daemon that does not listen",
    script: start(deaf, '{ detached: true, stdio: "ignore" }'),
  },
  {
    name: "leaves the child of a daemon",
    script: start(
      `require("child_process").spawn(process.execPath, ["-e", "${sleeper}", process.argv[1]], { detached: true, stdio: "ignore" }).unref()`,
      '{ detached: true, stdio: "ignore" }',
    ),
  },
  {
    name: "leaves twenty daemons and hangs",
    script: `for (let i = 0; i < 20; i++) { ${start(sleeper, '{ detached: true, stdio: "ignore" }')} } ${sleeper}`,
    limits: { wallMs: 3_000 },
    ends: "wallLimit",
  },
  {
    name: "leaves a daemon without an environment",
    script: start(sleeper, '{ detached: true, stdio: "ignore", env: {} }'),
    sandboxOnly: true,
  },
  {
    name: "starts processes without end",
    script: `setInterval(() => { for (let i = 0; i < 10; i++) require("child_process").spawn("sleep", ["60"]); }, 5)`,
    limits: { maxProcesses: 60, wallMs: 20_000 },
    ends: "processLimit",
  },
  {
    name: "starts shells that start shells",
    script: `require("child_process").spawn("sh", ["-c", "f() { sleep 20 & f2; }; f2() { sleep 20 & sleep 20 & sleep 20 & wait; }; for i in 1 2 3 4 5 6 7 8 9 10; do f & done; wait"]); ${sleeper}`,
    limits: { maxProcesses: 25, wallMs: 20_000 },
    ends: "processLimit",
  },
  {
    name: "takes memory without end",
    script: "const kept = []; setInterval(() => kept.push(Buffer.alloc(50e6, 1)), 20)",
    limits: { maxMemoryBytes: 400e6, wallMs: 20_000 },
    ends: "memoryLimit",
  },
  { name: "crashes", script: "process.abort()", ends: "signalled" },
  { name: "kills itself", script: 'process.kill(process.pid, "SIGKILL")', ends: "signalled" },
  { name: "kills its group", script: 'process.kill(0, "SIGKILL")', ends: "signalled" },
  {
    name: "removes its folder",
    script: 'require("fs").rmSync(process.cwd(), { recursive: true, force: true })',
  },
  {
    name: "removes what is in its folder",
    script: 'require("child_process").spawnSync("sh", ["-c", "rm -rf ./* ./.[a-z]*"])',
  },
  { name: "changes files", script: `${write('"src/kept.txt"')} ${write('"new.txt"')}` },
  {
    name: "closes files and folders to everybody",
    script: 'for (const path of ["src/kept.txt", "src"]) require("fs").chmodSync(path, 0)',
  },
  { name: "renames folders", script: 'require("fs").renameSync("src", "moved")' },
  { name: "writes through a link in the workspace", script: write('"link.txt"') },
  {
    name: "writes among the libraries",
    script: `${write('"node_modules/one/index.js"')} ${write('"node_modules/.cache"')}`,
  },
  {
    name: "removes the libraries",
    script: 'try { require("fs").rmSync("node_modules", { recursive: true, force: true }) } catch {}',
  },
  {
    name: "writes to the person's files by their place",
    script: write("ROOT + '/src/kept.txt'"),
    sandboxOnly: true,
  },
  {
    name: "removes the person's files by their place",
    script: "try { require('fs').rmSync(ROOT + '/src', { recursive: true, force: true }) } catch {}",
    sandboxOnly: true,
  },
  { name: "writes to the home", script: write('require("os").homedir() + "/.touchstone-chaos"') },
  {
    name: "writes to the real home by its place",
    script: write("HOME + '/.touchstone-chaos'"),
    sandboxOnly: true,
  },
  {
    name: "reads the real home",
    script:
      "try { require('fs').readFileSync(HOME + '/.touchstone-chaos-secret'); console.log('STOLEN'); } catch {}",
    sandboxOnly: true,
  },
  { name: "writes to temporary files", script: write('require("os").tmpdir() + "/touchstone-chaos"') },
  {
    name: "looks for the network",
    script:
      'if (Object.keys(require("os").networkInterfaces()).some((name) => name !== "lo")) console.log("STOLEN")',
    sandboxOnly: true,
  },
  {
    name: "connects to a server of this machine",
    script: "require('net').connect(PORT, '127.0.0.1', () => console.log('STOLEN')).on('error', () => {})",
    sandboxOnly: true,
  },
  {
    name: "reads secrets from the environment",
    script: 'if (JSON.stringify(process.env).includes("touchstone-chaos-key")) console.log("STOLEN")',
  },
  {
    name: "looks at other processes",
    script: `if (require("fs").readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).length > 10) console.log("STOLEN")`,
    sandboxOnly: true,
  },
  {
    name: "makes pipes and endless links",
    script:
      'require("child_process").spawnSync("mkfifo", ["pipe"]); require("fs").symlinkSync(".", "loop"); require("fs").symlinkSync("/", "out")',
  },
];

const kinds: readonly Isolation[] = probed.isolation === "sandbox" ? ["sandbox", "processes"] : ["processes"];
const canary = join(homedir(), ".touchstone-chaos");
const secret = `${canary}-secret`;
writeFileSync(secret, "secret");
afterAll(() => {
  for (const path of [canary, secret]) rmSync(path, { force: true });
});
process.env["TOUCHSTONE_API_KEY"] = "touchstone-chaos-key";

const never = new AbortController().signal;
/** What compilers keep may stay. */
const copiesIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => !name.startsWith("touchstone-builds-"));

describe.each(kinds)("with %s", (isolation) => {
  const fit = scenarios.filter(({ sandboxOnly }) => isolation === "sandbox" || !sandboxOnly);
  test.each(fit)("a program that $name", { timeout: 90_000 }, async ({ script, limits, ends = "exited" }) => {
    const temporaryFolder = makeFolder({});
    const outside = makeFolder({ "shared.txt": "shared" });
    const root = makeFolder({
      "src/kept.txt": "kept",
      "node_modules/one/index.js": "1",
      ".git/HEAD": "ref: x",
    });
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
    const end = await copy.run({ argv, folder: "", ...all }, never);
    const tookMs = performance.now() - startMs;
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
    expect(survivors).toEqual([]);
    expect(after).toEqual(before);
    expect(left).toEqual([]);
    // Two seconds are promised; a machine under load is given more.
    if (end.kind === "wallLimit") expect(tookMs).toBeLessThan(all.wallMs + 10_000);
  });
});

test("none of them wrote to the home", () =>
  expect(readdirSync(homedir()).includes(".touchstone-chaos")).toBe(false));
