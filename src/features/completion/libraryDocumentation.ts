/** What installed libraries say of the APIs at a cursor, where a model would otherwise have to guess. */
import type { ApiEntry, ApiUse } from "../../core/apiDocs/apiPackage.ts";
import { apiItem } from "../../core/prompt/apiText.ts";
import type { ContextItem } from "../../core/prompt/contextItem.ts";
import type { ApiDocs } from "../../ports/apiDocs.ts";
import type { Settings } from "../../ports/settings.ts";
import type { InlineQuery } from "./completer.ts";
import type { Egress } from "./egress.ts";
import type { Documentation } from "./modelContext.ts";

export interface LibraryDocumentationDeps {
  readonly engine: Pick<ApiDocs, "apisForPrompt">;
  readonly egress: Pick<Egress, "verdict">;
  readonly settings: Settings;
}

/** Documentation of more APIs distracts a model more than it tells. */
const MOST_APIS = 4;
export class LibraryDocumentation implements Documentation {
  readonly #deps: LibraryDocumentationDeps;

  constructor(deps: LibraryDocumentationDeps) {
    this.#deps = deps;
  }

  async find(query: InlineQuery, draft: string, signal: AbortSignal): Promise<readonly ContextItem[]> {
    if (this.#deps.settings.get("docs.inPrompt") === "off") return [];
    const { path, languageId, prefix, suffix } = query;
    const asked = { path, languageId, prefix, suffix, draft, limit: MOST_APIS };
    const apis = await this.#deps.engine.apisForPrompt(asked, signal);
    return Promise.all(
      apis.map(async ({ entry, reason }) => apiItem(await this.#withAllowedUses(entry), reason)),
    );
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
