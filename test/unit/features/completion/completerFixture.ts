import type { RejectMemory } from "../../../../src/core/completion/rejectMemory.ts";
import type { Suggestion } from "../../../../src/core/completion/suggestion.ts";
import type { SettingValues } from "../../../../src/core/config/settings.ts";
import type { InlineQuery } from "../../../../src/features/completion/completer.ts";
import { InlineCompleter } from "../../../../src/features/completion/inlineCompleter.ts";
import { StatisticsKeeper } from "../../../../src/features/completion/statisticsKeeper.ts";
import { SuggestionGate } from "../../../../src/features/completion/suggestionGate.ts";
import { FakeClock } from "../../../support/fakeClock.ts";
import { memoryLocalState } from "../../../support/memoryLocalState.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { memorySecrets } from "../../../support/memorySecrets.ts";
import { memorySettings } from "../../../support/memorySettings.ts";
import { type EngineScript, scriptedEngine } from "../../../support/scriptedEngine.ts";
import { type ScriptedAnswer, ScriptedLanguageModel } from "../../../support/scriptedLanguageModel.ts";

export const origin = "http://127.0.0.1:4000";
/** Built at run time, so that no scanner takes it for a key. */
export const apiKey = ["test", "key", "of", "this", "file"].join("-");

export interface FixtureOptions {
  readonly engine?: EngineScript;
  readonly answers?: readonly ScriptedAnswer[];
  readonly settings?: Partial<SettingValues>;
  readonly trusted?: boolean;
  /** With the gate, and counted. */
  readonly gated?: boolean;
  readonly rejects?: RejectMemory;
}

export const builtin = (text: string, confidence: number): Suggestion => ({
  text,
  confidence,
  engine: "builtin",
});

/** A completer among fakes; the model is set up unless `settings` say otherwise. */
export function completerFixture({
  engine = {},
  answers = [],
  settings = {},
  trusted = true,
  gated = false,
  rejects,
}: FixtureOptions = {}) {
  const clock = new FakeClock();
  const model = new ScriptedLanguageModel(...answers);
  const { log, lines } = memoryLog();
  const { secrets, asked } = memorySecrets({ [origin]: apiKey });
  const memory = memorySettings({
    "model.endpoint": `${origin}/v1`,
    "model.name": "scripted",
    "completion.prefetch": "never",
    ...settings,
  });
  const grants = new Set<() => void>();
  let isTrusted = trusted;
  const trust = {
    isTrusted: () => isTrusted,
    onGranted(listener: () => void) {
      grants.add(listener);
      return { dispose: () => void grants.delete(listener) };
    },
  };
  const setTrusted = (value: boolean): void => {
    isTrusted = value;
    if (value) for (const grant of grants) grant();
  };
  const localState = memoryLocalState();
  const gate = new SuggestionGate({ settings: memory.settings, localState });
  const statistics = new StatisticsKeeper({ clock, localState });
  const completer = new InlineCompleter({
    rejects,
    engine: scriptedEngine(engine),
    model,
    settings: memory.settings,
    secrets,
    trust,
    clock,
    log,
    ...(gated ? { gate, statistics } : {}),
  });
  return { statistics, completer, clock, model, lines, keysAsked: asked, set: memory.set, setTrusted };
}

export type CompleterFixture = ReturnType<typeof completerFixture>;

/** A question at the cursor `█` of a marked text. */
export function inlineQuery(marked: string, changes: Partial<InlineQuery> = {}): InlineQuery {
  const [prefix = "", suffix = ""] = marked.split("█");
  return {
    path: "/app/src/sum.py",
    languageId: "python",
    prefix,
    suffix,
    trigger: "automatic",
    maxSuggestions: 3,
    ...changes,
  };
}

/** Asks, lets `passMs` pass, and gives the answer. */
export async function completeAfter(
  { completer, clock }: CompleterFixture,
  query: InlineQuery,
  passMs = 500,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly Suggestion[]> {
  const answer = completer.complete(query, signal);
  await clock.advance(passMs);
  return (await answer).suggestions;
}
