/** Composition root of the editor: builds every part once and hands it to those who need it. */

import { homedir } from "node:os";
import { join } from "node:path";
import type * as vscode from "vscode";
import { RejectMemory } from "./core/completion/rejectMemory.ts";
import type { ContextSource } from "./core/prompt/contextItem.ts";
import type { RunCommand } from "./features/chat/answerCommand.ts";
import { lazyChatDesk } from "./features/chatModel/lazyChatDesk.ts";
import { Egress } from "./features/completion/egress.ts";
import { EndpointMemory } from "./features/completion/endpointMemory.ts";
import { InlineCompleter } from "./features/completion/inlineCompleter.ts";
import { lazyModel } from "./features/completion/lazyModel.ts";
import { StatisticsKeeper } from "./features/completion/statisticsKeeper.ts";
import { SuggestionGate } from "./features/completion/suggestionGate.ts";
import { Embedder } from "./features/embeddings/embedder.ts";
import { FailedTests } from "./features/testing/failedTests.ts";
import { lazyTestSession } from "./features/testing/lazyTestSession.ts";
import { startEngineThread } from "./node/worker/engineClient.ts";
import type { ChatImages } from "./ports/chatImages.ts";
import type { Engine } from "./ports/engine.ts";
import type { HostModels } from "./ports/hostModels.ts";
import type { LocalServers } from "./ports/localServers.ts";
import type { ProposedPatch } from "./ports/patchReview.ts";
import { editorSurroundings } from "./vscode/chat/surroundings.ts";
import { editTestConsent, toolConsent } from "./vscode/chat/toolConsent.ts";
import { systemClock } from "./vscode/clock.ts";
import { vscodeDiagnostics } from "./vscode/diagnostics.ts";
import { lazyFixes } from "./vscode/fix/lazyFixes.ts";
import { hasLanguageExtension, languageServerNames } from "./vscode/languageServerNames.ts";
import { vscodeLocalState } from "./vscode/localState.ts";
import { outputLog } from "./vscode/log.ts";
import { offerNativeChat } from "./vscode/nativeChat/offer.ts";
import { lazyReview } from "./vscode/review/lazyReview.ts";
import { vscodeSecrets } from "./vscode/secrets.ts";
import { vscodeSettings } from "./vscode/settings.ts";
import { shortPath, wholePath } from "./vscode/shortPath.ts";
import { testRoots, testSurroundings } from "./vscode/tests/testSurroundings.ts";
import { startTouchstone } from "./vscode/touchstone.ts";
import { uri as fileUri } from "./vscode/toVscode.ts";
import { vscodeTrust } from "./vscode/trust.ts";
import { tellTakenBack, watchBrokenApplies } from "./vscode/userFiles/brokenApplies.ts";

let engine: Engine | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = outputLog();
  const settings = vscodeSettings(log);
  const applyLogLevel = () => log.setLevel(settings.get("log.level"));
  applyLogLevel();
  const secrets = vscodeSecrets(context.secrets);
  // The editor's own place for this workspace, on the machine that runs the extension; none without a folder.
  const { storageUri, globalStorageUri, extensionUri } = context;
  const directories = {
    index: storageUri?.scheme === "file" ? join(storageUri.fsPath, "index") : undefined,
    images: storageUri?.scheme === "file" ? join(storageUri.fsPath, "chat-images") : undefined,
    libraries: globalStorageUri.scheme === "file" ? join(globalStorageUri.fsPath, "libraries") : undefined,
  };
  engine = startEngineThread({ workerPath: join(context.extensionPath, "dist/worker.cjs"), log });
  const model = lazyModel(async () => new (await import("./node/model/openAiModel.ts")).OpenAiModel());
  const localState = vscodeLocalState(context.globalState, log);
  const gate = new SuggestionGate({ settings, localState });
  const statistics = new StatisticsKeeper({ clock: systemClock, localState });
  const localServers: LocalServers = {
    find: async (signal) => (await import("./node/model/localServers.ts")).localServers().find(signal),
  };
  const rejects = new RejectMemory();
  const endpointMemory = new EndpointMemory(localState);
  const egress = new Egress({ engine, settings, log });
  const maySend = async (source: ContextSource) => (await egress.verdict(source)) === "allowed";
  // Loaded when a person first asks one of them, or for their names.
  const editorModels = async () =>
    (await import("./vscode/hostModels/hostModels.ts")).editorModels({ clock: systemClock, log });
  const hostModels: HostModels = {
    list: async () => (await editorModels()).list(),
    find: async (id) => (await editorModels()).find(id),
  };
  const askable = { settings, memory: endpointMemory, host: hostModels };
  const chatModels = lazyChatDesk(askable, async () => {
    const { ChatDesk } = await import("./features/chatModel/chatDesk.ts");
    return new ChatDesk({ ...askable, model, egress, secrets, trust: vscodeTrust, clock: systemClock, log });
  });
  const completer = new InlineCompleter({
    rejects,
    gate,
    statistics,
    engine,
    model,
    settings,
    secrets,
    trust: vscodeTrust,
    clock: systemClock,
    log,
    oracle: languageServerNames({ clock: systemClock, isServed: hasLanguageExtension }),
    diagnostics: vscodeDiagnostics,
    localState,
    endpointMemory,
  });
  const surroundings = editorSurroundings(vscodeTrust);
  const reader = engine;
  const openModel = async (onProposal: (patch: ProposedPatch) => void) => {
    const [{ openAnswerer }, { hostTools }, { editorTools }] = await Promise.all([
      import("./features/chat/agent/openAnswerer.ts"),
      import("./features/chat/agent/hostTools.ts"),
      import("./vscode/hostTools.ts"),
    ]);
    return openAnswerer({
      models: chatModels,
      engine: reader,
      search: embedder.search,
      egress,
      clock: systemClock,
      log,
      shortPath,
      wholePath,
      folders: () => testRoots().map(({ name }) => name),
      diagnostics: vscodeDiagnostics,
      ...(settings.get("index.history")
        ? {
            past: {
              git: (await import("./node/git/pastGit.ts")).createPastGit(process.env),
              roots: testRoots,
            },
          }
        : {}),
      snippets: { copies: tests.copies, roots: testRoots, unsaved: () => testSurroundings().unsaved() },
      tests: {
        discover: async (signal) => (await tests.session()).discover(signal),
        run: async (request, signal) => (await tests.session()).run(request, signal),
      },
      proposing: {
        ...{ roots: testRoots, filesOf: review.files, onProposal },
        ...{ tests: tests.session, checks: tests.session },
      },
      hostTools: hostTools(editorTools, settings.get("chat.hostTools")),
    });
  };
  const project = async () => {
    const [{ projectTexts }, { nodeFiles }] = await Promise.all([
      import("./features/chat/context/projectTexts.ts"),
      import("./node/files/nodeFiles.ts"),
    ]);
    return projectTexts({ files: nodeFiles, trust: vscodeTrust, roots: testRoots });
  };
  const rules = async (paths: readonly string[]) => (await project()).rules(paths);
  const slashDeps = async () => ({
    engine: reader,
    models: chatModels,
    git: (await import("./node/git/workingGit.ts")).createWorkingGit(process.env),
    trust: vscodeTrust,
    roots: testRoots,
    maySend,
    shortPath,
    runs: { repairs: tests.fixer, writer: tests.writer, optimizer: tests.optimizer, tests: tests.session },
    consent: async (question: string, signal: AbortSignal) =>
      (await import("./vscode/commands/slashCommands.ts")).commandConsent(question, signal),
    rules,
    log,
  });
  const runCommand: RunCommand = async (...asked) => {
    const { runSlashCommand } = await import("./features/commands/runSlashCommand.ts");
    return runSlashCommand({ ...(await slashDeps()), readText: surroundings.readText }, ...asked);
  };
  let keptImages: ChatImages | undefined;
  const chatImages = async () => {
    if (keptImages) return keptImages;
    const [{ imageFiles }, { nodeStoreFiles }] = await Promise.all([
      import("./node/store/imageFiles.ts"),
      import("./node/store/storeFiles.ts"),
    ]);
    const { images: folder } = directories;
    keptImages ??= imageFiles({ folder, files: nodeStoreFiles, now: systemClock.now, log });
    return keptImages;
  };
  const chat = async () => {
    const [{ Chat }, { readContext }, texts, store] = await Promise.all([
      import("./features/chat/chat.ts"),
      import("./features/chat/context/contextReader.ts"),
      project(),
      chatImages(),
    ]);
    return new Chat({
      engine: reader,
      model: {
        models: chatModels,
        engine: () => settings.get("chat.engine"),
        open: openModel,
        consent: toolConsent,
      },
      runCommand,
      project: texts,
      images: { store, wholePath },
      localState: vscodeLocalState(context.workspaceState, log),
      clock: systemClock,
      log,
      shortPath,
      readContext: (refs, signal) =>
        readContext({ queries: reader, docs: reader, surroundings, shortPath, wholePath }, refs, signal),
    });
  };
  const embedder = new Embedder({
    engine,
    model,
    settings,
    secrets,
    trust: vscodeTrust,
    clock: systemClock,
    log,
  });
  const running = engine;
  const tests = lazyTestSession(async () => {
    const [{ TestSession }, { NodeProcesses }, { NodeWorkCopies }] = await Promise.all([
      import("./features/testing/testSession.ts"),
      import("./node/processes/nodeProcesses.ts"),
      import("./node/workCopy/nodeWorkCopies.ts"),
    ]);
    const processes = new NodeProcesses({ trust: vscodeTrust, log, variables: process.env });
    const cacheFolder =
      globalStorageUri.scheme === "file" ? join(globalStorageUri.fsPath, "test-builds") : undefined;
    const place = { trust: vscodeTrust, variables: process.env, home: homedir(), cacheFolder };
    const copies = new NodeWorkCopies({ processes, ...place });
    const surroundings = testSurroundings();
    const session = new TestSession({ engine: running, copies, settings, ...surroundings });
    const fixer = async () => {
      const [{ confirmedBy, openRepairs, repairDocs }, { vscodeQuestions }, { createPastGit }, { readFile }] =
        await Promise.all([
          import("./features/repair/repairs.ts"),
          import("./vscode/questions.ts"),
          import("./node/git/pastGit.ts"),
          import("node:fs/promises"),
        ]);
      return openRepairs({
        engine: running,
        copies,
        isolation: () => session.isolation(),
        programs: (name) => readFile(join(context.extensionPath, "media/repair", name), "utf8"),
        now: () => performance.now(),
        unsaved: surroundings.unsaved,
        history: { git: createPastGit(process.env), clock: systemClock },
        model: {
          models: chatModels,
          clock: systemClock,
          docs: repairDocs({ engine: running, maySend }),
          rules,
        },
        search: running,
        confirm: confirmedBy(vscodeQuestions),
      });
    };
    const probing = async () => {
      const { readFile } = await import("node:fs/promises");
      const { unsaved } = surroundings;
      return {
        engine: running,
        copies,
        isolation: () => session.isolation(),
        readText: async (path: string) =>
          unsaved().get(path) ?? readFile(path, "utf8").catch(() => undefined),
        programs: (name: string) => readFile(join(context.extensionPath, "media/testWriting", name), "utf8"),
        unsaved,
      };
    };
    const writer = async () => {
      const { TestWriter } = await import("./features/testWriting/testWriter.ts");
      return new TestWriter({ ...(await probing()), models: chatModels, rules });
    };
    const optimizer = async () => {
      const { Optimizer } = await import("./features/optimize/optimizer.ts");
      return new Optimizer(await probing());
    };
    return { session, copies, fixer, writer, optimizer, dispose: () => processes.dispose() };
  });
  const journalFolder = join(globalStorageUri.fsPath, "applies");
  const review = lazyReview(async (afterChange) => {
    const [{ EditorReview }, { editorFiles }, { DiskEditJournal }, { nodeUserDisk }, { nodeStoreFiles }] =
      await Promise.all([
        import("./vscode/review/patchReview.ts"),
        import("./vscode/userFiles/editorFiles.ts"),
        import("./node/userFiles/diskEditJournal.ts"),
        import("./node/userFiles/userDisk.ts"),
        import("./node/store/storeFiles.ts"),
      ]);
    const made = new Map<string, ReturnType<typeof editorFiles>>();
    const open = (root: string) => {
      const deps = { disk: nodeUserDisk, journalFiles: nodeStoreFiles, journalFolder, root, now: Date.now };
      const journal = new DiskEditJournal(deps);
      const { takenBack, leftAlone } = journal.recover();
      tellTakenBack(takenBack.length, leftAlone);
      const files = editorFiles(root, journal);
      made.set(root, files);
      return files;
    };
    const filesOf = async (root: string) => made.get(root) ?? open(root);
    return new EditorReview({ filesOf, roots: () => testRoots().map(({ path }) => path), afterChange });
  });
  const failedTests = new FailedTests();
  const hasRepairModel = () => chatModels.isSetUp("repair");
  const fixes = lazyFixes(async () => {
    const { fixCommands } = await import("./vscode/fix/fixCommands.ts");
    return fixCommands({
      repairs: tests.fixer,
      review,
      failed: failedTests,
      engine: running,
      roots: testRoots,
      hasModel: hasRepairModel,
      log,
    });
  });
  const writeTests = async () =>
    (await import("./vscode/tests/writeTests.ts")).writeTests({
      writer: tests.writer,
      models: chatModels,
      review,
      log,
    });
  const nativeChat = async () => {
    const { NativeChat } = await import("./vscode/nativeChat/nativeChat.ts");
    return new NativeChat({
      engine: running,
      models: chatModels,
      egress,
      tests: tests.session,
      surroundings,
      rules,
      openModel,
      consent: toolConsent,
      runCommand,
      review,
    });
  };
  const asksEndpoint = () => settings.get("chat.hostModel").trim() === "";
  context.subscriptions.push(
    offerNativeChat({ open: nativeChat, models: chatModels, asksEndpoint, settings, log }),
    tests,
    review,
    watchBrokenApplies({ folder: fileUri(journalFolder), recover: review.recover, log }),
    fixes,
    log,
    settings,
    settings.onChange(applyLogLevel),
    surroundings,
    completer,
    embedder,
    statistics,
    startTouchstone({
      tests: tests.session,
      failedTests,
      review,
      writeTests,
      fixes,
      editWithModel: async () =>
        (await import("./vscode/edit/editCommand.ts")).editWithModel({
          deps: {
            models: chatModels,
            engine: reader,
            filesOf: review.files,
            maySend,
            rules,
            tests: { session: tests.session, consent: editTestConsent },
            checks: { session: tests.session, consent: editTestConsent },
          },
          review,
          roots: testRoots,
          log,
        }),
      slash: { review, deps: slashDeps },
      prompts: async () => (await project()).prompts(),
      engine,
      chat,
      chatImages,
      surroundings,
      completer,
      embedder,
      chatModels,
      hostModels,
      model,
      localServers,
      settings,
      secrets,
      gate,
      rejects,
      statistics,
      log,
      directories,
      extensionUri,
    }),
  );
}

/** The editor waits for this; the engine thread is given one second. */
export async function deactivate(): Promise<void> {
  await engine?.dispose();
}
