/**
 * The scripted model as a program:
 * `node test/support/scriptedModel/main.ts [--port N] [--behaviour NAME] [--answer TEXT] [--delay MS] [--minutes N]`
 *
 * Prints its base URL as the first line and stops by itself after 30 minutes, or as told.
 */
import { parseArgs } from "node:util";
import { type BehaviourName, behaviourNames } from "./behaviours.ts";
import { ScriptedModel } from "./scriptedModel.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    behaviour: { type: "string", default: "answer" },
    answer: { type: "string" },
    delay: { type: "string", default: "1000" },
    minutes: { type: "string", default: "30" },
  },
});

if (!behaviourNames.includes(values.behaviour as BehaviourName)) {
  console.error(`Unknown behaviour "${values.behaviour}"; known: ${behaviourNames.join(", ")}`);
  process.exit(2);
}
const maxLifetimeMs = Number(values.minutes) * 60_000;
const model = await ScriptedModel.start({
  port: Number(values.port),
  behaviour: values.behaviour as BehaviourName,
  delayMs: Number(values.delay),
  maxLifetimeMs,
  ...(values.answer === undefined ? {} : { answer: values.answer }),
});
console.log(model.baseUrl);
const stop = (): void => void model.stop().then(() => process.exit(0));
process.once("SIGINT", stop);
process.once("SIGTERM", stop);
setTimeout(stop, maxLifetimeMs).unref();
