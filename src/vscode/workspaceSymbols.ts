/** The index behind the editor's Go to Symbol in Workspace, for languages that nobody else serves. */
import * as vscode from "vscode";
import { languageIdOf } from "../core/syntax/language.ts";
import { showsLanguage } from "../features/repoSearch/symbolLanguages.ts";
import type { Engine } from "../ports/engine.ts";
import type { Log } from "../ports/log.ts";
import type { Settings } from "../ports/settings.ts";
import * as fromVscode from "./fromVscode.ts";
import * as toVscode from "./toVscode.ts";

/** The editor sorts and cuts what all providers give. */
const mostShown = 100;
/** Asked for, since those of other languages are taken out. */
const mostAsked = 500;

export interface WorkspaceSymbolsDependencies {
  readonly engine: Pick<Engine, "findSymbols">;
  readonly settings: Settings;
  readonly log: Log;
}

const isInstalled = (extensionId: string): boolean =>
  vscode.extensions.getExtension(extensionId) !== undefined;

export function workspaceSymbols(deps: WorkspaceSymbolsDependencies): vscode.WorkspaceSymbolProvider {
  const { engine, settings, log } = deps;
  return {
    async provideWorkspaceSymbols(query, token) {
      const choice = settings.get("symbols.workspaceProvider");
      const name = query.trim();
      if (choice === "off" || name === "") return [];
      try {
        const asked = { name, match: "fuzzy", limit: mostAsked } as const;
        const symbols = await engine.findSymbols(asked, fromVscode.signal(token));
        const shown = new Map<string, boolean>();
        return symbols
          .filter(({ path }) => {
            const language = languageIdOf(path) ?? "";
            if (!shown.has(language)) shown.set(language, showsLanguage(language, choice, isInstalled));
            return shown.get(language);
          })
          .slice(0, mostShown)
          .map(toVscode.workspaceSymbol);
      } catch (cause) {
        if (!token.isCancellationRequested) log.warn(`Cannot find symbols: ${String(cause)}`);
        return [];
      }
    },
  };
}
