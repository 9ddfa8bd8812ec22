/**
 * Measures what stands between a key and a model: times that Touchstone adds, wasted requests, cancellation, calls saved.
 *
 *   npm run bench:model -- --repo DIR [--repo DIR2 ...] [--keys 600] [--debounce 120] [--parts]
 *
 * DIR is a git repository, bare or not. Lines that its newest commits added are typed key by key, at the pace of a person,
 * against a model on loopback that knows half of them; the engine runs in its thread over the parent's tree.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { defaultSettingValues, type SettingValues } from "../src/core/config/settings.ts";
import { InlineCompleter } from "../src/features/completion/inlineCompleter.ts";
import { startEngineThread } from "../src/node/worker/engineClient.ts";
import type { Clock } from "../src/ports/clock.ts";
import build from "../test/headless/support/build.ts";
import { Git } from "./completion/git.ts";
import { lineStart, type Position } from "./completion/positions.ts";
import { Random } from "./completion/random.ts";
import { replayGroups } from "./completion/replay.ts";
import { readCommit } from "./completion/sources.ts";
import { TimedEndpoint } from "./model/endpoint.ts";
import { outside, type Span, WatchedModel, watched } from "./model/spans.ts";
import { type Asked, type Trace, Typist } from "./model/typist.ts";
import { endWithUsage } from "./usage.ts";

const { values } = parseArgs({
  options: {
    repo: { type: "string", multiple: true },
    keys: { type: "string", default: "600" },
    debounce: { type: "string", default: String(defaultSettingValues["completion.debounceMs"]) },
    parts: { type: "boolean", default: false },
  },
});
const debounceMs = Number(values.debounce);

/** A clock that remembers its waits between a key and a request. */
function watchedClock() {
  const pauses: { readonly fromMs: number; readonly toMs: number }[] = [];
  const clock: Clock = {
    now: () => performance.timeOrigin + performance.now(),
    after(delayMs, action) {
      const fromMs = performance.now();
      const timer = setTimeout(() => {
        // Longer timers are those of stand-ins and orphans, which nothing waits for.
        if (delayMs <= debounceMs) pauses.push({ fromMs, toMs: performance.now() });
        action();
      }, delayMs);
      return { dispose: () => clearTimeout(timer) };
    },
  };
  return { clock, pauses };
}

const quantile = (times: readonly number[], q: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(q * times.length))] ?? Number.NaN;
const p50p95 = (times: readonly number[]): string =>
  `${quantile(times, 0.5).toFixed(1)} / ${quantile(times, 0.95).toFixed(1)}`;

interface Cost {
  readonly ms: number;
  readonly cpuMs: number;
}

interface Wait {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Watches {
  readonly pauses: readonly Wait[];
  readonly spans: readonly Span[];
  readonly model: WatchedModel;
}

/**
 * What is waited for on purpose between a key and its request: the pause in typing, or an answer that was on its way and
 * turned out to say something else. Neither begins before the built-in engine has answered.
 */
function waitsOf({ askedMs }: Asked, arrivedMs: number, { pauses, spans, model }: Watches): readonly Wait[] {
  const isIn = ({ fromMs, toMs }: Wait): boolean => fromMs >= askedMs && toMs <= arrivedMs;
  const pause = pauses.filter(isIn).sort((a, b) => a.fromMs - b.fromMs)[0];
  if (pause) return [pause];
  const foundMs = spans.find((span) => span.part === "complete" && isIn(span))?.toMs ?? askedMs;
  return model.streams.flatMap(({ fromMs, abortedMs, toMs = Number.POSITIVE_INFINITY }) => {
    const endMs = Math.min(abortedMs ?? toMs, toMs);
    return fromMs < askedMs && endMs > foundMs && endMs < arrivedMs ? [{ fromMs: foundMs, toMs: endMs }] : [];
  });
}

/** Times of the parts of one request, in the order in which they come. */
interface Parts {
  /** `pause`, `answer` on its way, or nothing that was waited for. */
  readonly waited: number;
  readonly builtin: number;
  readonly context: number;
  readonly documentation: number;
  /** From the end of the wait until the request is handed to the client, and from there to its arrival. */
  readonly behindWait: number;
  readonly wire: number;
}

function partsOf(
  asked: Asked,
  arrivedMs: number,
  body: string,
  waits: readonly Wait[],
  watches: Watches,
): Parts {
  const { spans, model } = watches;
  const { askedMs } = asked;
  const own = spans.filter(({ fromMs, toMs }) => fromMs >= askedMs && toMs <= arrivedMs);
  const longest = (part: string): number =>
    Math.max(0, ...own.filter((span) => span.part === part).map(({ fromMs, toMs }) => toMs - fromMs));
  const sentMs =
    model.streams.find((stream) => stream.body === body && stream.fromMs >= askedMs)?.fromMs ?? arrivedMs;
  const waitedMs = Math.max(askedMs, ...waits.map(({ toMs }) => toMs));
  return {
    waited: waits.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0),
    builtin: longest("complete"),
    context: longest("findContext"),
    documentation: longest("apisForPrompt"),
    behindWait: sentMs - waitedMs,
    wire: arrivedMs - sentMs,
  };
}

/** From the call to the request's arrival, waits on purpose left out; and from the last piece that was waited for to the answer. */
function added(trace: Trace, { requests }: TimedEndpoint, watches: Watches) {
  const before: Cost[] = [];
  const after: Cost[] = [];
  const parts: Parts[] = [];
  for (const asked of trace.asked) {
    const { askedMs, askedCpuMs, endedMs, endedCpuMs, completion, isDropped } = asked;
    const own = completion.calledModel
      ? requests.find(({ arrivedMs }) => arrivedMs >= askedMs && arrivedMs <= endedMs)
      : undefined;
    if (own) {
      const { arrivedMs, arrivedCpuMs, body } = own;
      const waits = waitsOf(asked, arrivedMs, watches);
      before.push({ ms: outside(askedMs, arrivedMs, waits), cpuMs: arrivedCpuMs - askedCpuMs });
      parts.push(partsOf(asked, arrivedMs, body, waits, watches));
    }
    const last = requests
      .flatMap(({ writes }) => writes)
      .filter(({ atMs }) => atMs >= askedMs && atMs <= endedMs)
      .at(-1);
    if (last && !isDropped && completion.suggestions[0]?.engine === "model") {
      after.push({ ms: endedMs - last.atMs, cpuMs: endedCpuMs - last.cpuMs });
    }
  }
  return { before, after, parts };
}

/** From the moment a request is given up - in the call that tells of the key - to its connection found closed. */
const cancellations = ({ requests }: TimedEndpoint, { streams }: WatchedModel): number[] =>
  requests.flatMap(({ body, closedMs }) => {
    const atMs = streams.find((stream) => stream.body === body)?.abortedMs;
    return closedMs === undefined || atMs === undefined ? [] : [closedMs - atMs];
  });

async function measure(dir: string): Promise<void> {
  const own = basename(dir).replace(/\.git$/, "");
  const name = own === "repo" ? basename(dirname(dir)).replace(/^.*\+/, "") : own;
  const git = new Git(dir);
  const random = new Random(name);
  const groups = [...replayGroups(git, "HEAD", lineStart, 60, random)];
  const root = mkdtempSync(join(tmpdir(), "bench-model-"));
  for (const { path, text } of readCommit(git, groups[0]!.base)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const silent = {
    error: console.error,
    warn: () => undefined,
    info: () => undefined,
    debug: () => undefined,
  };
  const spans: Span[] = [];
  const late: string[] = [];
  const log = {
    ...silent,
    debug: (line: string) => void (line.includes("prompt goes without") && late.push(line)),
  };
  const engine = watched(startEngineThread({ workerPath: resolve("dist/worker.cjs"), log: silent }), spans);
  await engine.configure({
    roots: [{ path: root, name }],
    indexEnabled: true,
    exclude: [],
    maxFileBytes: 1 << 20,
    maxFiles: 200_000,
  });
  await engine.waitForIndex(new AbortController().signal);
  const endpoint = await TimedEndpoint.start();
  const settingValues: SettingValues = {
    ...defaultSettingValues,
    "completion.debounceMs": debounceMs,
    "model.endpoint": endpoint.baseUrl,
    "model.name": "timed",
    "completion.format": "suffix",
  };
  const { clock, pauses } = watchedClock();
  const model = new WatchedModel();
  const nothing = { dispose: () => undefined };
  const completer = new InlineCompleter({
    engine,
    model,
    settings: { get: (setting) => settingValues[setting] as never, onChange: () => nothing },
    secrets: { apiKey: async () => undefined, setApiKey: async () => undefined },
    trust: { isTrusted: () => true, onGranted: () => nothing },
    clock,
    log,
  });
  const typist = new Typist({ engine, completer, endpoint, random });
  const positions = random
    .shuffle(groups.flatMap(({ steps }) => steps.flatMap((step) => step.positions)))
    .map((position): Position => ({ ...position, path: join(root, position.path) }));
  for (const position of positions) {
    if (typist.trace.keysMs.length >= Number(values.keys)) break;
    await typist.type(position);
  }
  report(name, typist.trace, endpoint, { pauses, spans, model }, late.length);
  completer.dispose();
  endpoint.stop();
  await engine.dispose();
  rmSync(root, { recursive: true, force: true });
}

const partNames: readonly (keyof Parts)[] = [
  "waited",
  "builtin",
  "context",
  "documentation",
  "behindWait",
  "wire",
];

function report(name: string, trace: Trace, endpoint: TimedEndpoint, watches: Watches, late: number): void {
  const { before, after, parts } = added(trace, endpoint, watches);
  const keys = trace.keysMs.length;
  const saved = (why: string): number =>
    trace.asked.filter(({ completion }) => completion.callSaved === why).length;
  const wasted = endpoint.requests.filter(({ isDone }) => !isDone).length;
  const cells = [
    keys,
    endpoint.requests.length,
    p50p95(before.map(({ ms }) => ms)),
    p50p95(before.map(({ cpuMs }) => cpuMs)),
    after.length,
    p50p95(after.map(({ ms }) => ms)),
    p50p95(after.map(({ cpuMs }) => cpuMs)),
    ((100 * wasted) / keys).toFixed(1),
    p50p95(cancellations(endpoint, watches.model)),
    saved("sure"),
    saved("cached"),
    saved("inFlight"),
    trace.accepted,
    late,
  ];
  console.log(`| ${name} | ${cells.join(" | ")} |`);
  if (values.parts) {
    const shown = partNames.map((part) => `${part} ${p50p95(parts.map((times) => times[part]))}`);
    console.log(`| parts of ${parts.length} requests, ms | ${shown.join(" | ")} |`);
  }
}

if (values.repo === undefined) endWithUsage("npm run bench:model -- --repo DIR [--repo DIR2 ...]");
else {
  build();
  console.log(
    "| repository | keys | requests | before ms | before CPU ms | shown | after ms | after CPU ms | wasted per 100 keys | cancelled ms | sure | cached | in flight | accepted | late parts |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
  for (const dir of values.repo) await measure(resolve(dir));
}
