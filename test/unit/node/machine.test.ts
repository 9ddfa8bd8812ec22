/** What the program asks of the machine: its power supply, and the user's cache folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { isDischarging, systemPower } from "../../../src/node/power/linuxPower.ts";
import { cacheFolderOf } from "../../../src/node/store/cacheFolder.ts";

const home = mkdtempSync(join(tmpdir(), "touchstone-power-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe("on battery", () => {
  const battery = (status: string) => ({ type: "Battery", status });
  const mains = (online: string) => ({ type: "Mains", online });
  test.each<[what: string, supplies: readonly Readonly<Record<string, string>>[], expected: boolean]>([
    ["a desktop", [], false],
    ["a laptop with its plug in", [mains("1"), battery("Charging")], false],
    ["a laptop without", [mains("0"), battery("Discharging")], true],
    ["a laptop on USB", [{ type: "USB", online: "1" }, battery("Discharging")], false],
    ["a laptop that tells of no plug", [battery("Discharging")], true],
    ["a full one", [mains("1"), battery("Full")], false],
    ["an unreadable one", [{}], false],
  ])("%s", (what, supplies, expected) => {
    const folder = join(home, what);
    supplies.forEach((supply, i) => {
      mkdirSync(join(folder, `s${i}`), { recursive: true });
      for (const [name, word] of Object.entries(supply))
        writeFileSync(join(folder, `s${i}`, name), `${word}\n`);
    });
    expect(isDischarging(folder)).toBe(expected);
  });

  test("is asked now and then only", () => {
    let now = 0;
    let asked = 0;
    const power = systemPower(
      () => now,
      () => ++asked > 1,
    );
    expect([power.isOnBattery(), power.isOnBattery(), asked]).toEqual([false, false, 1]);
    now = 60_000;
    expect([power.isOnBattery(), asked]).toEqual([true, 2]);
  });
});

describe("the cache folder", () => {
  const folder = (platform: NodeJS.Platform, variables: Record<string, string> = {}, roots = ["/w"]) =>
    cacheFolderOf(roots, { platform, home: "/home/me", variables }).replaceAll("\\", "/");

  test.each<[platform: NodeJS.Platform, variables: Record<string, string>, expected: string]>([
    ["linux", {}, "/home/me/.cache/touchstone/index-"],
    ["linux", { XDG_CACHE_HOME: "/cache" }, "/cache/touchstone/index-"],
    ["linux", { XDG_CACHE_HOME: "relative" }, "/home/me/.cache/touchstone/index-"],
    ["darwin", {}, "/home/me/Library/Caches/touchstone/index-"],
    ["win32", {}, "/home/me/AppData/Local/touchstone/index-"],
    ["win32", { LOCALAPPDATA: "/local" }, "/local/touchstone/index-"],
  ])("on %s with %j", (platform, variables, expected) => {
    expect(folder(platform, variables)).toMatch(new RegExp(`^${expected}[0-9a-f]{24}$`));
  });

  test("is one for each set of folders, in any order", () => {
    expect(folder("linux", {}, ["/a", "/b"])).toBe(folder("linux", {}, ["/b", "/a"]));
    expect(folder("linux", {}, ["/a"])).not.toBe(folder("linux", {}, ["/b"]));
    expect(folder("linux", {}, ["/../../etc"])).toMatch(/^\/home\/me\/\.cache\/touchstone\/index-[0-9a-f]+$/);
  });
});
