/** Statistics as they were stored, perhaps by another version, perhaps damaged. */
import { type LatencyBins, noLatencies } from "./latency.ts";
import { type Counts, countNames, noStatistics, type Statistics } from "./statistics.ts";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const count = (value: unknown): number =>
  typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : 0;
const isDay = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);

function counts(value: unknown): Counts {
  const record = isRecord(value) ? value : {};
  return Object.fromEntries(countNames.map((name) => [name, count(record[name])])) as unknown as Counts;
}

function bins(value: unknown): LatencyBins {
  if (!Array.isArray(value) || value.length !== noLatencies.length) return noLatencies;
  return value.map(count);
}

/** Whatever is not as it should be counts as nothing. */
export function parseStatistics(stored: unknown): Statistics {
  if (!isRecord(stored) || !isDay(stored["since"])) return noStatistics;
  const days = Array.isArray(stored["days"]) ? stored["days"] : [];
  const languages = isRecord(stored["languages"]) ? stored["languages"] : {};
  const latencies = isRecord(stored["latencies"]) ? stored["latencies"] : {};
  return {
    since: stored["since"],
    total: counts(stored["total"]),
    days: days
      .filter((entry) => isRecord(entry) && isDay(entry["day"]))
      .map((entry) => ({ day: entry["day"], counts: counts(entry["counts"]) })),
    languages: Object.fromEntries(
      Object.entries(languages)
        .filter((entry): entry is [string, Record<string, unknown>] => isRecord(entry[1]))
        .map(([name, value]) => [name, { shown: count(value["shown"]), accepted: count(value["accepted"]) }]),
    ),
    latencies: { builtin: bins(latencies["builtin"]), model: bins(latencies["model"]) },
  };
}
