/** The engine in a thread of its own: started again when it dies or hangs, the text that caused it left out. */
import { type IndexStatus, idleIndexStatus } from "../../core/repo/indexStatus.ts";
import { type Engine, type EngineConfig, EngineError } from "../../ports/engine.ts";
import {
  type CallLimits,
  type CallPolicies,
  CallQueue,
  defaultCallLimits,
  defaultCallPolicies,
} from "./callQueue.ts";
import { DocumentMirror } from "./documentMirror.ts";
import type { CallArguments, CallValue, EngineCall, FromThread, ThreadFault } from "./protocol.ts";
import { SupervisedThread, type ThreadOptions } from "./supervisedThread.ts";

export interface EngineThreadOptions extends ThreadOptions {
  readonly policies?: Partial<CallPolicies>;
  readonly limits?: Partial<CallLimits>;
}

/** Starts the engine thread. A thread that cannot run ends in the status `failed`; `rebuild` then tries again. */
export function startEngineThread(options: EngineThreadOptions): Engine {
  return new EngineClient(options);
}

const errorOf = (fault: ThreadFault): EngineError => {
  const cause = new Error(fault.message);
  if (fault.stack !== undefined) cause.stack = fault.stack;
  return new EngineError(fault.engineErrorKind ?? "failed", fault.message, { cause });
};

/** For its turn a patient call waits so long, on a machine with other work too. */
const turnMs = 13_000;

const isIndexing = ({ phase }: IndexStatus): boolean =>
  phase === "walking" || phase === "reading" || phase === "building";

class EngineClient implements Engine {
  readonly #log: EngineThreadOptions["log"];
  readonly #calls: CallQueue;
  readonly #documents: DocumentMirror;
  readonly #thread: SupervisedThread;
  readonly #listeners = new Set<(status: IndexStatus) => void>();
  #config: EngineConfig | undefined;
  #status: IndexStatus = idleIndexStatus;
  /** Why no call is taken: the thread was given up, or all is disposed. */
  #over: EngineError | undefined;
  #disposed = false;

  constructor(options: EngineThreadOptions) {
    this.#log = options.log;
    this.#thread = new SupervisedThread(options, {
      onMessage: (message) => this.#receive(message),
      onStarted: () => this.#onStarted(),
      onEnded: (reason) => this.#onEnded(reason),
      onGivenUp: (reason) => this.#onGivenUp(reason),
      hasWork: () =>
        this.#calls.pending > 0 || this.#documents.unacknowledged > 0 || isIndexing(this.#status),
    });
    this.#calls = new CallQueue(
      (message) => this.#thread.send(message),
      { ...defaultCallPolicies, ...options.policies },
      { ...defaultCallLimits, ...options.limits },
    );
    this.#documents = new DocumentMirror({
      send: (notice) => this.#thread.send({ kind: "notice", notice }),
      reconcile: () => void this.reconcile().catch((error) => this.#log.warn(String(error))),
    });
    this.#thread.start();
  }

  configure: Engine["configure"] = (config) => {
    this.#config = config;
    return this.#call("configure", [config]);
  };
  status: Engine["status"] = () => (this.#over ? Promise.resolve(this.#status) : this.#call("status", []));
  waitForIndex: Engine["waitForIndex"] = async (signal) => {
    try {
      return await this.#call("waitForIndex", [], signal);
    } catch (error) {
      // A thread that was given up has an index that will never be more than `failed`.
      if (error === this.#over && !this.#disposed) return this.#status;
      throw error;
    }
  };
  rebuild: Engine["rebuild"] = async (signal) => {
    if (this.#over && !this.#disposed) await this.#revive();
    return this.#call("rebuild", [], signal);
  };
  cancelIndexing: Engine["cancelIndexing"] = () => this.#call("cancelIndexing", []);
  reconcile: Engine["reconcile"] = () => this.#call("reconcile", []);
  onStatus: Engine["onStatus"] = (listener) => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  openDocument: Engine["openDocument"] = (document) => this.#documents.open(document);
  editDocument: Engine["editDocument"] = (path, edits) => this.#documents.edit(path, edits);
  closeDocument: Engine["closeDocument"] = (path) => this.#documents.close(path);
  filesChanged: Engine["filesChanged"] = (changes) => this.#documents.filesChanged(changes);

  complete: Engine["complete"] = (request, signal) => this.#call("complete", [request], signal);
  checkParse: Engine["checkParse"] = (check, signal) => this.#call("checkParse", [check], signal);
  blockFit: Engine["blockFit"] = (check, signal) => this.#call("blockFit", [check], signal);
  /** A check that says how long it may work is no one's who types: it may wait for its turn too. */
  verify: Engine["verify"] = (query, signal) =>
    this.#call("verify", [query], signal, query.maxMs === undefined ? 0 : query.maxMs + turnMs);
  members: Engine["members"] = (query, signal) => this.#call("members", [query], signal);
  findSnippets: Engine["findSnippets"] = (query, signal) => this.#call("findSnippets", [query], signal);
  findContext: Engine["findContext"] = (query, signal) => this.#call("findContext", [query], signal);
  isIgnored: Engine["isIgnored"] = (path) => this.#call("isIgnored", [path]);

  search: Engine["search"] = (query, signal) => this.#call("search", [query], signal);
  findSymbols: Engine["findSymbols"] = (query, signal) => this.#call("findSymbols", [query], signal);
  findReferences: Engine["findReferences"] = (query, signal) => this.#call("findReferences", [query], signal);
  outline: Engine["outline"] = (path, signal) => this.#call("outline", [path], signal);
  graph: Engine["graph"] = (query, signal) => this.#call("graph", [query], signal);
  repoMap: Engine["repoMap"] = (maxTokens, signal) => this.#call("repoMap", [maxTokens], signal);
  report: Engine["report"] = () => this.#call("report", []);

  picture: Engine["picture"] = (question, signal) => this.#call("picture", [question], signal);
  readLines: Engine["readLines"] = (query, signal) => this.#call("readLines", [query], signal);
  answer: Engine["answer"] = (question, signal) => this.#call("answer", [question], signal);

  apiPackages: Engine["apiPackages"] = (signal) => this.#call("apiPackages", [], signal);
  searchApis: Engine["searchApis"] = (query, signal) => this.#call("searchApis", [query], signal);
  dataFlows: Engine["dataFlows"] = (query, signal) => this.#call("dataFlows", [query], signal);
  buildSchema: Engine["buildSchema"] = (query, signal) => this.#call("buildSchema", [query], signal);
  proposeProblemEdits: Engine["proposeProblemEdits"] = (query, signal) =>
    this.#call("proposeProblemEdits", [query], signal);
  proposeRepairs: Engine["proposeRepairs"] = (query, signal) => this.#call("proposeRepairs", [query], signal);
  readDocs: Engine["readDocs"] = (query, signal) => this.#call("readDocs", [query], signal);
  testSubject: Engine["testSubject"] = (query, signal) => this.#call("testSubject", [query], signal);
  testsIn: Engine["testsIn"] = (path, text, signal) => this.#call("testsIn", [path, text], signal);
  findTests: Engine["findTests"] = (signal) => this.#call("findTests", [], signal);
  checkApis: Engine["checkApis"] = (query, signal) => this.#call("checkApis", [query], signal);
  checkablePaths: Engine["checkablePaths"] = (signal) => this.#call("checkablePaths", [], signal);
  apisForDiagnostic: Engine["apisForDiagnostic"] = (query, signal) =>
    this.#call("apisForDiagnostic", [query], signal);
  apiVersions: Engine["apiVersions"] = (query, signal) => this.#call("apiVersions", [query], signal);
  compareApis: Engine["compareApis"] = (query, signal) => this.#call("compareApis", [query], signal);
  apisAt: Engine["apisAt"] = (query, signal) => this.#call("apisAt", [query], signal);
  apisForPrompt: Engine["apisForPrompt"] = (query, signal) => this.#call("apisForPrompt", [query], signal);
  apiNamed: Engine["apiNamed"] = (query, signal) => this.#call("apiNamed", [query], signal);
  showApis: Engine["showApis"] = (query, signal) => this.#call("showApis", [query], signal);

  importsFor: Engine["importsFor"] = (query, signal) => this.#call("importsFor", [query], signal);
  nextEdits: Engine["nextEdits"] = (query, signal) => this.#call("nextEdits", [query], signal);

  unembedded: Engine["unembedded"] = (...args) => this.#call("unembedded", args);
  saveEmbeddings: Engine["saveEmbeddings"] = (...args) => this.#call("saveEmbeddings", args);

  dispose: Engine["dispose"] = async () => {
    this.#disposed = true;
    this.#over = new EngineError("failed", "Cannot ask the engine: it was disposed");
    this.#listeners.clear();
    this.#calls.failAll(this.#over);
    await this.#thread.stop();
  };

  #call<M extends EngineCall>(
    method: M,
    args: CallArguments<M>,
    signal?: AbortSignal,
    leastMs?: number,
  ): Promise<CallValue<M>> {
    return this.#over ? Promise.reject(this.#over) : this.#calls.submit(method, args, signal, leastMs);
  }

  #receive(message: FromThread): void {
    switch (message.kind) {
      case "ready":
      case "pong":
        return;
      case "value":
        this.#calls.answered(message.id, { value: message.value });
        break;
      case "error":
        this.#calls.answered(message.id, { error: errorOf(message.error) });
        break;
      case "noticed":
        this.#documents.acknowledged();
        break;
      case "status":
        this.#publish(message.status);
        break;
      case "log":
        this.#log[message.level](message.message);
        break;
    }
  }

  /** A new thread is told roots and documents before anything is asked of it. */
  #onStarted(): void {
    if (this.#config) this.#calls.replay("configure", [this.#config]);
    this.#documents.replay();
    this.#calls.threadStarted();
  }

  #onEnded(reason: string): void {
    this.#calls.threadEnded(new EngineError("crashed", reason));
    if (this.#config) this.#publish({ ...idleIndexStatus, phase: "walking", message: reason });
  }

  #onGivenUp(reason: string): void {
    this.#over = new EngineError("failed", `${reason}. Rebuild the index to start it again`);
    this.#calls.failAll(this.#over);
    this.#publish({ ...idleIndexStatus, phase: "failed", message: this.#over.message });
  }

  async #revive(): Promise<void> {
    this.#over = undefined;
    await this.#thread.startAfresh();
  }

  #publish(status: IndexStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }
}
