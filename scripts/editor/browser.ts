/** The headless browser that shows the workbench. */
import { type Browser, chromium } from "playwright-core";
import { Problem } from "../lib/problem.ts";
import { findChromium } from "./systemPackages.ts";

/** Nothing that reaches for the network or the graphics card; no sandbox, because root and containers have none. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A machine with other work takes long to start programs. */
const startTimeoutMs = 180_000;

/** @throws Problem when no Chromium or Chrome is installed */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new Problem("no Chromium or Chrome was found", 'run "node scripts/installEditor.mjs"');
  }
  return chromium.launch({ executablePath, args: flags, timeout: startTimeoutMs });
}
