/** Linux's word on the power supply: the class of power supplies in `/sys` (kernel's `Documentation/power`). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Power } from "../../ports/power.ts";

/** A plug is pulled less often than files are indexed. */
const KEPT_MS = 15_000;

const supplies = "/sys/class/power_supply";

function readWord(folder: string, supply: string, name: string): string {
  try {
    return readFileSync(join(folder, supply, name), "latin1").trim();
  } catch {
    return "";
  }
}

/** On battery: one discharges, and no mains supply is connected. False on every other system. */
export function isDischarging(folder = supplies): boolean {
  let names: readonly string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    return false;
  }
  const isMains = (name: string) => /^(?:Mains|USB)$/.test(readWord(folder, name, "type"));
  const isConnected = names.some((name) => isMains(name) && readWord(folder, name, "online") === "1");
  return !isConnected && names.some((name) => readWord(folder, name, "status") === "Discharging");
}

/** Asks the system again after a while only. */
export function systemPower(now: () => number, read: () => boolean = isDischarging): Power {
  let askedMs = Number.NEGATIVE_INFINITY;
  let answer = false;
  return {
    isOnBattery() {
      if (now() - askedMs >= KEPT_MS) {
        askedMs = now();
        answer = read();
      }
      return answer;
    },
  };
}
