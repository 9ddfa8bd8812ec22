/** Programs that mean harm, or only go wrong, as a test may start them. */
import type { ProcessEnd, ProcessLimits } from "../../../src/ports/processes.ts";

/** A program and how it must end. */
export interface Scenario {
  readonly name: string;
  /** A program of Node's, with the workspace as its copy's folder in `process.cwd()`. */
  readonly script: string;
  readonly limits?: Partial<ProcessLimits>;
  /** How it ends; not given: by itself. */
  readonly ends?: ProcessEnd["kind"];
  /** Needs a sandbox to be held off: without one a person was asked. */
  readonly sandboxOnly?: true;
  /** When the person cancels, ms after its start. */
  readonly cancelMs?: number;
}

const write = (path: string) => `try { require("fs").writeFileSync(${path}, "changed"); } catch {}`;
const start = (args: string, options: string) =>
  `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(args)}, MARK], ${options}).unref();`;
const sleeper = "setInterval(() => {}, 1000)";
const deaf = `for (const s of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(s, () => {}); ${sleeper}`;

export const scenarios: readonly Scenario[] = [
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
  {
    name: "stops itself",
    script: 'process.kill(process.pid, "SIGSTOP")',
    limits: { wallMs: 1_000 },
    ends: "wallLimit",
  },
  {
    name: "stops its child and goes",
    script: `${start(sleeper, '{ stdio: "ignore" }').replace(".unref()", '.kill("SIGSTOP")')} process.exit()`,
  },
  {
    name: "closes its output and hangs",
    script: `require("fs").closeSync(1); require("fs").closeSync(2); ${sleeper}`,
    limits: { wallMs: 1_000 },
    ends: "wallLimit",
  },
  {
    name: "closes its output and says nothing",
    script: `require("fs").closeSync(1); require("fs").closeSync(2); ${sleeper}`,
    limits: { silenceMs: 1_000 },
    ends: "silenceLimit",
  },
  {
    name: "hangs in eight threads",
    script:
      'const { Worker } = require("worker_threads"); for (let i = 0; i < 8; i++) new Worker("for (;;);", { eval: true })',
    limits: { wallMs: 1_500 },
    ends: "wallLimit",
  },
  {
    name: "hangs with a child that does not listen",
    script: `${start(deaf, '{ stdio: "inherit" }')} ${deaf}`,
    limits: { wallMs: 1_500 },
    ends: "wallLimit",
  },
  { name: "is cancelled", script: sleeper, cancelMs: 500, ends: "aborted" },
  {
    name: "is cancelled and has daemons that do not listen",
    script: `for (let i = 0; i < 5; i++) { ${start(deaf, '{ detached: true, stdio: "inherit" }')} } ${deaf}`,
    cancelMs: 1_500,
    ends: "aborted",
  },
  {
    name: "is cancelled while it writes",
    script: 'setInterval(() => process.stdout.write("x".repeat(1 << 16)), 1)',
    cancelMs: 700,
    ends: "aborted",
  },
  { name: "is cancelled before it starts", script: write('"src/kept.txt"'), cancelMs: 0, ends: "aborted" },
  {
    name: "writes bytes that are no text",
    script: "process.stdout.write(Buffer.from([0, 255, 254, 0xc3, 0x28, 0xed, 0xa0, 0x80, 27, 91, 50, 74]))",
  },
  {
    name: "fails with a message of ten megabytes",
    script: 'throw new Error("x".repeat(10e6))',
  },
  { name: "calls itself without end", script: "(function f() { f(); })()" },
  {
    name: "takes all its memory in one go",
    script: "const kept = []; for (;;) kept.push(new Array(1e6).fill(1.5))",
    limits: { maxMemoryBytes: 600e6, wallMs: 30_000 },
    ends: "memoryLimit",
  },
  {
    name: "takes memory in its children",
    script: `for (let i = 0; i < 3; i++) require("child_process").spawn(process.execPath, ["-e", "const kept = []; setInterval(() => kept.push(Buffer.alloc(20e6, 1)), 20)"]); ${sleeper}`,
    limits: { maxMemoryBytes: 600e6, wallMs: 20_000 },
    ends: "memoryLimit",
  },
  {
    name: "opens files until it may not",
    script:
      'const open = []; try { for (let i = 0; i < 50_000; i++) open.push(require("fs").openSync("src/kept.txt")); } catch {}',
  },
  {
    name: "asks in a dialogue",
    script:
      'require("readline").createInterface({ input: process.stdin, output: process.stdout }).question("Go on? ", () => {})',
  },
  {
    name: "listens on a port and hangs",
    script: 'require("net").createServer().listen(0, "127.0.0.1")',
    limits: { wallMs: 1_000 },
    ends: "wallLimit",
  },
  {
    name: "listens on a socket in its folder",
    script: 'require("net").createServer().listen("socket").unref()',
  },
  {
    name: "leaves shells of a session of their own",
    script:
      'require("child_process").spawnSync("sh", ["-c", "for i in 1 2 3; do setsid sh -c \'sleep 300 & wait\' >/dev/null 2>&1 & done"])',
  },
  {
    name: "leaves one that ignores hang-ups",
    script: 'require("child_process").spawnSync("sh", ["-c", "nohup sleep 300 >/dev/null 2>&1 &"])',
  },
  {
    name: "leaves one under another name",
    script: start(`process.title = "kworker"; ${sleeper}`, '{ detached: true, stdio: "ignore" }'),
  },
  {
    name: "leaves chains of daemons",
    script: `const next = 'const n = +process.argv[2]; if (n > 0) require("child_process").spawn(process.execPath, ["-e", process.argv[3], process.argv[1], String(n - 1), process.argv[3]], { detached: true, stdio: "ignore" }).unref(); setTimeout(() => {}, n > 0 ? 50 : 60000)'; require("child_process").spawn(process.execPath, ["-e", next, MARK, "3", next], { detached: true, stdio: "ignore" }).unref(); setTimeout(() => {}, 800)`,
  },
  {
    name: "makes twenty thousand files",
    script:
      'require("fs").mkdirSync("many"); for (let i = 0; i < 20_000; i++) require("fs").writeFileSync("many/" + i, "")',
  },
  {
    name: "makes a file of ten gigabytes with nothing in it",
    script:
      'require("fs").closeSync(require("fs").openSync("huge", "w")); require("fs").truncateSync("huge", 10e9)',
  },
  {
    name: "makes folders below folders",
    script: 'for (let i = 0; i < 400; i++) { require("fs").mkdirSync("deep"); process.chdir("deep"); }',
  },
  {
    name: "gives files names of odd signs",
    script:
      'for (const name of ["a\\nb", "\\u202e", "-rf", "\\u0001", "a b", "*", "é", "e\\u0301"]) require("fs").writeFileSync(name, "")',
  },
  {
    name: "writes through a hard link",
    script: 'require("fs").linkSync("src/kept.txt", "hard"); require("fs").writeFileSync("hard", "changed")',
  },
  {
    name: "opens to itself what may only be read",
    script:
      'require("fs").chmodSync("src/closed.txt", 0o666); require("fs").writeFileSync("src/closed.txt", "changed")',
  },
  {
    name: "empties every file",
    script: 'require("child_process").spawnSync("sh", ["-c", "find . -type f -exec truncate -s 0 {} +"])',
  },
  {
    name: "puts links to the person's files into its folder",
    script:
      'for (const name of ["a", "b/c"]) { require("fs").mkdirSync("b", { recursive: true }); require("fs").symlinkSync(ROOT, name); require("fs").symlinkSync(ROOT + "/src/kept.txt", name + ".txt"); }',
  },
  {
    name: "puts a link where its folder was",
    script: 'require("fs").rmSync("src", { recursive: true }); require("fs").symlinkSync(HOME, "src")',
  },
  {
    name: "leaves hooks and settings behind",
    script:
      'for (const name of [".git/hooks", ".vscode", ".husky"]) require("fs").mkdirSync(name, { recursive: true }); for (const name of [".git/hooks/post-checkout", ".vscode/settings.json", ".envrc", "package.json"]) require("fs").writeFileSync(name, "#!/bin/sh\\n")',
  },
  {
    name: "throws work away by git",
    script:
      'for (const line of ["git reset --hard", "git clean -fdx", "git stash -u", "git checkout -f ."]) require("child_process").spawnSync("sh", ["-c", line])',
  },
  {
    name: "fills the folder for temporary files",
    script:
      'for (let i = 0; i < 200; i++) require("fs").writeFileSync(require("os").tmpdir() + "/touchstone-chaos-" + i, "x".repeat(100_000))',
  },
  {
    name: "takes a lock and goes",
    script: 'require("child_process").spawnSync("sh", ["-c", "exec 9>lock; flock 9; kill -9 $$"])',
  },
  { name: "ends with a code of its own", script: "process.exit(255)" },
];
