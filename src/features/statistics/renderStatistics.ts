/** The statistics as a person reads them: a Markdown document of a few tables. */
import { type LatencyBins, latencyPercentile } from "../../core/completion/statistics/latency.ts";
import { type Counts, noCounts, type Statistics, sum } from "../../core/completion/statistics/statistics.ts";
import { formatCount } from "../../core/text/counts.ts";
import { escapeMarkdown } from "../status/format.ts";

const share = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${((100 * part) / whole).toFixed(part === whole ? 0 : 1)} %`;

const ofShown = (part: number, { shown }: Counts): string =>
  shown === 0 ? formatCount(part) : `${formatCount(part)} (${share(part, shown)})`;

type Row = readonly [label: string, cell: (counts: Counts) => string];
const rows: readonly Row[] = [
  ["**Shown**", ({ shown }) => formatCount(shown)],
  ["Accepted", (counts) => ofShown(counts.accepted, counts)],
  ["Accepted in part, word by word", (counts) => ofShown(counts.acceptedInPart, counts)],
  ["Typed through instead", (counts) => ofShown(counts.typedThrough, counts)],
  ["Rejected", (counts) => ofShown(counts.rejected, counts)],
  ["Ignored", (counts) => ofShown(counts.ignored, counts)],
  ["Held back by the gate", ({ hidden }) => formatCount(hidden)],
  ["Words accepted one by one", ({ words }) => formatCount(words)],
  ["**Characters saved**", ({ charactersSaved }) => formatCount(charactersSaved)],
  [
    "Still there after 5 minutes",
    ({ survived, survivalChecked }) =>
      survivalChecked === 0 ? "–" : `${share(survived, survivalChecked)} of ${formatCount(survivalChecked)}`,
  ],
];

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], body: readonly (readonly string[])[]): string =>
  [line(head), line(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...body.map(line)].join("\n");

const time = (ms: number | undefined): string => {
  if (ms === undefined) return "–";
  if (ms === Number.POSITIVE_INFINITY) return "over 10 s";
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
};
const latencyRow = (name: string, bins: LatencyBins): readonly string[] => [
  name,
  ...[0.5, 0.95, 0.99].map((part) => time(latencyPercentile(bins, part))),
];

function modelPart({ modelCalls, savedSure, savedCached }: Counts): string {
  const saved = savedSure + savedCached;
  if (modelCalls + saved === 0) return "No model was asked, and none was needed.";
  return [
    `A model was asked **${formatCount(modelCalls)}** times and spared **${formatCount(saved)}** times`,
    ` (${share(saved, modelCalls + saved)}): ${formatCount(savedSure)} because the built-in engine was sure,`,
    ` ${formatCount(savedCached)} because the answer was there or under way already.`,
  ].join("");
}

/** @param today as `2026-11-21` */
export function renderStatistics(statistics: Statistics, today: string): string {
  const { since, total, days, languages, latencies } = statistics;
  if (since === undefined) {
    return "# Inline suggestions\n\nNothing was counted yet. What becomes of suggestions is counted on this machine alone.\n";
  }
  const weekStart = new Date(Date.parse(today) - 6 * 86_400_000).toISOString().slice(0, 10);
  const within = (first: string): Counts =>
    days.filter(({ day }) => first <= day).reduce((all, { counts }) => sum(all, counts), noCounts);
  const spans = [within(today), within(weekStart), total];
  const byLanguage = Object.entries(languages).toSorted(([, a], [, b]) => b.shown - a.shown);
  return [
    "# Inline suggestions",
    `Counted on this machine since ${since}; nothing of it is sent anywhere, and no text is kept.`,
    table(
      ["", "Today", "Last 7 days", "All"],
      rows.map(([label, cell]) => [label, ...spans.map(cell)]),
    ),
    "## Model",
    modelPart(total),
    "## Time to a suggestion",
    table(
      ["", "half within", "95 % within", "99 % within"],
      [latencyRow("Built-in engine", latencies.builtin), latencyRow("Model", latencies.model)],
    ),
    ...(byLanguage.length === 0
      ? []
      : [
          "## Languages",
          table(
            ["Language", "Shown", "Accepted"],
            byLanguage.map(([name, counts]) => [
              escapeMarkdown(name),
              formatCount(counts.shown),
              `${formatCount(counts.accepted)} (${share(counts.accepted, counts.shown)})`,
            ]),
          ),
        ]),
    "---",
    "The editor tells of one thing alone, the accept of a whole suggestion. The rest is inferred from changes and moves of the cursor: Escape is seen only by what follows it.",
    "",
  ].join("\n\n");
}
