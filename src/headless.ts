/** `touchstone` on the command line: the same features with no editor. */
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, relative, resolve } from "node:path";
import type { ContextSource } from "./core/prompt/contextItem.ts";
import { decodeText } from "./core/text/decode.ts";
import { splitAt } from "./core/text/splitAt.ts";
import { gitTools } from "./features/chat/agent/gitTools.ts";
import { projectTexts } from "./features/chat/context/projectTexts.ts";
import { ChatDesk } from "./features/chatModel/chatDesk.ts";
import { Egress } from "./features/completion/egress.ts";
import { EndpointMemory } from "./features/completion/endpointMemory.ts";
import { InlineCompleter } from "./features/completion/inlineCompleter.ts";
import { lazyModel } from "./features/completion/lazyModel.ts";
import { Embedder } from "./features/embeddings/embedder.ts";
import { testLabel } from "./features/fixView/testLabel.ts";
import { askPast } from "./features/headless/askPast.ts";
import { askRepo } from "./features/headless/askRepo.ts";
import { checkFiles, renderChecked } from "./features/headless/checkFiles.ts";
import { environmentSecrets } from "./features/headless/environmentSecrets.ts";
import { HeadlessSession } from "./features/headless/headlessSession.ts";
import { HeadlessSettings } from "./features/headless/headlessSettings.ts";
import { readLines } from "./features/headless/readLines.ts";
import { renderAnswer } from "./features/headless/renderAnswer.ts";
import { renderAppliedList, renderOutcome } from "./features/headless/renderApplied.ts";
import { renderCommand } from "./features/headless/renderCommand.ts";
import { renderFix, renderFixProgress } from "./features/headless/renderFix.ts";
import { renderIndexReport, renderIndexStatus } from "./features/headless/renderIndex.ts";
import { renderProblems } from "./features/headless/renderProblems.ts";
import { isGreen, renderTests, renderTestsRun } from "./features/headless/renderTests.ts";
import { renderWriteProgress, renderWrittenTests } from "./features/headless/renderWrittenTests.ts";
import { nameRoots, toAbsolute, toRelative } from "./features/headless/rootPaths.ts";
import { toRpcIndexStatus } from "./features/headless/rpcIndexStatus.ts";
import { decodeUtf8 } from "./features/indexing/readSource.ts";
import { Optimizer } from "./features/optimize/optimizer.ts";
import type { FixPatch } from "./features/repair/fix.ts";
import { repairDocs } from "./features/repair/repairDocs.ts";
import { openRepairs, type Repairs } from "./features/repair/repairs.ts";
import { indexProgress, isIndexing } from "./features/status/statusText.ts";
import { TestSession } from "./features/testing/testSession.ts";
import { TestWriter } from "./features/testWriting/testWriter.ts";
import { type Command, type Folders, type Position, parseCommand } from "./node/cli/arguments.ts";
import { progressLine } from "./node/cli/progressLine.ts";
import { usage } from "./node/cli/usage.ts";
import { systemClock } from "./node/clock.ts";
import { nodeFiles, normalizePath } from "./node/files/nodeFiles.ts";
import { nodePackageFiles } from "./node/files/packageFiles.ts";
import { createPastGit } from "./node/git/pastGit.ts";
import { createWorkingGit } from "./node/git/workingGit.ts";
import { stderrLog } from "./node/log/stderrLog.ts";
import { McpServer } from "./node/mcp/mcpServer.ts";
import { mcpTools } from "./node/mcp/mcpTools.ts";
import { NodeProcesses } from "./node/processes/nodeProcesses.ts";
import { RpcServer } from "./node/rpc/rpcServer.ts";
import { cacheFolderOf, librariesFolderOf } from "./node/store/cacheFolder.ts";
import { openUserFiles } from "./node/userFiles/openUserFiles.ts";
import { textOfBytes } from "./node/userFiles/textBytes.ts";
import { NodeWorkCopies } from "./node/workCopy/nodeWorkCopies.ts";
import { defaultCallPolicies } from "./node/worker/callQueue.ts";
import { startEngineThread } from "./node/worker/engineClient.ts";
import type { EngineRoot } from "./ports/engine.ts";
import type { ProposedPatch } from "./ports/patchReview.ts";
import type { RpcAskProgress, RpcFixProgress, RpcTestProgress, RpcWriteProgress } from "./ports/rpc.ts";
import type { ApplyOutcome, UserText } from "./ports/userFiles.ts";

/** A failure of a command, told in one line; the process exits with `code`. */
class CommandError extends Error {
  readonly code: number;
  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

const usageError = 2;
/** Programs ask in parallel and would rather wait than lose an answer. */
const asked = [
  "complete",
  "checkParse",
  "blockFit",
  "verify",
  "members",
  "search",
  "findSymbols",
  "findReferences",
  "outline",
  "graph",
  "repoMap",
  "report",
  "apiPackages",
  "searchApis",
  "apisAt",
  "apisForDiagnostic",
  "apiVersions",
  "compareApis",
  "showApis",
  "findTests",
  "proposeRepairs",
  "readDocs",
  "proposeProblemEdits",
  "testSubject",
  "testsIn",
  "buildSchema",
  "checkApis",
  "checkablePaths",
  "answer",
  "readLines",
] as const;
const patientPolicies = Object.fromEntries(
  asked.map((call) => [call, { ...defaultCallPolicies[call], deadlineMs: 30_000 }]),
);
const patientLimits = { supersede: false, maxPending: 4000 };

const manifest = JSON.parse(readFileSync(join(__dirname, "../package.json"), "utf8"));
const version: string = manifest.version;

function openRoots(paths: readonly string[]): readonly EngineRoot[] {
  const real = paths.map((path) => {
    if (!existsSync(path))
      throw new CommandError(`Cannot open the root "${path}": it does not exist`, usageError);
    if (!statSync(path).isDirectory()) {
      throw new CommandError(`Cannot open the root "${path}": it is not a folder`, usageError);
    }
    return normalizePath(realpathSync(path));
  });
  return nameRoots([...new Set(real)]);
}

interface Opening {
  readonly roots: readonly EngineRoot[];
  readonly isTrusted: boolean;
  /** Folder for the index on disk; undefined keeps it in memory. */
  readonly storeDirectory: string | undefined;
  /** Folder for what was read of libraries; undefined keeps it in memory. */
  readonly librariesDirectory: string | undefined;
}

/** Own cache files may be written for an untrusted folder too: the program alone decides their names and places. */
function openFolders({ roots: paths, untrusted, store }: Folders): Opening {
  const roots = openRoots(paths);
  const surroundings = { platform: process.platform, home: homedir(), variables: process.env };
  const cache = () =>
    cacheFolderOf(
      roots.map(({ path }) => path),
      surroundings,
    );
  const storeDirectory = store === false ? undefined : store === undefined ? cache() : resolve(store);
  const librariesDirectory =
    store === false
      ? undefined
      : store === undefined
        ? librariesFolderOf(surroundings)
        : join(resolve(store), "libraries");
  return { roots, isTrusted: !untrusted, storeDirectory, librariesDirectory };
}

interface SessionOptions {
  readonly feedsCompletion: boolean;
  readonly onAskProgress?: (progress: RpcAskProgress) => void;
  readonly onFixProgress?: (progress: RpcFixProgress) => void;
  readonly onTestProgress?: (progress: RpcTestProgress) => void;
  readonly onWriteProgress?: (progress: RpcWriteProgress) => void;
}

function openSession(
  { roots, isTrusted, storeDirectory, librariesDirectory }: Opening,
  {
    feedsCompletion,
    onAskProgress,
    onFixProgress = () => {},
    onTestProgress = () => {},
    onWriteProgress = () => {},
  }: SessionOptions,
) {
  const settings = new HeadlessSettings();
  const log = stderrLog(() => settings.get("log.level"));
  const trust = { isTrusted: () => isTrusted, onGranted: () => ({ dispose() {} }) };
  const secrets = environmentSecrets(process.env["TOUCHSTONE_API_KEY"], settings);
  const engine = startEngineThread({
    workerPath: join(__dirname, "worker.cjs"),
    log,
    policies: patientPolicies,
    limits: patientLimits,
  });
  const model = lazyModel(async () => new (await import("./node/model/openAiModel.ts")).OpenAiModel());
  const endpointMemory = new EndpointMemory(undefined);
  const egress = new Egress({ engine, settings, log });
  const maySend = async (source: ContextSource) => (await egress.verdict(source)) === "allowed";
  const chatModels = new ChatDesk({
    model,
    egress,
    memory: endpointMemory,
    settings,
    secrets,
    trust,
    clock: systemClock,
    log,
  });
  const completer = new InlineCompleter({
    endpointMemory,
    engine,
    model,
    settings,
    secrets,
    trust,
    clock: systemClock,
    log,
  });
  const embedder = new Embedder({ engine, model, settings, secrets, trust, clock: systemClock, log });
  const processes = new NodeProcesses({ trust, log, variables: process.env });
  const copies = new NodeWorkCopies({ processes, trust, variables: process.env, home: homedir() });
  const tests = new TestSession({
    engine,
    copies,
    settings,
    roots: () => roots,
    unsaved: () => new Map(),
    // Nobody can be asked: the setting "tests.sandbox" says it.
    consent: async () => false,
  });
  const project = projectTexts({ files: nodeFiles, trust, roots: () => roots });
  const repairs = openRepairs({
    engine,
    copies,
    isolation: () => tests.isolation(),
    programs: (name) => readFile(join(__dirname, "../media/repair", name), "utf8"),
    now: () => performance.now(),
    model: {
      models: chatModels,
      clock: systemClock,
      docs: repairDocs({ engine, maySend }),
      rules: project.rules,
    },
    search: engine,
  });
  /** What other programs get has no texts, and only texts are applied. */
  let found: readonly FixPatch[] = [];
  const keptFixer: Repairs = {
    async fix(...request) {
      const result = await repairs.fix(...request);
      found = result.patches;
      return result;
    },
    localize: (...request) => repairs.localize(...request),
  };
  const probing = {
    engine,
    copies,
    isolation: () => tests.isolation(),
    readText: (path: string) => readFile(path, "utf8").catch(() => undefined),
    programs: (name: string) => readFile(join(__dirname, "../media/testWriting", name), "utf8"),
  };
  const testWriter = new TestWriter({ ...probing, models: chatModels, rules: project.rules });
  const optimizer = new Optimizer(probing);
  const shortPath = (path: string): string | undefined => toRelative(path, roots);
  const filesOf = async (root: string) => ({ read: (path: string) => readUserText(join(root, path)) });
  const openModel = async (onProposal: (patch: ProposedPatch) => void, checks: boolean) => {
    const { openAnswerer } = await import("./features/chat/agent/openAnswerer.ts");
    return openAnswerer({
      models: chatModels,
      engine,
      search: embedder.search,
      egress,
      clock: systemClock,
      log,
      shortPath,
      wholePath: (short) => toAbsolute(short, roots),
      ...(isTrusted && settings.get("index.history")
        ? { past: { git: createPastGit(process.env), roots: () => roots } }
        : {}),
      folders: () => roots.map(({ name }) => name),
      ...(checks && isTrusted ? { checking: { session: tests, roots: () => roots } } : {}),
      proposing: { roots: () => roots, filesOf, onProposal },
    });
  };
  const session = new HeadlessSession({
    models: chatModels,
    openModel,
    onAskProgress,
    editing: {
      load: async () => (await import("./features/edit/instructedEdit.ts")).editAsInstructed,
      deps: {
        models: chatModels,
        engine,
        filesOf,
        maySend,
        rules: project.rules,
      },
    },
    testWriter,
    optimizer,
    onWriteProgress,
    commands: {
      models: chatModels,
      git: createWorkingGit(process.env),
      readText: (path) => readText(path).catch(() => undefined),
      maySend,
      log,
    },
    project,
    tests,
    onTestProgress,
    engine,
    fixer: keptFixer,
    onFixProgress,
    search: embedder.search,
    completer,
    settings,
    trust,
    roots,
    version,
    storeDirectory,
    librariesDirectory,
    feedsCompletion,
  });
  return {
    engine,
    session,
    found: () => found,
    log,
    maySend,
    async close() {
      completer.dispose();
      embedder.dispose();
      await processes.dispose();
      await engine.dispose();
    },
  };
}

async function serveRpc(opening: Opening): Promise<void> {
  const { engine, session, log, close } = openSession(opening, {
    feedsCompletion: true,
    onAskProgress: (progress) => server.notify("ask/progress", progress),
    onFixProgress: (progress) => server.notify("fix/progress", progress),
    onTestProgress: (progress) => server.notify("tests/progress", progress),
    onWriteProgress: (progress) => server.notify("write/progress", progress),
  });
  const server = new RpcServer({ input: process.stdin, output: process.stdout, handlers: session, log });
  engine.onStatus((status) => server.notify("index/progress", toRpcIndexStatus(status)));
  await server.serve();
  await close();
  process.stdin.destroy();
}

const mcpInstructions =
  "Answers about the code of this workspace and the installed versions of its libraries from an index on this machine: search, definitions, references, call graph, API documentation, tests. Prefer it to reading whole files or guessing an API. Paths are relative to the workspace, lines 1-based.";

async function serveMcp(opening: Opening): Promise<void> {
  const { engine, session, log, maySend, close } = openSession(opening, { feedsCompletion: false });
  const { roots, isTrusted } = opening;
  await session.initialize({}, new AbortController().signal);
  const show = (path: string): string => path;
  const readable = {
    roots,
    realPath: (path: string) => nodePackageFiles.realPath(path),
    maySend: (path: string) => maySend({ path, isLibrary: false }),
    readText: (path: string) => readText(path).catch(() => undefined),
  };
  const past = gitTools({
    git: createPastGit(process.env),
    engine,
    shortPath: (path) => toRelative(path, roots),
    roots: () => roots,
  });
  const tools = mcpTools({
    handlers: session,
    onIndexStatus: (listener) => engine.onStatus((status) => listener(toRpcIndexStatus(status))),
    readLines: (wanted) => readLines(wanted, readable),
    render: {
      answer: (answer) => renderAnswer(answer, show),
      tests: renderTests,
      run: renderTestsRun,
      problems: renderProblems,
    },
    isTrusted,
    past: isTrusted ? askPast({ tools: past, maySend }) : undefined,
  });
  const { stdin: input, stdout: output } = process;
  await new McpServer({ input, output, tools, instructions: mcpInstructions, version, log }).serve();
  await close();
  process.stdin.destroy();
}

async function printStatus(opening: Opening, json: boolean): Promise<void> {
  const { session, close } = openSession(opening, { feedsCompletion: false });
  const status = await session["index/wait"]({}, new AbortController().signal);
  console.log(json ? JSON.stringify(status) : renderIndexStatus(status));
  await close();
  if (status.phase === "failed") process.exitCode = 1;
}

/** Indexes with progress for who watches; the process will exit 1 when that fails. @returns milliseconds it took */
async function indexFirst({ engine, session }: ReturnType<typeof openSession>): Promise<number> {
  const progress = progressLine(process.stderr);
  const listener = engine.onStatus((status) => {
    if (isIndexing(status)) progress.show(`Indexing: ${indexProgress(status)}`);
  });
  const startMs = performance.now();
  const { phase } = await session["index/wait"]({}, new AbortController().signal);
  listener.dispose();
  progress.clear();
  if (phase === "failed") process.exitCode = 1;
  return performance.now() - startMs;
}

async function printReport(
  opening: Opening,
  { json, skipped }: Extract<Command, { kind: "index" }>,
): Promise<void> {
  const opened = openSession(opening, { feedsCompletion: false });
  const elapsedMs = Math.round(await indexFirst(opened));
  const report = await opened.session["index/report"]({}, new AbortController().signal);
  const { skippedFiles, ...counts } = report;
  if (json) console.log(JSON.stringify({ ...counts, elapsedMs, ...(skipped ? { skippedFiles } : {}) }));
  else console.log(renderIndexReport(report, { skipped, elapsedMs }));
  await opened.close();
}

async function printAnswer(
  opening: Opening,
  { question, json, model }: Extract<Command, { kind: "ask" }>,
): Promise<void> {
  const { roots } = opening;
  const progress = progressLine(process.stderr);
  const opened = openSession(opening, {
    feedsCompletion: false,
    onAskProgress(told) {
      if (told.kind === "tool" && told.state === "running") progress.show(`${told.name} ${told.subject}`);
    },
  });
  if (model) await opened.session.initialize({ settings: model }, new AbortController().signal);
  const fromHere = (path: string): string => normalizePath(relative(process.cwd(), toAbsolute(path, roots)));
  if (!question.method.startsWith("docs/") || question.method === "docs/compare") await indexFirst(opened);
  try {
    const answer = await askRepo(opened.session, question, new AbortController().signal);
    progress.clear();
    const text = json ? JSON.stringify(answer.result) : renderAnswer(answer, fromHere);
    if (text === "") console.error("Nothing found");
    else console.log(text);
  } finally {
    await opened.close();
  }
}

/** Ends with 1 when a name does not exist, as linters do. */
async function printChecked(
  opening: Opening,
  { paths, json }: Extract<Command, { kind: "checkApis" }>,
): Promise<void> {
  const { roots } = opening;
  const files = paths.map((path) => {
    const absolute = normalizePath(existsSync(path) ? realpathSync(path) : resolve(path));
    if (toRelative(absolute, roots) === undefined)
      throw new CommandError(`Cannot check "${path}": it is in none of the folders`, usageError);
    return absolute;
  });
  const opened = openSession(opening, { feedsCompletion: false });
  try {
    await indexFirst(opened);
    const checked = await checkFiles(opened.engine, files, new AbortController().signal);
    const fromHere = (path: string): string => normalizePath(relative(process.cwd(), path));
    if (json) console.log(JSON.stringify(checked.map((one) => ({ ...one, path: fromHere(one.path) }))));
    else console.log(renderChecked(checked, fromHere));
    const isWrong = checked.some(
      ({ findings, isUnread }) => isUnread || findings.some(({ reason }) => reason === "missing"),
    );
    if (isWrong) process.exitCode = 1;
  } finally {
    await opened.close();
  }
}

async function runTests(
  opening: Opening,
  { ids, list, json, sandbox }: Extract<Command, { kind: "test" }>,
): Promise<void> {
  const progress = progressLine(process.stderr);
  const { session, close } = openSession(opening, {
    feedsCompletion: false,
    onTestProgress({ kind, runner, count }) {
      if (kind === "copying") progress.show("Copying the working files");
      if (kind === "running") progress.show(`Running ${count} tests by ${runner}`);
    },
  });
  const { signal } = new AbortController();
  const settings = { "index.enabled": false, ...(sandbox ? {} : { "tests.sandbox": "off" }) };
  await session.initialize({ settings }, signal);
  try {
    if (list) {
      const found = await session["tests/discover"]({}, signal);
      console.log(json ? JSON.stringify(found) : renderTests(found));
      return;
    }
    const run = await session["tests/run"](ids.length > 0 ? { ids } : {}, signal).catch((error: Error) => {
      throw new CommandError(error.message, 1);
    });
    progress.clear();
    console.log(json ? JSON.stringify(run) : renderTestsRun(run));
    if (!isGreen(run)) process.exitCode = 1;
  } finally {
    await close();
  }
}

/** As `UserFiles.read`; nothing is written here. */
async function readUserText(path: string): Promise<UserText> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return { kind: "absent" };
  const decoded = textOfBytes(bytes);
  return decoded ? { kind: "text", text: decoded.text } : { kind: "unfit", reason: "encoding" };
}

async function readText(path: string): Promise<string> {
  const maxBytes = 64 * 1024 * 1024;
  const bytes = await nodeFiles.read(path, maxBytes).catch((error: Error) => {
    throw new CommandError(`Cannot read "${path}": ${error.message}`, 1);
  });
  const decoded = decodeText(bytes, decodeUtf8);
  if (decoded.kind === "binary") throw new CommandError(`Cannot complete in "${path}": it is not text`, 1);
  return decoded.text;
}

async function printCompletion(
  opening: Opening,
  { path, line, column }: Position,
  json: boolean,
): Promise<void> {
  const { roots } = opening;
  const text = splitAt(await readText(toAbsolute(path, roots)), line - 1, column);
  if (!text) throw new CommandError(`Cannot complete in "${path}": it has no line ${line}`, 1);
  const { session, close } = openSession(opening, { feedsCompletion: true });
  const { signal } = new AbortController();
  await session["index/wait"]({}, signal);
  const request = { path, ...text, engine: "builtin", maxSuggestions: json ? 5 : 1 } as const;
  const { suggestions } = await session.complete(request, signal);
  const [best] = suggestions;
  if (json) console.log(JSON.stringify({ suggestions }));
  else if (best) console.log(best.text);
  else console.error(`No suggestion at ${path}:${line}:${column}`);
  await close();
}

/** Progress for who watches; the process will exit 1 when there is no patch, or none that was to be applied. */
async function printFix(
  opening: Opening,
  { fix, apply, sandbox, json }: Extract<Command, { kind: "fix" }>,
): Promise<void> {
  const progress = progressLine(process.stderr);
  const onFixProgress = (state: RpcFixProgress) => progress.show(renderFixProgress(state));
  const { session, found, close } = openSession(opening, { feedsCompletion: false, onFixProgress });
  try {
    const { signal } = new AbortController();
    if (!sandbox) await session.initialize({ settings: { "tests.sandbox": "off" } }, signal);
    // What a name may mean is looked up in the index.
    if (fix.line !== undefined) await session["index/wait"]({}, signal);
    const result = await session.fix(fix, signal);
    progress.clear();
    const [first] = found();
    const outcome = apply && first ? await applyFix(first) : undefined;
    console.log(
      json ? JSON.stringify(outcome ? { ...result, applied: outcome } : result) : renderFix(result),
    );
    const paths = first?.changes.map(({ path }) => path) ?? [];
    if (outcome && !json) {
      console.log(renderOutcome(outcome, "Applied to", paths));
      if (outcome.kind === "applied") console.log(`Take it back with: touchstone undo ${outcome.id}`);
    }
    if (result.patches.length === 0 || (apply && outcome?.kind !== "applied")) process.exitCode = 1;
  } finally {
    progress.clear();
    await close();
  }
}

/** A patch that the tests do not prove is for a person to look at. */
async function applyFix({ root, changes, verdict, evidence }: FixPatch): Promise<ApplyOutcome> {
  if (verdict !== "verified") {
    const message = `The patch is ${verdict}, and only verified ones are applied: use its diff if you agree with it`;
    return { kind: "failed", message, isRestored: true };
  }
  const { files } = openFiles(root);
  const title = evidence.checked?.finding ?? evidence.targets.map(testLabel).join(", ");
  return files.apply({ title: `Fix ${title}`, changes });
}

/** What broke off is told. */
function openFiles(root: string): ReturnType<typeof openUserFiles> {
  const opened = openUserFiles(root, {
    platform: process.platform,
    home: homedir(),
    variables: process.env,
  });
  const { takenBack, leftAlone } = opened.recovery;
  if (takenBack.length > 0)
    console.error(
      `An apply that broke off was taken back; changed since and left alone: ${leftAlone.join(", ") || "nothing"}`,
    );
  return opened;
}

/** Ends with 1 when nothing was taken back. */
async function takeBack(
  { roots }: Opening,
  { id, list, json }: Extract<Command, { kind: "undo" }>,
): Promise<void> {
  const { files } = openFiles(roots[0]!.path);
  const applied = await files.applied();
  if (list) {
    console.log(json ? JSON.stringify(applied) : renderAppliedList(applied));
    return;
  }
  const wanted = id === undefined ? applied[0] : applied.find((one) => one.id === id);
  if (!wanted) {
    const what = id === undefined ? "Nothing was applied to this folder" : `There is no apply "${id}"`;
    throw new CommandError(`${what} in the last seven days: touchstone undo --list shows all`, 1);
  }
  const outcome = await files.undo(wanted.id);
  console.log(json ? JSON.stringify(outcome) : renderOutcome(outcome, "Taken back in", wanted.paths));
  if (outcome.kind !== "applied") process.exitCode = 1;
}

async function printWrittenTests(
  opening: Opening,
  { write, json }: Extract<Command, { kind: "writeTests" }>,
): Promise<void> {
  const progress = progressLine(process.stderr);
  const onWriteProgress = (state: RpcWriteProgress) => progress.show(renderWriteProgress(state));
  const { session, close } = openSession(opening, { feedsCompletion: false, onWriteProgress });
  try {
    await session["index/wait"]({}, new AbortController().signal);
    const written = await session["tests/write"](write, new AbortController().signal);
    progress.clear();
    console.log(json ? JSON.stringify(written) : renderWrittenTests(written));
    if (written.tests.length === 0) process.exitCode = 1;
  } finally {
    progress.clear();
    await close();
  }
}

/** Like compilers and tests: 1 when a review finds an error, or there is no answer. */
async function printCommand(
  opening: Opening,
  { command, json }: Extract<Command, { kind: "command" }>,
): Promise<void> {
  const { session, close } = openSession(opening, { feedsCompletion: false });
  try {
    const result = await session.command(command, new AbortController().signal);
    console.log(json ? JSON.stringify(result) : renderCommand(result));
    const isRed = result.findings?.some(({ severity }) => severity === "error") === true;
    if (isRed || result.refused !== undefined) process.exitCode = 1;
  } finally {
    await close();
  }
}

async function run(command: Command): Promise<void> {
  switch (command.kind) {
    case "help":
      console.log(usage(command.of));
      break;
    case "version":
      console.log(version);
      break;
    case "wrong":
      throw new CommandError(`${command.problem}\n\n${usage(command.of)}`, usageError);
    case "rpc":
      await serveRpc(openFolders(command));
      break;
    case "mcp":
      await serveMcp(openFolders(command));
      break;
    case "index":
      await printReport(openFolders(command), command);
      break;
    case "ask":
      await printAnswer(openFolders(command), command);
      break;
    case "checkApis":
      await printChecked(openFolders(command), command);
      break;
    case "command":
      await printCommand(openFolders(command), command);
      break;
    case "fix":
      await printFix(openFolders(command), command);
      break;
    case "undo":
      await takeBack(openFolders(command), command);
      break;
    case "writeTests":
      await printWrittenTests(openFolders(command), command);
      break;
    case "status":
      await printStatus(openFolders(command), command.json);
      break;
    case "test":
      await runTests(openFolders(command), command);
      break;
    case "complete":
      await printCompletion(openFolders(command), command.at, command.json);
      break;
  }
}

run(parseCommand(process.argv.slice(2))).catch((error: unknown) => {
  const known = error instanceof CommandError ? error : undefined;
  process.stderr.write(`touchstone: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(known?.code ?? 1);
});
