import assert from "node:assert/strict";
import * as vscode from "vscode";
import { slashCommandNames } from "../../src/core/chat/slashCommands.ts";
import { until } from "./support/editing.ts";

/** What the extension declares. */
const declared = () => vscode.extensions.getExtension("touchstone.touchstone")!.packageJSON.contributes;

const textOf = (result: vscode.LanguageModelToolResult): string =>
  result.content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("\n");

/** Calls a tool as another agent does, until the index is there. */
async function call(name: string, input: object, isEnough: (text: string) => boolean): Promise<string> {
  for (let tries = 0; ; tries++) {
    const result = await vscode.lm.invokeTool(`touchstone_${name}`, {
      input,
      toolInvocationToken: undefined,
    });
    const text = textOf(result);
    if (isEnough(text) || tries === 240) return text;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

describe("the editor's own chat", () => {
  before(async () => {
    await vscode.extensions.getExtension("touchstone.touchstone")?.activate();
  });

  it("has a participant and a vendor of models", () => {
    assert.deepEqual(
      declared().chatParticipants.map(({ name }: { name: string }) => name),
      ["touchstone"],
    );
    assert.deepEqual(
      declared().languageModelChatProviders.map(({ vendor }: { vendor: string }) => vendor),
      ["touchstone"],
    );
  });

  it("has the slash commands of the panel", () => {
    const [participant] = declared().chatParticipants;
    assert.deepEqual(
      participant.commands.map(({ name }: { name: string }) => name),
      slashCommandNames,
    );
  });

  it("registers every tool that is declared", () => {
    const known = new Set(vscode.lm.tools.map(({ name }) => name));
    for (const { name } of declared().languageModelTools) assert.ok(known.has(name), `${name} is missing`);
  });

  it("finds, reads and searches for other agents", async () => {
    const found = await call("find", { name: "Store.low_items", relation: "definition" }, (text) =>
      text.includes("store.py"),
    );
    assert.match(found, /store\.py/);
    const search = await call("search", { query: "low on stock" }, (text) => text.includes("inventory"));
    assert.match(search, /inventory\//);
    const read = await call("read", { path: "python/inventory/store.py", line: 1, endLine: 5 }, (text) =>
      text.includes("store.py"),
    );
    assert.match(read, /store\.py/);
  });

  it("says what is wrong with a call", async () => {
    await assert.rejects(async () =>
      vscode.lm.invokeTool("touchstone_find", { input: {}, toolInvocationToken: undefined }),
    );
  });

  it("offers the index as a model that needs no account", async () => {
    let offered: readonly vscode.LanguageModelChat[] = [];
    await until("a model of Touchstone is offered", async () => {
      offered = await vscode.lm.selectChatModels({ vendor: "touchstone" });
      return offered.length > 0;
    });
    const model = offered[0]!;
    const asked = [vscode.LanguageModelChatMessage.User("Where is `Store` defined?")];
    const response = await model.sendRequest(asked, { justification: "A test" });
    let text = "";
    for await (const piece of response.text) text += piece;
    assert.match(text, /store\.py/);
    assert.ok((await model.countTokens("one two three")) > 0);
  });
});
