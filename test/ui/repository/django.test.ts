import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { faultLabels } from "../../../src/features/status/statusText.ts";
import type { ModelFaultKind } from "../../../src/ports/languageModel.ts";
import type { BehaviourName } from "../../support/scriptedModel/behaviours.ts";
import { ScriptedModel } from "../../support/scriptedModel/scriptedModel.ts";
import { resultsDir, uiTest } from "../support/session.ts";
import { measureTyping, type TypingLatency } from "../support/typingLatency.ts";
import { countFiles, leastFiles, prepareDjango } from "./django.ts";
import { beginMethod, beginUnknownMethod, cutFields, fieldsPath } from "./slugField.ts";

const indexTimeoutMs = 180_000;
const answer = "clone(self, from_model=True):";
const folder = await prepareDjango();
const model = await ScriptedModel.start({ answer });
test.after(() => model.stop());
const machineSettings = {
  "touchstone.model.endpoint": model.baseUrl,
  "touchstone.model.name": "scripted",
  "touchstone.completion.engine": "model",
  "touchstone.model.firstByteTimeoutMs": 1_500,
};
const shot = (name: string): string => join(resultsDir, `django-${name}.png`);
const inWords = ({ keys, p50Ms, p95Ms, maxMs }: TypingLatency): string =>
  `key to screen p50 ${p50Ms} ms, p95 ${p95Ms} ms, longest ${maxMs} ms (${keys} keys)`;

test("the repository is a real one", () => {
  const files = countFiles(folder);
  console.log(`Django: ${files} files`);
  assert.ok(files >= leastFiles, `${files} files`);
});

for (const theme of ["light", "dark"] as const) {
  uiTest(
    `the index of Django finishes and the built-in engine completes it, ${theme}`,
    { folder, theme },
    async (session) => {
      const { workbench, save } = session;
      const line = cutFields(session.folder);
      const seen = await workbench.watchStatus(() => workbench.waitForIndex(indexTimeoutMs));
      console.log(`Status bar while indexing: ${seen.join(" | ")}`);
      await beginMethod(workbench, line);
      const first = await workbench.waitForSuggestion();
      await workbench.screenshot(shot(`builtin-${theme}`));
      assert.equal(first, "nstruct(self):");
      await workbench.press("Tab");
      await workbench.press("Enter");
      await workbench.type("name, pa");
      const second = await workbench.waitForSuggestion();
      assert.equal(second, "th, args, kwargs = super().deconstruct()");
      await workbench.press("Tab");
      await save(
        fieldsPath,
        /def deconstruct\(self\):\n {8}name, path, args, kwargs = super\(\)\.deconstruct\(\)\n*$/,
      );
      console.log(
        inWords(
          await measureTyping(workbench, "\nif kwargs.get('max_length') == 50:\ndel kwargs['max_length']"),
        ),
      );
    },
  );
}

const faults: readonly (readonly [BehaviourName, ModelFaultKind])[] = [
  ["stallMidStream", "stalled"],
  ["resetMidStream", "cut"],
  ["serverError", "serverError"],
];

for (const theme of ["light", "dark"] as const) {
  uiTest(
    `the scripted endpoint completes Django; failing, it is named and typing stays fluid, ${theme}`,
    { folder, machineSettings, theme },
    async (session) => {
      const { workbench, server, save } = session;
      const line = cutFields(session.folder);
      await workbench.waitForIndex(indexTimeoutMs);
      model.behaviour = "answer";
      await beginUnknownMethod(workbench, line);
      const offered = await workbench
        .waitForSuggestion()
        .catch(() => `nothing; asked ${model.requests.length} times`);
      assert.equal(offered, answer);
      await workbench.screenshot(shot(`model-${theme}`));
      await workbench.press("Tab");
      await save(fieldsPath, /def zq_clone\(self, from_model=True\):/);

      for (const [behaviour, fault] of faults) {
        model.behaviour = behaviour;
        // Another model's name ends the pause after the fault before.
        server.writeSettings({ machine: { ...machineSettings, "touchstone.model.name": behaviour } });
        await workbench.waitForStatus(/model ready/);
        const latency = await measureTyping(workbench, `\nself.check_${behaviour}(self.name, self.model)`);
        const status = await workbench.waitForStatus(new RegExp(faultLabels[fault]));
        console.log(`${behaviour}: "${status}"; ${inWords(latency)}`);
        await workbench.screenshot(shot(`${behaviour}-${theme}`));
        assert.ok(latency.p95Ms < 500, inWords(latency));
        await save(fieldsPath, new RegExp(`self\\.check_${behaviour}\\(self\\.name, self\\.model\\)`));
      }
    },
  );
}
