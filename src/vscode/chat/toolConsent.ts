/** Asks a person before a model's tool does more than read, and before an edit is tried by checkers and tests. */
import * as vscode from "vscode";
import type { AnswerListener } from "../../features/chat/agent/modelAnswerer.ts";
import type { EditTests } from "../../features/edit/testEdit.ts";

/** What the question is about, such as code, stands behind a blank line: below it, and as it is indented. */
export const toolConsent: NonNullable<AnswerListener["consent"]> = (_tool, question, signal) => {
  const [first = "", ...rest] = question.split("\n\n");
  const note = "The model asks for this. What it gets back is sent to it.";
  return ask(first, [...rest.map(indented), note].join("\n\n"), signal);
};

/** The editor's dialogs drop blanks at the start of lines; these stay. */
const indented = (code: string): string =>
  code.replace(/^[ \t]+/gm, (blanks) => blanks.replaceAll("\t", "    ").replaceAll(" ", "\u00a0"));

export const editTestConsent: EditTests["consent"] = (question, signal) =>
  ask(
    question,
    "Your files are not touched. What fails is told to the model, which may mend its edit.",
    signal,
  );

async function ask(question: string, detail: string, signal: AbortSignal): Promise<boolean> {
  const allow = "Allow";
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, allow);
  return answer === allow && !signal.aborted;
}
