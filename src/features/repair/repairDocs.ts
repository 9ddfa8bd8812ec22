/** Documentation of the installed libraries that failing code uses, for a model. */
import type { RepairData } from "../../core/repair/model/repairPrompt.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import { type ApisForTextDeps, findApisForText } from "../apiDocs/apisForText.ts";

/** What the code is, and what is said of it. */
export interface RepairDocsQuery {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly outcomes: readonly TestOutcome[];
}

export type RepairDocs = (query: RepairDocsQuery, signal: AbortSignal) => Promise<readonly RepairData[]>;

const maxTokens = 900;
const mostMessages = 4;

/** What the index does not tell in time is left out. */
export const repairDocs =
  (deps: ApisForTextDeps): RepairDocs =>
  async ({ path, text, outcomes }, signal) => {
    const messages = outcomes.flatMap(({ message, stack = [] }) => {
      const frame = stack.find((one) => path.endsWith(`/${one.path}`));
      return message === undefined || !frame ? [] : [{ line: frame.line, message: lastLine(message) }];
    });
    const code = { path, languageId: languageIdOf(path) ?? "", text };
    const query = { code, messages: messages.slice(0, mostMessages), maxTokens };
    const pieces = await findApisForText(deps, query, signal).catch(() => []);
    signal.throwIfAborted();
    return pieces.map((piece) => ({
      label: `documentation ${piece.title ?? ""}`.trim(),
      text: piece.text,
      sources: piece.sources ?? [],
    }));
  };

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";
