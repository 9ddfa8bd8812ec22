/**
 * A thread with an engine that does what the prefix of a completion, or the text of a document, tells it to: for tests
 * of everything that can go wrong in a thread.
 */
import { parentPort, workerData } from "node:worker_threads";
import { type IndexStatus, idleIndexStatus } from "../../../src/core/repo/indexStatus.ts";
import { applyTextEdits } from "../../../src/core/text/textEdit.ts";
import { textHash } from "../../../src/core/text/textHash.ts";
import { serveEngine } from "../../../src/node/worker/engineServer.ts";
import type { ThreadStart } from "../../../src/node/worker/protocol.ts";
import { flightRecorderOn } from "../../../src/node/worker/sharedFlightRecorder.ts";
import type { Engine, EngineConfig, FileChange } from "../../../src/ports/engine.ts";

const { recorder: memory, quarantined } = workerData as ThreadStart;
const recorder = flightRecorderOn(memory);
const port = parentPort;
if (!port) throw new Error("Cannot serve the scripted engine: this is not a worker thread");

const documents = new Map<string, string>();
const changes: FileChange[] = [];
const begun: string[] = [];
const cancelled: string[] = [];
const listeners = new Set<(status: IndexStatus) => void>();
let config: EngineConfig | undefined;

/** The script: what happens to the thread for a word. Other words are answered with themselves. */
const deeds: Record<string, (path: string, signal?: AbortSignal) => unknown> = {
  crash: () => setImmediate(() => Promise.reject(new Error("Cannot go on"))),
  exit: () => process.exit(3),
  hang: () => {
    for (;;);
  },
  exhaust: () => {
    const hoard: unknown[] = [];
    for (let index = 0; ; index++) hoard.push({ index, values: [index] });
  },
  throw: () => {
    throw new TypeError("Cannot read the scripted thing");
  },
  wait: (path, signal) =>
    new Promise((resolve) => {
      begun.push(path);
      signal?.addEventListener("abort", () => {
        cancelled.push(path);
        resolve("late");
      });
    }),
};
const fatal = new Set(["crash", "exit", "hang", "exhaust"]);

function perform(word: string, path: string, signal?: AbortSignal): unknown {
  const deed = deeds[word];
  if (!deed) return word;
  if (fatal.has(word)) {
    const hash = textHash(word);
    if (quarantined.some((record) => record.hash === hash)) return "quarantined";
    recorder.enter({ activity: "completing", path, hash });
    deed(path, signal);
    return new Promise(() => {});
  }
  return deed(path, signal);
}

/** Everything the thread knows, so that a test sees what a new thread was told. */
const state = () => ({
  roots: config?.roots.map((root) => root.path) ?? [],
  documents: Object.fromEntries(documents),
  changes: changes.map((change) => `${change.kind} ${change.path}`),
  begun,
  cancelled,
});

const engine: Engine = {
  async configure(value) {
    config = value;
    for (const listener of listeners) listener({ ...idleIndexStatus, phase: "ready" });
  },
  status: async () => ({ ...idleIndexStatus, message: JSON.stringify(state()) }),
  waitForIndex: (signal) =>
    new Promise((resolve) => {
      if (config?.indexEnabled) resolve({ ...idleIndexStatus, phase: "ready" });
      signal.addEventListener("abort", () => cancelled.push("waitForIndex"));
    }),
  rebuild: async () => ({ ...idleIndexStatus, phase: "ready", message: "rebuilt" }),
  cancelIndexing: async () => {},
  onStatus(listener) {
    listeners.add(listener);
    return { dispose: () => void listeners.delete(listener) };
  },
  openDocument: ({ path, text }) => {
    perform(text, path);
    documents.set(path, text);
  },
  editDocument: (path, edits) => {
    documents.set(path, applyTextEdits(documents.get(path) ?? "", edits));
  },
  closeDocument: (path) => void documents.delete(path),
  filesChanged: (list) => void changes.push(...list),
  reconcile: async () => {},
  async complete({ prefix, path }, signal) {
    const text = String(await perform(prefix, path, signal));
    return [{ text, confidence: 1, engine: "builtin" }];
  },
  checkParse: async () => "parses",
  blockFit: async () => undefined,
  verify: async ({ suggestion }) => ({ verdict: "ok", text: suggestion, findings: [], unknown: [] }),
  members: async () => [],
  findSnippets: async () => [],
  findContext: async () => ({ signatures: [], snippets: [], edits: [] }),
  isIgnored: async (path) => path.endsWith(".env"),
  async search({ query }, signal) {
    const path = String(await perform(query, "search", signal));
    return [{ path, score: 1 }];
  },
  findSymbols: async () => [],
  findReferences: async () => [],
  outline: async () => undefined,
  graph: async () => [],
  repoMap: async () => ({ text: "", tokens: 0, files: 0, allFiles: 0 }),
  importsFor: async () => [],
  nextEdits: async () => undefined,
  picture: async () => undefined,
  readLines: async () => ({ kind: "none", near: [] }),
  answer: async (text) => ({ question: { kind: "open", text }, summary: "", parts: [] }),
  apiPackages: async () => ({ packages: [], skipped: [] }),
  searchApis: async () => [],
  checkApis: async () => ({ findings: [], judged: [] }),
  proposeRepairs: async () => [],
  readDocs: async () => undefined,
  proposeProblemEdits: async () => [],
  testSubject: async () => undefined,
  testsIn: async () => [],
  buildSchema: async () => undefined,
  dataFlows: async () => [],
  findTests: async () => [],
  checkablePaths: async () => [],
  apisAt: async () => [],
  apisForDiagnostic: async () => [],
  apiVersions: async () => undefined,
  compareApis: async () => "Nothing is installed",
  apisForPrompt: async () => [],
  apiNamed: async () => undefined,
  showApis: async () => [],
  report: async () => ({
    status: idleIndexStatus,
    skippedFiles: [],
    store: { access: "none", directory: undefined, sizeBytes: 0, problem: undefined },
    commits: 0,
    memoryBytes: 0,
  }),
  unembedded: async () => ({ files: [], isComplete: true, done: 0, total: 0 }),
  saveEmbeddings: async () => {},
  dispose: async () => {},
};
serveEngine(port, engine);
