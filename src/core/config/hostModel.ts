/** The model of the editor that a person chose, by the setting `chat.hostModel`. */
import type { ReadSetting } from "./taskModel.ts";

export interface HostModelName {
  /** As the setting has it: `copilot/gpt-4.1`. */
  readonly id: string;
  /** Who provides it. */
  readonly vendor: string;
  /** As the provider calls it; may hold slashes. */
  readonly model: string;
}

/** @returns undefined for what is no provider with a model */
export function parseHostModel(text: string): HostModelName | undefined {
  const id = text.trim();
  const slash = id.indexOf("/");
  if (slash <= 0 || slash === id.length - 1) return undefined;
  return { id, vendor: id.slice(0, slash), model: id.slice(slash + 1) };
}

/** What a person calls it before the editor was asked for its name. */
export const hostModelLabel = ({ vendor, model }: HostModelName): string => `${model} (${vendor})`;

/**
 * @returns undefined where endpoints are asked: none is chosen, or repairs have an endpoint or a model of their own; the text itself
 * when it names no model
 */
export function hostModelFor(
  task: "chat" | "repair",
  read: ReadSetting,
): HostModelName | { readonly unreadable: string } | undefined {
  const typed = read("chat.hostModel").trim();
  if (typed === "") return undefined;
  if (task === "repair" && (read("repair.endpoint").trim() !== "" || read("repair.model").trim() !== ""))
    return undefined;
  return parseHostModel(typed) ?? { unreadable: typed };
}
