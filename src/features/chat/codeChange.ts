/** Code of an answer as a change of the file that it names: by its fence, by the line before or by itself. */
import { applyAnswer } from "../../core/patch/applyAnswer.ts";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { parseAnswer } from "../../core/patch/parse/parseAnswer.ts";
import type { EngineRoot } from "../../ports/engine.ts";

/** Code between fences, with what stands behind the opening fence and on the line before it. */
export interface CodePiece {
  readonly info: string;
  readonly text: string;
  readonly before: string;
}

export type CodeChange =
  /** Paths as people name them; `refused` says what of the code has no place. */
  | { readonly kind: "changes"; readonly changes: readonly FileChange[]; readonly refused: readonly string[] }
  /** It names no file. */
  | { readonly kind: "unnamed" }
  | { readonly kind: "refused"; readonly reason: string };

/** The code as a model would have written it in an answer of its own: a path behind the fence's language on a line of its own. */
function answerOf({ info, text, before }: CodePiece): string {
  const runs = Array.from(text.matchAll(/^\s*(`{3,})/gm), ([, run]) => run!.length);
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run + 1)));
  const [, language, path] = /^([\w+#.-]+)[\s:]+(\S*\w[./]\w\S*)$/.exec(info) ?? [];
  const head = path === undefined ? `${before}\n${fence}${info}` : `${path}\n${fence}${language}`;
  return `${head}\n${text.replace(/\n$/, "")}\n${fence}\n`;
}

/** Words that could be paths. */
const wordsOf = (line: string): readonly string[] =>
  line.split(/[\s`"'()*:,=]+/).filter((word) => /\w[./]\w/.test(word));

/** @param read the text of a file as people name it; undefined for what is not there */
export async function changesOfCode(
  code: CodePiece,
  read: (path: string) => Promise<string | undefined>,
): Promise<CodeChange> {
  const answer = answerOf(code);
  const named = parseAnswer(answer, new Set<string>()).flatMap(({ path }) => path ?? []);
  if (named.length === 0) return { kind: "unnamed" };
  const files = new Map<string, string>();
  // What is there is a path for sure: words beside it may only look like one.
  for (const path of new Set([...named, ...wordsOf(`${code.info} ${code.before}`)])) {
    const text = await read(path).catch(() => undefined);
    if (text !== undefined) files.set(path, text);
  }
  const { changes, refused } = applyAnswer(files, answer);
  const reasons = refused.map(({ reason }) => reason);
  if (changes.length > 0) return { kind: "changes", changes, refused: reasons };
  return { kind: "refused", reason: reasons[0] ?? "The code is in the file already" };
}

/** Changes below one root, their paths relative to it; undefined when they are below several or none. */
export function belowOneRoot(
  changes: readonly FileChange[],
  roots: readonly EngineRoot[],
): { readonly root: string; readonly changes: readonly FileChange[] } | undefined {
  const [only] = roots;
  if (roots.length === 1 && only) return { root: only.path, changes };
  const root = roots.find(({ name }) => changes.every(({ path }) => path.startsWith(`${name}/`)));
  if (!root) return undefined;
  const below = (path: string) => path.slice(root.name.length + 1);
  return {
    root: root.path,
    changes: changes.map((change) => ({
      ...change,
      path: below(change.path),
      ...(change.kind === "renamed" ? { from: below(change.from) } : {}),
    })),
  };
}
