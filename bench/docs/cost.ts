/** What reading a workspace's libraries costs, and what looking something up costs then. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { searchApis } from "../../src/core/apiDocs/search/searchApis.ts";
import { languageIdOf } from "../../src/core/syntax/language.ts";
import { renderTable } from "../../src/core/text/table.ts";
import { findApisAt } from "../../src/features/apiDocs/apisAt.ts";
import { openSqliteIndexStore } from "../../src/node/store/sqliteIndexStore.ts";
import { Random } from "../completion/random.ts";
import { percentile } from "../verify/percentile.ts";
import { cpuMs, openWorkspace, type Workspace } from "./workspace.ts";

const never = new AbortController().signal;
const LOOK_UPS = 300;

/** @returns processor and wall time, ms */
async function timed(work: () => Promise<unknown>): Promise<readonly [number, number]> {
  const [cpu, wall] = [cpuMs(), performance.now()];
  await work();
  return [cpuMs() - cpu, performance.now() - wall];
}

/** @param file relative to the workspace; its first call with a dot that has an answer is the first useful one */
export async function measureCost(folder: string, file: string): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "docs-cost-"));
  try {
    const store = openSqliteIndexStore(directory);
    let workspace: Workspace | undefined;
    let isAnswered = false;
    const first = await timed(async () => {
      workspace = await openWorkspace(folder, store);
      isAnswered = await firstAnswer(workspace, file);
    });
    const { libraries, shelf } = workspace!;
    const { readable } = await libraries.installed();
    const imported = await timed(() => searchImported(workspace!, file));
    const packages: Awaited<ReturnType<typeof shelf.take>>[] = [];
    const full = await timed(async () => {
      for (const one of readable) packages.push(await shelf.take(one));
    });
    const entries = packages.reduce((sum, { entryCount }) => sum + entryCount, 0);
    const random = new Random(`docs cost ${file}`);
    const times: number[] = [];
    for (let i = 0; i < LOOK_UPS; i++) {
      const from = packages[random.below(packages.length)]!;
      if (from.entryCount === 0) continue;
      const { name, summary } = from.entry(random.below(from.entryCount));
      const text = i % 2 === 0 ? name : summary || name;
      const before = cpuMs();
      searchApis(packages, { text, limit: 10 });
      times.push(cpuMs() - before);
    }
    store.close();
    const bytes = readdirSync(directory).reduce((sum, one) => sum + statSync(join(directory, one)).size, 0);
    const ms = ([cpu, wall]: readonly [number, number]) =>
      `${Math.round(cpu)} ms CPU, ${Math.round(wall)} ms wall`;
    const direct = readable.filter(({ installed }) => installed.role === "direct").length;
    return renderTable([
      ["packages", `${readable.length}, ${direct} of them asked for`],
      [isAnswered ? "first answer at a cursor" : "no answer at a cursor", ms(first)],
      ["all APIs of the packages that the file imports, besides", ms(imported)],
      ["all packages, besides", ms(full)],
      ["APIs", String(entries)],
      ["disk", `${(bytes / 1e6).toFixed(1)} MB`],
      [
        "a question over all of them",
        `median ${percentile(times, 50).toFixed(1)} ms CPU, p95 ${percentile(times, 95).toFixed(1)} ms`,
      ],
    ]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function firstAnswer({ root, libraries, shelf }: Workspace, file: string): Promise<boolean> {
  const path = resolve(root, file);
  const text = readFileSync(path, "utf8");
  for (const call of text.matchAll(/[\w$)\]]\.(?=[A-Za-z_$][\w$]*\()/g)) {
    const at = call.index + call[0].length;
    const lineEnd = text.indexOf("\n", at);
    const query = {
      path,
      languageId: languageIdOf(path)!,
      prefix: text.slice(0, at),
      suffix: text.slice(lineEnd),
      limit: 5,
    };
    if ((await findApisAt(query, libraries, shelf, never)).length > 0) return true;
  }
  return false;
}

async function searchImported({ root, libraries, shelf }: Workspace, file: string): Promise<void> {
  const text = readFileSync(resolve(root, file), "utf8");
  const names = new Set(text.match(/[\w@$/.-]+/g) ?? []);
  for (const one of (await libraries.installed()).readable)
    if (one.installed.importNames.some((name) => isImported(text, names, name))) await shelf.take(one);
}

const isImported = (text: string, words: ReadonlySet<string>, name: string): boolean =>
  words.has(name) &&
  (text.includes(`"${name}"`) ||
    text.includes(`'${name}'`) ||
    new RegExp(`^\\s*(?:import|from)\\s+${name.replace(/[^\w]/g, "\\$&")}\\b`, "m").test(text));
