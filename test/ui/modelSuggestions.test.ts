import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { faultLabels } from "../../src/features/status/statusText.ts";
import type { ModelFaultKind } from "../../src/ports/languageModel.ts";
import type { BehaviourName } from "../support/scriptedModel/behaviours.ts";
import { ScriptedModel } from "../support/scriptedModel/scriptedModel.ts";
import { beginUnknownFunction, endOfReport, report } from "./support/sample.ts";
import { resultsDir, uiTest } from "./support/session.ts";
import { measureTyping } from "./support/typingLatency.ts";

const answer = "store(store: Store, from_model: bool) -> str:";
const model = await ScriptedModel.start({ answer });
test.after(() => model.stop());

const machineSettings = {
  "touchstone.model.endpoint": model.baseUrl,
  "touchstone.model.name": "scripted",
  "touchstone.completion.engine": "model",
};
/** No endpoint of these faults answers at all, and a machine with other work is slow to answer. */
const faultSettings = { ...machineSettings, "touchstone.model.firstByteTimeoutMs": 5_000 };

uiTest(
  "the model completes the sample, and what was sent can be read",
  { machineSettings },
  async (session) => {
    const { workbench, save } = session;
    await workbench.waitForIndex();
    await beginUnknownFunction(workbench);
    assert.equal(await workbench.waitForSuggestion(), answer);
    await workbench.screenshot(join(resultsDir, "model.png"));
    await workbench.press("Tab");
    await save(report, /def describe_store\(store: Store, from_model: bool\) -> str:/);
    await workbench.runCommand("Touchstone: Show Last Context");
    await workbench.page.locator(".tab.active", { hasText: /context/i }).waitFor();
    await workbench.page.getByText(model.baseUrl).first().waitFor();
    await workbench.screenshot(join(resultsDir, "last-context.png"));
  },
);

/** What the endpoint does, and the fault that the status bar then names. */
const faults: readonly (readonly [BehaviourName, ModelFaultKind])[] = [
  ["stallMidStream", "stalled"],
  ["stallBeforeHeaders", "firstByteTimeout"],
  ["resetMidStream", "cut"],
  ["serverError", "serverError"],
  ["keyRejected", "keyRejected"],
  ["modelMissing", "modelMissing"],
];

uiTest(
  "each fault of the endpoint is named and typing goes on",
  { machineSettings: faultSettings },
  async (session) => {
    const { workbench, server, save } = session;
    await workbench.waitForIndex();
    await workbench.openFile(report, endOfReport);
    for (const [index, [behaviour, fault]] of faults.entries()) {
      model.behaviour = behaviour;
      // Another model's name ends the pause after the fault before. The first is asked by its name: nothing would tell when another is read.
      if (index > 0)
        server.writeSettings({ machine: { ...faultSettings, "touchstone.model.name": `scripted-${index}` } });
      await workbench.waitForStatus(/model ready/);
      const line = `value_${index} = store.`;
      await workbench.press("Escape");
      const latency = await measureTyping(workbench, `\n${line}`);
      const status = await workbench.waitForStatus(new RegExp(faultLabels[fault]));
      console.log(
        `${behaviour}: "${status}"; key to screen p50 ${latency.p50Ms} ms, p95 ${latency.p95Ms} ms`,
      );
      await workbench.screenshot(join(resultsDir, `fault-${behaviour}.png`));
      await save(report, new RegExp(`value_${index} = store\\.`));
    }
  },
);
