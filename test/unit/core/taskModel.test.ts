import { expect, test } from "vitest";
import type { SettingValues } from "../../../src/core/config/settings.ts";
import { type ModelTask, modelOrigins, taskModel } from "../../../src/core/config/taskModel.ts";
import { memorySettings } from "../../support/memorySettings.ts";

const general: Partial<SettingValues> = {
  "model.endpoint": "http://127.0.0.1:1/v1",
  "model.name": "general",
  "model.headers": { "x-team": "blue" },
};

/** Which model a task asks: `base URL, model, names of headers, header of the key`, or the problem. */
function check(task: ModelTask, set: Partial<SettingValues>, expected: string): void {
  const asked = taskModel(task, memorySettings(set).settings.get);
  const said =
    asked === undefined
      ? "none"
      : "problem" in asked
        ? `${asked.endpointSetting}: ${asked.problem}`
        : [asked.baseUrl, asked.model, Object.keys(asked.headers), asked.keyHeader].join(" ");
  expect(said).toBe(expected);
}

test.each<[task: ModelTask, set: Partial<SettingValues>, expected: string]>([
  ["inline", {}, "none"],
  ["inline", general, "http://127.0.0.1:1/v1 general x-team authorization"],
  ["chat", general, "http://127.0.0.1:1/v1 general x-team authorization"],
  ["repair", general, "http://127.0.0.1:1/v1 general x-team authorization"],
  ["embeddings", general, "http://127.0.0.1:1/v1  x-team authorization"],
  ["inline", { ...general, "completion.model": "small" }, "http://127.0.0.1:1/v1 small x-team authorization"],
  ["chat", { ...general, "completion.model": "small" }, "http://127.0.0.1:1/v1 general x-team authorization"],
  [
    "inline",
    { ...general, "completion.endpoint": "http://127.0.0.1:2/v1" },
    "http://127.0.0.1:2/v1 general  authorization",
  ],
  ["inline", { "completion.endpoint": "http://127.0.0.1:2/v1" }, "http://127.0.0.1:2/v1   authorization"],
  [
    "inline",
    { ...general, "completion.endpoint": "http://127.0.0.1:1" },
    "http://127.0.0.1:1 general x-team authorization",
  ],
  ["chat", { "chat.endpoint": "ftp://x" }, "chat.endpoint: Only http:// and https:// are supported"],
  [
    "inline",
    { "completion.endpoint": "https://a.openai.azure.com/openai/v1", "completion.model": "fim" },
    "https://a.openai.azure.com/openai/v1 fim  api-key",
  ],
  [
    "inline",
    { "completion.endpoint": "https://gateway.example/openai/deployments/fim?api-version=2024-10-21" },
    "https://gateway.example/openai/deployments/fim?api-version=2024-10-21   api-key",
  ],
])("%s with %j", check);

test("origins are named once, the general one first", () => {
  const { settings } = memorySettings({
    ...general,
    "completion.endpoint": "HTTP://127.0.0.1:1",
    "chat.endpoint": "https://api.example.org:443/v1",
  });
  expect(modelOrigins(settings.get)).toEqual(["http://127.0.0.1:1", "https://api.example.org"]);
});
