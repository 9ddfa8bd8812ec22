/**
 * Runs a project's tests of JavaScript or TypeScript against many small changes. Speaks lines of JSON on standard input
 * and output. Each batch of changes runs in a process of its own, which loads the tests once (`javascriptTests.mjs`):
 * what a test leaves behind, a crash and a hang end with it. Texts are put in place in the copy this program runs in,
 * and taken back when the process has ended.
 */
import { spawn } from "node:child_process";
import { existsSync, openSync, readFileSync, readSync, closeSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const here = dirname(fileURLToPath(import.meta.url));
const tests = join(here, "javascriptTests.mjs");
const pollMs = 4;
const mostFiles = 300;
/** Time a process has to load everything: so many times what it took at first, and some for a busy machine, ms. */
const loadTimes = 6;
const shortestLoadMs = 6_000;

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const ask = async () => {
  const { value, done } = await lines.next();
  return done ? undefined : JSON.parse(value);
};
const reply = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

// --- which files tests load, told from their texts ---

const specifiers = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*["'`]([^"'`\n]+)["'`]/g;
const endings = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx"];
const isCode = (path) => endings.includes(extname(path));
/** What is loaded by a name that is only known when the program runs. */
const computed = /\b(?:require|import)\s*\(\s*[^\s"'`)]|\b(?:require|import)\s*\(\s*`[^`]*\$\{/;

function resolved(from, name) {
  const base = name.startsWith(".") ? resolve(dirname(from), name) : undefined;
  const tried = base
    ? [
        base,
        base.replace(/\.([cm]?)js(x?)$/, ".$1ts$2"),
        ...endings.map((ending) => base + ending),
        ...endings.map((ending) => join(base, `index${ending}`)),
      ]
    : [];
  const found = tried.find((path) => isCode(path) && existsSync(path));
  if (found) return found;
  try {
    const path = nodeModule.createRequire(from).resolve(name);
    return path.startsWith("/") || /^[A-Za-z]:/.test(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function loadedFiles({ root, tests: files, testFiles }) {
  const known = new Set(files);
  const queue = [...files];
  const skipped = new Set(testFiles);
  const found = [];
  let isComputed = false;
  while (queue.length > 0 && found.length < mostFiles) {
    const from = queue.shift();
    let text = "";
    try {
      text = readFileSync(from, "utf8");
    } catch {
      continue;
    }
    isComputed ||= computed.test(text);
    for (const [, name] of text.matchAll(specifiers)) {
      let path = resolved(from, name);
      if (!path) continue;
      path = realpathSync(path);
      if (known.has(path) || !isOfProject(root, path)) continue;
      known.add(path);
      queue.push(path);
      if (!skipped.has(path)) found.push(path);
    }
  }
  return { found, isComputed };
}

const isOfProject = (root, path) => path.startsWith(`${root}/`) && !path.includes("/node_modules/") && isCode(path);

/** Those told from texts, and where names are computed those that a process loads with the tests. */
async function filesToWatch({ root, runner, testFiles }, { found, isComputed }) {
  if (!isComputed || runner === "vitest" || runner === "jest") return found;
  const { paths = [] } = await only({ mode: "files" }, 30_000);
  const skipped = new Set([...testFiles, ...found]);
  const more = [...new Set(paths)].filter((path) => isOfProject(root, path) && !skipped.has(path));
  return [...found, ...more].slice(0, mostFiles);
}

// --- texts in place, for as long as a process needs them ---

const originals = new Map();
function place(texts) {
  for (const [path, text] of Object.entries(texts)) {
    if (!originals.has(path)) originals.set(path, readFileSync(path));
    writeFileSync(path, text);
  }
}
function putBack() {
  for (const [path, text] of originals) writeFileSync(path, text);
  originals.clear();
}
process.on("exit", putBack);

// --- changes that are no JavaScript: one of them would keep all others of its batch from being loaded ---

const asScript = (text) => new vm.Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`);
/** Undefined where Node was started without modules of `vm`. */
const asModule = (text) => new vm.SourceTextModule(text);

const parses = (compile, text) => {
  try {
    compile(text.replace(/^#!.*/, ""));
    return true;
  } catch {
    return false;
  }
};

/** Blanks for types, so that everything stays where it is; undefined for what only the project's compiler reads. */
function withoutTypes(path, text) {
  if (/\.[cm]?js$/.test(path)) return text;
  if (!/\.[cm]?ts$/.test(path)) return undefined;
  try {
    return nodeModule.stripTypeScriptTypes?.(text);
  } catch {
    return undefined;
  }
}

function withEdits(text, edits) {
  let result = "";
  let at = 0;
  for (const { start, end, text: by } of edits) {
    result += text.slice(at, start) + by;
    at = end;
  }
  return result + text.slice(at);
}

/** Ids of changes that cannot be read. */
function unreadable(trials) {
  const files = new Map();
  const fileAt = (path) => {
    if (!files.has(path)) {
      const text = readFileSync(path, "utf8").replace(/^\ufeff/, "");
      const plain = withoutTypes(path, text);
      const compile = [asScript, asModule].find((one) => plain !== undefined && parses(one, plain));
      files.set(path, { text, plain, compile });
    }
    return files.get(path);
  };
  const isBad = ({ path, edits }) => {
    const { text, plain, compile } = fileAt(path);
    if (!compile || parses(compile, withEdits(plain, edits))) return false;
    // The change itself may hold types.
    return plain === text || !parses(compile, withoutTypes(path, withEdits(text, edits)) ?? "(");
  };
  return trials.filter(isBad).map(({ id }) => id);
}

// --- how long a batch may take ---

/** A batch that only waits may take so many times what it may take of the processor. */
const waitingTimes = 4;
/** How often it is looked at, ms. */
const lookMs = 50;

/** Time of the processor of a program and of those it has waited for, ms; undefined where the system does not tell. */
function processorMs(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return 10 * fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  } catch {
    return undefined;
  }
}

/** What the candidates of a batch may take together: of the processor, or of time itself where that is not told. */
class Allowance {
  began = performance.now();
  usedBefore = this.used();
  constructor(seconds) {
    this.ms = seconds * 1000;
  }
  used() {
    const own = processorMs("self");
    return own === undefined ? performance.now() : own + (processorMs(running?.pid) ?? 0);
  }
  isUsedUp() {
    const waited = (performance.now() - this.began) / waitingTimes;
    return Math.max(this.used() - this.usedBefore, waited) >= this.ms;
  }
}

/** Of the batch that is tried. */
let allowance;

// --- processes that run tests ---

let start;
let jobs = 0;
let running;

/** Environment for what compiles TypeScript on the way: types are checked by the project's own run. */
const environment = { TS_NODE_TRANSPILE_ONLY: "true", NODE_ENV: "test", CI: "1" };

/**
 * Starts a process and gives what it tells, line by line; undefined after its end, `silent` when nothing came in time,
 * `late` when it is over.
 */
function startJob(job) {
  const name = join(here, `job-${process.pid}-${jobs++}`);
  const answers = `${name}.jsonl`;
  writeFileSync(answers, "");
  writeFileSync(`${name}.json`, JSON.stringify({ ...start, ...job, answers }));
  const child = spawn(process.execPath, [...start.nodeOptions, tests], {
    cwd: start.folder,
    env: { ...process.env, ...environment, TOUCHSTONE_JOB: `${name}.json` },
    stdio: ["ignore", "ignore", "pipe"],
    detached: process.platform !== "win32",
  });
  let errors = "";
  child.stderr.on("data", (text) => {
    errors = (errors + text).slice(-8000);
  });
  let ended = false;
  const closed = new Promise((done) => {
    const end = () => {
      ended = true;
      done();
    };
    child.on("close", end);
    child.on("error", end);
  });
  const from = openSync(answers, "r");
  const buffer = Buffer.alloc(1 << 18);
  const waiting = [];
  let rest = "";
  const readMore = () => {
    for (let size; (size = readSync(from, buffer)) > 0; ) {
      const parts = (rest + buffer.toString("latin1", 0, size)).split("\n");
      rest = parts.pop();
      waiting.push(...parts);
    }
  };
  const end = async () => {
    if (!ended) {
      try {
        process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
      await closed;
    }
    closeSync(from);
    for (const path of [answers, `${answers}.cjs`]) rmSync(path, { force: true });
    rmSync(`${name}.json`, { force: true });
    running = undefined;
  };
  running = {
    pid: child.pid,
    end,
    errors: () => errors,
    /** @param isOver whether it need not be waited for any longer */
    async next(silenceMs, isOver = () => false) {
      const until = performance.now() + silenceMs;
      for (let lookAt = performance.now() + lookMs; ; ) {
        if (waiting.length === 0) {
          const hadEnded = ended;
          readMore();
          if (waiting.length === 0 && hadEnded) return undefined;
        }
        if (waiting.length > 0) return JSON.parse(Buffer.from(waiting.shift(), "latin1").toString("utf8"));
        if (performance.now() > until) return { silent: true };
        if (performance.now() > lookAt) {
          if (isOver()) return { late: true };
          lookAt = performance.now() + lookMs;
        }
        await new Promise((done) => setTimeout(done, pollMs));
      }
    },
  };
  return running;
}
process.on("SIGTERM", () => process.exit(0));

/** Reads one message of a job with one. */
async function only(job, silenceMs) {
  const child = startJob(job);
  const message = await child.next(silenceMs);
  const errors = child.errors();
  await child.end();
  return message && !message.silent ? message : { kind: "failed", reason: reasonOf(errors) };
}

const reasonOf = (errors) => errors.trim().slice(-1500) || "the process that runs tests has ended";

// --- the conversation ---

/**
 * Answers each candidate once, until the allowance is used up: those left get no answer.
 *
 * @returns why the texts cannot be loaded, when they cannot
 */
async function tryAll({ texts, candidates, patient, alone }, baseline) {
  let rest = candidates;
  let retried = false;
  while (rest.length > 0 && !allowance.isUsedUp()) {
    place(texts);
    const child = startJob({ mode: "trials", candidates: rest, patient: patient ?? false, alone: alone ?? false, baseline });
    const answers = [];
    let isUnchanged = true;
    let failure;
    let silent = false;
    let late = false;
    for (let silenceMs = shortestLoadMs + loadTimes * baseline.limits.loadMs; ; ) {
      const message = await child.next(silenceMs, () => allowance.isUsedUp());
      if (message === undefined) break;
      if (message.late) {
        late = true;
        break;
      }
      if (message.silent) {
        silent = true;
        break;
      }
      silenceMs = baseline.silenceMs * (patient ? 8 : 1);
      if (message.kind === "failed") failure = message;
      else if (message.kind === "unchanged") {
        isUnchanged = message.unchanged;
        break;
      } else if (message.id !== undefined) answers.push(message);
    }
    const loaded = answers.length > 0 || silent;
    await child.end();
    putBack();
    if (failure) return { reason: failure.reason };
    if (!isUnchanged && !retried && rest.length > 1) {
      // What tests left behind decided some of the answers: judged again, each in a process of its own.
      for (const one of rest) await tryAll({ texts, candidates: [one], patient, alone }, baseline);
      return undefined;
    }
    for (const answer of answers) reply(answer);
    if (late) return undefined;
    if (answers.length < rest.length && !loaded && rest.length > 1) return { reason: reasonOf(child.errors()) };
    if (answers.length < rest.length) reply({ id: rest[answers.length].id, state: silent ? "hung" : "crashed" });
    rest = rest.slice(answers.length + 1);
    retried = true;
  }
  return undefined;
}

async function main() {
  start = await ask();
  const files = await filesToWatch(start, loadedFiles(start));
  reply({ kind: "files", paths: files });
  const { texts } = await ask();
  place(texts);
  const found = await only({ mode: "baseline" }, 150_000);
  putBack();
  reply(found);
  if (found.kind !== "ready") return;
  const { limits, order, calls } = found;
  const baseline = { outcomes: found.cases.map(({ outcome }) => outcome), limits, order, calls, silenceMs: limits.silenceMs };
  for (;;) {
    const asked = await ask();
    if (!asked) return;
    if (asked.read) {
      allowance = new Allowance(asked.seconds);
      reply({ kind: "read", unreadable: unreadable(asked.read) });
      continue;
    }
    if (asked.confirm) {
      place(asked.confirm);
      const patienceMs = asked.seconds * 1000 + shortestLoadMs + loadTimes * limits.loadMs;
      const { outcomes = {} } = await only({ mode: "confirm" }, patienceMs);
      putBack();
      reply({ kind: "confirmed", outcomes });
      continue;
    }
    const failed = await tryAll(asked, baseline);
    reply(failed ? { kind: "unloadable", reason: failed.reason } : { kind: "done", late: allowance.isUsedUp() });
  }
}

await main();
await running?.end();
process.exit(0);
