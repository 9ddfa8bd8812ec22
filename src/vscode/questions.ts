/** Questions of a multi-step input, asked in the editor's quick input. */
import * as vscode from "vscode";
import type { Answer, QuestionFrame, Questions, TextQuestion } from "../ports/questions.ts";

type Input = vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>;

/** Shows the input until `settle` is called or it is closed. */
function ask<T>(
  input: Input,
  frame: QuestionFrame,
  wire: (settle: (answer: Answer<T>) => void) => void,
): Promise<Answer<T>> {
  return new Promise((resolve) => {
    const settle = (answer: Answer<T>): void => {
      resolve(answer);
      input.dispose();
    };
    input.title = frame.title;
    if (frame.totalSteps > 1) {
      input.step = frame.step;
      input.totalSteps = frame.totalSteps;
    }
    // Looking something up elsewhere, such as a key, must not throw the answers away.
    input.ignoreFocusOut = true;
    if (frame.step > 1) input.buttons = [vscode.QuickInputButtons.Back];
    input.onDidTriggerButton(() => settle({ kind: "back" }));
    input.onDidHide(() => settle({ kind: "cancelled" }));
    wire(settle);
    input.show();
  });
}

function showRemark(input: vscode.InputBox, question: TextQuestion): void {
  const remark = question.remark?.(input.value);
  const severity =
    remark?.kind === "problem"
      ? vscode.InputBoxValidationSeverity.Error
      : vscode.InputBoxValidationSeverity.Warning;
  input.validationMessage = remark && { message: remark.text, severity };
}

export const vscodeQuestions: Questions = {
  askText(question) {
    const input = vscode.window.createInputBox();
    input.prompt = question.prompt;
    input.placeholder = question.placeholder;
    input.value = question.value;
    input.password = question.secret === true;
    return ask<string>(input, question, (settle) => {
      input.onDidChangeValue(() => showRemark(input, question));
      input.onDidAccept(() => {
        showRemark(input, question);
        if (question.remark?.(input.value)?.kind !== "problem") settle({ kind: "value", value: input.value });
      });
    });
  },
  askChoice<T>(question: Parameters<Questions["askChoice"]>[0]) {
    const input = vscode.window.createQuickPick();
    const items: readonly vscode.QuickPickItem[] = question.choices.map(
      ({ label, description, detail, isAlwaysShown }) => ({
        label,
        alwaysShow: isAlwaysShown === true,
        ...(description === undefined ? {} : { description }),
        ...(detail === undefined ? {} : { detail }),
      }),
    );
    input.items = items;
    input.placeholder = question.placeholder;
    input.matchOnDescription = true;
    input.matchOnDetail = true;
    const initial = items[question.choices.findIndex(({ value }) => value === question.initial)];
    if (initial) input.activeItems = [initial];
    return ask<T>(input, question, (settle) => {
      input.onDidAccept(() => {
        const active = input.activeItems[0];
        const choice = active && question.choices[items.indexOf(active)];
        if (choice) settle({ kind: "value", value: choice.value as T });
      });
    });
  },
};
