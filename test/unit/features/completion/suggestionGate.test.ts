import { describe, expect, test } from "vitest";
import type { EndNotice } from "../../../../src/core/completion/outcome/events.ts";
import type { Suggestion } from "../../../../src/core/completion/suggestion.ts";
import type { SettingValues } from "../../../../src/core/config/settings.ts";
import type { InlineQuery } from "../../../../src/features/completion/completer.ts";
import { SuggestionGate } from "../../../../src/features/completion/suggestionGate.ts";
import { memoryLocalState } from "../../../support/memoryLocalState.ts";
import { memorySettings } from "../../../support/memorySettings.ts";

const query = (prefix: string, trigger: InlineQuery["trigger"] = "automatic"): InlineQuery => ({
  path: "a.py",
  languageId: "python",
  prefix,
  suffix: "\n",
  trigger,
  maxSuggestions: 1,
});
const poor: Suggestion = { text: ")", confidence: 0.05, engine: "builtin" };
const good: Suggestion = { text: "sum(items) / len(items)", confidence: 0.9, engine: "builtin" };
const ended = (outcome: EndNotice["outcome"]): EndNotice => ({
  ...{ kind: "ended", outcome, request: 1, index: 0, path: "a.py", offset: 8, text: good.text },
  ...{ acceptedCharacters: 0, typedCharacters: 0, words: 0, visibleMs: 2000, atMs: 0 },
});

function scene(values: Partial<SettingValues> = {}, localState = memoryLocalState()) {
  const { settings } = memorySettings(values);
  const gate = new SuggestionGate({ settings, localState });
  /** Texts that are let through. */
  const admit = (asked: InlineQuery, ...suggestions: readonly Suggestion[]) =>
    gate.admit(asked, { suggestions, calledModel: false }, 10).suggestions.map(({ text }) => text);
  return { gate, admit, localState };
}

describe("the gate", () => {
  test("lets through what is likely and holds back what is not", () => {
    const { admit } = scene();
    expect(admit(query("mean = "), good)).toEqual([good.text]);
    expect(admit(query("x"), poor)).toEqual([]);
  });
  test("says what it held back", () => {
    const { gate } = scene();
    expect(gate.admit(query("x"), { suggestions: [poor], calledModel: true }, 10)).toEqual({
      suggestions: [],
      calledModel: true,
      hidden: poor,
    });
  });
  test("holds nothing back that was asked for, nor at full eagerness", () => {
    expect(scene().admit(query("x", "explicit"), poor)).toEqual([")"]);
    expect(scene({ "completion.eagerness": 1 }).admit(query("x"), poor)).toEqual([")"]);
  });
  test("keeps what is shown while it is typed along", () => {
    const { admit } = scene({ "completion.eagerness": 0 });
    const first = { ...good, text: "a)" };
    expect(admit(query("f(", "explicit"), first)).toEqual(["a)"]);
    expect(admit(query("f(a"), poor)).toEqual([")"]);
    expect(admit(query("g(a"), poor)).toEqual([]);
  });
  test("learns, remembers on this machine, and forgets when told", () => {
    const { gate, admit, localState } = scene();
    admit(query("mean = "), good);
    gate.learn(ended("rejected"), good);
    expect(gate.personal().seen).toBe(1);
    expect(gate.personal().bias).toBeLessThan(0);
    expect(scene({}, localState).gate.personal()).toEqual(gate.personal());
    gate.reset();
    expect(gate.personal().seen).toBe(0);
    expect(localState.stored.size).toBe(0);
  });
  test("keeps no text of suggestions", () => {
    const { gate, admit, localState } = scene();
    admit(query("secret = "), good);
    gate.learn(ended("accepted"), good);
    expect(JSON.stringify([...localState.stored])).not.toMatch(/sum|secret/);
  });
  test("learns nothing of what it never judged", () => {
    const { gate } = scene();
    gate.learn(ended("accepted"), good);
    expect(gate.personal().seen).toBe(0);
  });
});
