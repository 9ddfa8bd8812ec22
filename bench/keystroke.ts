/**
 * Measures what a keystroke in a long file costs the built-in engine: reading the text again until it can be looked up,
 * and a whole completion.
 *
 *   npm run bench:keystroke -- --repo DIR [--lines 5000] [--places 40]
 *
 * The longest files of the repository are put together until there are enough lines; the rest is indexed. CPU of each place,
 * over some sixty keystrokes, since the clock of the processor may be coarse.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { CurrentTextReader } from "../src/core/completion/builtin/currentText.ts";
import { Vocabulary } from "../src/core/syntax/tokens/vocabulary.ts";
import { Git } from "./completion/git.ts";
import { Bench, cpuMs } from "./completion/run.ts";
import { readCommit, readFolder } from "./completion/sources.ts";
import { endWithUsage } from "./usage.ts";

const TYPED = 12;
const ROUNDS = 5;

const { values } = parseArgs({
  options: {
    repo: { type: "string" },
    lines: { type: "string", default: "5000" },
    places: { type: "string", default: "40" },
  },
});
const dir = resolve(values.repo ?? endWithUsage("npm run bench:keystroke -- --repo DIR"));
const files = Git.isRepository(dir) ? readCommit(new Git(dir), "HEAD") : readFolder(dir);
const longestFirst = [...files].sort((a, b) => b.text.length - a.text.length);
const lines: string[] = [];
while (lines.length < Number(values.lines) && longestFirst.length > 0) {
  lines.push(...longestFirst.shift()!.text.split("\n"));
}
lines.length = Math.min(lines.length, Number(values.lines));
const { languageId } = files[0]!;
const bench = new Bench(longestFirst, false);

/** CPU of a keystroke at each place, in ms, ascending. */
function measure(places: number, press: (prefix: string, suffix: string) => void): number[] {
  const times: number[] = [];
  for (let place = 0; place < places; place++) {
    const at = Math.floor(((place + 0.5) * lines.length) / places);
    const line = lines[at]!;
    const suffix = `\n${lines.slice(at + 1).join("\n")}`;
    const columns = Array.from({ length: TYPED }, (_, i) => line.length - TYPED + 1 + i).filter(
      (column) => column > 0,
    );
    const texts = columns.map((column) => [...lines.slice(0, at), line.slice(0, column)].join("\n"));
    if (texts.length === 0) continue;
    const started = cpuMs();
    for (let round = 0; round < ROUNDS; round++) for (const prefix of texts) press(prefix, suffix);
    times.push((cpuMs() - started) / (ROUNDS * texts.length));
  }
  return times.sort((a, b) => a - b);
}

function report(name: string, times: readonly number[]): void {
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(share * times.length))]!.toFixed(2);
  console.log(`${name}: p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)} CPU ms over ${times.length} places`);
}

const reader = new CurrentTextReader(new Vocabulary());
console.log(
  `${lines.length} lines, ${lines.join("\n").length} characters; ${bench.engine.stats().tokens} tokens indexed`,
);
const nothing = { pairs: 1, singles: 1, looks: 1 };
report(
  "reading and linking the text",
  measure(Number(values.places), (prefix, suffix) => {
    reader.read("edited", languageId, prefix, suffix).file.forEachMatch([1], nothing, () => {});
  }),
);
report(
  "a completion",
  measure(Math.ceil(Number(values.places) / 4), (prefix, suffix) => {
    bench.engine.complete({ path: "edited", languageId, prefix, suffix, maxSuggestions: 3 });
  }),
);
