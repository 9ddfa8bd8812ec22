import assert from "node:assert/strict";
import * as vscode from "vscode";
import { defaultSettingValues } from "../../src/core/config/settings.ts";
import { vscodeSettings, vscodeUserSettings } from "../../src/vscode/settings.ts";
import { until } from "./support/editing.ts";
import { guardedSettings, openSetting, openSettingValue } from "./support/hostileWorkspace.ts";
import { memoryLog } from "./support/memoryLog.ts";

describe("the settings adapter", () => {
  const log = memoryLog();
  let settings: ReturnType<typeof vscodeSettings>;
  before(() => {
    settings = vscodeSettings(log);
  });
  after(() => settings.dispose());

  const configuration = () => vscode.workspace.getConfiguration("touchstone");
  const reset = (name: string) => configuration().update(name, undefined, vscode.ConfigurationTarget.Global);

  it("hears of changes and reads what a person wrote", async () => {
    let heard = 0;
    const listener = settings.onChange(() => heard++);
    await vscodeUserSettings.write("completion.debounceMs", 64);
    await until("the change is heard", () => heard > 0);
    assert.equal(settings.get("completion.debounceMs"), 64);
    listener.dispose();
    await reset("completion.debounceMs");
  });

  it("reads an endpoint that a person wrote", async () => {
    await vscodeUserSettings.write("model.endpoint", "http://127.0.0.1:9/v1");
    await until("it is there", () => settings.get("model.endpoint") === "http://127.0.0.1:9/v1");
    await reset("model.endpoint");
    await until("it is gone", () => settings.get("model.endpoint") === "");
  });

  it("reads no setting of power from the workspace's file", () => {
    for (const name of guardedSettings)
      assert.deepEqual(settings.get(name), defaultSettingValues[name], name);
    assert.equal(settings.get(openSetting), openSettingValue);
  });

  it("passes over an invalid value with one line in the log", async () => {
    await configuration().update("completion.contextTokens", -5, vscode.ConfigurationTarget.Global);
    await until("the value is there", () => configuration().get("completion.contextTokens") === -5);
    log.lines.length = 0;
    for (let i = 0; i < 3; i++) assert.equal(settings.get("completion.contextTokens"), 2048);
    assert.equal(log.lines.length, 1);
    assert.match(log.lines[0] ?? "", /warn .*completion\.contextTokens.* from 256 to 32768/);
    await reset("completion.contextTokens");
  });
});
