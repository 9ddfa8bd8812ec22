/**
 * Documentation of installed libraries: how soon there is an answer, what a question finds, what a cursor is offered.
 *
 *   npm run bench:docs -- [--role benchmark|development|unseen] [--count 35] [--guides DIR] [--show] \
 *     [--cost DIR:FILE]... [--retrieval DIR] [--sites DIR [--slot]] [--check DIR]
 *
 * `--cost` reads the libraries of a workspace from nothing, first those that the open file imports. `--retrieval` is a
 * workspace with the libraries of docsLibraries.json installed; `--guides` has a folder of guides for each library that
 * has some. `--sites` holds work trees of the repositories of docsLibraries.json with what they depend on installed; with
 * `--slot` also what a model would be told of there. `--check` holds those that it lists as checked.
 * All times are processor time unless they say otherwise.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { renderTable } from "../src/core/text/table.ts";
import { Random } from "./completion/random.ts";
import { measureCost } from "./docs/cost.ts";
import { type Answer, askAt, cursorKinds } from "./docs/cursors.ts";
import { checkExistence, renderExistence } from "./docs/existence.ts";
import { type Library, queriesOf, type Ranked, rankAll, rankWithin, readLibrary } from "./docs/retrieval.ts";
import { findSites } from "./docs/sites.ts";
import { openSlot, type Told } from "./docs/slot.ts";
import { openWorkspace } from "./docs/workspace.ts";
import { endWithUsage } from "./usage.ts";
import { percentile } from "./verify/percentile.ts";

const { values } = parseArgs({
  options: {
    role: { type: "string", default: "benchmark" },
    count: { type: "string", default: "35" },
    guides: { type: "string" },
    cost: { type: "string", multiple: true, default: [] },
    retrieval: { type: "string" },
    sites: { type: "string" },
    check: { type: "string" },
    slot: { type: "boolean", default: false },
    show: { type: "boolean", default: false },
  },
});
if (
  values.cost.length === 0 &&
  values.retrieval === undefined &&
  values.sites === undefined &&
  values.check === undefined
)
  endWithUsage("npm run bench:docs -- [--cost DIR:FILE]... [--retrieval DIR] [--sites DIR] [--check DIR]");

interface Named {
  readonly name: string;
  readonly role: string;
}
const named = JSON.parse(readFileSync(join(import.meta.dirname, "docsLibraries.json"), "utf8")) as {
  readonly libraries: readonly (Named & { readonly ecosystem: string })[];
  readonly repositories: readonly (Named & { readonly language: string })[];
  readonly checked: readonly (Named & { readonly language: string })[];
};
const count = Number(values.count);
const share = (part: number, of: number) => (of === 0 ? "-" : `${((100 * part) / of).toFixed(1)} %`);

async function retrieval(directory: string): Promise<void> {
  const workspace = await openWorkspace(directory);
  const libraries: Library[] = [];
  for (const { ecosystem, name, role } of named.libraries)
    if (role === values.role) libraries.push(await readLibrary(workspace, ecosystem, name));
  const queries = libraries.flatMap((library) => queriesOf(library, count, values.guides));
  const together = rankAll(libraries, queries);
  const within = rankWithin(libraries, queries);
  const rows = (title: string, ranked: readonly Ranked[]) => {
    const hit = (which: "ours" | "plain", n: number) =>
      share(ranked.filter((one) => one[which] >= 0 && one[which] < n).length, ranked.length);
    const mrr = (which: "ours" | "plain") =>
      (
        ranked.reduce((sum, one) => sum + (one[which] < 0 ? 0 : 1 / (one[which] + 1)), 0) / ranked.length
      ).toFixed(3);
    const cells = (["ours", "plain"] as const).flatMap((which) => [hit(which, 1), hit(which, 5), mrr(which)]);
    return [title, String(ranked.length), ...cells];
  };
  const table = (title: string, ranked: readonly Ranked[]) => {
    const groups = [rows("all", ranked)];
    for (const kind of ["sentence", "guide"] as const) {
      const part = ranked.filter(({ query }) => query.kind === kind);
      if (part.length > 0) groups.push(rows(kind, part));
    }
    for (const { name } of libraries) {
      const part = ranked.filter(({ query }) => query.library === name);
      if (part.length > 0) groups.push(rows(name, part));
    }
    console.log(`\n${title}\n`);
    console.log(
      renderTable([
        ["queries", "count", "recall@1", "recall@5", "MRR", "BM25 recall@1", "recall@5", "MRR"],
        ...groups,
      ]),
    );
  };
  table(
    `All ${libraries.length} libraries together, ${libraries.reduce((sum, one) => sum + one.entries.length, 0)} entries`,
    together,
  );
  table("Within the library that is asked about", within);
  const times = together.map(({ cpuMs }) => cpuMs);
  console.log(
    `\nms for a question: median ${percentile(times, 50).toFixed(1)}, p95 ${percentile(times, 95).toFixed(1)}`,
  );
  if (!values.show) return;
  for (const { query, ours, plain, found } of together) {
    if (ours < 0 || ours > 4)
      console.log(
        `${query.library} ${query.kind} ${[...query.answers][0]} ${ours} ${plain} | ${query.text} => ${found.join(" ")}`,
      );
  }
}

const languagesOf: Readonly<Record<string, ReadonlySet<string>>> = {
  python: new Set(["python"]),
  typescript: new Set(["typescript", "typescriptreact", "javascript", "javascriptreact"]),
};

async function sites(directory: string): Promise<void> {
  const rows: string[][] = [];
  const all: Answer[] = [];
  const told: Told[] = [];
  for (const { name, language, role } of named.repositories) {
    const folder = join(directory, name.slice(name.indexOf("/") + 1));
    if (role !== values.role || !existsSync(folder)) continue;
    const workspace = await openWorkspace(folder);
    const found = await findSites(
      workspace,
      languagesOf[language]!,
      { count: 3 * count, ofFile: 4, ofName: 5 },
      new Random(`docs sites ${name}`),
    );
    for (const kind of cursorKinds)
      for (const site of found) all.push(await askAt(workspace, site, kind, name));
    const askSlot = values.slot ? openSlot(workspace.root) : undefined;
    if (askSlot)
      for (const kind of cursorKinds) for (const site of found) told.push(await askSlot(site, kind));
    rows.push(
      rowOf(
        name,
        all.filter(({ repository }) => repository === name),
      ),
    );
  }
  for (const how of ["imported", "named"] as const)
    rows.push(
      rowOf(
        `name is ${how}`,
        all.filter(({ site }) => site.how === how),
      ),
    );
  rows.push(rowOf("all", all));
  console.log(`\nCalls whose API is among the first five, by what is typed of its name\n`);
  console.log(
    renderTable([
      [
        "repository",
        "calls",
        "nothing",
        "1 letter",
        "3 letters",
        "behind the parenthesis",
        "ms median",
        "p95",
      ],
      ...rows,
    ]),
  );
  if (values.slot) showSlot(told);
  if (!values.show) return;
  for (const { site, kind, rank, found, repository } of all) {
    const line = site.text.slice(site.text.lastIndexOf("\n", site.start) + 1, site.end).trim();
    if (kind === 0 && rank < 0)
      console.log(`${repository}/${site.path} ${site.how} ${line} => ${found.join(" ")}`);
  }
}

function showSlot(all: readonly Told[]): void {
  const row = (title: string, part: readonly Told[]) => {
    const filled = part.filter(({ count: apis }) => apis > 0);
    const fresh = part.filter(({ isNew }) => isNew);
    const times = part.map(({ cpuMs }) => cpuMs);
    return [
      title,
      String(part.length),
      share(filled.length, part.length),
      (filled.reduce((sum, one) => sum + one.count, 0) / Math.max(1, filled.length)).toFixed(1),
      share(part.filter(({ hasCalled }) => hasCalled).length, part.length),
      `${share(fresh.filter(({ hasCalled }) => hasCalled).length, fresh.length)} of ${fresh.length}`,
      share(filled.filter(({ hasOwnUse }) => hasOwnUse).length, filled.length),
      String(
        percentile(
          filled.map(({ tokens }) => tokens),
          50,
        ),
      ),
      percentile(times, 50).toFixed(1),
      percentile(times, 95).toFixed(1),
    ];
  };
  const head =
    "cursor|count|something told|APIs|the called one|where its name stands nowhere else|with an own use|tokens|ms median|p95";
  const groups: string[][] = [head.split("|")];
  for (const [title, isCommon] of [
    ["common library", true],
    ["other library", false],
    ["not told which", undefined],
  ] as const)
    for (const kind of cursorKinds) {
      const part = all.filter((one) => one.isCommon === isCommon && one.kind === kind);
      if (part.length > 0) groups.push(row(`${title}, ${kind === "call" ? "(" : `${kind} letters`}`, part));
    }
  console.log(`\nWhat a model would be told of at these calls\n\n${renderTable(groups)}`);
}

/** The first look at a file reads what it imports: those times are in `--cost`, and these are of the looks after it. */
function rowOf(title: string, answers: readonly Answer[]): string[] {
  const shares = cursorKinds.map((kind) => {
    const part = answers.filter((one) => one.kind === kind);
    return share(part.filter(({ rank }) => rank >= 0).length, part.length);
  });
  const times = answers.filter(({ kind }) => kind !== cursorKinds[0]).map(({ cpuMs }) => cpuMs);
  const calls = answers.filter(({ kind }) => kind === 0).length;
  return [
    title,
    String(calls),
    ...shares,
    percentile(times, 50).toFixed(1),
    percentile(times, 95).toFixed(1),
  ];
}

for (const one of values.cost) {
  const [folder = "", file = ""] = one.split(":");
  console.log(`\n${await measureCost(folder, file)}`);
}
if (values.retrieval !== undefined) await retrieval(values.retrieval);
if (values.sites !== undefined) await sites(values.sites);
if (values.check !== undefined) {
  const directory = values.check;
  const outcomes = [];
  for (const { name, language, role } of named.checked) {
    const folder = join(directory, name.slice(name.indexOf("/") + 1));
    if (role !== values.role || !existsSync(folder)) continue;
    outcomes.push(...(await checkExistence(folder, name, language, languagesOf[language]!, 12 * count)));
  }
  console.log(renderExistence(outcomes, values.show));
  process.exit(0);
}
