import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOwnOnly, type SettingLayers, settingInForce } from "../../../src/core/config/settingInForce.ts";
import { type Setting, type SettingName, settingNames, settings } from "../../../src/core/config/settings.ts";

const check = (name: SettingName, layers: Partial<SettingLayers>, value: unknown, problems = 0) => {
  const found = settingInForce(name, settings[name], { own: [], workspace: [], ...layers });
  expect(found.value).toEqual(value);
  expect(found.problems).toHaveLength(problems);
};

describe("precedence", () => {
  test("default when nothing is set", () => check("completion.debounceMs", {}, 120));
  test("own value wins over default", () => check("completion.debounceMs", { own: [200] }, 200));
  test("workspace wins over own", () =>
    check("completion.debounceMs", { own: [200], workspace: [300, 400] }, 400));
  test("maps are put together", () =>
    check(
      "completion.languages",
      { own: [{ markdown: false }], workspace: [{ "*": false }] },
      {
        "*": false,
        markdown: false,
      },
    ));
  test("a workspace replaces the default list", () =>
    check("index.exclude", { workspace: [["out"], ["lib"]] }, ["lib"]));
  test("a workspace adds to a person's list of what is kept out", () =>
    check("index.exclude", { own: [["old"], ["mine", "both"]], workspace: [["theirs", "both"]] }, [
      "mine",
      "both",
      "theirs",
    ]));
  test("a workspace cannot empty a person's list", () =>
    check("index.exclude", { own: [["mine"]], workspace: [[]] }, ["mine"]));
  test("a workspace cannot set the endpoint", () =>
    check("model.endpoint", { workspace: ["http://attacker.example/v1"] }, ""));
  test("a workspace cannot add headers", () =>
    check("model.headers", { own: [{ a: "1" }], workspace: [{ b: "2" }] }, { a: "1" }));
});

describe("validity", () => {
  test("above the range", () => check("completion.debounceMs", { own: [2001] }, 120, 1));
  test("not whole", () => check("completion.maxTokens", { own: [9.5] }, 96, 1));
  test("not a number", () => check("completion.minimumConfidence", { own: [Number.NaN] }, 0.65, 1));
  test("unknown choice", () => check("completion.format", { own: ["guess"] }, "suffix", 1));
  test("wrong type", () => check("completion.enabled", { own: ["yes"] }, true, 1));
  test("null", () => check("index.exclude", { own: [null] }, settings["index.exclude"].default, 1));
  test("list with a number", () =>
    check("privacy.exclude", { own: [[1]] }, settings["privacy.exclude"].default, 1));
  test("map with a number", () => check("model.headers", { own: [{ a: 1 }] }, {}, 1));
  test("an invalid value leaves the weaker valid one", () =>
    check("completion.debounceMs", { own: [200], workspace: ["soon"] }, 200, 1));
});

test("no workspace value ever changes a setting that widens power", () => {
  const ownOnly = settingNames.filter((name) => isOwnOnly(settings[name]));
  expect(ownOnly).toContain("model.endpoint");
  const values = fc.oneof(fc.anything(), fc.webUrl(), fc.dictionary(fc.string(), fc.string()));
  fc.assert(
    fc.property(fc.constantFrom(...ownOnly), fc.array(values), fc.array(values), (name, own, workspace) => {
      const setting: Setting = settings[name];
      const without = settingInForce(name, setting, { own, workspace: [] });
      expect(settingInForce(name, setting, { own, workspace })).toEqual(without);
    }),
  );
});
