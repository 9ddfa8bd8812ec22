/**
 * Loads the tests of a project once and runs them again and again: first as they are, telling what each one ran, then
 * against changes that `javascriptWorker.mjs` has put into the files side by side and that are switched on one after
 * another. One process for one job, which is told by a file; answers go to another, line by line.
 */
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const job = JSON.parse(readFileSync(process.env.TOUCHSTONE_JOB, "utf8"));
const require = nodeModule.createRequire(join(job.folder, "noFile.js"));
const tell = (message) => appendFileSync(job.answers, `${JSON.stringify(message)}\n`);

// Calls and turns of loops that a test may take: this many, which take some milliseconds, or the given times what the
// slowest passing test took. A test that fails early says nothing of how long it takes when it does not.
const fewestTicks = 300_000;
const ticksTimes = 10;
const patientTimes = 50;
const baselineTicks = 20_000_000;
const baselineMs = 8_000;
const confirmTicks = 300_000_000;
const shortestMs = 400;
const patientMs = 6_000;
const mostBaselineMs = 60_000;
/** Failing tests that are run when none of those before passed. */
const mostHopeless = 6;
/** A change that helps some of many failing tests has been told from the repair by so many that it does not help. */
const mostMissed = 12;
const mostUnchanged = 40;

const hang = new Error("The test went on for longer than any sound version of it would");
const plenty = 1e15;
// While everything is loaded as well, where it is known what that takes.
let left = job.baseline ? fewestTicks + ticksTimes * job.baseline.limits.loadTicks : plenty;
let hung = false;
let isLoading = true;
const atLoad = new Set();
let called = new Set();
let probed = new Map();
const state = (globalThis.__touchstone__ = {
  a: 0,
  t(body, file) {
    if (--left < 0) {
      hung = true;
      throw hang;
    }
    if (file === undefined || body === undefined) return;
    if (isLoading) atLoad.add(`${file}:${body}`);
    else called.add(`${file}:${body}`);
  },
  l(file, line) {
    let lines = probed.get(file);
    if (!lines) probed.set(file, (lines = new Set()));
    lines.add(line);
  },
  // What `javascriptProbe.mjs` looks at.
  r() {},
  c: () => ({ w() {}, o: (value) => value, x: (error) => error }),
});

// --- running one test, whatever framework it is of ---

/**
 * A case is `{ file, names, skipped, run(session) }`; `run` resolves with nothing or with an error. A session holds
 * what ran once for several tests, and `end` takes it down.
 */
class Session {
  started = new Set();
  ends = [];
  async end() {
    for (const after of this.ends.reverse()) {
      try {
        await after();
      } catch {
        // A test that needs it says so itself.
      }
    }
  }
}

const skip = Symbol("skipped");

/** `[outcome, error]` */
async function runCase(one, session, ticks, ms) {
  left = ticks;
  hung = false;
  let timer;
  const late = new Promise((done) => {
    timer = setTimeout(() => done(hang), ms);
  });
  let error;
  try {
    error = await Promise.race([one.run(session), late]);
  } catch (thrown) {
    error = thrown ?? new Error("thrown");
  }
  clearTimeout(timer);
  one.ticks = ticks - left;
  left = plenty;
  if (hung || error === hang) return ["hung", hang];
  if (error === skip) return ["skipped"];
  return error === undefined || error === null ? ["passed"] : ["failed", error];
}

// What nobody awaits must not end the process; a test that depends on it fails by itself.
process.on("unhandledRejection", () => {});
process.on("uncaughtException", () => {});

// --- what a failure tells ---

function literalsIn(value, found, depth = 0) {
  if (found.length >= 20 || depth > 4) return;
  if (typeof value === "number" && Number.isFinite(value)) found.push(String(value));
  else if (typeof value === "string" && value.length <= 60) found.push(JSON.stringify(value));
  else if (Array.isArray(value)) for (const one of value.slice(0, 12)) literalsIn(one, found, depth + 1);
  else if (value && typeof value === "object") {
    try {
      for (const one of Object.values(value).slice(0, 12)) literalsIn(one, found, depth + 1);
    } catch {
      // An object that does not want to be read.
    }
  }
}

function frames(error) {
  const found = [];
  let stack = "";
  try {
    stack = String(error?.stack ?? "");
  } catch {
    return found;
  }
  for (const [, place, line] of stack.matchAll(/(?:\(|at )((?:file:\/\/)?\/[^\s()]*?):(\d+):\d+\)?$/gm)) {
    const path = place.startsWith("file:") ? fileURLToPath(place.replace(/[?#].*/, "")) : place;
    if (path.startsWith(job.root + sep) && !path.includes(`${sep}node_modules${sep}`)) found.push([path, Number(line)]);
  }
  return found.reverse();
}

// --- the jobs ---

async function serve(cases) {
  const loadTicks = plenty - left;
  left = plenty;
  const named = new Map();
  for (const one of cases) {
    const id = [one.file, ...one.names].join("::");
    const count = (named.get(id) ?? 0) + 1;
    named.set(id, count);
    one.id = count === 1 ? id : `${id}#${count}`;
  }
  const omitted = new Set((job.omitted ?? []).map(([file, name]) => `${file}::${name}`));
  for (const one of cases) if (omitted.has([one.file, ...one.names].join("::"))) one.skipped = true;
  isLoading = false;
  if (job.mode === "files") return tell({ kind: "loaded", paths: [...Object.keys(nodeModule.default._cache), ...modules] });
  if (cases.length === 0) return tell({ kind: "failed", reason: "no tests were found" });
  if (job.mode === "probe") {
    const { probe } = await import("./javascriptProbe.mjs");
    return probe(cases, { job, state, runCase, Session, tell, ticks: baselineTicks, ms: baselineMs });
  }
  if (job.mode === "baseline") return baseline(cases, loadTicks);
  return job.mode === "confirm" ? confirm(cases) : trials(cases);
}

async function confirm(cases) {
  const outcomes = {};
  const session = new Session();
  for (const one of cases) {
    const [outcome] = one.skipped ? ["skipped"] : await runCase(one, session, confirmTicks, 20_000);
    outcomes[one.id] = outcome === "hung" ? "failed" : outcome;
  }
  await session.end();
  tell({ kind: "confirmed", outcomes });
}

async function baseline(cases, loadTicks) {
  const loadMs = performance.now();
  const targets = new Set(job.targets.map(([file, name]) => `${file}::${name}`));
  const isTarget = (one) => targets.size === 0 || targets.has([one.file, ...one.names].join("::"));
  const began = performance.now();
  const loaded = probed;
  const results = [];
  const session = new Session();
  for (const one of cases) {
    if (one.skipped || performance.now() - began > mostBaselineMs) {
      results.push({ outcome: "skipped" });
      continue;
    }
    probed = new Map();
    called = new Set();
    const at = performance.now();
    const [outcome, error] = await runCase(one, session, baselineTicks, baselineMs);
    results.push({ outcome, error, seconds: (performance.now() - at) / 1000, ticks: one.ticks, probed, called });
  }
  await session.end();
  probed = new Map();
  const again = new Session();
  const steady = [];
  for (const [at, one] of cases.entries()) {
    const before = results[at];
    const isQuick = before.outcome !== "skipped" && before.outcome !== "hung" && before.seconds < 1;
    steady.push(!isQuick || (await runCase(one, again, baselineTicks, baselineMs))[0] === before.outcome);
  }
  await again.end();
  const passing = results.filter(({ outcome }) => outcome === "passed");
  const most = (numbers) => numbers.reduce((a, b) => Math.max(a, b), 0);
  const ticks = Math.max(fewestTicks, ticksTimes * most(passing.map((one) => one.ticks)));
  const ms = Math.max(shortestMs, 6000 * most(passing.map((one) => one.seconds)));
  const failing = results.flatMap(({ outcome }, at) =>
    (outcome === "failed" || outcome === "hung") && isTarget(cases[at]) ? [at] : [],
  );
  // Lines that no failing test ran are never suspected.
  const relevant = new Map();
  for (const at of failing) {
    for (const [file, lines] of results[at].probed ?? []) {
      const known = relevant.get(file) ?? new Set();
      for (const line of lines) known.add(line);
      relevant.set(file, known);
    }
  }
  const linesOf = (found) => {
    const lines = {};
    for (const [file, known] of relevant) {
      const ran = [...known].filter((line) => found.get(file)?.has(line));
      if (ran.length > 0) lines[file] = ran;
    }
    return lines;
  };
  const told = results.map(({ outcome, error, seconds = 0, probed: found = new Map() }, at) => {
    const one = cases[at];
    const entry = { id: one.id, name: one.names.at(-1) ?? "", file: one.file, outcome, seconds, probed: linesOf(found) };
    if (outcome !== "failed" && outcome !== "hung") return entry;
    const expected = [];
    const held = error?.matcherResult ?? error;
    literalsIn(held?.expected, expected);
    literalsIn(held?.actual, expected);
    return { ...entry, isTarget: isTarget(one), error: String(error?.message ?? error).slice(0, 2000), raised: frames(error), expected };
  });
  const calls = results.map(({ called: found }) => [...(found ?? [])]);
  const quick = results.flatMap(({ outcome, seconds }, at) =>
    outcome === "passed" && steady[at] && seconds < 2 ? [at] : [],
  );
  const quickestFirst = (some) => [...some].sort((a, b) => (results[a].seconds ?? 0) - (results[b].seconds ?? 0));
  tell({
    kind: "ready",
    cases: told,
    loaded: Object.fromEntries([...loaded].filter(([file]) => relevant.has(file)).map(([file, lines]) => [file, [...lines]])),
    repeatable: failing.every((at) => steady[at]),
    atLoad: [...atLoad],
    calls,
    order: { failing: quickestFirst(failing), passing: quickestFirst(quick) },
    limits: { ticks, ms, loadMs, loadTicks, silenceMs: 3000 + 8 * ms },
  });
}

async function trials(cases) {
  const { order, limits, outcomes, calls } = job.baseline;
  const names = new Map();
  for (const [at, called] of calls.entries()) {
    for (const body of called) names.set(body, [...(names.get(body) ?? []), at]);
  }
  const failing = order.failing;
  let passing = order.passing;
  const ticks = limits.ticks * (job.patient ? patientTimes : 1);
  const ms = job.patient ? Math.max(patientMs, limits.ms) : limits.ms;
  const noticing = (candidate) => {
    if (candidate.body === undefined) return passing;
    const wanted = new Set(names.get(candidate.body) ?? []);
    return passing.filter((at) => wanted.has(at));
  };

  const judge = async (candidate, session) => {
    const fixed = [];
    let hanging = 0;
    let tried = 0;
    for (const at of failing) {
      const [outcome] = await runCase(cases[at], session, ticks, ms);
      if (outcome === "hung") hanging++;
      else if (outcome === "passed") fixed.push(at);
      tried++;
      const missed = tried - fixed.length - hanging;
      if (hanging > 1 || missed >= mostMissed || (fixed.length === 0 && tried >= mostHopeless)) break;
    }
    if (fixed.length + hanging < failing.length || hanging > 1) return { state: "failed", fixed };
    for (const at of noticing(candidate)) {
      const [outcome] = await runCase(cases[at], session, ticks, ms);
      if (outcome === "hung") hanging++;
      if (outcome === "failed" || hanging > 1) {
        passing = [at, ...passing.filter((other) => other !== at)];
        return { state: "broke", fixed };
      }
    }
    return { state: hanging > 0 ? "hung" : "passed", fixed };
  };

  for (const candidate of job.candidates) {
    state.a = candidate.id;
    const session = new Session();
    const answer = await judge(candidate, session);
    await session.end();
    tell({ id: candidate.id, ...answer });
  }
  if (job.alone) return tell({ kind: "unchanged", unchanged: true });
  state.a = 0;
  const session = new Session();
  let unchanged = true;
  for (const at of [...failing.slice(0, 2), ...passing].slice(0, mostUnchanged)) {
    if (outcomes[at] === "hung") continue;
    const [outcome] = await runCase(cases[at], session, ticks * 2, ms);
    unchanged &&= outcome === outcomes[at];
  }
  await session.end();
  tell({ kind: "unchanged", unchanged });
}

// --- tests written with describe, it and hooks: Node's runner ---

class Suite {
  hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
  constructor(name, parent, skipped) {
    this.name = name;
    this.parent = parent;
    this.skipped = skipped;
  }
  /** Outermost first. */
  chain() {
    return this.parent ? [...this.parent.chain(), this] : [this];
  }
}

/** Calls a function that may want a callback, with what a test is given. */
function call(fn, self, argument, callbackAt) {
  if (fn.length <= callbackAt) return fn.call(self, argument);
  return new Promise((done, fail) => {
    const callback = (error) => (error ? fail(error) : done());
    callback.fail = fail;
    const given = callbackAt === 0 ? [callback] : [argument, callback];
    Promise.resolve(fn.apply(self, given)).catch(fail);
  });
}

class Collector {
  cases = [];
  file = "";
  hasOnly = false;
  #open = [];
  #bodies = [];
  suite = new Suite("", undefined, false);

  /** @param contextOf makes what a test of Node's runner gets; undefined for none */
  constructor(contextOf) {
    this.contextOf = contextOf;
    this.callbackAt = contextOf ? 1 : 0;
  }

  async load(file, load) {
    this.file = file;
    this.suite = new Suite("", undefined, false);
    await load();
    while (this.#bodies.length > 0) await this.#bodies.shift()();
  }

  addSuite(name, body, { skipped = false, only = false } = {}) {
    const suite = new Suite(String(name), this.suite, skipped || this.suite.skipped);
    suite.only = only || this.suite.only;
    if (only) this.hasOnly = true;
    const outer = this.suite;
    this.suite = suite;
    try {
      const later = body?.call(undefined, { name: suite.name });
      // What an asynchronous suite adds after its first pause belongs to it as well.
      if (later?.then) {
        const file = this.file;
        this.#bodies.push(async () => {
          this.suite = suite;
          this.file = file;
          await later;
        });
      }
    } finally {
      this.suite = outer;
    }
  }

  addTest(name, body, { skipped = false, only = false, expectsFailure = false } = {}) {
    const { suite, file } = this;
    if (only) this.hasOnly = true;
    this.cases.push({
      file,
      names: [...suite.chain().slice(1).map((one) => one.name), String(name)],
      skipped: skipped || suite.skipped || !body,
      only: only || suite.only,
      run: (session) => this.#run(suite, String(name), body, session, expectsFailure),
    });
  }

  finish() {
    if (this.hasOnly) for (const one of this.cases) if (!one.only) one.skipped = true;
    return this.cases;
  }

  async #run(suite, name, body, session, expectsFailure) {
    const chain = suite.chain();
    for (const one of chain) {
      if (session.started.has(one)) continue;
      session.started.add(one);
      for (const hook of one.hooks.before) await call(hook, undefined, {}, this.callbackAt);
      for (const hook of one.hooks.after) session.ends.push(() => call(hook, undefined, {}, this.callbackAt));
    }
    const context = this.contextOf?.(name) ?? {};
    let failure;
    try {
      for (const one of chain) {
        for (const hook of one.hooks.beforeEach) await call(hook, undefined, context, this.callbackAt);
      }
      await call(body, undefined, context, this.callbackAt);
      await context.settle?.();
    } catch (error) {
      failure = error ?? new Error("thrown");
    }
    for (const one of chain.reverse()) {
      for (const hook of one.hooks.afterEach) await call(hook, undefined, context, this.callbackAt);
    }
    await context.end?.();
    if (expectsFailure) return failure ? undefined : new Error("expected to fail");
    return failure;
  }
}

// --- Node's runner ---

async function nodeTests() {
  const real = await import("node:test");
  const assert = (await import("node:assert")).default;

  class Context {
    #afters = [];
    #each = { beforeEach: [], afterEach: [] };
    #running = [];
    constructor(name) {
      this.name = name;
      this.fullName = name;
      this.mock = real.mock;
      this.assert = assert;
      this.signal = new AbortController().signal;
      this.test = Object.assign((...args) => this.#sub(...args), { skip: async () => {}, todo: async () => {} });
    }
    #sub(...args) {
      const { name, options, body } = argumentsOf(args);
      if (options.skip || options.todo || !body) return Promise.resolve();
      const inner = new Context(name);
      const run = (async () => {
        for (const hook of this.#each.beforeEach) await call(hook, undefined, inner, 1);
        await call(body, undefined, inner, 1);
        await inner.settle();
        for (const hook of this.#each.afterEach) await call(hook, undefined, inner, 1);
        await inner.end();
      })();
      run.catch(() => {});
      this.#running.push(run);
      // A test within another that fails does not stop the outer one, which fails at its end.
      return run.catch(() => {});
    }
    before(hook) {
      return hook();
    }
    after(hook) {
      this.#afters.push(hook);
    }
    beforeEach(hook) {
      this.#each.beforeEach.push(hook);
    }
    afterEach(hook) {
      this.#each.afterEach.push(hook);
    }
    diagnostic() {}
    plan() {}
    runOnly() {}
    skip() {
      this.isSkipped = true;
    }
    todo() {}
    async settle() {
      await Promise.all(this.#running);
    }
    async end() {
      for (const hook of this.#afters) await call(hook, undefined, this, 1);
      real.mock.restoreAll();
    }
  }

  const collector = new Collector((name) => new Context(name));
  const adding = (isSuite, extra) => (...args) => {
    const { name, options, body } = argumentsOf(args);
    const how = {
      skipped: Boolean(options.skip || options.todo || extra.skipped),
      only: false,
    };
    if (isSuite) collector.addSuite(name, body, how);
    else collector.addTest(name, body, how);
    return Promise.resolve();
  };
  const kind = (isSuite) =>
    Object.assign(adding(isSuite, {}), {
      skip: adding(isSuite, { skipped: true }),
      todo: adding(isSuite, { skipped: true }),
      only: adding(isSuite, {}),
    });
  const hook = (name) => (fn) => void (fn && collector.suite.hooks[name].push(fn));
  const test = kind(false);
  const api = {
    ...real,
    test,
    it: kind(false),
    describe: kind(true),
    suite: kind(true),
    before: hook("before"),
    after: hook("after"),
    beforeEach: hook("beforeEach"),
    afterEach: hook("afterEach"),
  };
  delete api.default;
  delete api["module.exports"];
  Object.assign(test, api, { default: test });
  globalThis.__touchstone__.nodeTest = test;
  const names = Object.keys(api).filter((name) => name !== "test");
  const exported = names.map((name) => `export const ${name} = t[${JSON.stringify(name)}];`).join("\n");
  const shim = `const t = globalThis.__touchstone__.nodeTest;\nexport default t;\nexport const test = t;\n${exported}`;
  const load = nodeModule.default._load;
  nodeModule.default._load = function (request, ...rest) {
    return request === "node:test" ? test : load.call(this, request, ...rest);
  };
  if (!nodeModule.registerHooks) throw new Error("this version of Node cannot replace its test runner");
  nodeModule.registerHooks({
    resolve(name, context, next) {
      return name === "node:test" && context.parentURL !== import.meta.url
        ? { url: "touchstone:node-test", format: "module", shortCircuit: true }
        : next(name, context);
    },
    load(url, context, next) {
      return url === "touchstone:node-test" ? { format: "module", source: shim, shortCircuit: true } : next(url, context);
    },
  });
  for (const file of job.tests) await collector.load(file, () => import(pathToFileURL(file).href));
  return collector.finish();
}

/** `(name?, options?, fn?)` */
function argumentsOf(args) {
  const body = args.find((one) => typeof one === "function");
  const options = args.find((one) => one && typeof one === "object") ?? {};
  const name = typeof args[0] === "string" ? args[0] : body?.name || "<anonymous>";
  return { name, options, body };
}

// --- Mocha ---

async function mochaTests() {
  const home = join(job.folder, "node_modules", "mocha");
  const load = (path) => require(existsSync(home) ? join(home, path) : `mocha/${path}`);
  const Mocha = load("index.js");
  let options = {};
  // Since Mocha 12 its parts for the command line are of the second kind.
  for (const end of ["js", "cjs"]) {
    try {
      options = load(`lib/cli/options.${end}`).loadOptions(job.options) ?? {};
      break;
    } catch {
      // The defaults do for most.
    }
  }
  const mocha = new Mocha({ ui: options.ui ?? "bdd", timeout: 0, ...(options.global ? { global: options.global } : {}) });
  const listed = (value) => (value === undefined ? [] : [value].flat());
  for (const name of [...listed(options.require), ...listed(options.file)]) {
    const local = resolve(job.folder, name);
    const path = existsSync(local) ? local : require.resolve(name);
    const found = await import(pathToFileURL(path).href).catch(() => require(path));
    const hooks = found?.mochaHooks ?? found?.default?.mochaHooks;
    if (hooks) mocha.rootHooks(typeof hooks === "function" ? await hooks() : hooks);
  }
  for (const file of job.tests) mocha.addFile(file);
  // Before version 7.1 there are no tests that are modules.
  if (mocha.loadFilesAsync) await mocha.loadFilesAsync();
  else mocha.loadFiles();
  const cases = [];
  const settle = (runnable, context) =>
    new Promise((done) => {
      runnable.ctx = context ?? runnable.ctx;
      runnable.timeout(0);
      runnable.run((error) => done(error?.constructor?.name === "Pending" || runnable.pending ? undefined : error));
    });
  const chainOf = (suite) => (suite.parent ? [...chainOf(suite.parent), suite] : [suite]);
  const run = (test) => async (session) => {
    const chain = chainOf(test.parent);
    for (const suite of chain) {
      if (session.started.has(suite)) continue;
      session.started.add(suite);
      for (const hook of suite._beforeAll) {
        const error = await settle(hook);
        if (error) return error;
      }
      for (const hook of suite._afterAll) session.ends.push(() => settle(hook));
    }
    let failure;
    for (const suite of chain) {
      for (const hook of suite._beforeEach) {
        hook.ctx.currentTest = test;
        failure ??= await settle(hook);
      }
    }
    test.ctx.test = test;
    test.ctx.currentTest = test;
    failure ??= await settle(test);
    for (const suite of chain.reverse()) {
      for (const hook of suite._afterEach) {
        hook.ctx.currentTest = test;
        await settle(hook);
      }
    }
    return failure;
  };
  const visit = (suite) => {
    for (const test of suite.tests) {
      const names = test.titlePath();
      cases.push({ file: test.file, names, skipped: test.isPending(), run: run(test) });
    }
    for (const inner of suite.suites) visit(inner);
  };
  visit(mocha.suite);
  return cases;
}

// --- Vitest: this file is its runner as well ---

const vitestHome = () => {
  for (let at = job.folder; ; at = dirname(at)) {
    const home = join(at, "node_modules", "vitest");
    if (existsSync(home)) return home;
    if (dirname(at) === at) throw new Error("vitest is not installed");
  }
};

const vitestExports = () => JSON.parse(readFileSync(join(vitestHome(), "package.json"), "utf8")).exports;

/** @param name as in the exports of its package */
function vitestPart(name) {
  const found = vitestExports()[name];
  const path = typeof found === "string" ? found : (found?.default ?? found?.import?.default ?? found?.import);
  return import(pathToFileURL(join(vitestHome(), path)).href);
}

/** In the process that the person's own runner would be. */
async function startVitest() {
  const { startVitest: begin } = await vitestPart("./node");
  const wrapper = join(dirname(job.tests[0]), "touchstone-all.test.mjs");
  const parts = job.tests.map(
    (file) => `describe(${JSON.stringify(file)}, async () => { await import(${JSON.stringify(file)}); });`,
  );
  writeFileSync(wrapper, `import { describe } from "vitest";\n${parts.join("\n")}\n`);
  try {
    const vitest = await begin("test", [], {
      ...configuredVitest(),
      run: true,
      watch: false,
      include: [wrapper],
      runner: fileURLToPath(import.meta.url),
      reporters: [{}],
      coverage: { enabled: false },
      typecheck: { enabled: false },
      isolate: false,
      fileParallelism: false,
      cache: false,
      passWithNoTests: true,
      testTimeout: 0,
      hookTimeout: 0,
    });
    for (const error of vitest?.state?.getUnhandledErrors?.() ?? []) {
      tell({ kind: "failed", reason: String(error?.stack ?? error) });
    }
    for (const file of vitest?.state?.getFiles?.() ?? []) {
      for (const error of file.result?.errors ?? []) tell({ kind: "failed", reason: String(error?.stack ?? error?.message) });
    }
    await vitest?.close();
  } finally {
    rmSync(wrapper, { force: true });
  }
  process.exit(0);
}

/** What the project's own command tells Vitest. */
function configuredVitest() {
  const given = {};
  const { options } = job;
  for (let at = 0; at < options.length; at++) {
    const [, dashes, flag, value] = /^(--?)([\w-]+)(?:=(.*))?$/s.exec(options[at]) ?? [];
    if (flag === undefined) continue;
    const name = dashes === "-" ? { c: "config", r: "root" }[flag] : flag;
    given[name] = value ?? (options[at + 1]?.startsWith("-") === false ? options[++at] : true);
  }
  const { testTimeout, ...known } = given;
  return { ...known, root: resolve(job.folder, given.root ?? ".") };
}

/** Its runner, and what gives a test's function and a suite's hooks: since Vitest 5 they are members of the runner. */
async function vitestRunnerParts() {
  if (!vitestExports()["./runners"]) {
    const { TestRunner } = await vitestPart(".");
    return { Base: TestRunner, getFn: TestRunner.getTestFn, getHooks: TestRunner.getSuiteHooks };
  }
  const { VitestTestRunner } = await vitestPart("./runners");
  return { Base: VitestTestRunner, ...(await vitestPart("./suite")) };
}

async function vitestRunner() {
  const { Base, getFn, getHooks } = await vitestRunnerParts();

  return class extends Base {
    async onBeforeRunFiles(files) {
      await super.onBeforeRunFiles?.(files);
      const [file] = files;
      const broken = failureIn(file);
      if (broken) return tell({ kind: "failed", reason: broken });
      await super.onBeforeRunSuite?.(file);
      const cases = [];
      const visit = (suite, chain) => {
        for (const task of suite.tasks) {
          if (task.type === "suite") visit(task, [...chain, task]);
          else cases.push(this.#caseOf(task, chain));
        }
      };
      for (const suite of file.tasks) visit(suite, [file, suite]);
      await serve(cases);
      const end = (task) => {
        task.mode = "skip";
        for (const inner of task.tasks ?? []) end(inner);
      };
      end(file);
    }

    #caseOf(task, chain) {
      return {
        file: chain[1].name,
        names: [...chain.slice(2).map(({ name }) => name), task.name],
        skipped: task.mode !== "run" && task.mode !== "queued",
        run: (session) => this.#run(task, chain, session),
      };
    }

    async #run(task, chain, session) {
      for (const suite of chain) {
        if (session.started.has(suite)) continue;
        session.started.add(suite);
        const { beforeAll = [], afterAll = [] } = getHooks(suite);
        for (const hook of beforeAll) {
          const cleanup = await hook(suite);
          if (typeof cleanup === "function") session.ends.push(() => cleanup(suite));
        }
        for (const hook of afterAll) session.ends.push(() => hook(suite));
      }
      task.result = { state: "run", startTime: Date.now(), retryCount: 0, repeatCount: 0 };
      task.mode = "run";
      const cleanups = [];
      let failure;
      try {
        await this.onBeforeTryTask?.(task, { retry: 0, repeats: 0 });
        for (const suite of chain) {
          for (const hook of getHooks(suite).beforeEach ?? []) {
            const cleanup = await hook(task.context, suite);
            if (typeof cleanup === "function") cleanups.push(cleanup);
          }
        }
        await getFn(task)();
        if (task.promises) await Promise.all(task.promises);
        await this.onAfterTryTask?.(task, { retry: 0, repeats: 0 });
      } catch (error) {
        failure = error ?? new Error("thrown");
      }
      for (const suite of [...chain].reverse()) {
        for (const hook of getHooks(suite).afterEach ?? []) await hook(task.context, suite);
      }
      for (const cleanup of cleanups.reverse()) await cleanup();
      // Soft expectations are kept here.
      failure ??= task.result?.errors?.[0];
      if (task.fails) return failure ? undefined : new Error("expected to fail");
      return failure;
    }
  };
}

function failureIn(task) {
  const error = task.result?.errors?.[0];
  if (error) return `${error.message ?? error}\n${error.stack ?? ""}`;
  for (const inner of task.tasks ?? []) {
    const found = failureIn(inner);
    if (found) return found;
  }
  return undefined;
}

// --- Jest: circus reads a file's tests as ever, with its environment, transforms and mocks; this file runs them ---

/** Where a package is that Jest brings, however a package manager has laid them out. */
function jestPart(name) {
  let from = require;
  for (const one of ["jest", "@jest/core", "jest-config"]) {
    from = nodeModule.createRequire(from.resolve(`${one}/package.json`));
  }
  return from.resolve(name);
}

/** In this process, for all test files beside each other: their tests are known together before the first one runs. */
async function startJest() {
  // Jest 29 requires what it is told to run tests with, which cannot be a module that awaits.
  const entry = `${job.answers}.cjs`;
  state.jest = jestEntry;
  writeFileSync(entry, "module.exports = globalThis.__touchstone__.jest;\n");
  process.on("exit", () => rmSync(entry, { force: true }));
  const own = job.options.filter((option) => !option.startsWith("--experimental-"));
  const options = [...own, "--ci", "--silent", "--coverage=false", "--watchAll=false", "--watchman=false"];
  const cache = `--cacheDirectory=${join(tmpdir(), "touchstone-jest")}`;
  const parts = [`--runner=${entry}`, `--testRunner=${entry}`, "--runInBand"];
  await require("jest").run([...options, cache, ...parts, "--runTestsByPath", ...job.tests], job.folder);
  process.exit(0);
}

const jestFiles = { expected: Infinity, read: new Map(), maps: [], fail: () => {} };

/** Jest makes its runner with `new`, and calls what reads one file: both are told by the name of one module. */
function jestEntry(...given) {
  if (!new.target) return readJestFile(...given);
  const Base = require(jestPart("jest-runner")).default;
  const runner = class extends Base {
    async runTests(files, ...rest) {
      jestFiles.expected = files.length;
      await Promise.all(files.map((file) => super.runTests([file], ...rest)));
    }
  };
  return new runner(...given);
}

async function readJestFile(globalConfig, config, environment, runtime, path, ...rest) {
  const own = environment.handleTestEvent?.bind(environment);
  let expect;
  environment.global.__touchstone__ = state;
  environment.handleTestEvent = async (event, circus) => {
    await own?.(event, circus);
    if (event.name === "setup") expect = event.runtimeGlobals?.expect;
    // What is thrown when nobody waits for it any longer.
    if (event.name === "error") jestFiles.fail(event.error);
    if (event.name !== "run_start") return;
    jestFiles.maps.push(runtime.getSourceMaps?.() ?? new Map());
    if (circus.unhandledErrors?.length > 0) throw circus.unhandledErrors[0]?.[0] ?? circus.unhandledErrors[0];
    await noteJestFile(path, jestCases(path, circus, expect));
  };
  try {
    const found = require(jestPart("jest-circus/runner"));
    return await (found.default ?? found)(globalConfig, config, environment, runtime, path, ...rest);
  } catch (error) {
    tell({ kind: "failed", reason: `${error?.stack ?? error}` });
    process.exit(0);
  }
}

/** With the last file the tests of all are served; those of the others wait, for Jest must not take them down. */
async function noteJestFile(path, cases) {
  const { expected, read } = jestFiles;
  read.set(path, cases);
  if (read.size < expected) return new Promise(() => {});
  // Jest reads places in stacks by the file it has started last.
  const maps = jestFiles.maps.flatMap((own) => [...own]);
  for (const own of jestFiles.maps) for (const [file, map] of maps) own.set(file, map);
  const order = [...read].sort(([a], [b]) => job.tests.indexOf(a) - job.tests.indexOf(b));
  await serve(order.flatMap(([, some]) => some));
  process.exit(0);
}

function jestCases(file, { rootDescribeBlock, hasFocusedTests }, expect) {
  const cases = [];
  const visit = (block, chain) => {
    for (const child of block.children) {
      const isSkipped = child.mode === "skip" || child.mode === "todo";
      if (child.type === "describeBlock") visit(child, [...chain, child]);
      else
        cases.push({
          file,
          names: [...chain.slice(1), child].map(({ name }) => String(name)),
          skipped:
            isSkipped || chain.some(({ mode }) => mode === "skip") || (hasFocusedTests && child.mode === undefined),
          run: (session) => runJestTest(child, chain, session, expect),
        });
    }
  };
  visit(rootDescribeBlock, [rootDescribeBlock]);
  return cases;
}

async function runJestTest(test, chain, session, expect) {
  const hooksOf = (block, type) => block.hooks.filter((hook) => hook.type === type);
  for (const block of chain) {
    if (session.started.has(block)) continue;
    session.started.add(block);
    for (const { fn } of hooksOf(block, "beforeAll")) await call(fn, {}, undefined, 0);
    for (const { fn } of hooksOf(block, "afterAll")) session.ends.push(() => call(fn, {}, undefined, 0));
  }
  const context = {};
  const currentTestName = [...chain.slice(1), test].map(({ name }) => name).join(" ");
  expect?.setState({ currentTestName, testFailing: test.failing, suppressedErrors: [] });
  // What other tests and other runs counted of their snapshots and assertions.
  expect?.extractExpectedAssertionsErrors();
  expect?.getState().snapshotState?.clear?.();
  let failure;
  try {
    for (const block of chain) {
      for (const { fn } of hooksOf(block, "beforeEach")) await call(fn, context, undefined, 0);
    }
    const thrown = new Promise((_, fail) => {
      jestFiles.fail = fail;
    });
    await Promise.race([call(test.fn, context, undefined, 0), thrown]);
  } catch (error) {
    failure = error ?? new Error("thrown");
  }
  jestFiles.fail = () => {};
  for (const block of [...chain].reverse()) {
    for (const { fn } of hooksOf(block, "afterEach")) {
      try {
        await call(fn, context, undefined, 0);
      } catch (error) {
        failure ??= error ?? new Error("thrown");
      }
    }
  }
  failure ??= expect?.getState().suppressedErrors?.[0] ?? expect?.extractExpectedAssertionsErrors()[0]?.error;
  if (test.failing) return failure ? undefined : new Error("expected to fail");
  return failure;
}

// --- which of these this process is ---

const isVitestsRunner = job.runner === "vitest" && process.env.TOUCHSTONE_PART === "runner";

/** Paths of modules that are loaded, other than by `require`. */
const modules = new Set();
function noteModules() {
  nodeModule.registerHooks?.({
    load(url, context, next) {
      if (url.startsWith("file:")) modules.add(fileURLToPath(url.replace(/[?#].*/, "")));
      return next(url, context);
    },
  });
}

async function main() {
  try {
    if (job.mode === "files") noteModules();
    if (job.runner === "vitest") {
      process.env.TOUCHSTONE_PART = "runner";
      await startVitest();
      return;
    }
    if (job.runner === "jest") return await startJest();
    const cases = job.runner === "mocha" ? await mochaTests() : await nodeTests();
    await serve(cases);
  } catch (error) {
    tell({ kind: "failed", reason: `${error?.stack ?? error}` });
  }
  process.exit(0);
}

export default isVitestsRunner ? await vitestRunner() : undefined;
if (!isVitestsRunner) await main();
