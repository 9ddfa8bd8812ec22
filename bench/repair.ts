/**
 * What the built-in engine repairs without a model: for each fault a project on disk whose tests fail, the first patch,
 * how long it took, and whether it is right by the judge.
 *
 * `npm run bench:repair -- DATA_DIR [--set quixbugs|functions] [--half development|heldOut] [--only NAME] [--budget SECONDS] [--details]`
 */
import { parseArgs } from "node:util";
import { type Attempt, attempt, warmUp } from "./repair/attempt.ts";
import { functions, quixbugs } from "./repair/projects.ts";
import { endWithUsage } from "./usage.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    set: { type: "string" },
    half: { type: "string" },
    only: { type: "string" },
    budget: { type: "string", default: "60" },
    details: { type: "boolean", default: false },
  },
});
const data = positionals[0];
if (!data) {
  endWithUsage(
    "npm run bench:repair -- DATA_DIR [--set SET] [--half HALF] [--only NAME] [--budget SECONDS] [--details]",
  );
}

const wanted = [...quixbugs(data), ...functions(data)].filter(
  ({ set, half, name }) =>
    (!values.set || set === values.set) &&
    (!values.half || half === values.half) &&
    (!values.only || values.only.split(",").includes(name)),
);
await warmUp();
const done: Attempt[] = [];
for (const project of wanted) {
  const result = await attempt(project, Number(values.budget) * 1000);
  done.push(result);
  tell(result);
}

function tell({
  project,
  failing,
  firstMs,
  readyMs,
  triedBefore,
  tried,
  perSecond,
  generated,
  end,
  ...result
}: Attempt): void {
  const head = `${project.set} ${project.half === "heldOut" ? "h" : "d"} ${project.name}`.padEnd(40);
  const speed = `${tried}/${generated} tried, ${perSecond.toFixed(0)}/s, ready ${readyMs.toFixed(0)} ms`;
  if (firstMs === undefined) console.log(`${head} NOT FOUND (${end}; ${failing} failing) ${speed}`);
  else {
    console.log(
      `${head} ${(firstMs / 1000).toFixed(2)} s after ${triedBefore} ${result.templates.join(",")} ${speed}`,
    );
    if (values.details) for (const edit of result.edits) console.log(`      ${edit}`);
  }
}
