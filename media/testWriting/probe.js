// Stands within a test of the project that defines `plan`, `calls`, `load`, `take` and `save`: calls a function as it is
// and with small changes, and writes down what it gives.
const longest = 2000;
const outcomeOf = (value) => {
  const text = written(value, 0);
  if (text === undefined) return { kind: "other", reason: typeof value };
  if (text.length > longest) return { kind: "other", reason: "it is long" };
  const isInexact = typeof value === "number" && Number.isFinite(value) && !Number.isInteger(value);
  return isInexact ? { kind: "value", text, isInexact } : { kind: "value", text };
};
const written = (value, depth) => {
  if (depth > 6) return undefined;
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) {
    if (Object.keys(value).length !== value.length) return undefined;
    const items = value.map((one) => written(one, depth + 1));
    return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
  }
  if (typeof value !== "object") return undefined;
  const kind = Object.getPrototypeOf(value);
  if (kind === null || Object.getPrototypeOf(kind) !== null || kind.constructor?.name !== "Object") return undefined;
  const items = Object.entries(value).map(([key, one]) => {
    const text = written(one, depth + 1);
    const name = /^[A-Za-z_$][\w$]*$/.test(key) && key !== "__proto__" ? key : JSON.stringify(key);
    return text === undefined || key === "__proto__" ? undefined : `${name}: ${text}`;
  });
  if (items.includes(undefined) || Object.getOwnPropertySymbols(value).length > 0) return undefined;
  return items.length === 0 ? "{}" : `{ ${items.join(", ")} }`;
};
const tooSlow = Symbol("too slow");
const once = async (call, subject) => {
  globalThis.__touchstoneTurns = 0;
  let timer;
  try {
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, plan.milliseconds, tooSlow);
    });
    let value = call(subject);
    if (plan.wrap === "list") {
      const items = [];
      for (const item of value) if (items.push(item) > 1000) break;
      value = items;
    }
    if (typeof value?.then === "function") {
      if (plan.wrap !== "async") return { kind: "other", reason: "a promise" };
      value = await Promise.race([value, late]);
    }
    if (typeof value?.next === "function" && typeof value[Symbol.iterator] === "function") {
      const items = [];
      for (const item of value) if (items.push(item) > 1000) break;
      const found = outcomeOf(items);
      return found.kind === "value" ? { ...found, isIterated: true } : found;
    }
    if (value === tooSlow) return { kind: "other", reason: "it did not end in time" };
    return outcomeOf(value);
  } catch (error) {
    if (error?.message === "touchstone: too many turns") return { kind: "other", reason: "it did not end in time" };
    if (!(error instanceof Error) && typeof error?.name !== "string") return { kind: "other", reason: "it threw no error" };
    return { kind: "raised", error: error.constructor?.name ?? error.name };
  } finally {
    clearTimeout(timer);
  }
};
const allOf = async (subject) => {
  const seen = [];
  for (const call of calls) seen.push(await once(call, subject));
  return seen;
};
const within = (module, chain) => chain.reduce((found, name) => found?.[name], module?.[plan.exportedAs] ?? (plan.exportedAs === "default" ? module : undefined));
const observe = async () => {
  const original = within(await load[0](), plan.chain);
  if (typeof original !== "function") return { seen: null };
  const answer = { seen: await allOf(original), again: await allOf(original), hasModule: true, mutants: [] };
  for (const one of load.slice(1)) {
    try {
      const subject = within(await one(), plan.chain);
      const seen = await allOf(subject);
      answer.mutants.push(seen.flatMap((it, at) => (JSON.stringify(it) === JSON.stringify(answer.seen[at]) || answer.seen[at].kind === "other" ? [] : [at])));
    } catch {
      answer.mutants.push(null);
    }
  }
  return answer;
};
const saveObserved = async () => (await take("node:fs")).writeFileSync(save, JSON.stringify(await observe()));
