/** What a prompt holds besides the text around the cursor, gathered for one question. */
import { stableOrder } from "../../core/prompt/stableOrder.ts";
import { renderEdit } from "../../core/text/recentEdits.ts";
import type { Diagnostics } from "../../ports/diagnostics.ts";
import type { Engine, PromptContext } from "../../ports/engine.ts";
import type { InlineQuery } from "./completer.ts";
import { type ContextItems, ContextPart, type ContextPartDeps } from "./contextPart.ts";

/** Documentation of the libraries that a text uses, by their installed versions. */
export interface Documentation {
  /** Best first; items of the kind `documentation`. */
  find(query: InlineQuery, draft: string, signal: AbortSignal): Promise<ContextItems>;
}

export interface ModelContextDeps extends ContextPartDeps {
  readonly engine: Pick<Engine, "findContext">;
  readonly diagnostics?: Diagnostics | undefined;
  readonly documentation?: Documentation | undefined;
}

/** What a prompt may hold, while it is being found. */
export interface GatheringContext {
  /** Settles when nothing more comes. Never rejects. */
  readonly whole: Promise<ContextItems>;
  /**
   * Best first within each kind, what was there before in its place: all of it, or what there is `latestMs` from now, with what
   * the last question nearby had of a part that is late. Never rejects.
   */
  within(latestMs: number): Promise<ContextItems>;
}

const maxSnippets = 4;
/** Problems so far from the cursor are others. Lines. */
const nearLines = 20;
const mostDiagnostics = 5;
const longestMessage = 200;

export class ModelContext {
  readonly #deps: ModelContextDeps;
  readonly #documented: ContextPart;
  readonly #found: ContextPart;
  /** As in the last prompt: what comes again keeps its place. */
  #last: ContextItems = [];

  constructor(deps: ModelContextDeps) {
    this.#deps = deps;
    this.#documented = new ContextPart("Documentation", deps);
    this.#found = new ContextPart("Context", deps);
  }

  /** Begins to find everything at once. Never throws: what cannot be had is left out. */
  gather(query: InlineQuery, draft: string, signal: AbortSignal): GatheringContext {
    const { documentation } = this.#deps;
    const found = this.#found.find(query, this.#find(query, draft, signal), signal);
    const documents = documentation?.find(query, draft, signal) ?? Promise.resolve([]);
    const documented = this.#documented.find(query, documents, signal);
    return {
      whole: Promise.all([documented.whole, found.whole]).then((parts) => parts.flat()),
      within: async (latestMs) => {
        const parts = await Promise.all([documented.within(latestMs), found.within(latestMs)]);
        this.#last = stableOrder(this.#last, [...parts.flat(), ...this.#problems(query)]);
        return this.#last;
      },
    };
  }

  async #find(query: InlineQuery, draft: string, signal: AbortSignal): Promise<ContextItems> {
    const { path, languageId, prefix, suffix } = query;
    const asked = { path, languageId, prefix, suffix, maxSnippets, draft };
    return itemsOf(await this.#deps.engine.findContext(asked, signal));
  }

  /** The nearest first, as one piece. */
  #problems({ path, prefix }: InlineQuery): ContextItems {
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

const itemsOf = ({ signatures, snippets, edits }: PromptContext): ContextItems => [
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
