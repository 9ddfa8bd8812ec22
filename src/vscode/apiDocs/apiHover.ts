/** What an installed library says of the name under the pointer, with its version. */
import * as vscode from "vscode";
import type { ApiEntry } from "../../core/apiDocs/apiPackage.ts";
import { renderHover } from "../../core/apiDocs/renderHover.ts";
import { isServedByOthers } from "../../features/repoSearch/symbolLanguages.ts";
import type { ApiDocs } from "../../ports/apiDocs.ts";
import type { Log } from "../../ports/log.ts";
import type { Settings } from "../../ports/settings.ts";
import { isShort, schemes } from "../documents.ts";
import * as fromVscode from "../fromVscode.ts";
import * as toVscode from "../toVscode.ts";
import type { ApiDocuments } from "./apiDocument.ts";
import { openDeclaration } from "./openDeclaration.ts";

export interface ApiHoverDependencies {
  readonly engine: Pick<ApiDocs, "apiNamed">;
  readonly documents: Pick<ApiDocuments, "show">;
  readonly settings: Settings;
  readonly log: Log;
  /** Whether an extension is installed and switched on, by its identifier. */
  readonly isInstalled?: (extensionId: string) => boolean;
}

/** Languages whose imports are followed. */
const languages = "typescript typescriptreact javascript javascriptreact vue svelte python".split(" ");
/** Entries that links of hovers may still lead to. */
const MOST_KEPT = 50;

/** Run from links; not meant for people, so they are in no menu. */
const pageCommand = "touchstone.openHoveredApi";
const sourceCommand = "touchstone.openHoveredSource";

const isHere = (extensionId: string): boolean => vscode.extensions.getExtension(extensionId) !== undefined;

export function apiHover(deps: ApiHoverDependencies): vscode.Disposable {
  const hovered = new Hovered();
  const selector = languages.flatMap((language) => schemes.map((scheme) => ({ language, scheme })));
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(selector, apiHoverProvider(deps, hovered)),
    vscode.commands.registerCommand(pageCommand, async (id: unknown) => {
      const entry = hovered.find(id);
      if (entry) await deps.documents.show([entry], { isPreview: true });
    }),
    vscode.commands.registerCommand(sourceCommand, async (id: unknown) => {
      const entry = hovered.find(id);
      if (entry) await openDeclaration(entry);
    }),
  );
}

/** What links of hovers lead to, by number: nothing that a library wrote stands in a link of ours. */
export class Hovered {
  readonly #entries = new Map<number, ApiEntry>();
  #last = 0;

  add(entry: ApiEntry): number {
    this.#entries.set(++this.#last, entry);
    this.#entries.delete(this.#last - MOST_KEPT);
    return this.#last;
  }

  find(id: unknown): ApiEntry | undefined {
    return typeof id === "number" ? this.#entries.get(id) : undefined;
  }
}

export function apiHoverProvider(
  { engine, settings, log, isInstalled = isHere }: ApiHoverDependencies,
  hovered: Hovered,
): vscode.HoverProvider {
  return {
    async provideHover(document, position, token) {
      const choice = settings.get("docs.hover");
      const range = document.getWordRangeAtPosition(position, /[A-Za-z_$][\w$]*/);
      if (choice === "off" || range === undefined || !isShort(document)) return undefined;
      const place = {
        path: fromVscode.path(document.uri),
        languageId: document.languageId,
        text: document.getText(),
        end: document.offsetAt(range.end),
      };
      try {
        const entry = await engine.apiNamed(place, fromVscode.signal(token));
        if (entry === undefined || token.isCancellationRequested) return undefined;
        const isAddition = choice === "auto" && isServedByOthers(document.languageId, isInstalled);
        const text = renderHover(entry, isAddition ? "addition" : "whole", displayPath);
        const argument = hovered.add(entry);
        const links = `[Show API Documentation](command:${pageCommand}?${argument}) · [Go to Declaration](command:${sourceCommand}?${argument})`;
        // What a library wrote stands apart: its links run nothing.
        return new vscode.Hover(
          [new vscode.MarkdownString(text), toVscode.markdown(links, [pageCommand, sourceCommand])],
          range,
        );
      } catch (cause) {
        if (!token.isCancellationRequested) log.warn(`Cannot tell what a name means: ${String(cause)}`);
        return undefined;
      }
    },
  };
}

const displayPath = (path: string): string => vscode.workspace.asRelativePath(toVscode.uri(path));
