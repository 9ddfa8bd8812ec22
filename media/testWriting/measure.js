// Stands where `probe.js` would, with the same definitions before it: measures versions of a function against each other.
// The versions are those behind the first of `load`: the first two are the code as it is. Times are CPU time; in each
// round all versions are timed in turn, and who begins changes from round to round.
const mostRounds = 25;
// Of one version in one round, of the first sweeps, and of all that is measured. Milliseconds.
const sweepMs = 10;
const warmMs = 60;
const longestTrialMs = 15000;
const longestMeasuringMs = 15000;
// Made beforehand for one sweep.
const mostCalls = 50000;
const mostItems = 1000;
// Of the process: that of the thread alone is told in steps of milliseconds.
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const kindOf = (value) => Object.prototype.toString.call(value);
const same = (a, b, depth = 0) => {
  if (Object.is(a, b)) return true;
  if (depth > 100 || typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (kindOf(a) !== kindOf(b)) return false;
  if (a instanceof Date) return Object.is(a.getTime(), b.getTime());
  if (a instanceof Map || a instanceof Set) return same([...a], [...b], depth + 1);
  const keys = Object.keys(a);
  const others = Object.keys(b);
  if (keys.length !== others.length || keys.some((key, at) => key !== others[at])) return false;
  return (!Array.isArray(a) || a.length === b.length) && keys.every((key) => same(a[key], b[key], depth + 1));
};
const isIterator = (value) => typeof value?.next === "function" && typeof value[Symbol.iterator] === "function";
const firstItems = (value) => {
  const items = [];
  for (const item of value) if (items.push(item) >= mostItems) break;
  return items;
};
const argumentsOf = (call) => call((...given) => given);
const tried = async (subject, call) => {
  const given = argumentsOf(call);
  try {
    let value = subject(...given);
    if (typeof value?.then === "function") value = await value;
    return { kind: "value", value: isIterator(value) ? firstItems(value) : value, given };
  } catch (error) {
    return { kind: "raised", value: error?.constructor?.name, given };
  }
};
const raised = (end) => (end?.kind === "raised" ? (end.value ?? "") : "");
const sweep = async (subject, prepared, consume) => {
  const start = cpuMs();
  if (consume === undefined) for (const given of prepared) subject(...given);
  else if (consume === "await") for (const given of prepared) await subject(...given);
  else for (const given of prepared) firstItems(subject(...given));
  return cpuMs() - start;
};
const measured = async (versions, useful, consume) => {
  const prepared = (turns) => Array.from({ length: turns }, () => useful.map(argumentsOf)).flat();
  for (const version of versions) {
    const end = performance.now() + warmMs;
    do await sweep(version, prepared(1), consume);
    while (performance.now() < end);
  }
  // The least of three: a pause of the machine must not make the sweeps too short.
  const least = async (turns) => {
    const times = [];
    for (let again = 0; again < 3; again++) times.push(await sweep(versions[0], prepared(turns), consume));
    return Math.min(...times);
  };
  const most = Math.max(1, Math.floor(mostCalls / useful.length));
  let turns = 1;
  while (turns < most && (await least(turns)) < sweepMs / 2) turns = Math.min(most, 2 * turns);
  for (const version of versions) await sweep(version, prepared(turns), consume);
  const end = performance.now() + longestMeasuringMs;
  const rounds = [];
  while (rounds.length < mostRounds && performance.now() < end) {
    const times = versions.map(() => 0);
    for (let step = 0; step < versions.length; step++) {
      const at = (rounds.length + step) % versions.length;
      times[at] = (await sweep(versions[at], prepared(turns), consume)) / 1000;
    }
    rounds.push(times);
  }
  return { rounds, turns };
};
const within = (module, chain) => chain.reduce((found, name) => found?.[name], module?.[plan.exportedAs] ?? (plan.exportedAs === "default" ? module : undefined));
const loaded = async (one) => {
  try {
    const subject = within(await one(), plan.chain);
    return typeof subject === "function" ? subject : undefined;
  } catch {
    return undefined;
  }
};
const speedOf = async () => {
  const versions = [];
  for (const one of load.slice(1)) versions.push(await loaded(one));
  if (versions[0] === undefined || versions[1] === undefined) return { hasModule: false };
  const ends = versions.map(() => []);
  const last = performance.now() + longestTrialMs;
  for (const call of calls) {
    const isLate = performance.now() > last;
    for (const [at, version] of versions.entries()) ends[at].push(version === undefined || isLate ? undefined : await tried(version, call));
  }
  const isSame = (a, b) => a !== undefined && b !== undefined && same(a, b);
  const steady = [...calls.keys()].filter((at) => isSame(ends[0][at], ends[1][at]));
  const different = versions.slice(2).map((version, at) => (version === undefined ? null : steady.filter((call) => !isSame(ends[0][call], ends[at + 2][call])).map((call) => [call, raised(ends[at + 2][call])])));
  // Whether a version that throws in some calls may do so is for others to say; the other calls are timed.
  const fit = [...different.keys()].filter((at) => different[at]?.every(([, error]) => error !== ""));
  const odd = new Set(fit.flatMap((at) => different[at].map(([call]) => call)));
  const useful = steady.filter((at) => ends[0][at].kind === "value" && !odd.has(at)).map((at) => calls[at]);
  let [rounds, turns] = [[], 0];
  if (fit.length > 0 && useful.length > 0) {
    const first = versions[0](...argumentsOf(useful[0]));
    const consume = typeof first?.then === "function" ? "await" : isIterator(first) ? "items" : undefined;
    if (consume === "await") await first;
    ({ rounds, turns } = await measured([...versions.slice(0, 2), ...fit.map((at) => versions[at + 2])], useful, consume));
  }
  return { hasModule: true, compared: steady.length, timed: useful.length, different, fit, rounds, turns };
};
const saveObserved = async () => {
  const answer = await speedOf();
  (await take("node:fs")).writeFileSync(save, JSON.stringify(answer));
};
