/** Tools of another extension, called as the chat's model calls them. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { usualBudget } from "../../src/core/chat/agent/progress.ts";
import { runAgent } from "../../src/features/chat/agent/agentLoop.ts";
import { hostTools } from "../../src/features/chat/agent/hostTools.ts";
import { systemClock } from "../../src/vscode/clock.ts";
import { editorTools } from "../../src/vscode/hostTools.ts";
import { calls, inOrder, ScriptedChatModels, says, textOfRequest } from "../support/scriptedChatModels.ts";

async function ask(isAllowed: boolean, args: unknown, chosen = ["scripted_add"]) {
  const models = new ScriptedChatModels(inOrder(calls(["scripted_add", args]), says("Done.")));
  const questions: string[] = [];
  await runAgent(
    {
      models,
      tools: hostTools(editorTools, chosen),
      clock: systemClock,
      budget: usualBudget,
      folders: [],
      consent: async (_tool, question) => {
        questions.push(question);
        return isAllowed;
      },
    },
    { history: [], pieces: [{ text: "Add" }] },
    { onText: () => {}, onTool: () => {}, onUsage: () => {} },
    new AbortController().signal,
  );
  return { questions, offered: models.requests[0]!.tools ?? [], told: textOfRequest(models.requests[1]!) };
}

describe("tools of VS Code", () => {
  before(async () => {
    await vscode.extensions.getExtension("touchstone-tests.model-provider")?.activate();
  });

  it("are those of others", () => {
    const names = editorTools.list().map(({ name }) => name);
    assert.ok(names.includes("scripted_add"), names.join());
    assert.deepEqual(
      names.filter((name) => name.startsWith("touchstone_")),
      [],
    );
  });

  it("are called when the person allows it, and give data", async () => {
    const { questions, offered, told } = await ask(true, { a: 2, b: 3 });
    assert.deepEqual(
      offered.map(({ name, description }) => [name, description]),
      [["scripted_add", "Adds two numbers."]],
    );
    assert.deepEqual(questions, [
      'Let the model call the tool "scripted_add" of VS Code with {"a":2,"b":3}?',
    ]);
    assert.match(told, /DATA scripted_add[\s\S]*The sum is 5[\s\S]*DATA>>>/);
  });

  it("are not called when the person does not, and not offered unless chosen", async () => {
    assert.match((await ask(false, { a: 2, b: 3 })).told, /did not allow/);
    const { offered, questions } = await ask(true, { a: 2, b: 3 }, []);
    assert.deepEqual([offered, questions], [[], []]);
  });

  it("tell the model what goes wrong", async () => {
    assert.match((await ask(true, { a: 2, b: -3 })).told, /It failed: .*No negative numbers/);
    assert.match((await ask(true, "nonsense")).told, /not a JSON object/);
  });
});
