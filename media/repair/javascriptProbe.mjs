/**
 * Looks at how functions of a project behave: what variables hold while a test fails, and what versions of a function give for
 * inputs of the tests and others like them. `core/repair/watch.ts` has put calls into the functions that lead here; all versions
 * stand side by side in one text, so that they get the very same objects. Part of a process of `javascriptTests.mjs`.
 */
import { inspect } from "node:util";

const longest = 160;
const short = 80;
const mostRecorded = 24;
const mostNear = 60;
const triesOfOne = 40;
const mostInputs = 400;
const mostFrames = 3;
const mostEvents = 60;
const mostParts = 4_000;
const callTicks = 2_000_000;
const callMs = 300;
const recordMs = 20_000;
const outcomesMs = 5_000;

/** A text that is the same for values that are. */
export function shown(value, most = longest) {
  let text;
  try {
    const limits = { depth: 4, maxArrayLength: 60, maxStringLength: 400 };
    text = inspect(value, { ...limits, breakLength: Number.POSITIVE_INFINITY, compact: true, customInspect: false });
  } catch (error) {
    return `<${error?.name ?? "Error"}>`;
  }
  return text.length <= most ? text : `${text.slice(0, most - 1)}\u2026`;
}

// --- values that can be used again: a call may change what it is given ---

const typed = Object.getPrototypeOf(Uint8Array);

class Copier {
  #known = new Map();
  #left = mostParts;

  /** @throws when a value cannot be had twice */
  copy(value) {
    if (typeof value !== "object" || value === null) return value;
    const known = this.#known.get(value);
    if (known) return known;
    if (--this.#left < 0) throw new Error("too large");
    const made = this.#made(value);
    this.#known.set(value, made);
    this.#fill(value, made);
    return made;
  }

  #made(value) {
    if (Array.isArray(value)) return new Array(value.length);
    if (value instanceof Map) return new Map();
    if (value instanceof Set) return new Set();
    if (value instanceof Date) return new Date(value.getTime());
    if (value instanceof RegExp) return Object.assign(new RegExp(value.source, value.flags), { lastIndex: value.lastIndex });
    if (value instanceof typed || value instanceof ArrayBuffer) return value.slice();
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype && !isOpen(value)) throw new Error("closed");
    return Object.create(prototype);
  }

  #fill(value, made) {
    if (value instanceof Map) for (const [key, one] of value) made.set(this.copy(key), this.copy(one));
    if (value instanceof Set) for (const one of value) made.add(this.copy(one));
    if (value instanceof typed || value instanceof ArrayBuffer) return;
    for (const [key, own] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
      if (key === "length" && Array.isArray(value)) continue;
      Object.defineProperty(made, key, "value" in own ? { ...own, value: this.copy(own.value) } : own);
    }
  }
}

const closed = [Promise, WeakMap, WeakSet, WeakRef, Boolean, Number, String];

/** Whether all of an object is in its properties: no fields that only its class can reach, nothing that runs. */
function isOpen(value) {
  if (closed.some((type) => value instanceof type) || typeof value.next === "function") return false;
  for (let at = Object.getPrototypeOf(value); at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    const source = typeof at.constructor === "function" ? Function.prototype.toString.call(at.constructor) : "";
    if (/\[native code\]/.test(source) && !(value instanceof Error)) return false;
    if (/#[A-Za-z_$]/.test(source)) return false;
  }
  return true;
}

const copied = (call) => new Copier().copy(call);

// --- inputs like those of the tests ---

/** Numbers that look drawn, the same each time (mulberry32). */
function drawer(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function near(value, draw, depth = 0) {
  const below = (count) => Math.floor(draw() * count);
  const one = (list) => list[below(list.length)];
  if (typeof value === "boolean") return !value;
  if (typeof value === "bigint") return one([value + 1n, value - 1n, value * 2n, -value, 0n]);
  if (typeof value === "number") {
    return Number.isInteger(value)
      ? one([value + 1, value - 1, value + 2 + below(8), value * 2, -value, 0, Math.trunc(value / 2)])
      : one([value + 1, value - 0.5, value * 2, -value, value / 3, 0]);
  }
  if (typeof value === "string") return nearText(value, below, one);
  if (Array.isArray(value)) return nearList(value, draw, depth);
  if (typeof value !== "object" || value === null || depth > 2) return value;
  if (value instanceof Date) return new Date(value.getTime() + one([1, -1]) * one([1, 1000, 86_400_000]));
  if (value instanceof Set) return new Set(nearList([...value], draw, depth));
  if (value instanceof Map) return new Map([...value].map(([key, own]) => [key, draw() < 0.5 ? near(own, draw, depth + 1) : own]));
  if (value instanceof RegExp || value instanceof typed) return value;
  const keys = Object.keys(value);
  if (keys.length === 0) return value;
  const key = one(keys);
  if (draw() < 0.3 && Object.getPrototypeOf(value) === Object.prototype) delete value[key];
  else value[key] = near(value[key], draw, depth + 1);
  return value;
}

function nearText(text, below, one) {
  if (text === "") return one(["a", " ", "ab", "1"]);
  const at = below(text.length);
  return one([
    text.slice(0, at) + text.slice(at + 1),
    text.slice(0, at) + text[at] + text.slice(at),
    text.slice(0, at) + one([...text]) + text.slice(at + 1),
    text + one([...text]),
    [...text].reverse().join(""),
    text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase(),
    `${text} ${text}`,
    "",
  ]);
}

function nearList(items, draw, depth) {
  if (items.length === 0) return [[0], [1, 2], ["a"]][Math.floor(draw() * 3)];
  const at = Math.floor(draw() * items.length);
  const changed = () => near(copied(items[at]), draw, depth + 1);
  switch (Math.floor(draw() * 6)) {
    case 0:
      return items.toSpliced(at, 1);
    case 1:
      return items.toSpliced(at, 0, copied(items[at]));
    case 2:
      return items.toReversed();
    case 3:
      return [...items, changed()];
    default:
      return items.with(at, changed());
  }
}

/** Calls that no test made, not even with the same in another order; the same for the same tests. */
function nearCalls(recorded) {
  const draw = drawer(7);
  const sorted = (key) => [...key].sort().join("");
  const known = new Set(recorded.keys());
  const ofTests = new Set([...known].map(sorted));
  const found = [];
  for (let turn = 0; turn < triesOfOne; turn++) {
    for (const base of recorded.values()) {
      if (found.length >= mostNear) return found;
      if (base.given.length === 0 && !base.hasSelf) continue;
      try {
        const call = copied(base);
        for (let changes = turn % 3 ? 1 : 2; changes > 0; changes--) {
          const at = Math.floor(draw() * (call.given.length + (call.hasSelf ? 1 : 0)));
          if (at < call.given.length) call.given[at] = near(call.given[at], draw);
          else call.self = near(call.self, draw);
        }
        const key = keyOf(call);
        if (known.has(key) || ofTests.has(sorted(key))) continue;
        known.add(key);
        found.push(call);
      } catch {
        // It cannot be had twice.
      }
    }
  }
  return found;
}

const keyOf = ({ self, given, hasSelf }) => shown(hasSelf ? [self, ...given] : given, 2000);

// --- what runs ---

/** What is called where nobody looks. */
export const inertFrame = { w() {}, o: (value) => value, x: (error) => error };

class Recorder {
  calls = new Map();
  frames = [];

  call(file, at, reference, self, given) {
    const id = `${file},${at}`;
    const own = this.calls.get(id) ?? new Map();
    this.calls.set(id, own);
    if (own.size >= mostRecorded) return;
    try {
      const call = copied({ self, given: [...given], hasSelf: typeof self === "object" && self !== null && !isModule(self) });
      const run = reference();
      if (typeof run !== "function") return;
      const key = keyOf(call);
      if (!own.has(key)) own.set(key, { ...call, run });
    } catch {
      // It cannot be had twice.
    }
  }

  frame(file, at, variables) {
    if (this.frames.length >= mostFrames) return inertFrame;
    const frame = new Frame(file, at, variables);
    this.frames.push(frame);
    return frame;
  }
}

/** `module.exports` and namespaces are what functions are called on, not what they are given. */
function isModule(self) {
  if (self === globalThis || self[Symbol.toStringTag] === "Module") return true;
  const isPlain = Object.getPrototypeOf(self) === Object.prototype;
  return isPlain && Object.values(self).every((one) => typeof one === "function");
}

/** One call: which variables each line set, and how it ended. */
class Frame {
  #known = new Map();
  #events = [];
  #line;
  #start;
  #last;
  end = "it did not end";

  constructor(file, at, variables) {
    this.file = file;
    this.at = at;
    this.#last = variables;
    this.#start = this.#changes(variables);
  }

  #changes(variables) {
    const found = [];
    for (const [name, read] of variables()) {
      let text;
      try {
        text = shown(read(), short);
      } catch {
        // Not set yet.
        continue;
      }
      if (this.#known.get(name) === text) continue;
      this.#known.set(name, text);
      found.push(`${name} = ${text}`);
    }
    return found.join(", ");
  }

  #note(variables) {
    if (this.#events.length > 2000) return;
    const found = this.#changes(variables);
    if (found && this.#line !== undefined) this.#events.push(`line ${this.#line}: ${found}`);
  }

  w(line, variables) {
    this.#note(variables);
    this.#line = line;
    this.#last = variables;
  }

  o(value) {
    this.#note(this.#last);
    this.end = `it returned ${shown(value, short)}`;
    return value;
  }

  x(error) {
    this.#note(this.#last);
    const place = this.#line === undefined ? "" : ` at line ${this.#line}`;
    this.end = `it raised ${error?.name ?? "an error"}: ${String(error?.message ?? error).slice(0, short)}${place}`;
    return error;
  }

  told(names) {
    const events =
      this.#events.length > mostEvents
        ? [
            ...this.#events.slice(0, mostEvents / 2),
            `(${this.#events.length - mostEvents} more)`,
            ...this.#events.slice(-mostEvents / 2),
          ]
        : this.#events;
    const { path, name } = names(this.file, this.at);
    const end = this.end === "it did not end" ? "it came to its end" : this.end;
    return { path, name, text: [`${name} called with ${this.#start || "nothing"}`, ...events, end].join("\n") };
  }
}

/** What a call comes to: what it gives or raises, and what it makes of its arguments. */
async function outcomeOf({ run, self, given, hasSelf }, runCase) {
  let call;
  try {
    call = copied({ self, given, hasSelf });
  } catch {
    return undefined;
  }
  const state = () => shown(call.hasSelf ? [call.self, ...call.given] : call.given, 400);
  const before = state();
  let value;
  const one = {
    async run() {
      value = await run.apply(call.hasSelf ? call.self : self, call.given);
    },
  };
  const [end, error] = await runCase(one, undefined, callTicks, callMs);
  if (end === "hung") return "does not end";
  const text = end === "failed" ? `raises ${error?.name ?? shown(error)}` : `gives ${shown(listed(value))}`;
  const after = state();
  return before === after ? text : `${text}, and changes its arguments to ${after.slice(0, longest)}`;
}

/** Values that come one after another are told as a list. */
function listed(value) {
  if (typeof value?.next !== "function" || typeof value[Symbol.iterator] !== "function") return value;
  const found = [];
  for (const one of value) if (found.push(one) >= 20) break;
  return found;
}

const callText = (name, { self, given, hasSelf }) => {
  const text = given.map((one) => shown(one, short)).join(", ");
  const last = name.slice(name.lastIndexOf(".") + 1);
  return hasSelf ? `${shown(self, short)}.${last}(${text})` : `${last}(${text})`;
};

/** By input one for each version; undefined for what differs between two times, is not reached or had no time. */
async function outcomesOf(inputs, versions, { state, runCase }) {
  const until = performance.now() + outcomesMs * versions;
  const order = Array.from({ length: versions }, (_, at) => at);
  const found = [];
  for (const input of inputs) {
    let isReached = false;
    state.r = (file, at) => {
      isReached ||= `${file},${at}` === input.id;
    };
    const first = [];
    let isSteady = true;
    for (const version of [...order, ...order.toReversed()]) {
      if (performance.now() > until) isSteady = false;
      if (!isSteady) break;
      state.a = version;
      const outcome = await outcomeOf(input, runCase);
      if (first[version] === undefined) first[version] = outcome;
      isSteady = outcome !== undefined && first[version] === outcome;
    }
    state.a = 0;
    found.push(isSteady && isReached ? first : undefined);
  }
  state.r = () => {};
  return found;
}

/** @param tools what `javascriptTests.mjs` has: the job, its state, how to run a case */
export async function probe(cases, tools) {
  const { job, state, runCase, Session, tell, ticks, ms } = tools;
  const recorder = new Recorder();
  const wanted = new Set(job.targets.map(([file, name]) => `${file}::${name}`));
  const session = new Session();
  const until = performance.now() + recordMs;
  state.r = (...given) => recorder.call(...given);
  state.c = (...given) => recorder.frame(...given);
  for (const one of cases) {
    if (one.skipped || performance.now() > until) continue;
    if (wanted.size > 0 && !wanted.has([one.file, ...one.names].join("::"))) continue;
    await runCase(one, session, ticks, ms);
  }
  await session.end();
  state.r = () => {};
  state.c = () => inertFrame;
  const names = (file, at) => ({ path: job.watched[file].path, name: job.watched[file].names[at] });
  const inputs = [...recorder.calls].flatMap(([id, recorded]) => {
    const [file, at] = id.split(",").map(Number);
    const make = (isOfTests) => (call) => ({ ...call, ...names(file, at), id, isOfTests });
    return [...[...recorded.values()].map(make(true)), ...nearCalls(recorded).map(make(false))];
  });
  const kept = inputs.slice(0, mostInputs);
  const outcomes = job.versions > 0 ? await outcomesOf(kept, job.versions, tools) : [];
  tell({
    kind: "probed",
    inputs: kept.flatMap((input, at) =>
      outcomes[at]
        ? [
            {
              path: input.path,
              name: input.name,
              call: callText(input.name, input),
              isOfTests: input.isOfTests,
              outcomes: outcomes[at],
            },
          ]
        : [],
    ),
    values: recorder.frames.map((frame) => frame.told(names)),
  });
}
