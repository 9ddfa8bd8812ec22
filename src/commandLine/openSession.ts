/** The features as one command or server has them: plain construction. */
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ContextSource } from "../core/prompt/contextItem.ts";
import { projectTexts } from "../features/chat/context/projectTexts.ts";
import { ChatDesk } from "../features/chatModel/chatDesk.ts";
import { Egress } from "../features/completion/egress.ts";
import { EndpointMemory } from "../features/completion/endpointMemory.ts";
import { InlineCompleter } from "../features/completion/inlineCompleter.ts";
import { lazyModel } from "../features/completion/lazyModel.ts";
import { Embedder } from "../features/embeddings/embedder.ts";
import type { AllowedRuns } from "../features/headless/askHandler.ts";
import { environmentSecrets } from "../features/headless/environmentSecrets.ts";
import { HeadlessSession } from "../features/headless/headlessSession.ts";
import { HeadlessSettings } from "../features/headless/headlessSettings.ts";
import { toAbsolute, toRelative } from "../features/headless/rootPaths.ts";
import { Optimizer } from "../features/optimize/optimizer.ts";
import type { FixPatch } from "../features/repair/fix.ts";
import { repairDocs } from "../features/repair/repairDocs.ts";
import { openRepairs, type Repairs } from "../features/repair/repairs.ts";
import { TestSession } from "../features/testing/testSession.ts";
import { TestWriter } from "../features/testWriting/testWriter.ts";
import { systemClock } from "../node/clock.ts";
import { nodeFiles } from "../node/files/nodeFiles.ts";
import { createPastGit } from "../node/git/pastGit.ts";
import { createWorkingGit } from "../node/git/workingGit.ts";
import { stderrLog } from "../node/log/stderrLog.ts";
import { NodeProcesses } from "../node/processes/nodeProcesses.ts";
import { NodeWorkCopies } from "../node/workCopy/nodeWorkCopies.ts";
import { startEngineThread } from "../node/worker/engineClient.ts";
import type { ProposedPatch } from "../ports/patchReview.ts";
import type { RpcAskProgress, RpcFixProgress, RpcTestProgress, RpcWriteProgress } from "../ports/rpc.ts";
import type { Opening } from "./folders.ts";
import { readImage } from "./images.ts";
import { patientLimits, patientPolicies } from "./patientEngine.ts";
import { bundleFile, programFile, version } from "./program.ts";
import { readText, readUserText } from "./texts.ts";

export interface SessionOptions {
  readonly feedsCompletion: boolean;
  readonly onAskProgress?: (progress: RpcAskProgress) => void;
  readonly onFixProgress?: (progress: RpcFixProgress) => void;
  readonly onTestProgress?: (progress: RpcTestProgress) => void;
  readonly onWriteProgress?: (progress: RpcWriteProgress) => void;
}

export function openSession(
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
    workerPath: bundleFile("worker.cjs"),
    log,
    policies: patientPolicies,
    limits: patientLimits,
  });
  const model = lazyModel(async () => new (await import("../node/model/openAiModel.ts")).OpenAiModel());
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
    programs: (name) => readFile(programFile(`media/repair/${name}`), "utf8"),
    now: () => performance.now(),
    history: { git: createPastGit(process.env), clock: systemClock },
    model: {
      models: chatModels,
      clock: systemClock,
      docs: repairDocs({ engine, maySend }),
      rules: project.rules,
    },
    search: engine,
  });
  const fixer = keepingPatches(repairs);
  const probing = {
    engine,
    copies,
    isolation: () => tests.isolation(),
    readText: (path: string) => readFile(path, "utf8").catch(() => undefined),
    programs: (name: string) => readFile(programFile(`media/testWriting/${name}`), "utf8"),
  };
  const testWriter = new TestWriter({ ...probing, models: chatModels, rules: project.rules });
  const optimizer = new Optimizer(probing);
  const shortPath = (path: string): string | undefined => toRelative(path, roots);
  const filesOf = async (root: string) => ({ read: (path: string) => readUserText(join(root, path)) });
  const openModel = async (onProposal: (patch: ProposedPatch) => void, allowed: AllowedRuns) => {
    const { openAnswerer } = await import("../features/chat/agent/openAnswerer.ts");
    const mayCheck = allowed.checks && isTrusted;
    const mayTest = allowed.tests && isTrusted;
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
      ...(mayCheck ? { checking: { session: tests, roots: () => roots } } : {}),
      ...(mayTest ? { tests } : {}),
      proposing: {
        ...{ roots: () => roots, filesOf, onProposal },
        ...(mayCheck ? { checks: async () => tests } : {}),
        ...(mayTest ? { tests: async () => tests } : {}),
      },
    });
  };
  const session = new HeadlessSession({
    models: chatModels,
    openModel,
    readImage,
    onAskProgress,
    editing: {
      load: async () => (await import("../features/edit/instructedEdit.ts")).editAsInstructed,
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
    fixer,
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
    /** The patches of the last fix, with their texts. */
    patches: fixer.patches,
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

/** What other programs get has no texts, and only texts are applied. */
function keepingPatches(repairs: Repairs): Repairs & { patches(): readonly FixPatch[] } {
  let patches: readonly FixPatch[] = [];
  return {
    async fix(...request) {
      const result = await repairs.fix(...request);
      patches = result.patches;
      return result;
    },
    localize: (...request) => repairs.localize(...request),
    patches: () => patches,
  };
}
