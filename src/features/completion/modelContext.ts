/** What a prompt holds besides the text around the cursor, gathered for one question. */
import type { ContextItem } from "../../core/prompt/contextItem.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import type { InlineQuery } from "./completer.ts";

export interface ModelContextDeps {
  readonly engine: Pick<Engine, "findSnippets">;
  readonly log: Log;
}

const maxSnippets = 4;

export class ModelContext {
  readonly #deps: ModelContextDeps;

  constructor(deps: ModelContextDeps) {
    this.#deps = deps;
  }

  /** Best first within each kind. Never throws: what cannot be had is left out. */
  async gather(
    query: InlineQuery,
    _draft: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly ContextItem[]> {
    const { engine, log } = this.#deps;
    const { path, languageId, prefix, suffix } = query;
    try {
      const found = await engine.findSnippets({ path, languageId, prefix, suffix, maxSnippets }, signal);
      return found.map((snippet) => ({ ...snippet, kind: "snippet" }));
    } catch (cause) {
      if (!signal.aborted) log.error("Cannot find snippets, the prompt goes without", cause);
      return [];
    }
  }
}
