import { expect, test } from "vitest";
import type { ModelFaultKind } from "../../../../src/ports/languageModel.ts";
import { failed, fault, says } from "../../../support/scriptedLanguageModel.ts";
import { apiKey, completerFixture, type FixtureOptions, origin } from "./completerFixture.ts";

interface Script extends FixtureOptions {
  readonly models?: readonly string[];
  readonly listFault?: ModelFaultKind;
}

/** Tests the connection; compares the steps as `+ text` and `- text`. */
async function check(script: Script, expected: readonly (string | RegExp)[]): Promise<void> {
  const fixture = completerFixture({ answers: [says("a + b")], ...script });
  if (script.models) fixture.model.listed = { models: script.models };
  if (script.listFault) fixture.model.listed = { fault: fault(script.listFault) };
  const report = await fixture.completer.testConnection(new AbortController().signal);
  const steps = report.steps.map(({ ok, text }) => `${ok ? "+" : "-"} ${text}`);
  expect(steps).toHaveLength(expected.length);
  for (const [index, step] of expected.entries()) {
    if (typeof step === "string") expect(steps[index]).toBe(step);
    else expect(steps[index]).toMatch(step);
  }
  expect(report.ok).toBe(report.fault === undefined);
  expect(JSON.stringify(report)).not.toContain(apiKey);
}

const wellFormed = /^\+ The address .* is well formed$/;
const answers = `+ ${origin} answers and offers 1 model`;
const offered = '+ It offers the model "scripted"';

test("all is well", () =>
  check({}, [wellFormed, answers, offered, '+ A completion in the format "suffix" arrived']));
test("an untrusted workspace makes no request", () =>
  check({ trusted: false }, [/^- The workspace is not trusted/]));
test("no endpoint", () =>
  check({ settings: { "model.endpoint": "" } }, [/^- No endpoint is set\. Run Touchstone/]));
test("the address is none", () =>
  check({ settings: { "model.endpoint": "127.0.0.1:80" } }, [/^- The endpoint is not usable: .*http:\/\//]));
test.each<ModelFaultKind>([
  "refused",
  "unknownHost",
  "tls",
  "keyRejected",
  "forbidden",
  "firstByteTimeout",
  "redirected",
])("the list of models fails: %s", (listFault) =>
  check({ listFault }, [wellFormed, `- The model failed: ${listFault}. Do something`]),
);
test("the base path is missing", () =>
  check({ listFault: "notFound", answers: [failed("notFound")], settings: { "model.endpoint": origin } }, [
    wellFormed,
    /^\+ .* without a list of models$/,
    `- The model failed: notFound. Try "${origin}/v1" as touchstone.model.endpoint`,
  ]));
test("an endpoint without a list of models is good", () =>
  check({ listFault: "notFound" }, [wellFormed, /^\+ .* without a list/, /^\+ A completion/]));
test("an endpoint with an empty list is good", () =>
  check({ models: [] }, [wellFormed, /offers 0 models/, /^\+ A completion/]));
test("a model that is not listed, but is served", () =>
  check({ models: ["a", "b"] }, [
    wellFormed,
    /offers 2 models/,
    '+ It does not list the model "scripted", but answers for it',
    /^\+ A completion/,
  ]));
test("what the endpoint refuses is told", () =>
  check(
    {
      answers: [
        { end: { kind: "failed", fault: { ...fault("rejected"), message: "no suffix", status: 400 } } },
        says("a + b"),
      ],
    },
    [wellFormed, answers, offered, /^\+ A completion/, "+ This endpoint refuses suffix"],
  ));
test("the model is not offered", () =>
  check({ models: ["a", "b"], answers: [failed("modelMissing")] }, [
    wellFormed,
    /offers 2 models/,
    /^- The model "scripted" is not offered.*one of: a, b$/,
  ]));
test("a long offer is shortened", () =>
  check({ models: [..."abcdefghij"], answers: [failed("modelMissing")] }, [
    wellFormed,
    /10 models/,
    /one of: a, b, c, d, e, f, g, h and 2 more$/,
  ]));
test("no model is named", () =>
  check({ settings: { "model.name": "" } }, [
    wellFormed,
    answers,
    /^- No model is named\. .*one of: scripted$/,
  ]));
test("no model is named, and the endpoint has no list of models", () =>
  check({ listFault: "notFound", settings: { "model.name": "" } }, [
    wellFormed,
    /without a list/,
    "- No model is named. Set touchstone.model.name to the model's name as the endpoint knows it",
  ]));
test("the format is refused", () =>
  check({ answers: [failed("rejected")] }, [
    wellFormed,
    answers,
    offered,
    /^- .*Try another touchstone\.completion\.format than "suffix"/,
  ]));
test("the answer is no completion", () =>
  check({ answers: [says("  ")] }, [
    wellFormed,
    answers,
    offered,
    /^- .*answered with nothing that completes code/,
  ]));
test("the completion stalls", () =>
  check({ answers: [failed("stalled")] }, [
    wellFormed,
    answers,
    offered,
    "- The model failed: stalled. Do something",
  ]));

test("a good test opens the gate and is recorded", async () => {
  const fixture = completerFixture({ answers: [says("a + b")] });
  await fixture.completer.testConnection(new AbortController().signal);
  expect(fixture.completer.modelState().kind).toBe("ready");
  expect(fixture.completer.lastContext()).toMatchObject({ task: "test", outcome: "complete", withheld: [] });
});

test("an endpoint that refuses the list is no longer called ready", async () => {
  const fixture = completerFixture({ answers: [says("a + b")] });
  fixture.model.listed = { fault: fault("keyRejected") };
  await fixture.completer.testConnection(new AbortController().signal);
  expect(fixture.completer.modelState()).toMatchObject({ kind: "fault", fault: { kind: "keyRejected" } });
});
