/** The thread's side: hands messages to an `Engine` and its answers back. */
import type { MessagePort } from "node:worker_threads";
import { type Engine, EngineError } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import type { EngineCall, FromThread, LogLevel, ThreadFault, ThreadNotice, ToThread } from "./protocol.ts";

type Port = Pick<MessagePort, "postMessage" | "on">;

const post = (port: Port, message: FromThread): void => port.postMessage(message);

/** A log whose lines appear in the log of the thread's owner. */
export function logToOwner(port: Port): Log {
  const line = (level: LogLevel) => (message: string, cause?: unknown) =>
    post(port, {
      kind: "log",
      level,
      message: cause === undefined ? message : `${message}: ${String(cause)}`,
    });
  return { error: line("error"), warn: line("warn"), info: line("info"), debug: line("debug") };
}

function faultOf(error: unknown): ThreadFault {
  if (!(error instanceof Error)) return { message: String(error) };
  const stack = error.stack === undefined ? {} : { stack: error.stack };
  const kind = error instanceof EngineError ? { engineErrorKind: error.kind } : {};
  return { message: error.message, ...stack, ...kind };
}

type Handlers = { readonly [M in EngineCall]: (args: never, signal: AbortSignal) => Promise<unknown> };

function handlersOf(engine: Engine): Handlers {
  type Args<M extends EngineCall> = Parameters<Engine[M]>;
  return {
    configure: ([config]: Args<"configure">) => engine.configure(config),
    status: () => engine.status(),
    waitForIndex: (_, signal) => engine.waitForIndex(signal),
    rebuild: (_, signal) => engine.rebuild(signal),
    cancelIndexing: () => engine.cancelIndexing(),
    reconcile: () => engine.reconcile(),
    complete: ([request]: Args<"complete">, signal) => engine.complete(request, signal),
    checkParse: ([check]: Args<"checkParse">, signal) => engine.checkParse(check, signal),
    blockFit: ([check]: Args<"blockFit">, signal) => engine.blockFit(check, signal),
    verify: ([query]: Args<"verify">, signal) => engine.verify(query, signal),
    members: ([query]: Args<"members">, signal) => engine.members(query, signal),
    findContext: ([query]: Args<"findContext">, signal) => engine.findContext(query, signal),
    findSnippets: ([query]: Args<"findSnippets">, signal) => engine.findSnippets(query, signal),
    isIgnored: ([path]: Args<"isIgnored">) => engine.isIgnored(path),
    search: ([query]: Args<"search">, signal) => engine.search(query, signal),
    findSymbols: ([query]: Args<"findSymbols">, signal) => engine.findSymbols(query, signal),
    findReferences: ([query]: Args<"findReferences">, signal) => engine.findReferences(query, signal),
    outline: ([path]: Args<"outline">, signal) => engine.outline(path, signal),
    graph: ([query]: Args<"graph">, signal) => engine.graph(query, signal),
    repoMap: ([maxTokens]: Args<"repoMap">, signal) => engine.repoMap(maxTokens, signal),
    report: () => engine.report(),
    picture: ([question]: Args<"picture">, signal) => engine.picture(question, signal),
    readLines: ([query]: Args<"readLines">, signal) => engine.readLines(query, signal),
    answer: ([question]: Args<"answer">, signal) => engine.answer(question, signal),
    findTests: (_, signal) => engine.findTests(signal),
    apiPackages: (_, signal) => engine.apiPackages(signal),
    searchApis: ([query]: Args<"searchApis">, signal) => engine.searchApis(query, signal),
    dataFlows: ([query]: Args<"dataFlows">, signal) => engine.dataFlows(query, signal),
    buildSchema: ([query]: Args<"buildSchema">, signal) => engine.buildSchema(query, signal),
    proposeProblemEdits: ([query]: Args<"proposeProblemEdits">, signal) =>
      engine.proposeProblemEdits(query, signal),
    proposeRepairs: ([query]: Args<"proposeRepairs">, signal) => engine.proposeRepairs(query, signal),
    readDocs: ([query]: Args<"readDocs">, signal) => engine.readDocs(query, signal),
    testSubject: ([query]: Args<"testSubject">, signal) => engine.testSubject(query, signal),
    testsIn: ([path, text]: Args<"testsIn">, signal) => engine.testsIn(path, text, signal),
    checkApis: ([query]: Args<"checkApis">, signal) => engine.checkApis(query, signal),
    checkablePaths: (_args, signal) => engine.checkablePaths(signal),
    apisForDiagnostic: ([query]: Args<"apisForDiagnostic">, signal) =>
      engine.apisForDiagnostic(query, signal),
    apiVersions: ([query]: Args<"apiVersions">, signal) => engine.apiVersions(query, signal),
    compareApis: ([query]: Args<"compareApis">, signal) => engine.compareApis(query, signal),
    apisAt: ([query]: Args<"apisAt">, signal) => engine.apisAt(query, signal),
    apisForPrompt: ([query]: Args<"apisForPrompt">, signal) => engine.apisForPrompt(query, signal),
    apiNamed: ([query]: Args<"apiNamed">, signal) => engine.apiNamed(query, signal),
    showApis: ([query]: Args<"showApis">, signal) => engine.showApis(query, signal),
    importsFor: ([query]: Args<"importsFor">, signal) => engine.importsFor(query, signal),
    nextEdits: ([query]: Args<"nextEdits">, signal) => engine.nextEdits(query, signal),
    unembedded: (args: Args<"unembedded">) => engine.unembedded(...args),
    saveEmbeddings: (args: Args<"saveEmbeddings">) => engine.saveEmbeddings(...args),
  };
}

function notify(engine: Engine, notice: ThreadNotice): void {
  switch (notice.kind) {
    case "open":
      engine.openDocument(notice.document);
      break;
    case "edit":
      engine.editDocument(notice.path, notice.edits);
      break;
    case "close":
      engine.closeDocument(notice.path);
      break;
    case "files":
      engine.filesChanged(notice.changes);
      break;
  }
}

/** Serves `engine` on `port` until the thread ends. */
export function serveEngine(port: Port, engine: Engine): void {
  const handlers = handlersOf(engine);
  const running = new Map<number, AbortController>();
  const log = logToOwner(port);

  async function run(id: number, method: EngineCall, args: readonly unknown[]): Promise<void> {
    const controller = running.get(id);
    // Cancelled while it waited for its turn: the other side expects no answer.
    if (!controller) return;
    try {
      const value = await handlers[method](args as never, controller.signal);
      post(port, { kind: "value", id, value });
    } catch (error) {
      post(port, { kind: "error", id, error: faultOf(error) });
    } finally {
      running.delete(id);
    }
  }

  function tell(notice: ThreadNotice): void {
    try {
      notify(engine, notice);
    } catch (error) {
      log.error(`Cannot handle the notice "${notice.kind}"`, error);
    }
    post(port, { kind: "noticed" });
  }

  port.on("message", (message: ToThread) => {
    switch (message.kind) {
      case "call":
        running.set(message.id, new AbortController());
        // Messages that have arrived are read first, so that a cancellation among them comes in time.
        setImmediate(() => void run(message.id, message.method, message.args));
        return;
      case "cancel":
        running.get(message.id)?.abort();
        running.delete(message.id);
        return;
      case "notice":
        tell(message.notice);
        break;
      case "ping":
        post(port, { kind: "pong" });
        break;
    }
  });
  engine.onStatus((status) => post(port, { kind: "status", status }));
  post(port, { kind: "ready" });
}
