/** Kills `touchstone rpc` again and again while it indexes a folder that changes, and looks at what the next start finds. */
import { appendFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { InitializeResult, RpcIndexReport, RpcIndexStatus } from "../../src/ports/rpc.ts";
import { RpcClient } from "./rpcClient.ts";

export interface KillRun {
  /** A folder that may be changed. */
  readonly folder: string;
  readonly store: string;
  readonly kills: number;
  /** Longest life of a process that is to be killed, in milliseconds. */
  readonly longestMs: number;
  /** 0 <= random < 1 */
  readonly random: () => number;
  readonly onKill?: (done: number, phase: string) => void;
}

export interface KillReport {
  /** Whether each start wrote to a store without a problem, and printed nothing but answers. */
  readonly faults: readonly string[];
  /** How often a process died in each phase. */
  readonly phases: Readonly<Record<string, number>>;
  /** Files in the store's folder that have no business there after the last start. */
  readonly leftOver: readonly string[];
  readonly openMs: readonly number[];
  /** What the last start and one without a past answer; equal when all is well. */
  readonly healed: unknown;
  readonly anew: unknown;
}

const words = [
  "error",
  "parse file",
  "load session",
  "register handler",
  "open",
  "query",
  "test value",
  "name",
];

/** Answers that do not depend on how the index is laid out. Scores to nine digits: sums in another order. */
async function answersOf(client: RpcClient): Promise<unknown> {
  const { phase, files, lines, symbols, languages, skipped } =
    await client.call<RpcIndexStatus>("index/wait");
  const found: unknown[] = [];
  for (const letter of "abcdefghijklmnopqrstuvwxyz_") {
    found.push(await client.call("symbols", { name: letter, match: "prefix", limit: 1000 }));
  }
  for (const query of words) {
    for (const target of ["file", "symbol", "chunk"]) {
      const hits = await client.call<{ score: number }[]>("search", { query, target, limit: 50 });
      found.push(hits.map((hit) => ({ ...hit, score: Number(hit.score.toPrecision(9)) })));
    }
  }
  return { phase, files, lines, symbols, languages, skipped, found };
}

function start(folder: string, store: string): RpcClient {
  return new RpcClient(["--root", folder, "--untrusted", "--store", store]);
}

/** Changes some files as a person, a build or a branch switch would. */
function changeFolder(folder: string, random: () => number, round: number): void {
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(?:py|go|ts|js|java)$/.test(name),
  );
  const some = () => join(folder, sources[Math.floor(random() * sources.length)]!);
  for (let i = 0; i < 5; i++) appendFileSync(some(), `\nround${round} = ${i}\n`);
  rmSync(some(), { force: true });
  writeFileSync(
    join(folder, `new${round}.py`),
    `def new${round}(session):\n    return session.load(${round})\n`,
  );
}

async function killOnce(run: KillRun, faults: string[], openMs: number[]): Promise<string> {
  const client = start(run.folder, run.store);
  const began = performance.now();
  const report = client.ask<InitializeResult>("initialize").then(({ result }) => {
    if (result?.name === "touchstone") openMs.push(performance.now() - began);
    return client.ask<RpcIndexReport>("index/report");
  });
  const answered = Promise.race([report, client.exited]);
  await sleep(run.random() * run.longestMs);
  client.child.kill("SIGKILL");
  await client.exited;
  const answer = await answered;
  // A process that was killed before it answered ends the race with its exit code.
  const store = answer !== null && typeof answer === "object" ? answer.result?.store : undefined;
  if (store && (store.access !== "write" || store.problem !== undefined)) faults.push(JSON.stringify(store));
  if (client.stderr !== "") faults.push(client.stderr);
  return client.progress.at(-1)?.phase ?? "starting";
}

export async function runKills(run: KillRun): Promise<KillReport> {
  const faults: string[] = [];
  const openMs: number[] = [];
  const phases: Record<string, number> = {};
  for (let i = 0; i < run.kills; i++) {
    changeFolder(run.folder, run.random, i);
    const phase = await killOnce(run, faults, openMs);
    phases[phase] = (phases[phase] ?? 0) + 1;
    run.onKill?.(i + 1, phase);
  }
  const last = start(run.folder, run.store);
  const healed = await answersOf(last);
  const leftOver = readdirSync(run.store).filter((name) => /\.bad$|\.tmp$|lock\./.test(name));
  await last.end();
  const fresh = start(run.folder, `${run.store}-anew`);
  const anew = await answersOf(fresh);
  await fresh.end();
  return { faults, phases, leftOver, openMs, healed, anew };
}
