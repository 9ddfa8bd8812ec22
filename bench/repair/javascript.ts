/** `npm run bench:repair -- --javascript`: seeded faults of real code in JavaScript and TypeScript. */
import { appendFileSync, readFileSync } from "node:fs";
import { attemptFault, Checkout, drawFaults, type FaultResult } from "./javascriptFaults.ts";
import { tellPlaces } from "./localization.ts";
import { quantile } from "./quantile.ts";
import { repositoryList } from "./repositories.ts";

export interface JavascriptOptions {
  readonly clones: string;
  readonly into: string;
  readonly perRepository: number;
  readonly budgetMs: number;
  readonly only?: string | undefined;
  readonly half?: string | undefined;
  readonly details: boolean;
  /** A file that results are added to, a line of JSON each, so that several runs give one table. */
  readonly save?: string | undefined;
}

/** The table of results that other runs have saved. */
export function summarizeSaved(files: readonly string[]): void {
  const lines = files.flatMap((file) => readFileSync(file, "utf8").split("\n"));
  summarizeAll(lines.filter(Boolean).map((line) => JSON.parse(line) as FaultResult));
}

export async function benchJavascript(options: JavascriptOptions): Promise<void> {
  // Faulty files are put back on the way out.
  process.once("SIGTERM", () => process.exit(1));
  const results: FaultResult[] = [];
  const wanted = repositoryList.mutated.filter(
    ({ repository }) => !options.only || options.only.split(",").some((name) => repository.includes(name)),
  );
  const checkouts = wanted.map((repository) => new Checkout(repository, options.clones, options.into));
  // One of each in turn: a run that is cut short has seen all repositories.
  let open = checkouts.map((checkout) => ({
    checkout,
    faults: drawFaults(checkout, options.perRepository),
  }));
  while (open.length > 0) {
    for (const one of open) {
      const { value: fault, done } = await one.faults.next().catch((error: unknown) => {
        console.log(
          `${one.checkout.repository.repository} cannot be measured: ${String(error).slice(0, 200)}`,
        );
        return { value: undefined, done: true } as const;
      });
      if (done) open = open.filter((other) => other !== one);
      else if (!options.half || fault.half === options.half) {
        const result = await attemptFault(one.checkout, fault, options.budgetMs);
        results.push(result);
        if (options.save) appendFileSync(options.save, `${JSON.stringify(withoutTexts(result))}\n`);
        tell(result, options.details);
      }
    }
  }
  for (const checkout of checkouts) checkout.close();
  summarizeAll(results);
}

const withoutTexts = (result: FaultResult) => ({
  ...result,
  fault: { ...result.fault, original: "", faulty: "" },
});

function summarizeAll(results: readonly FaultResult[]): void {
  for (const half of ["development", "heldOut", undefined] as const) {
    summarize(
      half ?? "all",
      results.filter(({ fault }) => !half || fault.half === half),
    );
  }
  tellPlaces(results);
  summarizeBy(results, ({ fault }) => fault.operator);
  summarizeBy(results, ({ fault }) => fault.name.slice(0, fault.name.indexOf(":")));
}

function summarizeBy(results: readonly FaultResult[], keyOf: (result: FaultResult) => string): void {
  for (const key of [...new Set(results.map(keyOf))].sort()) {
    summarize(
      key,
      results.filter((result) => keyOf(result) === key),
    );
  }
}

function tell(result: FaultResult, details: boolean): void {
  const { fault } = result;
  const state =
    result.equal.length === 0
      ? `NOT FOUND (${result.end}${result.reachable ? "" : ", unreachable"})`
      : result.equal[0]
        ? "equal"
        : result.right[0]
          ? "right"
          : result.right.some(Boolean)
            ? "LATER"
            : result.isJudged
              ? "WRONG"
              : "UNJUDGED";
  const found =
    result.firstMs === undefined
      ? ""
      : ` ${(result.firstMs / 1000).toFixed(2)} s after ${result.triedBefore}`;
  console.log(
    `${fault.half === "heldOut" ? "h" : "d"} ${fault.operator.padEnd(21)} ${fault.name.slice(0, 60).padEnd(60)} ${state}${found} ` +
      `(${result.tried}/${result.generated}, ${result.perSecond.toFixed(0)}/s, ready ${result.readyMs.toFixed(0)} ms, line ${result.places.line ?? "-"} (${result.plain.line ?? "-"}), function ${result.places.function ?? "-"} (${result.plain.function ?? "-"}), ${fault.killedBy.length} kill)`,
  );
  // The held-out half stays unread while templates change.
  if (!details || fault.half === "heldOut") return;
  console.log(`      ${fault.change}`);
  for (const [at, edit] of result.edits.entries()) {
    const shown = edit.slice(0, 150).replace(/\s+/g, " ");
    console.log(`      ${result.templates[at]}: ${shown} ${result.right[at] ? "right" : "wrong"}`);
  }
}

function summarize(title: string, results: readonly FaultResult[]): void {
  if (results.length === 0) return;
  const share = (count: number) => `${count} (${((100 * count) / results.length).toFixed(0)} %)`;
  const found = results.filter(({ equal }) => equal.length > 0);
  const times = found.map(({ firstMs }) => firstMs! / 1000);
  console.log(
    `${title}: ${results.length} faults, plausible ${share(found.length)}, first equal to the original ${share(found.filter(({ equal }) => equal[0]).length)}, ` +
      `first right ${share(found.filter(({ right }) => right[0]).length)}, any right ${share(found.filter(({ right }) => right.some(Boolean)).length)}, ` +
      `unreachable ${share(results.filter(({ reachable }) => !reachable).length)}, first after ${quantile(times, 0.5).toFixed(2)} s median, ${quantile(times, 0.9).toFixed(2)} s p90, ` +
      `${quantile(
        results.map(({ perSecond }) => perSecond),
        0.5,
      ).toFixed(0)} candidates/s median`,
  );
}
