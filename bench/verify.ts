/**
 * Does the check before display keep what is true and mark what is not? Takes true continuations of real files (half
 * of them whole lines, half rests of lines) and lies made by changing them at the same positions. The file's text on
 * disk is evidence for nothing: the line in question is gone from it.
 *
 *   npm run bench:verify -- [--count 150] [--seed 1] [--show] DIR...
 *
 * DIR is the work tree of a repository. What is drawn follows from `--seed` and the files alone, each lie from its own
 * position: what another one comes to changes nothing. `--show` prints each false alarm and each lie that passed.
 */
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { renderTable } from "../src/core/text/table.ts";
import { lineStart, midLine, type Position, staticPositions } from "./completion/positions.ts";
import { Random } from "./completion/random.ts";
import { readFolder, type SourceFile, withoutCopies } from "./completion/sources.ts";
import { endWithUsage } from "./usage.ts";
import { isImportLine, type Lie, liesAt, NameMaker, type Word } from "./verify/lies.ts";
import { mayTake, takesNames } from "./verify/parameters.ts";
import { percentile } from "./verify/percentile.ts";
import { type Checked, CheckedRepo } from "./verify/run.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "150" },
    seed: { type: "string", default: "1" },
    show: { type: "boolean", default: false },
  },
});
if (positionals.length === 0)
  endWithUsage("npm run bench:verify -- [--count 150] [--seed 1] [--show] DIR...");
const count = Number(values.count);

const languageNames: Readonly<Record<string, string>> = {
  python: "Python",
  javascript: "JavaScript",
  javascriptreact: "JavaScript",
  typescript: "TypeScript",
  typescriptreact: "TypeScript",
  java: "Java",
  go: "Go",
};
const group = (languageId: string): string => languageNames[languageId] ?? languageId;

interface Outcome {
  readonly repo: string;
  readonly language: string;
  readonly lie: Lie | undefined;
  readonly position: Position;
  readonly checked: Checked;
  /** Of an argument: what the check knows of what is called. */
  readonly callee?: CalleeKind | undefined;
}

/**
 * `known`: it is known what is called, and the repository defines it; `named`: the repository defines something of that
 * name, but what is called is not known; `library`: of code outside; `other`: built in, or a value that is called, such as
 * a parameter.
 */
const calleeKinds = ["known", "named", "library", "other"] as const;
type CalleeKind = (typeof calleeKinds)[number];

/** What is called, by what the check says of the true text; undefined where the arguments may be right all the same. */
async function calleeOf(
  { callee, how, given = 0 }: Lie & { readonly callee: Word },
  { verification: { unknown, calls = [] } }: Checked,
  checker: CheckedRepo,
): Promise<CalleeKind | undefined> {
  const isIt = ({ name, offset }: Word): boolean =>
    offset === Math.max(0, callee.offset) && callee.name.endsWith(name);
  const definitions = await checker.definitions(callee.name);
  const isTrue =
    how === "too many" ? (one: string) => mayTake(one, callee.name, given) : (one: string) => takesNames(one);
  if (definitions.some(isTrue)) return undefined;
  if (unknown.some((one) => isIt(one) && one.why === "library")) return "library";
  if (definitions.length === 0) return "other";
  return calls.some((one) => isIt(one) && one.isKnown) ? "known" : "named";
}

/** Import lines are few and hold what nothing else does, so a tenth of the positions is drawn from them alone. */
function importPositions(files: readonly SourceFile[], wanted: number, random: Random): Position[] {
  const found: Position[] = [];
  for (const file of random.shuffle(files)) {
    if (found.length >= wanted) break;
    const lines = file.text.split("\n");
    const at = random
      .shuffle(lines.map((_, i) => i))
      .find(
        (i) =>
          isImportLine(lines[i]!, file.languageId) &&
          lines[i]!.trim().length > 10 &&
          !lines[i]!.trimEnd().endsWith("("),
      );
    if (at === undefined) continue;
    found.push({
      path: file.path,
      languageId: file.languageId,
      prefix: lines
        .slice(0, at)
        .map((line) => `${line}\n`)
        .join(""),
      suffix: `\n${lines.slice(at + 1).join("\n")}`,
      truth: lines[at]!.trimEnd(),
    });
  }
  return found;
}

async function run(directory: string): Promise<Outcome[]> {
  const repo = basename(resolve(directory));
  const files = withoutCopies(readFolder(resolve(directory)));
  const random = new Random(`verify ${values.seed}`);
  const words = new Set(files.flatMap(({ text }) => text.match(/[A-Za-z_$][\w$]*/g) ?? []));
  const names = new NameMaker(words, random);
  const positions = [
    ...staticPositions(files, lineStart, Math.round(count * 0.45), random),
    ...staticPositions(files, midLine, Math.round(count * 0.45), random),
    ...importPositions(files, Math.round(count * 0.1), random),
  ];
  const checker = await CheckedRepo.open(directory);
  const outcomes: Outcome[] = [];
  for (const position of positions) {
    const language = group(position.languageId);
    const truth = await checker.check(position, position.truth);
    outcomes.push({ repo, language, lie: undefined, position, checked: truth });
    const marked = await checker.mark(position);
    const own = new Random(`lies ${values.seed} ${position.path} ${position.prefix.length}`);
    for (const lie of marked ? liesAt(position, marked, names.drawing(own), own) : []) {
      // What still parses, or no worse than the truth, is no lie about syntax.
      if (lie.kind === "syntax" && !(await checker.isBroken(position, lie.text))) continue;
      const checked = await checker.check(position, lie.text);
      const { callee } = lie;
      const kind = callee && (await calleeOf({ ...lie, callee }, truth, checker));
      if (!callee || kind) outcomes.push({ repo, language, lie, position, checked, callee: kind });
    }
  }
  await checker.close();
  return outcomes;
}

const isMarked = ({ checked }: Outcome): boolean => checked.verification.findings.length > 0;

/** What the check knew of the thing that was changed. */
function known({ lie, checked }: Outcome): "known" | "library" | "type" {
  const { unknown } = checked.verification;
  if (lie?.kind === "import" && unknown.some(({ why }) => why === "library")) return "library";
  const doubt = checked.verification.unknown.find(
    ({ name, offset }) => lie !== undefined && offset <= lie.offset && lie.offset < offset + name.length,
  );
  return doubt ? (doubt.why === "library" ? "library" : "type") : "known";
}

const percent = (part: number, of: number): string =>
  of === 0 ? "-" : `${((100 * part) / of).toFixed(1)} %`;

function show(outcome: Outcome): void {
  const { position, lie, checked, repo } = outcome;
  const { findings, verdict } = checked.verification;
  const line = position.prefix.slice(position.prefix.lastIndexOf("\n") + 1);
  const at = position.prefix.split("\n").length;
  const what = lie
    ? `${lie.kind}/${lie.how} [${lie.name.slice(0, 40)}] ${known(outcome)} ${outcome.callee ?? ""}`
    : "TRUE";
  const why = findings
    .map((one) => `${one.reason}:${one.name.slice(0, 40)}${one.nearest ? `>${one.nearest}` : ""}`)
    .join(", ");
  console.log(
    `${repo}/${position.path}:${at} ${what} ${verdict} {${why}}\n    ${line}│${(lie?.text ?? position.truth).split("\n")[0]}`,
  );
}

const all: Outcome[] = [];
for (const directory of positionals) {
  const outcomes = await run(directory);
  all.push(...outcomes);
  const truths = outcomes.filter(({ lie }) => !lie);
  const lies = outcomes.filter(({ lie }) => lie);
  console.error(
    `${basename(directory)}: ${truths.length} true, ${truths.filter(isMarked).length} alarms; ${lies.length} lies, ${lies.filter(isMarked).length} marked`,
  );
}
if (values.show)
  for (const outcome of all) if (isMarked(outcome) !== (outcome.lie !== undefined)) show(outcome);

const truths = all.filter(({ lie }) => !lie);
const lies = all.filter(({ lie }) => lie);
const languages = [...new Set(all.map(({ language }) => language))].sort();
const verdictRows = [...languages, "all"].map((language) => {
  const own = truths.filter((outcome) => language === "all" || outcome.language === language);
  const members = own.reduce((sum, { checked }) => sum + (checked.verification.members?.all ?? 0), 0);
  const knownMembers = own.reduce((sum, { checked }) => sum + (checked.verification.members?.known ?? 0), 0);
  const of = (verdict: string): string =>
    percent(own.filter(({ checked }) => checked.verification.verdict === verdict).length, own.length);
  return [
    language,
    String(own.length),
    of("ok"),
    of("unknown"),
    percent(own.filter(isMarked).length, own.length),
    percent(knownMembers, members),
  ];
});
console.log(
  renderTable([["language", "true", "ok", "unknown", "false alarms", "receivers known"], ...verdictRows]),
);

const kinds = [...new Set(lies.map(({ lie }) => `${lie!.kind} ${lie!.how}`))].sort();
const cell = (own: readonly Outcome[]): string =>
  own.length === 0 ? "-" : `${own.filter(isMarked).length}/${own.length}`;
const lieRows = kinds.map((kind) => {
  const own = lies.filter(({ lie }) => `${lie!.kind} ${lie!.how}` === kind);
  const passed = own.filter((outcome) => !isMarked(outcome));
  const judged = own.filter((outcome) => isMarked(outcome) || known(outcome) !== "library");
  const repaired = own.filter(
    ({ lie, checked, position }) => lie!.how === "typo" && checked.verification.text === position.truth,
  ).length;
  return [
    kind,
    ...languages.map((language) => cell(own.filter((outcome) => outcome.language === language))),
    cell(own),
    cell(judged),
    ["known", "type", "library"]
      .map((why) => passed.filter((outcome) => known(outcome) === why).length)
      .join(" + "),
    kind.endsWith("typo") ? percent(repaired, own.length) : "-",
  ];
});
console.log("");
console.log(
  renderTable([
    [
      "lies marked",
      ...languages,
      "all",
      "without library",
      "passed: judged + unknown type + library",
      "repaired to the truth",
    ],
    ...lieRows,
  ]),
);
const argumentRows = kinds
  .filter((kind) => kind.startsWith("argument"))
  .map((kind) => {
    const own = lies.filter(({ lie }) => `${lie!.kind} ${lie!.how}` === kind);
    return [kind, ...calleeKinds.map((callee) => cell(own.filter((outcome) => outcome.callee === callee)))];
  });
console.log("");
console.log(renderTable([["arguments by what is called", ...calleeKinds], ...argumentRows]));
const times = all.map(({ checked }) => checked.cpuMs);
console.log(
  `\nSeed ${values.seed}. Processor time of a check: p50 ${percentile(times, 50).toFixed(1)} ms, p95 ${percentile(times, 95).toFixed(1)} ms, p99 ${percentile(times, 99).toFixed(1)} ms; ${truths.length} truths, ${lies.length} lies`,
);
process.exit(0);
