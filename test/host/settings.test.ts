import assert from "node:assert/strict";
import * as vscode from "vscode";
import { settings } from "../../src/core/config/settings.ts";
import {
  guardedSettings,
  hostileSettings,
  openSetting,
  openSettingValue,
} from "./support/hostileWorkspace.ts";

const effective = (name: string): unknown => vscode.workspace.getConfiguration("touchstone").get(name);

describe("a workspace's own .vscode/settings.json", () => {
  it("is read", () => assert.equal(effective(openSetting), openSettingValue));

  for (const name of guardedSettings) {
    it(`cannot set ${name}`, () => {
      assert.notDeepEqual(hostileSettings()[`touchstone.${name}`], settings[name].default);
      assert.deepEqual(effective(name), settings[name].default);
    });
  }
});
