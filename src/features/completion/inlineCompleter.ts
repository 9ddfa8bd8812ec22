/** Inline suggestions: sources, each followed by what makes its drafts fit, then what of it is shown. */
import type { RejectMemory } from "../../core/completion/rejectMemory.ts";
import { silenceReason } from "../../core/completion/trigger.ts";
import type { SentContext } from "../../core/prompt/sentContext.ts";
import type { JudgedDraft } from "../../core/verify/renderVerdicts.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Diagnostics } from "../../ports/diagnostics.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { Engine } from "../../ports/engine.ts";
import type { LanguageModel } from "../../ports/languageModel.ts";
import type { LocalState } from "../../ports/localState.ts";
import type { Log } from "../../ports/log.ts";
import type { Secrets } from "../../ports/secrets.ts";
import type { Settings } from "../../ports/settings.ts";
import type { Trust } from "../../ports/trust.ts";
import type { NameOracle } from "../../ports/verification.ts";
import { LastVerdicts } from "../verification/lastVerdicts.ts";
import { BuiltinSource } from "./builtinSource.ts";
import { Cascade } from "./cascade.ts";
import {
  type Completer,
  type Completion,
  type ConnectionReport,
  type InlineQuery,
  type ModelState,
  nothingToShow,
} from "./completer.ts";
import { testConnection } from "./connectionTest.ts";
import { Egress } from "./egress.ts";
import { EndpointMemory } from "./endpointMemory.ts";
import { LibraryDocumentation } from "./libraryDocumentation.ts";
import { ModelContext } from "./modelContext.ts";
import { ModelDesk } from "./modelDesk.ts";
import { ModelSuggester } from "./modelSuggester.ts";
import type { DocumentEdit } from "./pendingAnswer.ts";
import type { StatisticsKeeper } from "./statisticsKeeper.ts";
import type { SuggestionGate } from "./suggestionGate.ts";

export interface InlineCompleterDeps {
  readonly engine: Engine;
  readonly model: LanguageModel;
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly trust: Trust;
  readonly clock: Clock;
  readonly log: Log;
  /** What may confirm names that the engine does not know, such as a language server. */
  readonly oracle?: NameOracle | undefined;
  /** What may hold suggestions back; without it nothing is. */
  readonly gate?: Pick<SuggestionGate, "admit">;
  readonly statistics?: Pick<StatisticsKeeper, "completed">;
  /** What language tools find wrong; without it, prompts hold nothing of it. */
  readonly diagnostics?: Diagnostics;
  /** Where what was learned about endpoints is kept; without it, it is forgotten at the end. */
  readonly localState?: LocalState;
  /** The same that others who ask models use; its own without it. */
  readonly endpointMemory?: EndpointMemory;
  /** Where suggestions were not wanted. */
  readonly rejects?: Pick<RejectMemory, "count"> | undefined;
}

export class InlineCompleter implements Completer, Disposable {
  readonly #deps: InlineCompleterDeps;
  readonly #memory: EndpointMemory;
  readonly #desk: ModelDesk;
  readonly #model: ModelSuggester;
  readonly #cascade: Cascade;
  readonly #verdicts = new LastVerdicts();

  constructor(deps: InlineCompleterDeps) {
    this.#deps = deps;
    this.#memory = deps.endpointMemory ?? new EndpointMemory(deps.localState);
    const egress = new Egress(deps);
    this.#desk = new ModelDesk({ ...deps, egress, memory: this.#memory });
    const builtin = new BuiltinSource({ ...deps, verdicts: this.#verdicts });
    const documentation = new LibraryDocumentation({ ...deps, egress });
    const context = new ModelContext({ ...deps, documentation });
    this.#model = new ModelSuggester({ ...deps, verdicts: this.#verdicts, desk: this.#desk, context });
    this.#cascade = new Cascade({ ...deps, desk: this.#desk, builtin, model: this.#model });
  }

  dispose(): void {
    this.#model.dispose();
    this.#desk.dispose();
  }

  /** Trigger, sources (each clipped and verified in place), and what of them is shown. */
  async complete(query: InlineQuery, signal: AbortSignal): Promise<Completion> {
    const automatic = query.trigger === "automatic";
    if (signal.aborted) return nothingToShow;
    if (automatic && silenceReason(query.prefix, query.suffix) !== undefined) return nothingToShow;
    const { clock, gate, statistics } = this.#deps;
    const startedMs = clock.now();
    const found = await this.#cascade.suggest(query, signal);
    if (signal.aborted) return found;
    const tookMs = clock.now() - startedMs;
    const completion = gate?.admit(query, found, tookMs) ?? found;
    statistics?.completed(completion, tookMs);
    this.#cascade.shown(query, completion);
    return completion;
  }

  documentEdited(edit: DocumentEdit): void {
    this.#model.documentEdited(edit);
  }

  modelState(): ModelState {
    return this.#desk.state();
  }

  onModelState(listener: (state: ModelState) => void): Disposable {
    return this.#desk.onState(listener);
  }

  lastContext(): SentContext | undefined {
    return this.#desk.lastContext();
  }

  lastLookAhead(): SentContext | undefined {
    return this.#desk.lastLookAhead();
  }

  lastVerdicts(): readonly JudgedDraft[] {
    return this.#verdicts.all;
  }

  onLastContext(listener: (context: SentContext) => void): Disposable {
    return this.#desk.onContext(listener);
  }

  resetFault(): void {
    this.#desk.resetFault();
  }

  forgetEndpoints(): void {
    this.#memory.reset();
    this.#desk.resetFault();
  }

  testConnection(signal: AbortSignal): Promise<ConnectionReport> {
    return testConnection({ ...this.#deps, desk: this.#desk }, signal);
  }
}
