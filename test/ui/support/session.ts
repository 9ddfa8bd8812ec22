/** An editor with the packaged extension and a copy of a folder in it: what every UI test begins with. */
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../../../scripts/editor/browser.ts";
import { type EditorServer, type Settings, startEditorServer } from "../../../scripts/editor/server.ts";
import { testExtensionsDir } from "../../../scripts/editor/vsix.ts";
import { root } from "../../../scripts/lib/run.ts";
import { twiceTried } from "./secondTry.ts";
import { patienceMs, Workbench } from "./workbench.ts";

export const resultsDir = join(root, "test-results/ui");
export const sampleWorkspace = join(root, "samples");

export interface SessionOptions {
  /** Copied, so that tests may edit; default: the samples. */
  readonly folder?: string;
  /** Folders of other extensions that run beside Touchstone. */
  readonly besides?: readonly string[];
  /** False: the folder starts restricted. */
  readonly trusted?: boolean;
  readonly theme?: keyof typeof themes;
  readonly userSettings?: Settings;
  readonly machineSettings?: Settings;
}

export interface Session {
  readonly workbench: Workbench;
  readonly server: EditorServer;
  /** The copied folder. */
  readonly folder: string;
  /** Saves the active editor and waits until this file of the folder matches on disk. @returns its text */
  save(path: string, pattern: RegExp): Promise<string>;
  close(): Promise<void>;
}

export const themes = {
  light: "Default Light Modern",
  dark: "Default Dark Modern",
  contrast: "Default High Contrast",
} as const;

export async function openSession(options: SessionOptions = {}): Promise<Session> {
  const home = mkdtempSync(join(tmpdir(), "touchstone-ui-"));
  const folder = join(home, "workspace");
  cpSync(options.folder ?? sampleWorkspace, folder, { recursive: true });
  const server = await startEditorServer({
    dataDir: join(home, "data"),
    extensionsDir: extensionsFor(home, options.besides ?? []),
    trusted: options.trusted ?? true,
    userSettings: { "workbench.colorTheme": themes[options.theme ?? "light"], ...options.userSettings },
    machineSettings: options.machineSettings ?? {},
  });
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    browser = await launchBrowser();
    const workbench = new Workbench(await browser.newPage({ viewport: { width: 1280, height: 800 } }));
    await workbench.open(server.url(folder));
    const save: Session["save"] = (path, pattern) => saveUntil(workbench, join(folder, path), pattern);
    return { workbench, server, folder, save, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Without its list of what was installed, the editor runs whatever lies in the folder. */
function extensionsFor(home: string, besides: readonly string[]): string {
  if (besides.length === 0) return testExtensionsDir;
  const folder = join(home, "extensions");
  for (const { name } of readdirSync(testExtensionsDir, { withFileTypes: true }).filter((one) =>
    one.isDirectory(),
  ))
    cpSync(join(testExtensionsDir, name), join(folder, name), { recursive: true });
  for (const one of besides)
    cpSync(one, join(folder, `touchstone-tests.${basename(one)}-1.0.0`), { recursive: true });
  return folder;
}

/** Between two looks at a file, and between two presses of the key. Milliseconds. */
const lookMs = 100;
const pressAgainMs = 5_000;

/**
 * The tab says "saved" before the server has written, so the file itself is looked at, until it reads so twice: it may be written at
 * that moment. What is to be saved may come into the editor only behind the key.
 */
async function saveUntil(workbench: Workbench, path: string, pattern: RegExp): Promise<string> {
  let before = "";
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookMs) {
    if (waitedMs % pressAgainMs === 0) await workbench.press("Control+S");
    await workbench.page.waitForTimeout(lookMs);
    const text = existsSync(path) ? readFileSync(path, "utf8") : "";
    if (text === before && pattern.test(text)) return text;
    before = text;
  }
  assert.match(before, pattern);
  return before;
}

/** One try in a session of its own; when it fails, what was on the screen is kept in `test-results/ui/`. */
async function attempt(
  name: string,
  options: SessionOptions,
  body: (session: Session) => Promise<void>,
): Promise<void> {
  const session = await openSession(options);
  try {
    await body(session);
  } catch (error) {
    const path = join(resultsDir, `${name.replace(/[^A-Za-z0-9]+/g, "-")}.png`);
    await session.workbench.screenshot(path).catch(() => {});
    console.error(`What was on the screen: ${path}`);
    throw error;
  } finally {
    await session.close();
  }
}

/** A test in a window of its own; the second attempt has a new one. */
export function uiTest(
  name: string,
  options: SessionOptions,
  body: (session: Session) => Promise<void>,
): void {
  twiceTried(name, () => attempt(name, options, body));
}
