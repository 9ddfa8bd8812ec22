/** A project's prompt, called by its name: what is asked then. */
import type { ShownContext } from "../../core/chat/contextRef.ts";
import { expandPrompt, type readPromptCall } from "../../core/chat/projectFiles.ts";
import type { ShortPath } from "../../core/chat/renderAnswer.ts";
import type { AttachedContext } from "./context/contextReader.ts";
import type { ProjectPrompt } from "./context/projectTexts.ts";

export type PromptCall = NonNullable<ReturnType<typeof readPromptCall>>;

/** What a prompt's variables are taken from. */
type Given = Pick<AttachedContext, "ref" | "text" | "places">;

/** Undefined where no prompt has the name: then it is a question as any other. */
export function expandedPrompt(
  prompts: readonly ProjectPrompt[],
  { name, input }: PromptCall,
  attached: readonly Given[],
  shortPath: ShortPath,
): { readonly text: string; readonly shown: ShownContext } | undefined {
  const prompt = prompts.find((one) => one.name === name);
  if (!prompt) return undefined;
  const selected = attached.find(({ ref }) => ref.kind === "lines" || ref.kind === "symbol");
  const file = selected ?? attached.find(({ ref }) => ref.kind === "file");
  const path = file?.places[0]?.path;
  const values = {
    input,
    selection: selected?.text ?? "",
    file: path === undefined ? "" : (shortPath(path) ?? ""),
  };
  const shown: ShownContext = {
    kind: "rules",
    path: shortPath(prompt.path) ?? prompt.path,
    note: "called by its name",
  };
  return { text: expandPrompt(prompt.body, values), shown };
}

/** Files that a question is about. */
export const pathsOf = (attached: readonly Pick<AttachedContext, "sources">[]): readonly string[] => [
  ...new Set(
    attached.flatMap(({ sources }) => sources.flatMap(({ path, isLibrary }) => (isLibrary ? [] : [path]))),
  ),
];
