/** What installed libraries say of the APIs at a cursor, where a model would otherwise have to guess. */
import type { ApiEntry, ApiUse } from "../../core/apiDocs/apiPackage.ts";
import { apiItem } from "../../core/prompt/apiText.ts";
import type { ContextItem } from "../../core/prompt/contextItem.ts";
import type { ApiDocs, PromptApi } from "../../ports/apiDocs.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Settings } from "../../ports/settings.ts";
import type { InlineQuery } from "./completer.ts";
import type { Egress } from "./egress.ts";
import type { Documentation } from "./modelContext.ts";

export interface LibraryDocumentationDeps {
  readonly engine: Pick<ApiDocs, "apisForPrompt">;
  readonly egress: Pick<Egress, "verdict">;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
}

/** Documentation of more APIs distracts a model more than it tells. */
const MOST_APIS = 4;
/**
 * As long as typing pauses before a model is asked. A prompt goes without what is not there by then, unless it waits for
 * something else: a library that is read for the first time is there for the next one. Milliseconds.
 */
const latestMs = 120;

export class LibraryDocumentation implements Documentation {
  readonly #deps: LibraryDocumentationDeps;

  constructor(deps: LibraryDocumentationDeps) {
    this.#deps = deps;
  }

  async find(
    query: InlineQuery,
    draft: string,
    others: Promise<unknown>,
    signal: AbortSignal,
  ): Promise<readonly ContextItem[]> {
    if (this.#deps.settings.get("docs.inPrompt") === "off") return [];
    const { path, languageId, prefix, suffix } = query;
    const asked = { path, languageId, prefix, suffix, draft, limit: MOST_APIS };
    const apis = await this.#inTime(this.#deps.engine.apisForPrompt(asked, signal), others);
    return Promise.all(
      apis.map(async ({ entry, reason }) => apiItem(await this.#withAllowedUses(entry), reason)),
    );
  }

  #inTime(answer: Promise<readonly PromptApi[]>, others: Promise<unknown>): Promise<readonly PromptApi[]> {
    const { clock, log } = this.#deps;
    return new Promise((resolve, reject) => {
      let isThere = false;
      const giveUp = (): void => {
        if (isThere) return;
        log.debug(`Documentation of libraries took over ${latestMs} ms, the prompt goes without`);
        resolve([]);
      };
      const timer = clock.after(latestMs, () => void others.then(giveUp, giveUp));
      answer.then(resolve, reject).finally(() => {
        isThere = true;
        timer.dispose();
      });
    });
  }

  /** An example that may not be sent is left out, so that the API itself is not. */
  async #withAllowedUses(entry: ApiEntry): Promise<ApiEntry> {
    const allowed: ApiUse[] = [];
    for (const use of entry.uses ?? []) {
      const verdict = await this.#deps.egress.verdict({ path: use.path, isLibrary: false });
      if (verdict === "allowed") allowed.push(use);
    }
    return { ...entry, uses: allowed };
  }
}
