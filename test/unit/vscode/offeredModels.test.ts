import { expect, test } from "vitest";
import { offeredModels } from "../../../src/vscode/nativeChat/offeredModels.ts";
import { inOrder, ScriptedChatModels } from "../../support/scriptedChatModels.ts";

test("of an endpoint that refused tools it is said, and agents still show it", () => {
  const models = new ScriptedChatModels(inOrder());
  const endpoint = () => offeredModels({ models, asksEndpoint: () => true })[0];
  models.hasNativeTools = true;
  expect(endpoint()).toMatchObject({ detail: "your endpoint", capabilities: { toolCalling: true } });
  models.hasNativeTools = false;
  expect(endpoint()).toMatchObject({
    detail: "your endpoint, calls no tools",
    tooltip: expect.stringContaining("It has refused tools"),
    capabilities: { toolCalling: true },
  });
});
