/**
 * `npm run bench:memory -- --repo DIR [--repo DIR2 ...] [--completions N] [--quiet]`: what `touchstone rpc` needs to hold real
 * repositories: resident memory, time and CPU until the index is ready, latency of completions over the wire.
 *
 * `--quiet` asks for no completions while indexing. Build first (`npm run build -- --production`). Linux only: it reads `/proc`.
 */
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { RpcClient } from "../test/support/rpcClient.ts";
import { memoryMb } from "./index/residentMemory.ts";
import { endWithUsage } from "./usage.ts";

const { values } = parseArgs({
  options: {
    repo: { type: "string", multiple: true },
    completions: { type: "string", default: "300" },
    quiet: { type: "boolean", default: false },
  },
});
const repos = values.repo ?? [];
if (repos.length === 0) {
  endWithUsage("npm run bench:memory -- --repo DIR [--repo DIR2 ...] [--completions N]");
}

/** Jiffies are hundredths of a second on all Linux systems of today. */
const cpuSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
const quantile = (sorted: readonly number[], q: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN).toFixed(1);

interface Place {
  readonly path: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** Places in the middle of lines, spread evenly over the files: every run asks the same. */
function choosePlaces(count: number): readonly Place[] {
  const names = new Map(
    repos.map((repo, index) => [
      repo,
      repos.slice(0, index).filter((r) => basename(r) === basename(repo)).length,
    ]),
  );
  const files = repos.flatMap((repo) =>
    globSync("**/*.{py,ts,tsx,js,java,go,rs}", { cwd: repo })
      .sort()
      .map((file) => ({ repo, file })),
  );
  const places: Place[] = [];
  for (let index = 0; places.length < count && index < count * 4; index++) {
    const chosen = files[Math.floor((index * files.length) / (count * 4))];
    if (!chosen) break;
    const text = readFileSync(join(chosen.repo, chosen.file), "utf8");
    const lines = text.split("\n");
    const line = (index * 7919) % lines.length;
    const content = lines[line] ?? "";
    if (content.trim().length < 8) continue;
    const before = lines.slice(0, line).join("\n").length + (line > 0 ? 1 : 0);
    const offset = before + Math.floor(content.length / 2);
    const number = names.get(chosen.repo) ?? 0;
    const root = number === 0 ? basename(chosen.repo) : `${basename(chosen.repo)}-${number + 1}`;
    const path = repos.length === 1 ? chosen.file : `${root}/${chosen.file}`;
    // The rest of the line is what a person has yet to type.
    const suffix = text.slice(before + content.length);
    places.push({ path, prefix: text.slice(0, offset), suffix });
  }
  return places;
}

interface Status {
  readonly files: number;
  readonly lines: number;
  readonly symbols: number;
  readonly skipped: Readonly<Record<string, number>>;
}

/** Asks for one completion after the other while `wanted` says so; every answer's time in milliseconds, ascending. */
async function measure(places: Iterable<Place>, wanted: () => boolean) {
  const latencies: number[] = [];
  let answered = 0;
  for (const place of places) {
    if (!wanted()) break;
    const askedMs = performance.now();
    const params = { ...place, engine: "builtin" };
    const { suggestions } = await client.call<{ suggestions: unknown[] }>("complete", params);
    latencies.push(performance.now() - askedMs);
    if (suggestions.length > 0) answered++;
  }
  latencies.sort((a, b) => a - b);
  return { latencies, answered };
}
function report(when: string, { latencies, answered }: Awaited<ReturnType<typeof measure>>): void {
  const [p50, p95, longest] = [0.5, 0.95, 1].map((q) => `${quantile(latencies, q)} ms`);
  console.log(
    `complete ${when}: ${latencies.length} asked, ${answered} answered, p50 ${p50}, p95 ${p95}, longest ${longest}`,
  );
}

const places = choosePlaces(Number(values.completions));
const client = new RpcClient(repos.flatMap((repo) => ["--root", repo]));
const pid = client.child.pid ?? 0;
const startMs = performance.now();
await client.call("initialize");
let isReady = false;
const waiting = client.call<Status>("index/wait").finally(() => {
  isReady = true;
});
const meanwhile = await measure(places, () => !isReady && !values.quiet);
const status = await waiting;
const readyS = (performance.now() - startMs) / 1000;
const readyCpuS = cpuSeconds(pid);
console.log(`files ${status.files}, lines ${status.lines}, symbols ${status.symbols}`);
console.log(`left out ${JSON.stringify(status.skipped)}`);
console.log(`ready after ${readyS.toFixed(1)} s, ${readyCpuS.toFixed(1)} s CPU`);
console.log(`RSS when ready ${memoryMb(pid, "VmRSS")} MB, highest so far ${memoryMb(pid, "VmHWM")} MB`);
if (!values.quiet) report("while indexing", meanwhile);

const after = await measure(places, () => true);
report("when ready", after);
const cpuEach = ((cpuSeconds(pid) - readyCpuS) * 1000) / after.latencies.length;
console.log(`CPU of a completion, all threads: ${cpuEach.toFixed(1)} ms in the mean`);
console.log(`RSS after completions ${memoryMb(pid, "VmRSS")} MB, highest ${memoryMb(pid, "VmHWM")} MB`);
await client.call("shutdown");
