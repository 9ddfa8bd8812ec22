/**
 * Does the parse check keep good suggestions and stop bad ones? Takes real lines of real files: the true rest of a
 * line must parse; the same with a bracket too many, one too few, or with random symbols should not. One language at a
 * time, also those that are not checked (`checksParse` in `core/syntax/language.ts`) for want of such figures.
 *
 * `npm run bench:parse-check -- [--samples 400] DIR...`
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { languageIdOf } from "../src/core/syntax/language.ts";
import { TreeSitterParser } from "../src/node/treeSitter/treeSitterParser.ts";
import { grammarFiles } from "../test/support/grammarFiles.ts";
import { quietLog } from "../test/support/indexerHarness.ts";
import { listSources, seededRandom } from "./sources.ts";
import { endWithUsage } from "./usage.ts";

const args = process.argv.slice(2);
const samplesAt = args.indexOf("--samples");
const samples = samplesAt < 0 ? 400 : Number(args.splice(samplesAt, 2)[1]);
if (args.length === 0) endWithUsage("npm run bench:parse-check -- [--samples 400] DIR...");
const parser = new TreeSitterParser(grammarFiles, quietLog, () => true);

type Kind = "true" | "extra bracket" | "missing bracket" | "garbage";

function spoil(tail: string, kind: Kind, random: () => number): string | undefined {
  if (kind === "true") return tail;
  if (kind === "extra bracket") return `${tail.replace(/[;,:{]?\s*$/, "")}${")]}"[Math.floor(random() * 3)]}`;
  if (kind === "garbage")
    return Array.from({ length: 6 }, () => ")(=+;.%!]x "[Math.floor(random() * 11)]).join("");
  const bracket = /[()[\]]/.exec(tail);
  return bracket ? tail.slice(0, bracket.index) + tail.slice(bracket.index + 1) : undefined;
}

/** Paths by language; languages of a handful of files left out. */
function groupsOf(directory: string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of listSources(directory)) {
    const languageId = languageIdOf(path)!;
    groups.set(languageId, [...(groups.get(languageId) ?? []), path]);
  }
  return new Map([...groups].filter(([, paths]) => paths.length >= 10));
}

async function verdictsOf(
  directory: string,
  files: readonly string[],
): Promise<Map<Kind, { parses: number; breaks: number; unknown: number }>> {
  const random = seededRandom(7);
  const tally = new Map<Kind, { parses: number; breaks: number; unknown: number }>();
  for (let done = 0, tried = 0; done < samples && tried < 20 * samples; tried++) {
    const path = files[Math.floor(random() * files.length)]!;
    const text = readFileSync(join(directory, path), "utf8");
    const lines = text.split("\n");
    const row = Math.floor(random() * lines.length);
    const line = lines[row]!;
    const column = line.search(/\S/) + 1 + Math.floor(random() * Math.max(1, line.trim().length - 1));
    if (text.length > 200_000 || line.trim().length < 4 || /^\s*(?:[#*/]|"""|''')/.test(line)) continue;
    if (column >= line.length) continue;
    done++;
    const start = lines.slice(0, row).join("\n").length + (row > 0 ? 1 : 0) + column;
    const without = text.slice(0, start) + text.slice(start - column + line.length);
    for (const kind of ["true", "extra bracket", "missing bracket", "garbage"] as const) {
      const insert = spoil(line.slice(column), kind, random);
      if (insert === undefined || insert === "") continue;
      const verdict = await parser.checkParse({
        path,
        languageId: languageIdOf(path)!,
        text: without,
        replace: { start, end: start },
        insert,
      });
      const row = tally.get(kind) ?? { parses: 0, breaks: 0, unknown: 0 };
      row[verdict]++;
      tally.set(kind, row);
      if (kind === "true" && verdict === "breaks" && process.env["SHOW"])
        console.log(`${path}: ${line} @${column}`);
    }
  }
  return tally;
}

async function report(directory: string, languageId: string, files: readonly string[]): Promise<void> {
  const cpu = process.cpuUsage();
  const tally = await verdictsOf(directory, files);
  const { user, system } = process.cpuUsage(cpu);
  const checks = [...tally.values()].reduce(
    (sum, { parses, breaks, unknown }) => sum + parses + breaks + unknown,
    0,
  );
  console.log(`${directory} ${languageId}: ${((user + system) / 1000 / checks).toFixed(1)} CPU-ms a check`);
  for (const [kind, { parses, breaks, unknown }] of tally) {
    const percent = (count: number) => `${((100 * count) / (parses + breaks + unknown)).toFixed(1)} %`;
    console.log(
      `  ${kind}: parses ${percent(parses)}, breaks ${percent(breaks)}, unknown ${percent(unknown)}`,
    );
  }
}

for (const directory of args) {
  for (const [languageId, files] of groupsOf(directory)) await report(directory, languageId, files);
}
