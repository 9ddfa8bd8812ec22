import { expect, test } from "vitest";
import { connectionMessage } from "../../../src/features/modelSetup/connectionMessage.ts";
import { remediesOf } from "../../../src/features/modelSetup/remedies.ts";
import { faultLabels } from "../../../src/features/status/statusText.ts";
import type { ModelFaultKind } from "../../../src/ports/languageModel.ts";

const kinds = Object.keys(faultLabels) as ModelFaultKind[];

test.each(kinds)("a failed test tells cause, next step and buttons: %s", (kind) => {
  const fault = { kind, message: `Cause of ${kind}`, nextStep: "Do this!" };
  const { severity, text, actions } = connectionMessage({ ok: false, steps: [], models: [], fault });
  expect(severity).toBe("error");
  expect(text).toBe(`Cause of ${kind}. Do this!`);
  expect(actions.map(({ command }) => command)).toEqual(remediesOf(kind));
  expect(actions.length).toBeGreaterThan(0);
});

test("a passed test tells what was found", () => {
  const steps = [
    { ok: true, text: "It answers" },
    { ok: true, text: "It completes." },
  ];
  expect(connectionMessage({ ok: true, steps, models: [] })).toEqual({
    severity: "info",
    text: "The connection works. It answers. It completes.",
    actions: [{ label: "Show Last Context", command: "showLastContext" }],
  });
});

test("a failure without a fault tells the steps", () => {
  const { severity, text } = connectionMessage({ ok: false, steps: [{ ok: false, text: "No" }], models: [] });
  expect(`${severity} ${text}`).toBe("error No.");
});
