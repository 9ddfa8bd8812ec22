/** Calls to the thread from question to end: ids, order, deadlines, cancellation, and a bound on how many wait. */
import { EngineError } from "../../ports/engine.ts";
import type { CallArguments, CallValue, EngineCall, ToThread } from "./protocol.ts";

/** How calls of one method are treated. */
export interface CallPolicy {
  /** From the question to the answer, waiting included. Milliseconds; `undefined`: as long as it takes. */
  readonly deadlineMs: number | undefined;
  /** Long calls do not count among the quick ones that the thread is given at a time. */
  readonly lane: "quick" | "long";
  /** Asked again of a new thread when the old one ended. */
  readonly survivesRestart: boolean;
}

export type CallPolicies = { readonly [M in EngineCall]: CallPolicy };

const quick = (deadlineMs: number): CallPolicy => ({ deadlineMs, lane: "quick", survivesRestart: false });
const long = (deadlineMs?: number): CallPolicy => ({ deadlineMs, lane: "long", survivesRestart: true });

/**
 * A completion later than half a second finds another text than it was made for; a check of a suggestion delays
 * showing it, and one that does not come in time is done without. A person or a model waits for a search, for
 * references, neighbours and the map, on a machine with other work too; who types on ends what was asked before. A file of which
 * nobody says whether it is ignored is kept from every model. Whether a change parses is asked by commands. The first question about libraries may read them all.
 * Work that takes as long as the repository is large has no deadline: its progress is shown, and the
 * heartbeat ends it when the thread hangs.
 */
export const defaultCallPolicies: CallPolicies = {
  complete: quick(500),
  checkParse: quick(8000),
  blockFit: quick(250),
  verify: quick(250),
  members: quick(500),
  findSnippets: quick(1000),
  findContext: quick(1000),
  isIgnored: { ...quick(15_000), survivesRestart: true },
  search: quick(8000),
  findSymbols: quick(8000),
  outline: quick(8000),
  report: { ...quick(8000), survivesRestart: true },
  findReferences: quick(8000),
  graph: quick(8000),
  nextEdits: quick(3000),
  importsFor: quick(1000),
  repoMap: quick(8000),
  answer: quick(8000),
  picture: quick(8000),
  readLines: quick(8000),
  unembedded: quick(10_000),
  saveEmbeddings: quick(10_000),
  apiPackages: long(10_000),
  searchApis: long(30_000),
  apisAt: long(30_000),
  apisForPrompt: { ...long(5000), survivesRestart: false },
  apiNamed: { ...long(5000), survivesRestart: false },
  checkApis: long(30_000),
  proposeRepairs: long(10_000),
  readDocs: long(10_000),
  proposeProblemEdits: long(30_000),
  testSubject: long(10_000),
  testsIn: long(10_000),
  buildSchema: long(10_000),
  dataFlows: long(10_000),
  findTests: long(60_000),
  checkablePaths: quick(8000),
  showApis: long(30_000),
  apisForDiagnostic: long(30_000),
  apiVersions: long(30_000),
  compareApis: long(60_000),
  status: { ...quick(8000), survivesRestart: true },
  configure: long(30_000),
  cancelIndexing: long(5000),
  waitForIndex: long(),
  rebuild: long(),
  reconcile: long(),
};

export interface CallLimits {
  /** Quick calls the thread has at a time: few, so that a cancelled one is never started. */
  readonly maxAtThread: number;
  /** Calls beyond which a new one is refused as `busy`. */
  readonly maxPending: number;
  /** Whether a newer `complete` ends the older ones of its document. Off for callers that ask in parallel. */
  readonly supersede: boolean;
}

export const defaultCallLimits: CallLimits = { maxAtThread: 2, maxPending: 256, supersede: true };

interface Call {
  readonly id: number;
  readonly method: EngineCall;
  readonly args: readonly unknown[];
  readonly policy: CallPolicy;
  /** The document a `complete` is for. */
  readonly path: string | undefined;
  readonly succeed: (value: unknown) => void;
  readonly fail: (reason: unknown) => void;
}

const pathOf = (method: EngineCall, args: readonly unknown[]): string | undefined =>
  method === "complete" ? (args[0] as { readonly path: string }).path : undefined;

export class CallQueue {
  readonly #send: (message: ToThread) => void;
  readonly #policies: CallPolicies;
  readonly #limits: CallLimits;
  readonly #waiting = new Map<number, Call>();
  readonly #atThread = new Map<number, Call>();
  #quickAtThread = 0;
  #lastId = 0;
  #open = false;

  constructor(send: (message: ToThread) => void, policies: CallPolicies, limits: CallLimits) {
    this.#send = send;
    this.#policies = policies;
    this.#limits = limits;
  }

  get pending(): number {
    return this.#waiting.size + this.#atThread.size;
  }

  /**
   * Resolves or rejects exactly once: value, `EngineError`, or the signal's reason.
   *
   * @param leastMs the caller waits at least so long, whatever the policy says
   */
  submit<M extends EngineCall>(
    method: M,
    args: CallArguments<M>,
    signal?: AbortSignal,
    leastMs = 0,
  ): Promise<CallValue<M>> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const path = pathOf(method, args);
    if (path !== undefined && this.#limits.supersede) this.#supersede(path);
    if (this.pending >= this.#limits.maxPending) {
      return Promise.reject(
        new EngineError("busy", `Cannot take "${method}": ${this.pending} calls of the engine are waiting`),
      );
    }
    return new Promise<CallValue<M>>((resolve, reject) => {
      const policy = this.#policies[method];
      const id = ++this.#lastId;
      const onAbort = (): void => this.#drop(id, signal?.reason);
      signal?.addEventListener("abort", onAbort, { once: true });
      const timer =
        policy.deadlineMs === undefined
          ? undefined
          : this.#deadline(id, method, Math.max(leastMs, policy.deadlineMs));
      const cleanUp = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      };
      this.#waiting.set(id, {
        id,
        method,
        args,
        policy,
        path,
        succeed(value) {
          cleanUp();
          resolve(value as CallValue<M>);
        },
        fail(reason) {
          cleanUp();
          reject(reason);
        },
      });
      this.#pump();
    });
  }

  /** Tells a new thread again what an earlier one was told; nobody waits for the answer. */
  replay<M extends EngineCall>(method: M, args: CallArguments<M>): void {
    this.#send({ kind: "call", id: ++this.#lastId, method, args });
  }

  /** The thread has answered. Answers to calls that ended before are ignored. */
  answered(id: number, end: { readonly value: unknown } | { readonly error: unknown }): void {
    const call = this.#remove(id);
    if (!call) return;
    if ("value" in end) call.succeed(end.value);
    else call.fail(end.error);
    this.#pump();
  }

  /** A thread listens: what waits is sent. */
  threadStarted(): void {
    this.#open = true;
    this.#pump();
  }

  /** The thread has ended. Calls that survive a restart wait again, before all others; the rest fail. */
  threadEnded(error: EngineError): void {
    this.#open = false;
    const calls = [...this.#atThread.values(), ...this.#waiting.values()];
    const wereAtThread = new Set(this.#atThread.keys());
    this.#atThread.clear();
    this.#waiting.clear();
    this.#quickAtThread = 0;
    for (const call of calls) {
      if (call.policy.survivesRestart || !wereAtThread.has(call.id)) this.#waiting.set(call.id, call);
      else call.fail(error);
    }
  }

  /** Ends every call: there will be no further thread. */
  failAll(error: EngineError): void {
    const calls = [...this.#atThread.values(), ...this.#waiting.values()];
    this.#open = false;
    this.#atThread.clear();
    this.#waiting.clear();
    this.#quickAtThread = 0;
    for (const call of calls) call.fail(error);
  }

  #supersede(path: string): void {
    const older = [...this.#waiting.values(), ...this.#atThread.values()].filter(
      (call) => call.path === path,
    );
    for (const call of older) {
      this.#drop(call.id, new EngineError("busy", `Dropped "complete" of "${path}": a newer one was asked`));
    }
  }

  #deadline(id: number, method: EngineCall, deadlineMs: number): NodeJS.Timeout {
    const drop = (): void => {
      const message = `Cannot finish "${method}" of the engine: no answer within ${deadlineMs} ms`;
      this.#drop(id, new EngineError("deadline", message));
    };
    // Timers come before messages: what the thread answered while this one had no time is taken first.
    return setTimeout(() => setImmediate(drop), deadlineMs);
  }

  /** Ends a call from this side, and tells the thread when it has it. */
  #drop(id: number, reason: unknown): void {
    const atThread = this.#atThread.has(id);
    const call = this.#remove(id);
    if (!call) return;
    if (atThread) this.#send({ kind: "cancel", id });
    call.fail(reason);
    this.#pump();
  }

  #remove(id: number): Call | undefined {
    const sent = this.#atThread.get(id);
    const call = sent ?? this.#waiting.get(id);
    this.#atThread.delete(id);
    this.#waiting.delete(id);
    if (sent?.policy.lane === "quick") this.#quickAtThread--;
    return call;
  }

  #pump(): void {
    if (!this.#open) return;
    for (const call of this.#waiting.values()) {
      const isQuick = call.policy.lane === "quick";
      if (isQuick && this.#quickAtThread >= this.#limits.maxAtThread) continue;
      this.#waiting.delete(call.id);
      this.#atThread.set(call.id, call);
      if (isQuick) this.#quickAtThread++;
      this.#send({ kind: "call", id: call.id, method: call.method, args: call.args });
    }
  }
}
