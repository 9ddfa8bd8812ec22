/**
 * What the built-in engine repairs without a model: for each fault a project on disk whose tests fail, the first patch,
 * how long it took, and whether it is right by the judge.
 *
 * `npm run bench:repair -- DATA_DIR --model [--part oracle|lies] [--only NAME] [--every N]` measures the loop with scripted models instead.
 *
 * `npm run bench:repair -- --java MIRROR [--role development]`: faults in the Java repositories of
 * `bench/repair/javaRepositories.json`, whose git directories are `MIRROR/OWNER+NAME/repo`.
 * `npm run bench:repair -- --compiled MIRROR [--only NAME|go|cargo] [--faults PER_REPOSITORY] [--alone]`: seeded faults in the Go and Rust
 * repositories of `bench/repair/compiledRepositories.json`; `--alone` compiles each change by itself.
 * `npm run bench:repair -- DATA_DIR [--set quixbugs|functions] [--half development|heldOut] [--only NAME] [--budget SECONDS] [--details]`
 *
 * `npm run bench:repair -- CLONES_DIR --javascript [--into DIR] [--faults PER_REPOSITORY] [--only REPOSITORY] [...]`: seeded faults
 * of the repositories that `repairRepositories.json` names. With `--save FILE` results are added to a file, and
 * `npm run bench:repair -- FILE... --saved` gives the table of several.
 *
 * `npm run bench:repair -- CLONES_DIR --repositories [--kinds seeded,historical,larger] [--faults PER_REPOSITORY] [--into DIR] [...]`:
 * seeded faults and bugs from the history of repositories with 200 tests and more. With `--localize` places of faults alone. With
 * `--spectra FOLDER` what tests told of each is kept, and `npm run bench:repair -- CLONES_DIR --spectra FOLDER` compares ways to rank lines on it.
 *
 * `npm run bench:repair -- CLONES_DIR --fixes [--half HALF] [--only NAMES] [--details]`: one-line fixes in the repositories of `repairFixes.json` that
 * templates reach at the changed line; no test is run.
 *
 * `npm run bench:repair -- CLONES_DIR --diagnostics [--into DIR] [--faults PER_REPOSITORY] [--only REPOSITORY|LANGUAGE] [--details]`: what checkers
 * say of seeded faults in the repositories that `diagnosticRepositories.json` names.
 */
import { parseArgs } from "node:util";
import { type Attempt, attempt, warmUp } from "./repair/attempt.ts";
import { benchJava } from "./repair/javaFaults.ts";
import { benchJavascript, summarizeSaved } from "./repair/javascript.ts";
import { Judge, type Verdict } from "./repair/judge.ts";
import { functions, quixbugs } from "./repair/projects.ts";
import { quantile } from "./repair/quantile.ts";
import { benchRepositories } from "./repair/repositoryScale.ts";
import { endWithUsage } from "./usage.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    set: { type: "string" },
    half: { type: "string" },
    only: { type: "string" },
    budget: { type: "string", default: "60" },
    details: { type: "boolean", default: false },
    repositories: { type: "boolean", default: false },
    javascript: { type: "boolean", default: false },
    diagnostics: { type: "boolean", default: false },
    into: { type: "string", default: "repair-checkouts" },
    faults: { type: "string" },
    kinds: { type: "string", default: "seeded,historical,larger" },
    model: { type: "boolean", default: false },
    every: { type: "string", default: "1" },
    part: { type: "string" },
    java: { type: "string" },
    compiled: { type: "string" },
    alone: { type: "boolean", default: false },
    role: { type: "string", default: "benchmark" },
    save: { type: "string" },
    saved: { type: "boolean", default: false },
    localize: { type: "boolean", default: false },
    spectra: { type: "string" },
    fixes: { type: "boolean", default: false },
  },
});
if (values.compiled !== undefined) {
  const { benchCompiled } = await import("./repair/compiledFaults.ts");
  const { budget, only, faults, alone } = values;
  await benchCompiled({
    mirror: values.compiled,
    budgetMs: Number(budget) * 1000,
    only,
    count: faults === undefined ? undefined : Number(faults),
    isAlone: alone,
  });
  process.exit();
}
if (values.java !== undefined) {
  const { role, details, only } = values;
  await benchJava({ mirror: values.java, role, budgetMs: Number(values.budget) * 1000, details, only });
  process.exit();
}
const data = positionals[0];
if (!data) {
  endWithUsage(
    "npm run bench:repair -- DATA_DIR [--set SET] [--half HALF] [--only NAME] [--budget SECONDS] [--details]",
  );
}

if (values.spectra !== undefined && !values.repositories) {
  const { compareSaved } = await import("./repair/localizeSaved.ts");
  await compareSaved(values.spectra, data);
  process.exit(0);
}
if (values.repositories) {
  await benchRepositories({
    clones: data,
    into: values.into,
    kinds: values.kinds.split(","),
    count: values.faults === undefined ? undefined : Number(values.faults),
    budgetMs: Number(values.budget) * 1000,
    only: values.only,
    half: values.half,
    details: values.details,
    isLocalizedOnly: values.localize,
    spectra: values.spectra,
  });
  process.exit(0);
}
if (values.fixes) {
  const { benchFixReach } = await import("./repair/fixReach.ts");
  await benchFixReach({ clones: data, half: values.half, only: values.only, details: values.details });
  process.exit(0);
}
if (values.saved) {
  summarizeSaved(positionals);
  process.exit(0);
}
if (values.diagnostics) {
  const { benchDiagnostics } = await import("./repair/diagnostics.ts");
  const { into, faults, budget, only, details } = values;
  const perRepository = Number(faults ?? 8);
  await benchDiagnostics({
    clones: data,
    into,
    perRepository,
    budgetMs: Number(budget) * 1000,
    only,
    details,
  });
  process.exit(0);
}
if (values.javascript) {
  await benchJavascript({
    clones: data,
    into: values.into,
    perRepository: Number(values.faults ?? 10),
    budgetMs: Number(values.budget) * 1000,
    only: values.only,
    half: values.half,
    details: values.details,
    save: values.save,
  });
  process.exit(0);
}

if (values.model) {
  const { modelBench } = await import("./repairModel/modelBench.ts");
  await modelBench({ data, only: values.only, every: Number(values.every), part: values.part });
  process.exit();
}

const wanted = [...quixbugs(data), ...functions(data)].filter(
  ({ set, half, name }) =>
    (!values.set || set === values.set) &&
    (!values.half || half === values.half) &&
    (!values.only || values.only.split(",").includes(name)),
);
await warmUp();
const judge = new Judge();
const done: { readonly result: Attempt; readonly verdicts: readonly Verdict[] }[] = [];
for (const project of wanted) {
  const result = await attempt(project, Number(values.budget) * 1000);
  const verdicts: Verdict[] = [];
  for (const patch of result.patches) verdicts.push(await judge.judge(project, patch));
  done.push({ result, verdicts });
  tell(result, verdicts);
}
judge.end();
for (const set of new Set(wanted.map((project) => project.set))) {
  for (const half of ["development", "heldOut", undefined]) summarize(set, half);
}

function tell(result: Attempt, verdicts: readonly Verdict[]): void {
  const { project, firstMs } = result;
  const head = `${project.set} ${project.half === "heldOut" ? "h" : "d"} ${project.name}`.padEnd(40);
  const speed = `${result.tried}/${result.generated} tried, ${result.perSecond.toFixed(0)}/s, ready ${result.readyMs.toFixed(0)} ms`;
  if (firstMs === undefined) {
    console.log(`${head} NOT FOUND (${result.end}; ${result.failing} failing) ${speed}`);
    return;
  }
  const first = verdicts[0]!.same ? "right" : verdicts.some(({ same }) => same) ? "LATER" : "WRONG";
  console.log(`${head} ${first} ${(firstMs / 1000).toFixed(2)} s after ${result.triedBefore} ${speed}`);
  if (!values.details) return;
  result.edits.forEach((edit, at) => {
    const { same, inputs, why } = verdicts[at]!;
    console.log(`      ${result.templates[at]}: ${edit}  [${same ? `right on ${inputs}` : why}]`);
  });
}

function summarize(set: string, half: string | undefined): void {
  const own = done.filter(
    ({ result: { project } }) => project.set === set && (!half || project.half === half),
  );
  const visible = own.filter(({ result }) => result.failing > 0);
  if (visible.length === 0) return;
  const found = visible.filter(({ verdicts }) => verdicts.length > 0);
  const share = (count: number) => `${count} (${((100 * count) / visible.length).toFixed(0)} %)`;
  const times = found.map(({ result }) => result.firstMs! / 1000);
  console.log(
    `${set} ${half ?? "all"}: ${own.length} faults, ${visible.length} fail a test, plausible ${share(found.length)}, ` +
      `first right ${share(found.filter(({ verdicts }) => verdicts[0]!.same).length)}, ` +
      `any right ${share(found.filter(({ verdicts }) => verdicts.some(({ same }) => same)).length)}, ` +
      `first after ${quantile(times, 0.5).toFixed(2)} s median, ${quantile(times, 0.9).toFixed(2)} s p90, ` +
      `${quantile(
        visible.map(({ result }) => result.perSecond),
        0.5,
      ).toFixed(
        0,
      )} candidates/s median, fewest inputs ${Math.min(...found.flatMap(({ verdicts }) => verdicts.filter(({ same }) => same).map(({ inputs }) => inputs)))}`,
  );
}
