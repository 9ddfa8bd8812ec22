/**
 * A model that asks for four independent things at once: how much longer the round takes than its slowest call. First with tools
 * that wait, as those do that ask a disk, a process or a server; then with Touchstone's own tools over one engine thread, which
 * share one processor.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { usualBudget } from "../../src/core/chat/agent/progress.ts";
import type { ShownTool } from "../../src/core/chat/transcript.ts";
import { runAgent } from "../../src/features/chat/agent/agentLoop.ts";
import { type AgentTool, agentTool } from "../../src/features/chat/agent/agentTool.ts";
import { repoTools } from "../../src/features/chat/agent/repoTools.ts";
import { startEngineThread } from "../../src/node/worker/engineClient.ts";
import { calls, inOrder, ScriptedChatModels, says } from "../../test/support/scriptedChatModels.ts";

type Asked = readonly (readonly [name: string, args: unknown])[];

const clock = { now: () => performance.now() };
const WAITS_MS = [400, 300, 200, 100];
const RUNS = 20;

const waiting: AgentTool = agentTool(
  { name: "wait", about: "Waits", params: { ms: { kind: "whole", about: "How long." } } },
  ({ ms }) => ({
    subject: String(ms),
    run: async () => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return { pieces: [{ text: "done" }], summary: "done" };
    },
  }),
);

/** One question whose only round makes these calls; the model itself takes no time. */
async function round(tools: readonly AgentTool[], asked: Asked) {
  const models = new ScriptedChatModels(inOrder(calls(...asked), says("Done.")));
  const ended = new Map<number, ShownTool>();
  const startedMs = performance.now();
  await runAgent(
    { models, tools, clock, budget: usualBudget, folders: [] },
    { history: [], pieces: [{ text: "Look these up." }] },
    { onText: () => {}, onTool: (tool) => ended.set(tool.id, tool), onUsage: () => {} },
    new AbortController().signal,
  );
  const tookMs = performance.now() - startedMs;
  const each = [...ended.values()];
  const failed = each.filter(({ state }) => state !== "done");
  if (failed.length > 0) throw new Error(`Calls failed: ${failed.map(({ summary }) => summary).join(", ")}`);
  return { tookMs, each: each.map(({ elapsedMs = 0 }) => elapsedMs) };
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function measure(title: string, tools: readonly AgentTool[], rounds: readonly Asked[]): Promise<void> {
  const ratios: number[] = [];
  const oneByOne: number[] = [];
  for (const asked of rounds) {
    const { tookMs, each } = await round(tools, asked);
    const slowest = Math.max(1, ...each);
    ratios.push(tookMs / slowest);
    oneByOne.push(sum(each) / slowest);
  }
  console.log(
    `${title}: ${rounds.length} rounds of 4 calls; of the slowest call: median ${median(ratios).toFixed(2)}, most ${Math.max(...ratios).toFixed(2)}; the calls' own times added: median ${median(oneByOne).toFixed(2)}`,
  );
}

/** @param folder a repository to ask Touchstone's own tools about */
export async function benchAgent(folder: string): Promise<void> {
  const asked = WAITS_MS.map((ms, at) => ["wait", { ms: ms + at }] as const);
  await measure(
    "Tools that wait",
    [waiting],
    Array.from({ length: RUNS }, () => asked),
  );
  const engine = startEngineThread({
    workerPath: join(fileURLToPath(new URL("../../", import.meta.url)), "dist/worker.cjs"),
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await engine.configure({
    roots: [{ path: folder, name: "root" }],
    indexEnabled: true,
    exclude: [],
    maxFileBytes: 1 << 20,
    maxFiles: 50_000,
    feedsCompletion: false,
  });
  await engine.waitForIndex(new AbortController().signal);
  const tools = repoTools({
    engine,
    search: engine.search,
    shortPath: (path) => (path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined),
  });
  const hits = await engine.search(
    { query: "test error path name value", target: "symbol", limit: RUNS * 4 },
    new AbortController().signal,
  );
  const names = hits.flatMap(({ name }) => name ?? []);
  const rounds = Array.from({ length: Math.floor(names.length / 4) }, (_, at): Asked => {
    const [one, two, three, four] = names.slice(4 * at, 4 * at + 4);
    return [
      ["search", { query: `where is ${one} handled` }],
      ["find", { name: two, relation: "callers" }],
      ["find", { name: three, relation: "tests" }],
      ["find", { name: four, relation: "references" }],
    ];
  });
  await measure("Touchstone's own tools", tools, rounds);
  await engine.dispose();
}
