/**
 * What `/resolve` proposes for real conflicts: merge commits of repositories are done again file by file, and each proposal is compared
 * with what the person made of the same lines.
 *
 *   npm run bench:resolve -- --mirrors DIR [--role benchmark|development] [--most 4000] [--show]
 *
 * DIR has a bare repository OWNER+NAME/repo for each one that bench/mergeRepositories.json names. Tests are not run.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { diffArrays } from "diff";
import { findConflicts } from "../src/core/changes/conflicts.ts";
import { resolveText, withResolutions } from "../src/core/changes/resolve.ts";
import { findLanguage, languageIdOf } from "../src/core/syntax/language.ts";
import { renderTable } from "../src/core/text/table.ts";
import { TreeSitterParser } from "../src/node/treeSitter/treeSitterParser.ts";
import { grammarFiles } from "../test/support/grammarFiles.ts";
import { quietLog } from "../test/support/indexerHarness.ts";
import { endWithUsage } from "./usage.ts";

const { values } = parseArgs({
  options: {
    mirrors: { type: "string" },
    role: { type: "string", default: "benchmark" },
    most: { type: "string", default: "4000" },
    show: { type: "boolean", default: false },
  },
});
if (values.mirrors === undefined)
  endWithUsage("npm run bench:resolve -- --mirrors DIR [--role ROLE] [--most N] [--show]");
const mirrors = values.mirrors!;
const named = JSON.parse(readFileSync(join(import.meta.dirname, "mergeRepositories.json"), "utf8")) as {
  readonly repositories: readonly { readonly name: string; readonly role: string }[];
};
const scratch = mkdtempSync(join(tmpdir(), "touchstone-merge-"));
const parser = new TreeSitterParser(grammarFiles, quietLog);

type Judged = "left" | "unaligned" | "exact" | "sameTokens" | "wrong" | "broken";
interface Outcome {
  readonly repo: string;
  readonly judged: Judged;
  readonly rule: string;
}

const git = (directory: string, args: readonly string[]): string =>
  execFileSync("git", [`--git-dir=${directory}`, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });

function blob(directory: string, commit: string, path: string): string | undefined {
  try {
    return git(directory, ["cat-file", "blob", `${commit}:${path}`]);
  } catch {
    return undefined;
  }
}

/** What git leaves in the file, with markers; undefined without a conflict. */
function merged(base: string, ours: string, theirs: string): string | undefined {
  const paths = [ours, base, theirs].map((text, i) => {
    const path = join(scratch, String(i));
    writeFileSync(path, text);
    return path;
  });
  try {
    execFileSync("git", ["merge-file", "-p", ...paths], { encoding: "utf8", maxBuffer: 1 << 28 });
    return undefined;
  } catch (error) {
    const { status, stdout } = error as { status?: number; stdout?: string };
    return status !== undefined && status > 0 && status < 128 && stdout ? stdout : undefined;
  }
}

/** What the person has where a stretch of lines was; undefined where the lines around do not tell. */
function humanLines(
  lines: readonly string[],
  start: number,
  end: number,
  human: readonly string[],
): readonly string[] | undefined {
  const mark = "\u0001";
  const marked = [...lines.slice(0, start), mark, ...lines.slice(end)];
  const parts = diffArrays(marked, [...human]);
  const at = parts.findIndex(({ removed, value }) => removed && value.includes(mark));
  if (at < 0) return undefined;
  const around = [parts[at - 1], parts[at + 1]].find((part) => part?.added);
  return parts[at]!.value.length === 1 ? (around?.value ?? []) : undefined;
}

async function breaks(path: string, text: string, start: number, lines: readonly string[]): Promise<boolean> {
  const languageId = languageIdOf(path);
  if (languageId === undefined) return false;
  const all = text.split("\n");
  const offset = all.slice(0, start).reduce((sum, line) => sum + line.length + 1, 0);
  const insert = lines.map((line) => `${line}\n`).join("");
  const rest = text.slice(0, offset) + text.slice(offset + insert.length);
  const verdict = await parser.checkParse({
    path,
    languageId,
    text: rest,
    replace: { start: offset, end: offset },
    insert,
  });
  return verdict === "breaks";
}

const bare = (lines: readonly string[]): string => lines.join("\n").replace(/\s+/g, "");

async function judgeFile(
  repo: string,
  path: string,
  texts: { base: string; ours: string; theirs: string },
  human: string,
): Promise<Outcome[]> {
  const text = merged(texts.base, texts.ours, texts.theirs);
  if (text === undefined) return [];
  const { resolutions, left } = resolveText(
    text,
    texts,
    findLanguage(languageIdOf(path) ?? "")?.checksParse === true,
  );
  const outcomes: Outcome[] = left.map(() => ({ repo, judged: "left", rule: "" }));
  const lines = text.split("\n");
  // Others are settled as the person did, as far as that can be told: with our side.
  const others = findConflicts(lines);
  for (const one of resolutions) {
    const rest = others
      .filter(({ start, end }) => end <= one.start || start >= one.end)
      .map(({ start, end, ours }) => ({ start, end, lines: ours, rule: "oneSide" as const }));
    const shift = rest
      .filter(({ start }) => start < one.start)
      .reduce((sum, each) => sum + each.lines.length - (each.end - each.start), 0);
    const settled = withResolutions(text, [...rest, one]);
    const meant = humanLines(lines, one.start, one.end, human.split("\n"));
    const isBroken = await breaks(path, settled, one.start + shift, one.lines);
    const judged: Judged = isBroken
      ? "broken"
      : meant === undefined
        ? "unaligned"
        : meant.join("\n") === one.lines.join("\n")
          ? "exact"
          : bare(meant) === bare(one.lines)
            ? "sameTokens"
            : "wrong";
    if (values.show && judged === "wrong")
      console.log(
        `${repo} ${path} ${one.rule}\n--- proposed\n${one.lines.join("\n")}\n--- human\n${meant!.join("\n")}\n`,
      );
    const conflicts = others.filter(({ start, end }) => start >= one.start && end <= one.end).length;
    for (let i = 0; i < conflicts; i++) outcomes.push({ repo, judged, rule: one.rule });
  }
  return outcomes;
}

async function ofRepository(
  name: string,
  most: number,
): Promise<{ readonly outcomes: Outcome[]; readonly merges: number; readonly files: number }> {
  const directory = join(mirrors, name.replace("/", "+"), "repo");
  const outcomes: Outcome[] = [];
  let [merges, files] = [0, 0];
  const listed = git(directory, [
    "log",
    "--merges",
    "--min-parents=2",
    "--max-parents=2",
    "--format=%H %P",
    `--max-count=${most}`,
    "HEAD",
  ]);
  for (const line of listed.trim().split("\n")) {
    const [commit = "", ours = "", theirs = ""] = line.split(" ");
    // Files that differ from both parents: a clean merge may be among them, a conflict surely is.
    const touched = git(directory, [
      "diff-tree",
      "--cc",
      "--name-only",
      "--no-commit-id",
      "-r",
      commit,
    ]).trim();
    if (touched === "") continue;
    let base = "";
    try {
      base = git(directory, ["merge-base", ours, theirs]).trim();
    } catch {
      continue;
    }
    let hasConflict = false;
    for (const path of touched.split("\n")) {
      const [b, o, t, human] = [base, ours, theirs, commit].map((one) => blob(directory, one, path));
      if (b === undefined || o === undefined || t === undefined || human === undefined) continue;
      if ([b, o, t].some((text) => text.includes("\0") || text.length > 400_000)) continue;
      const found = await judgeFile(name, path, { base: b, ours: o, theirs: t }, human);
      if (found.length === 0) continue;
      hasConflict = true;
      files++;
      outcomes.push(...found);
    }
    if (hasConflict) merges++;
  }
  return { outcomes, merges, files };
}

const percent = (part: number, of: number): string =>
  of === 0 ? "-" : `${((100 * part) / of).toFixed(1)} %`;
const all: Outcome[] = [];
const rows: string[][] = [];
const row = (title: string, merges: string, files: string, own: readonly Outcome[]): string[] => {
  const count = (...kinds: readonly Judged[]) => own.filter(({ judged }) => kinds.includes(judged)).length;
  const compared = count("exact", "sameTokens", "wrong");
  const proposed = compared + count("unaligned");
  return [
    title,
    merges,
    files,
    String(own.length),
    percent(proposed, own.length),
    percent(count("exact"), compared),
    percent(count("exact", "sameTokens"), compared),
    `${percent(count("wrong"), compared)} (${count("wrong")})`,
    String(count("broken")),
    String(count("unaligned")),
  ];
};
for (const { name, role } of named.repositories) {
  if (role !== values.role || !existsSync(join(mirrors, name.replace("/", "+")))) continue;
  const { outcomes, merges, files } = await ofRepository(name, Number(values.most));
  console.error(`${name}: ${outcomes.length} conflicts`);
  all.push(...outcomes);
  rows.push(row(name, String(merges), String(files), outcomes));
}
rows.push(row("all", "", "", all));
for (const rule of ["same", "oneSide", "tokens", "imports"])
  rows.push(
    row(
      `by ${rule}`,
      "",
      "",
      all.filter((one) => one.rule === rule),
    ),
  );
console.log(
  renderTable([
    [
      "repository",
      "merges",
      "files",
      "conflicts",
      "proposed",
      "exactly the person's",
      "but for white space",
      "otherwise",
      "refused by parsing",
      "not comparable",
    ],
    ...rows,
  ]),
);
rmSync(scratch, { recursive: true, force: true });
process.exit(0);
