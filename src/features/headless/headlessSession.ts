/** Touchstone for another program: the features behind the methods of `touchstone rpc` and the command line. */
import type { Suggestion } from "../../core/completion/suggestion.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { Engine, EngineRoot } from "../../ports/engine.ts";
import {
  type CompleteParams,
  type CompleteResult,
  type InitializeResult,
  RpcError,
  type RpcFixProgress,
  type RpcHandlers,
  type RpcIndexStatus,
  type RpcModelStatus,
  type RpcSuggestion,
  type RpcWriteProgress,
  type StatusResult,
} from "../../ports/rpc.ts";
import type { Trust } from "../../ports/trust.ts";
import type { ProjectTexts } from "../chat/context/projectTexts.ts";
import type { Completer, Completion, ModelState } from "../completion/completer.ts";
import type { Optimizer } from "../optimize/optimizer.ts";
import type { Fixer } from "../repair/fixer.ts";
import type { TestWriter } from "../testWriting/testWriter.ts";
import { type AskHandlerDeps, askHandler } from "./askHandler.ts";
import { type CommandHandlersDeps, commandHandlers } from "./commandHandlers.ts";
import { compareHandlers } from "./compareHandlers.ts";
import { docsHandlers } from "./docsHandlers.ts";
import { type EditHandlerDeps, editHandler } from "./editHandler.ts";
import { fixHandlers } from "./fixHandlers.ts";
import { gateHandlers } from "./gateHandlers.ts";
import { checkSettings, type HeadlessSettings } from "./headlessSettings.ts";
import { patchHandlers } from "./patchHandlers.ts";
import { problemHandlers } from "./problemHandlers.ts";
import { type RepoMethod, repoHandlers } from "./repoHandlers.ts";
import { toAbsolute, toRelative } from "./rootPaths.ts";
import { toRpcIndexStatus } from "./rpcIndexStatus.ts";
import { type TestHandlersDeps, testHandlers } from "./testHandlers.ts";
import { writeHandlers } from "./writeHandlers.ts";

export interface HeadlessSessionDeps {
  readonly engine: Engine;
  /** That of the engine, with the meaning of the question taken in where a model tells it. */
  readonly search: Engine["search"];
  readonly completer: Completer;
  readonly settings: HeadlessSettings;
  readonly trust: Trust;
  readonly roots: readonly EngineRoot[];
  readonly version: string;
  readonly tests: TestHandlersDeps["tests"] & EditHandlerDeps["session"];
  readonly onTestProgress?: TestHandlersDeps["onProgress"];
  /** Folder for the index on disk; undefined keeps it in memory. */
  readonly storeDirectory?: string | undefined;
  /** Folder for what was read of libraries; undefined keeps it in memory. */
  readonly librariesDirectory?: string | undefined;
  readonly models: AskHandlerDeps["models"];
  readonly openModel: AskHandlerDeps["openModel"];
  readonly readImage: AskHandlerDeps["readImage"];
  readonly editing: Pick<EditHandlerDeps, "deps" | "load">;
  readonly onAskProgress?: AskHandlerDeps["tell"] | undefined;
  readonly fixer: Pick<Fixer, "fix" | "localize">;
  readonly onFixProgress: (progress: RpcFixProgress) => void;
  readonly testWriter: Pick<TestWriter, "write">;
  readonly optimizer: Pick<Optimizer, "optimize">;
  readonly onWriteProgress: (progress: RpcWriteProgress) => void;
  readonly commands: Pick<CommandHandlersDeps, "models" | "git" | "readText" | "maySend" | "log">;
  readonly project: ProjectTexts;
  /** False for a session that will never ask for suggestions. */
  readonly feedsCompletion?: boolean | undefined;
}

/** More than this is never found; asking for more is no fault. */
const MOST_SUGGESTIONS = 20;

/** Nobody types meanwhile, so a check may read what it needs. */
const verifyMs = 3_000;
/** Members of one answer. */
const usualMembers = 20;
const mostMembers = 1000;

/** For files of no known language: they are completed by their text alone. */
const plainText = "plaintext";

/** Without what was not given. */
const given = <T extends object>(values: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

function describeModel(state: ModelState): RpcModelStatus {
  switch (state.kind) {
    case "unset":
      return { state: "unset", message: 'No model is set up: give the setting "model.endpoint"' };
    case "paused":
      return {
        state: "paused",
        message:
          state.reason === "untrusted"
            ? "No model is asked in an untrusted workspace"
            : 'No model is asked: the setting "completion.engine" is "builtin"',
      };
    case "fault":
      return { state: "fault", message: `${state.fault.message}. ${state.fault.nextStep}` };
    default:
      return { state: state.kind };
  }
}

export class HeadlessSession implements RpcHandlers {
  readonly #deps: HeadlessSessionDeps;
  /** Resolves when the engine knows roots and limits; `undefined` before the first request. */
  #configured: Promise<void> | undefined;

  readonly "index/report": RpcHandlers["index/report"];
  readonly search: RpcHandlers["search"];
  readonly symbols: RpcHandlers["symbols"];
  readonly references: RpcHandlers["references"];
  readonly outline: RpcHandlers["outline"];
  readonly graph: RpcHandlers["graph"];
  readonly map: RpcHandlers["map"];
  readonly ask: RpcHandlers["ask"];
  readonly edit: RpcHandlers["edit"];
  readonly "docs/packages": RpcHandlers["docs/packages"];
  readonly "docs/search": RpcHandlers["docs/search"];
  readonly "docs/show": RpcHandlers["docs/show"];
  readonly "gate/score": RpcHandlers["gate/score"];
  readonly "gate/feedback": RpcHandlers["gate/feedback"];
  readonly "docs/diagnostic": RpcHandlers["docs/diagnostic"];
  readonly "docs/versions": RpcHandlers["docs/versions"];
  readonly "docs/compare": RpcHandlers["docs/compare"];
  readonly command: RpcHandlers["command"];
  readonly localize: RpcHandlers["localize"];
  readonly fix: RpcHandlers["fix"];
  readonly "docs/at": RpcHandlers["docs/at"];
  readonly "docs/check": RpcHandlers["docs/check"];
  readonly "patch/apply": RpcHandlers["patch/apply"];
  readonly "tests/discover": RpcHandlers["tests/discover"];
  readonly "tests/run": RpcHandlers["tests/run"];
  readonly "tests/write": RpcHandlers["tests/write"];
  readonly problems: RpcHandlers["problems"];

  constructor(deps: HeadlessSessionDeps) {
    this.#deps = deps;
    const { engine, search, roots } = deps;
    const repo: Pick<RpcHandlers, RepoMethod> = repoHandlers({
      engine,
      search,
      roots,
      begin: () => this.#begin(),
    });
    this["index/report"] = repo["index/report"];
    this.search = repo.search;
    this.symbols = repo.symbols;
    this.references = repo.references;
    this.outline = repo.outline;
    this.graph = repo.graph;
    this.map = repo.map;
    this.edit = editHandler({ ...deps.editing, session: deps.tests, roots, begin: () => this.#begin() }).edit;
    this.ask = askHandler({
      engine,
      models: deps.models,
      openModel: deps.openModel,
      readImage: deps.readImage,
      maySend: deps.commands.maySend,
      project: deps.project,
      settings: deps.settings,
      roots,
      begin: () => this.#begin(),
      tell: deps.onAskProgress ?? (() => {}),
    }).ask;
    const docs = docsHandlers({ engine, roots, begin: () => this.#begin() });
    this["docs/packages"] = docs["docs/packages"];
    this["docs/search"] = docs["docs/search"];
    this["docs/show"] = docs["docs/show"];
    const repair = fixHandlers({
      fixer: deps.fixer,
      roots,
      readText: deps.commands.readText,
      begin: () => this.#begin(),
      tell: deps.onFixProgress,
    });
    const runs = {
      repairs: async () => deps.fixer,
      writer: async () => deps.testWriter,
      optimizer: async () => deps.optimizer,
      tests: async () => deps.tests,
    };
    const { rules } = deps.project;
    const given = { ...deps, ...deps.commands, runs, rules, begin: () => this.#begin() };
    this.command = commandHandlers(given).command;
    this.localize = repair.localize;
    this.fix = repair.fix;
    const gate = gateHandlers();
    this["gate/score"] = gate["gate/score"];
    this["gate/feedback"] = gate["gate/feedback"];
    this["docs/at"] = docs["docs/at"];
    this["docs/check"] = docs["docs/check"];
    this["docs/diagnostic"] = docs["docs/diagnostic"];
    const compare = compareHandlers({ engine, roots, begin: () => this.#begin() });
    this["docs/versions"] = compare["docs/versions"];
    this["docs/compare"] = compare["docs/compare"];
    this["patch/apply"] = patchHandlers()["patch/apply"];
    const { tests, onTestProgress: onProgress } = deps;
    const testing = testHandlers({ tests, onProgress, begin: () => this.#begin() });
    this["tests/discover"] = testing["tests/discover"];
    this["tests/run"] = testing["tests/run"];
    this.problems = problemHandlers({ session: tests, roots, begin: () => this.#begin() }).problems;
    const writing = writeHandlers({
      testWriter: deps.testWriter,
      roots,
      begin: () => this.#begin(),
      tell: deps.onWriteProgress,
    });
    this["tests/write"] = writing["tests/write"];
  }

  initialize: RpcHandlers["initialize"] = async ({ settings = {} }): Promise<InitializeResult> => {
    const { roots, trust, version } = this.#deps;
    const { values, unknown } = checkSettings(settings);
    this.#deps.settings.replace(values);
    this.#configured = this.#configure();
    await this.#configured;
    const shown = roots.map(({ name, path }) => ({ name, path }));
    return {
      name: "touchstone",
      version,
      roots: shown,
      trusted: trust.isTrusted(),
      unknownSettings: unknown,
    };
  };

  /** An index that is ready is first compared with the disk: nobody watches it here. */
  "index/wait" = async (_params: object, signal: AbortSignal): Promise<RpcIndexStatus> => {
    const { engine } = this.#deps;
    await this.#begin();
    if ((await engine.status()).phase === "ready") await engine.reconcile();
    return toRpcIndexStatus(await engine.waitForIndex(signal));
  };

  status = async (): Promise<StatusResult> => {
    await this.#begin();
    const index = toRpcIndexStatus(await this.#deps.engine.status());
    return { index, model: describeModel(this.#deps.completer.modelState()) };
  };

  complete = async (params: CompleteParams, signal: AbortSignal): Promise<CompleteResult> => {
    const { roots } = this.#deps;
    const path = toAbsolute(params.path, roots);
    await this.#begin();
    const { suggestions, calledModel } = await this.#suggest({ ...params, path }, signal);
    return { suggestions: suggestions.map((suggestion) => this.#toRpc(suggestion)), calledModel };
  };

  verify: RpcHandlers["verify"] = async (params, signal) => {
    const path = toAbsolute(params.path, this.#deps.roots);
    await this.#begin();
    const query = { ...params, path, languageId: languageIdOf(path) ?? plainText, maxMs: verifyMs };
    return this.#deps.engine.verify(query, signal);
  };

  members: RpcHandlers["members"] = async ({ limit = usualMembers, ...params }, signal) => {
    const path = toAbsolute(params.path, this.#deps.roots);
    await this.#begin();
    const query = { ...params, path, languageId: languageIdOf(path) ?? plainText };
    return {
      members: await this.#deps.engine.members({ ...query, limit: Math.min(limit, mostMembers) }, signal),
    };
  };

  async #suggest(params: CompleteParams, signal: AbortSignal): Promise<Completion> {
    const { engine, completer } = this.#deps;
    const { path, prefix, suffix, timeoutMs } = params;
    const maxSuggestions = Math.min(params.maxSuggestions ?? 1, MOST_SUGGESTIONS);
    const request = { path, languageId: languageIdOf(path) ?? plainText, prefix, suffix, maxSuggestions };
    if (params.engine === "builtin") {
      return { suggestions: await engine.complete(request, signal), calledModel: false };
    }
    const chosen = params.engine ? { engine: params.engine } : {};
    const bounded = timeoutMs === undefined ? {} : { timeoutMs };
    const query = { ...request, ...chosen, ...bounded, model: given(params.model ?? {}) };
    const found = await completer.complete({ ...query, trigger: "explicit" }, signal);
    if (params.engine === "model" && found.suggestions.length === 0) this.#explainNoModel();
    return found;
  }

  /** @throws RpcError when the model could not be asked or did not answer */
  #explainNoModel(): void {
    const { state, message } = describeModel(this.#deps.completer.modelState());
    if (message !== undefined) throw new RpcError("modelUnavailable", message, { state });
  }

  #toRpc({ text, confidence, engine, provenance, isWord, verification }: Suggestion): RpcSuggestion {
    const path = provenance && toRelative(provenance.path, this.#deps.roots);
    const source = provenance && path !== undefined ? { path, line: provenance.line + 1 } : undefined;
    return {
      text,
      confidence,
      engine,
      ...(source ? { provenance: source } : {}),
      ...(isWord ? { isWord } : {}),
      ...(verification ? { verdict: verification.verdict } : {}),
    };
  }

  #begin(): Promise<void> {
    this.#configured ??= this.#configure();
    return this.#configured;
  }

  async #configure(): Promise<void> {
    const { engine, settings, roots, trust } = this.#deps;
    await engine.configure({
      roots,
      indexEnabled: settings.get("index.enabled"),
      exclude: settings.get("index.exclude"),
      maxFileBytes: settings.get("index.maxFileKb") * 1024,
      maxFiles: settings.get("index.maxFiles"),
      readsHistory: trust.isTrusted() && settings.get("index.history"),
      cpuShare: settings.get("index.cpuShare"),
      storeDirectory: this.#deps.storeDirectory,
      librariesDirectory: this.#deps.librariesDirectory,
      libraryFolders: settings.get("docs.folders"),
      feedsCompletion: this.#deps.feedsCompletion ?? true,
    });
  }
}
