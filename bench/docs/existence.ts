/** Do names of libraries in real code count as existing, and are they missed when they are changed? */
import { join } from "node:path";
import { renderTable } from "../../src/core/text/table.ts";
import type { ApiFinding } from "../../src/ports/apiChecks.ts";
import { Random } from "../completion/random.ts";
import { readFolder } from "../completion/sources.ts";
import { NameMaker } from "../verify/lies.ts";
import { percentile } from "../verify/percentile.ts";
import { CheckedRepo } from "../verify/run.ts";
import { findSites, type Site } from "./sites.ts";
import { openWorkspace } from "./workspace.ts";

export interface ExistenceOutcome {
  readonly repository: string;
  readonly language: string;
  readonly site: Site;
  /** Whether it was told of the true name that it is there, or that it is not. */
  readonly isResolved: boolean;
  /** What was said to be missing of the true name. */
  readonly alarm: ApiFinding | undefined;
  /** By how the name was changed: whether that was found out. */
  readonly caught: Readonly<Record<"typo" | "invented", boolean>>;
  readonly cpuMs: number;
}

/**
 * A member is judged and changed where it is called. A name that is imported is judged where it is imported, and changed
 * everywhere in the file, as if the library's name were another.
 *
 * @param count call sites of the repository, in an order drawn by lot, at most 30 of a file and 25 of a name
 */
export async function checkExistence(
  folder: string,
  repository: string,
  language: string,
  languages: ReadonlySet<string>,
  count: number,
): Promise<readonly ExistenceOutcome[]> {
  const random = new Random(`docs existence ${repository}`);
  const workspace = await openWorkspace(folder);
  const sites = await findSites(workspace, languages, { count, ofFile: 30, ofName: 25 }, random);
  const words = new Set(
    readFolder(workspace.root).flatMap(({ text }) => text.match(/[A-Za-z_$][\w$]*/g) ?? []),
  );
  const maker = new NameMaker(words, random);
  const repo = await CheckedRepo.open(folder);
  const outcomes: ExistenceOutcome[] = [];
  const missingAt = async (site: Site, name: string) => {
    const text = withName(site, name);
    const { check, cpuMs } = await repo.checkApis(join(workspace.root, site.path), site.languageId, text);
    const isHere = (offset: number) =>
      site.isMember ? offset === site.start : text.slice(offset, offset + name.length) === name;
    const alarm = check.findings.find(({ offset, reason }) => reason === "missing" && isHere(offset));
    return { alarm, isResolved: check.judged.some(isHere), cpuMs };
  };
  for (const site of sites) {
    // Any mark may be registered, so that a changed one is no lie.
    if (site.text.slice(0, site.start).endsWith("pytest.mark.")) continue;
    const changed = { typo: maker.typo(site.name), invented: maker.invented(site.name) };
    if (changed.typo === undefined || changed.invented === undefined) continue;
    const truth = await missingAt(site, site.name);
    const caught = { typo: false, invented: false };
    for (const how of ["typo", "invented"] as const)
      caught[how] = (await missingAt(site, changed[how]!)).alarm !== undefined;
    outcomes.push({ repository, language, site, ...truth, caught });
  }
  await repo.close();
  console.error(`${repository}: ${outcomes.length} sites`);
  return outcomes;
}

function withName({ text, name, start, end, isMember }: Site, other: string): string {
  if (isMember) return text.slice(0, start) + other + text.slice(end);
  return text.replace(new RegExp(`(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$])`, "g"), other);
}

const share = (part: number, of: number) => (of === 0 ? "-" : `${((100 * part) / of).toFixed(1)} %`);

function rowOf(title: string, outcomes: readonly ExistenceOutcome[]): string[] {
  const resolved = outcomes.filter(({ isResolved }) => isResolved);
  const caught = (of: readonly ExistenceOutcome[]) =>
    share(
      of.reduce((sum, one) => sum + Number(one.caught.typo) + Number(one.caught.invented), 0),
      2 * of.length,
    );
  const alarms = outcomes.filter(({ alarm }) => alarm !== undefined).length;
  const times = outcomes.map(({ cpuMs }) => cpuMs);
  return [
    title,
    String(outcomes.length),
    `${alarms} (${share(alarms, outcomes.length)})`,
    share(resolved.length, outcomes.length),
    caught(resolved),
    caught(outcomes),
    `${percentile(times, 50).toFixed(0)} / ${percentile(times, 95).toFixed(0)}`,
  ];
}

export function renderExistence(outcomes: readonly ExistenceOutcome[], showAll: boolean): string {
  const by = (key: (one: ExistenceOutcome) => string) =>
    [...new Set(outcomes.map(key))].map((value) =>
      rowOf(
        value,
        outcomes.filter((one) => key(one) === value),
      ),
    );
  const table = renderTable([
    ["calls", "sites", "alarms", "resolved", "caught of these", "caught of all", "ms a file, median / p95"],
    ...by(({ repository }) => repository),
    ...by(({ language }) => language),
    ...by(({ language, site }) => `${language}, told by ${site.how === "imported" ? "an import" : "a name"}`),
    rowOf("all", outcomes),
  ]);
  const lines = outcomes.flatMap(({ repository, site, alarm, isResolved, caught }) => {
    const at = site.text.slice(0, site.start).split("\n").length;
    const line = site.text.slice(site.text.lastIndexOf("\n", site.start) + 1, site.end).trim();
    if (alarm) return [`ALARM ${repository}/${site.path}:${at} ${alarm.message}`];
    const how = !isResolved ? "unresolved" : !caught.typo || !caught.invented ? "passed" : "";
    return showAll && how !== "" ? [`${how} ${repository}/${site.path}:${at} ${site.how} ${line}`] : [];
  });
  return `\n${table}\n\n${lines.join("\n")}`;
}
