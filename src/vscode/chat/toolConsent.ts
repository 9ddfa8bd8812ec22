/** Asks a person before a model's tool does more than read. */
import * as vscode from "vscode";
import type { AnswerListener } from "../../features/chat/agent/modelAnswerer.ts";

export const toolConsent: NonNullable<AnswerListener["consent"]> = async (_tool, question, signal) => {
  const allow = "Allow";
  const detail = "The model asks for this. What it gets back is sent to it.";
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, allow);
  return answer === allow && !signal.aborted;
};
