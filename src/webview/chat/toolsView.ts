/** What a model had looked up while it answered: a line each, with arguments and result behind it. */
import type { ShownTool } from "../../core/chat/transcript.ts";
import { element } from "./elements.ts";

const states: Readonly<Record<ShownTool["state"], string>> = {
  running: "runs…",
  asking: "waits for your consent",
  done: "",
  failed: "failed",
  refused: "refused by you",
  stopped: "stopped",
};

const seconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

interface ShownLine {
  readonly root: HTMLDetailsElement;
  tool: ShownTool | undefined;
}

export class ToolsView {
  readonly root = element("div", { class: "toolCalls", role: "list", "aria-label": "What was looked up" });
  readonly #lines = new Map<number, ShownLine>();

  update(tools: readonly ShownTool[]): void {
    this.root.hidden = tools.length === 0;
    for (const tool of tools) {
      const line = this.#lines.get(tool.id) ?? this.#add(tool.id);
      if (line.tool === tool) continue;
      line.tool = tool;
      show(line.root, tool);
    }
  }

  #add(id: number): ShownLine {
    const root = element("details", { class: "toolCall" });
    const line: ShownLine = { root, tool: undefined };
    this.root.append(element("div", { role: "listitem" }, root));
    this.#lines.set(id, line);
    return line;
  }
}

function show(root: HTMLDetailsElement, tool: ShownTool): void {
  const { name, subject, state, summary, elapsedMs, argumentsText, result } = tool;
  root.dataset["state"] = state;
  const outcome = state === "refused" ? "" : (summary ?? "");
  const told = [states[state], outcome, elapsedMs === undefined ? "" : seconds(elapsedMs)].filter(
    (part) => part !== "",
  );
  root.replaceChildren(
    element(
      "summary",
      {},
      element("span", { class: "toolName" }, name),
      " ",
      element("span", { class: "toolSubject" }, subject),
      element("span", { class: "toolEnd" }, told.join(", ")),
    ),
    ...plainPart("Arguments", argumentsText),
    ...plainPart("Result", result ?? ""),
  );
}

function plainPart(title: string, text: string): readonly HTMLElement[] {
  if (text.trim() === "") return [];
  const label = `${title} of the call`;
  return [
    element("div", { class: "toolPart" }, title),
    element("pre", { tabindex: "0", role: "region", "aria-label": label }, text),
  ];
}
