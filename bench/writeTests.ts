/**
 * Tests written without a model for functions of real repositories, by `touchstone rpc`: for how many there are some, how many of the
 * small changes of the function they notice, what they cost, and why there are none for the others.
 *
 * `npm run bench:write-tests -- --repos DIR [--only NAME,...] [--count 20] [--reasons]`, where DIR holds a checkout of each repository of
 * `bench/writeTestsRepositories.json` by its own name, with what its tests need installed. Functions are drawn by a seeded generator
 * among those of the sources that stand outside of classes.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { RpcOutline, RpcWrittenTests } from "../src/ports/rpc.ts";
import { RpcClient } from "../test/support/rpcClient.ts";
import { Git } from "./completion/git.ts";
import { Random } from "./completion/random.ts";
import { readSources } from "./retrieval/corpus.ts";
import { endWithUsage } from "./usage.ts";

interface Repository {
  readonly name: string;
  readonly language: string;
  /** What paths of the code begin with. */
  readonly sources: string;
}

interface Drawn {
  readonly path: string;
  readonly name: string;
  readonly line: number;
}

const { values } = parseArgs({
  options: {
    repos: { type: "string" },
    only: { type: "string" },
    count: { type: "string", default: "20" },
    reasons: { type: "boolean", default: false },
  },
});
if (values.repos === undefined)
  endWithUsage("npm run bench:write-tests -- --repos DIR [--only NAME,...] [--count 20] [--reasons]");

const listed = new URL("writeTestsRepositories.json", import.meta.url);
const { repositories } = JSON.parse(readFileSync(listed, "utf8")) as { repositories: readonly Repository[] };
const only = values.only?.split(",");

console.log(
  "| repository | language | functions | with tests | tests each | noticed of the changes | seconds each |\n|---|---|---|---|---|---|---|",
);
for (const repository of repositories) {
  if (only && !only.includes(repository.name)) continue;
  await measure(repository);
}

async function measure({ name, language, sources }: Repository): Promise<void> {
  const root = join(values.repos!, name.split("/")[1]!);
  const client = new RpcClient(["--root", root]);
  await client.ask("initialize", {});
  await client.ask("index/wait", {});
  const drawn = await draw(client, root, sources);
  const reasons = new Map<string, number>();
  let [written, tests, tried, killed, seconds] = [0, 0, 0, 0, 0];
  for (const one of drawn) {
    const startMs = performance.now();
    const { result } = await client.ask<RpcWrittenTests>("tests/write", one);
    seconds += (performance.now() - startMs) / 1000;
    if (!result || result.tests.length === 0) {
      const reason = (result?.reason ?? "no answer").replace(/"[^"]*"/g, "…").slice(0, 100);
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      continue;
    }
    written++;
    tests += result.tests.length;
    tried += result.mutants?.tried ?? 0;
    killed += result.mutants?.killed ?? 0;
  }
  const share = (part: number, whole: number): string =>
    `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
  console.log(
    `| ${name} | ${language} | ${drawn.length} | ${share(written, drawn.length)} | ${(tests / Math.max(1, written)).toFixed(1)} | ${share(killed, tried)} of ${tried} | ${(seconds / Math.max(1, drawn.length)).toFixed(1)} |`,
  );
  if (values.reasons) for (const [reason, count] of reasons) console.log(`  ${count} x ${reason}`);
  client.child.kill();
}

async function draw(client: RpcClient, root: string, sources: string): Promise<Drawn[]> {
  const all: Drawn[] = [];
  for (const { path } of readSources(new Git(root), "HEAD")) {
    if (!path.startsWith(sources) || /(?:^|\/)(?:tests?|_\w+)\//.test(path)) continue;
    const { result } = await client.ask<RpcOutline>("outline", { path });
    for (const symbol of result?.symbols ?? []) {
      if (symbol.kind !== "function" || symbol.container !== "" || symbol.endLine - symbol.line < 2) continue;
      all.push({ path, name: symbol.name, line: symbol.line });
    }
  }
  const random = new Random("written tests");
  const keyed = all.map((one) => ({ one, key: random.next() })).sort((a, b) => a.key - b.key);
  return keyed.slice(0, Number(values.count)).map(({ one }) => one);
}
