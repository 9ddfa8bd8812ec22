/** Everything of Touchstone in the editor, put together from an engine and a completer. */

import * as vscode from "vscode";
import type { SlashCommandName } from "../core/chat/slashCommands.ts";
import type { RejectMemory } from "../core/completion/rejectMemory.ts";
import type { Chat } from "../features/chat/chat.ts";
import type { CommandSuggestion } from "../features/chat/context/suggestContext.ts";
import type { LazyChatDesk } from "../features/chatModel/lazyChatDesk.ts";
import type { Completer } from "../features/completion/completer.ts";
import { Snooze } from "../features/completion/snooze.ts";
import type { StatisticsKeeper } from "../features/completion/statisticsKeeper.ts";
import type { SuggestionGate } from "../features/completion/suggestionGate.ts";
import type { Embedder } from "../features/embeddings/embedder.ts";
import type { FailedTests } from "../features/testing/failedTests.ts";
import type { ChatImages } from "../ports/chatImages.ts";
import type { Engine } from "../ports/engine.ts";
import type { HostModels } from "../ports/hostModels.ts";
import type { LanguageModel } from "../ports/languageModel.ts";
import type { LocalServers } from "../ports/localServers.ts";
import type { Secrets } from "../ports/secrets.ts";
import type { Settings } from "../ports/settings.ts";
import { apiDocuments } from "./apiDocs/apiDocument.ts";
import { apiHover } from "./apiDocs/apiHover.ts";
import { versionDocuments } from "./apiDocs/compareVersions.ts";
import { diagnosticActions } from "./apiDocs/diagnosticActions.ts";
import { apiUsage } from "./apiUsage.ts";
import { autoImport } from "./autoImport.ts";
import { chatView } from "./chat/chatView.ts";
import { openPlace } from "./chat/openPlace.ts";
import { offerProblemAction } from "./chat/problemAction.ts";
import type { EditorSurroundings } from "./chat/surroundings.ts";
import { systemClock } from "./clock.ts";
import { docsCommands } from "./commands/docsCommands.ts";
import { indexCommands } from "./commands/indexCommands.ts";
import { menuCommands } from "./commands/menuCommands.ts";
import { modelCommands } from "./commands/modelCommands.ts";
import { quietCommands } from "./commands/quietCommands.ts";
import { registerCommands } from "./commands/registerCommands.ts";
import { repoCommands } from "./commands/repoCommands.ts";
import type { SlashCommandParts } from "./commands/slashCommands.ts";
import { syncDocuments } from "./documentSync.ts";
import { selector } from "./documents.ts";
import { fixOffers } from "./fix/fixOffers.ts";
import type { LazyFixes } from "./fix/lazyFixes.ts";
import * as fromVscode from "./fromVscode.ts";
import { indexView } from "./indexView.ts";
import { inlineProvider } from "./inlineProvider.ts";
import { lastContext } from "./lastContext.ts";
import type { OutputLog } from "./log.ts";
import { nextEdit } from "./nextEdit/nextEdit.ts";
import { followOutcomes } from "./outcomes.ts";
import type { LazyReview } from "./review/lazyReview.ts";
import { vscodeUserSettings } from "./settings.ts";
import { shortPath, wholePath } from "./shortPath.ts";
import { statisticsDocuments } from "./statisticsDocuments.ts";
import { statusBar } from "./statusBar.ts";
import { suggestionMemory } from "./suggestionMemory.ts";
import { testRoots } from "./tests/testSurroundings.ts";
import { type TestViewParts, testView } from "./tests/testView.ts";
import { vscodeTrust } from "./trust.ts";
import { workspaceSymbols } from "./workspaceSymbols.ts";
import { type EngineDirectories, syncWorkspace } from "./workspaceSync.ts";

export interface TouchstoneParts {
  readonly engine: Engine;
  /** Made when it is first needed. */
  readonly chat: () => Promise<Chat>;
  readonly chatImages: () => Promise<ChatImages>;
  readonly surroundings: EditorSurroundings;
  readonly completer: Completer;
  readonly embedder: Embedder;
  readonly model: Pick<LanguageModel, "listModels">;
  readonly localServers: LocalServers;
  readonly tests: TestViewParts["session"];
  readonly review: LazyReview;
  readonly fixes: LazyFixes;
  /** Tests for the function at the cursor. */
  readonly writeTests: () => Promise<void>;
  readonly editWithModel: () => Promise<void>;
  readonly slash: SlashCommandParts;
  /** That the project has, to call by name. */
  readonly prompts: () => Promise<readonly CommandSuggestion[]>;
  readonly failedTests: FailedTests;
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly chatModels: LazyChatDesk;
  readonly hostModels: HostModels;
  readonly gate: SuggestionGate;
  readonly rejects: RejectMemory;
  readonly statistics: StatisticsKeeper;
  readonly log: OutputLog;
  readonly directories: EngineDirectories;
  /** Folder of the extension itself, for its pictures. */
  readonly extensionUri: vscode.Uri;
}

/** Registers everything with the editor; disposing takes it all back, but leaves the parts to their owner. */
export function startTouchstone(parts: TouchstoneParts): vscode.Disposable {
  const { engine, completer, embedder, settings, log, directories } = parts;
  const outcomes = followOutcomes(parts);
  const { tracker } = outcomes;
  const snooze = new Snooze(systemClock);
  const memory = suggestionMemory(tracker);
  const status = statusBar({ engine, completer, chatModels: parts.chatModels, settings, memory, snooze });
  const documentsShown = statisticsDocuments(parts);
  const documents = syncDocuments(engine, log);
  const context = lastContext(completer, embedder, parts.chatModels);
  const imports = autoImport({ engine, settings, log, onAccept: memory.onAccept });
  const next = nextEdit({ engine, settings, log, extensionUri: parts.extensionUri });
  const apis = apiDocuments();
  const versions = versionDocuments();
  const diagnosed = diagnosticActions({ engine, documents: apis, log });
  const usage = apiUsage({ engine, clock: systemClock, log });
  const { surroundings } = parts;
  const chat = chatView(async () => {
    const [{ ChatPanel }, { suggestCommands, suggestContext }, { offeredCommands }] = await Promise.all([
      import("./chat/chatPanel.ts"),
      import("../features/chat/context/suggestContext.ts"),
      import("../features/chat/offeredCommands.ts"),
    ]);
    const { extensionUri } = parts;
    return new ChatPanel({
      chat: await parts.chat(),
      images: await parts.chatImages(),
      extensionUri,
      log,
      openPlace,
      models: parts.chatModels,
      hostModels: parts.hostModels,
      settings,
      review: parts.review,
      roots: testRoots,
      wholePath,
      suggest: async (sign, text, signal) =>
        sign === "/"
          ? suggestCommands([...offeredCommands, ...(await parts.prompts())], text)
          : suggestContext({ queries: engine, docs: engine, surroundings, shortPath }, text, signal),
    });
  });
  const slash = (name: SlashCommandName) => async () =>
    (await import("./commands/slashCommands.ts")).slashCommandInEditor(parts.slash, name);
  const commands = registerCommands({
    ...chat.commands,
    ...modelCommands({ ...parts, userSettings: vscodeUserSettings, trust: vscodeTrust }),
    ...indexCommands(engine, log),
    ...docsCommands({ docs: engine, search: embedder, documents: apis, versions, log }),
    checkApiUsage: usage.checkApiUsage,
    checkWorkspaceApiUsage: usage.checkWorkspaceApiUsage,
    clearApiUsage: usage.clearApiUsage,
    ...repoCommands({ engine, embedder, settings, log }),
    ...menuCommands(settings, status),
    ...quietCommands(settings, snooze),
    ...documentsShown.commands,
    ...parts.review.commands,
    ...parts.fixes.commands,
    writeTests: parts.writeTests,
    editWithModel: parts.editWithModel,
    explainCode: slash("explain"),
    writeDocumentation: slash("doc"),
    reviewChanges: slash("review"),
    updateTests: slash("update"),
    optimizeFunction: slash("optimize"),
    writeCommitMessage: slash("commit"),
    resolveConflicts: slash("resolve"),
    triggerInlineSuggestion: () => vscode.commands.executeCommand("editor.action.inlineSuggest.trigger"),
    chooseHostTools: async () => {
      const { chooseHostTools, editorTools } = await import("./hostTools.ts");
      await chooseHostTools(editorTools, settings, vscodeUserSettings);
    },
    showLastContext: context.show,
    showSuggestionSource: memory.showSource,
    jumpToNextEdit: next.jump,
    acceptNextEdit: next.accept,
    dismissNextEdit: next.dismiss,
    showLog: log.show,
  });
  const provider = vscode.languages.registerInlineCompletionItemProvider(
    selector,
    inlineProvider({ completer, settings, memory, tracker, snooze, log }),
  );
  const typing = vscode.workspace.onDidChangeTextDocument((event) => {
    const edit = fromVscode.documentEdit(event);
    if (edit) completer.documentEdited(edit);
  });
  const workspace = syncWorkspace({ engine, settings, clock: systemClock, log, directories });
  const view = indexView({ engine, embedder, settings, log });
  const symbols = vscode.languages.registerWorkspaceSymbolProvider(
    workspaceSymbols({ engine, settings, log }),
  );
  const { failedTests: failed } = parts;
  const tests = testView({
    id: "touchstone",
    engine,
    session: parts.tests,
    roots: testRoots,
    log,
    onOutcomes(outcomes, known) {
      surroundings.hearTests(outcomes);
      failed.record(outcomes, known);
    },
  });
  parts.review.follow(tests.outdate);
  // Of the quick fixes those that were registered last come first: a fix before a question about it.
  const asked = offerProblemAction();
  const offers = fixOffers({ failed, roots: testRoots });
  documents.openAll();
  return vscode.Disposable.from(
    provider,
    symbols,
    apis,
    versions,
    diagnosed,
    usage,
    chat,
    apiHover({ engine, documents: apis, settings, log }),
    view,
    commands,
    workspace,
    typing,
    documents,
    context,
    status,
    memory,
    next,
    imports,
    snooze,
    outcomes,
    documentsShown,
    tests,
    offers,
    asked,
  );
}
