/** What a prompt holds besides the text around the cursor, gathered for one question. */
import type { ContextItem } from "../../core/prompt/contextItem.ts";
import { stableOrder } from "../../core/prompt/stableOrder.ts";
import { renderEdit } from "../../core/text/recentEdits.ts";
import type { Diagnostics } from "../../ports/diagnostics.ts";
import type { Engine, PromptContext } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import type { InlineQuery } from "./completer.ts";

/** Documentation of the libraries that a text uses, by their installed versions. */
export interface Documentation {
  /**
   * Best first; items of the kind `documentation`.
   *
   * @param others what is waited for anyway: until then there is time
   */
  find(
    query: InlineQuery,
    draft: string,
    others: Promise<unknown>,
    signal: AbortSignal,
  ): Promise<readonly ContextItem[]>;
}

export interface ModelContextDeps {
  readonly engine: Pick<Engine, "findContext">;
  readonly diagnostics?: Diagnostics | undefined;
  readonly documentation?: Documentation | undefined;
  readonly log: Log;
}

const maxSnippets = 4;
/** Problems so far from the cursor are others. Lines. */
const nearLines = 20;
const mostDiagnostics = 5;
const longestMessage = 200;

export class ModelContext {
  readonly #deps: ModelContextDeps;
  /** As in the last prompt: what comes again keeps its place. */
  #last: readonly ContextItem[] = [];

  constructor(deps: ModelContextDeps) {
    this.#deps = deps;
  }

  /** Best first within each kind, what was there before in its place. Never throws: what cannot be had is left out. */
  async gather(query: InlineQuery, draft: string, signal: AbortSignal): Promise<readonly ContextItem[]> {
    const others = this.#found(query, draft, signal);
    const documentation = await this.#documentation(query, draft, others, signal);
    const found = await others;
    const items = [...documentation, ...found, ...this.#problems(query)];
    this.#last = stableOrder(this.#last, items);
    return this.#last;
  }

  async #found(query: InlineQuery, draft: string, signal: AbortSignal): Promise<readonly ContextItem[]> {
    const { engine, log } = this.#deps;
    const { path, languageId, prefix, suffix } = query;
    try {
      const asked = { path, languageId, prefix, suffix, maxSnippets, draft };
      return itemsOf(await engine.findContext(asked, signal));
    } catch (cause) {
      if (!signal.aborted) log.error("Cannot find context, the prompt goes without", cause);
      return [];
    }
  }

  async #documentation(query: InlineQuery, draft: string, others: Promise<unknown>, signal: AbortSignal) {
    const { documentation, log } = this.#deps;
    try {
      return (await documentation?.find(query, draft, others, signal)) ?? [];
    } catch (cause) {
      if (!signal.aborted) log.error("Cannot find documentation, the prompt goes without", cause);
      return [];
    }
  }

  /** The nearest first, as one piece. */
  #problems({ path, prefix }: InlineQuery): readonly ContextItem[] {
    const cursorLine = prefix.split("\n").length - 1;
    const near = (this.#deps.diagnostics?.of(path) ?? [])
      .map((diagnostic) => ({ ...diagnostic, distance: Math.abs(diagnostic.line - cursorLine) }))
      .filter(({ distance }) => distance <= nearLines)
      .sort((a, b) => a.distance - b.distance)
      .slice(0, mostDiagnostics);
    if (near.length === 0) return [];
    const text = near
      .map(({ line, severity, message }) => {
        const said = message.replace(/\s+/g, " ").trim().slice(0, longestMessage);
        return `line ${line + 1}: ${severity}: ${said}`;
      })
      .join("\n");
    return [{ kind: "diagnostic", path, text }];
  }
}

const itemsOf = ({ signatures, snippets, edits }: PromptContext): readonly ContextItem[] => [
  ...signatures.map(({ path, text }) => ({ kind: "signature" as const, path, text })),
  ...snippets.map(({ path, startLine, endLine, text }) => ({
    kind: "snippet" as const,
    path,
    startLine,
    endLine,
    text,
  })),
  ...edits.map((edit) => ({
    kind: "edit" as const,
    path: edit.path,
    startLine: edit.startLine,
    endLine: edit.startLine + Math.max(0, edit.added.length - 1),
    text: renderEdit(edit),
  })),
];
