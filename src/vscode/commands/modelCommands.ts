/** Commands about the model: set up, key, test. */
import * as vscode from "vscode";
import { modelOrigins } from "../../core/config/taskModel.ts";
import type { Completer } from "../../features/completion/completer.ts";
import { connectionMessage } from "../../features/modelSetup/connectionMessage.ts";
import type { ModelOffer } from "../../features/modelSetup/setUpModel.ts";
import type { LanguageModel, ModelDeadlines } from "../../ports/languageModel.ts";
import type { LocalServer, LocalServers } from "../../ports/localServers.ts";
import type { Log } from "../../ports/log.ts";
import type { Secrets } from "../../ports/secrets.ts";
import type { Settings } from "../../ports/settings.ts";
import type { Trust } from "../../ports/trust.ts";
import type { UserSettings } from "../../ports/userSettings.ts";
import * as fromVscode from "../fromVscode.ts";
import { vscodeQuestions } from "../questions.ts";
import { originOf } from "../secrets.ts";

export interface ModelCommandDependencies {
  readonly completer: Completer;
  readonly model: Pick<LanguageModel, "listModels">;
  readonly localServers: LocalServers;
  readonly settings: Settings;
  readonly userSettings: UserSettings;
  readonly secrets: Secrets;
  readonly trust: Trust;
  readonly log: Log;
}

/** For the list of models during set-up: a person waits for it. Milliseconds. */
const listDeadlines: ModelDeadlines = { firstByteMs: 8000, idleMs: 4000, totalMs: 12_000 };
const untrusted = "No model is asked before this workspace is trusted";

const inProgress = <T>(title: string, work: (signal: AbortSignal) => Promise<T>): Thenable<T> =>
  vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, token) => work(fromVscode.signal(token)),
  );

async function refuseUntrusted(): Promise<void> {
  const manage = "Manage Workspace Trust";
  const chosen = await vscode.window.showWarningMessage(`${untrusted}.`, manage);
  if (chosen === manage) await vscode.commands.executeCommand("workbench.trust.manage");
}

export function modelCommands(dependencies: ModelCommandDependencies) {
  const { completer, model, localServers, settings, userSettings, secrets, trust, log } = dependencies;

  async function offeredModels(baseUrl: string, apiKey: string | undefined): Promise<ModelOffer> {
    if (!trust.isTrusted()) return { problem: untrusted };
    const headers = settings.get("model.headers");
    const endpoint = { baseUrl, model: "", headers, apiKey };
    const offer = await inProgress(`Asking ${originOf(baseUrl)} for its models`, (signal) =>
      model.listModels(endpoint, listDeadlines, signal),
    );
    return "models" in offer ? offer : { problem: offer.fault.message };
  }

  async function findServers(): Promise<readonly LocalServer[]> {
    if (!trust.isTrusted()) return [];
    return inProgress("Touchstone: looking for models on this machine", (signal) =>
      localServers.find(signal),
    );
  }

  async function testConnection(): Promise<void> {
    if (modelOrigins((name) => settings.get(name)).length === 0)
      return void vscode.commands.executeCommand("touchstone.setUpModel");
    if (!trust.isTrusted()) return refuseUntrusted();
    const cancelled = new AbortController();
    const report = await inProgress("Touchstone: testing the connection", (signal) => {
      signal.addEventListener("abort", () => cancelled.abort());
      return completer.testConnection(signal);
    });
    if (cancelled.signal.aborted) return;
    const { severity, text, actions } = connectionMessage(report);
    log[severity](`Test Connection: ${text}`);
    const show = severity === "info" ? vscode.window.showInformationMessage : vscode.window.showErrorMessage;
    const chosen = await show(text, ...actions.map(({ label }) => label));
    const action = actions.find(({ label }) => label === chosen);
    if (action) await vscode.commands.executeCommand(`touchstone.${action.command}`);
  }

  return {
    testConnection,
    async setUpModel() {
      const { setUpModel } = await import("../../features/modelSetup/setUpModel.ts");
      const written = await setUpModel(
        { questions: vscodeQuestions, secrets, userSettings, originOf, offeredModels, findServers },
        {
          endpoint: settings.get("model.endpoint"),
          model: settings.get("model.name"),
          format: settings.get("completion.format"),
        },
      );
      if (!written) return;
      completer.resetFault();
      await testConnection();
    },
    forgetEndpoints() {
      completer.forgetEndpoints();
      void vscode.window.showInformationMessage("What was learned about endpoints is forgotten.");
    },
    async setApiKey() {
      const origins = modelOrigins((name) => settings.get(name));
      if (origins.length === 0) return void vscode.commands.executeCommand("touchstone.setUpModel");
      const origin =
        origins.length === 1
          ? origins[0]!
          : await vscode.window.showQuickPick(origins, {
              title: "Set API Key",
              placeHolder: "For which endpoint?",
            });
      if (origin === undefined) return;
      const stored = (await secrets.apiKey(origin)) !== undefined;
      const typed = await vscode.window.showInputBox({
        title: "Set API Key",
        prompt: `API key for ${origin}${stored ? "; leave this empty to remove the stored one" : ""}`,
        placeHolder: stored ? "A key is stored" : "No key is stored",
        password: true,
        ignoreFocusOut: true,
      });
      if (typed === undefined) return;
      await secrets.setApiKey(origin, typed.trim() || undefined);
      completer.resetFault();
      void vscode.window.showInformationMessage(
        typed.trim() ? `The key for ${origin} is stored.` : `No key is stored for ${origin}.`,
      );
    },
  };
}
