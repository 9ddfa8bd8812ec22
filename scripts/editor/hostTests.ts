/** Integration tests inside VS Code's extension host, started by its smoke-test driver as VS Code's own are. */
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { hostileSettings } from "../../test/host/support/hostileWorkspace.ts";
import { hostTestMarker } from "../../test/host/support/marker.ts";
import { root } from "../lib/run.ts";
import { launchBrowser } from "./browser.ts";
import { startEditorServer } from "./server.ts";

/** A folder of tests with an `index.ts`, and how long all of them take at the most. */
interface HostSuite {
  readonly folder: "test/host" | "test/soak";
  readonly timeoutMs: number;
}

/** Is given what the tests print, line by line, which is printed all the same. */
type OnOutput = (text: string) => void;

/** Runs the tests of `test/host` on a copy of the samples, printing what they print. @returns whether all passed */
export const runHostTests = (onOutput: OnOutput): Promise<boolean> =>
  runInHost({ folder: "test/host", timeoutMs: 1_800_000 }, onOutput);

/** Ten thousand completions, as `test/soak` says. @returns whether memory stayed within bounds */
export const runSoak = (onOutput: OnOutput): Promise<boolean> =>
  runInHost({ folder: "test/soak", timeoutMs: 7_200_000 }, onOutput);

async function runInHost(suite: HostSuite, onOutput: OnOutput): Promise<boolean> {
  await bundleTests(suite);
  const home = mkdtempSync(join(tmpdir(), "touchstone-host-"));
  const workspace = join(home, "workspace");
  cpSync(join(root, "samples"), workspace, { recursive: true });
  mkdirSync(join(workspace, ".vscode"));
  writeFileSync(join(workspace, ".vscode/settings.json"), JSON.stringify(hostileSettings(), null, 2));
  const extensionsDir = join(home, "extensions");
  // Another extension, whose models ours may ask.
  cpSync(
    join(root, "test/host/support/modelProvider"),
    join(extensionsDir, "touchstone-tests.model-provider-1.0.0"),
    {
      recursive: true,
    },
  );
  const server = await startEditorServer({
    dataDir: join(home, "data"),
    extensionsDir,
    trusted: true,
    testDriver: true,
  });
  try {
    return await runInPage(server.url(workspace, { payload: testPayload(suite) }), suite.timeoutMs, onOutput);
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

const bundleOf = ({ folder }: HostSuite): string => join(root, "dist", folder);

const testPayload = (suite: HostSuite): string =>
  JSON.stringify([
    ["extensionDevelopmentPath", `vscode-remote://remote${root}`],
    ["extensionTestsPath", `vscode-remote://remote${join(bundleOf(suite), "index.cjs")}`],
    ["skipWelcome", "true"],
  ]);

async function runInPage(url: string, timeoutMs: number, onOutput: OnOutput): Promise<boolean> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const exitCode = new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => {
        page.screenshot({ path: join(root, "test-results/host-timeout.png") }).catch(() => {});
        reject(new Error(`Host tests did not end within ${timeoutMs / 1000} s`));
      }, timeoutMs);
      void page.exposeFunction("codeAutomationExit", (code: number) => {
        clearTimeout(timer);
        resolve(code);
      });
    });
    await page.exposeFunction("codeAutomationLog", (_type: string, values: readonly unknown[]) => {
      const text = values.map(String).join(" ");
      if (!text.startsWith(hostTestMarker)) return;
      const line = text.slice(hostTestMarker.length);
      console.log(line);
      onOutput(`${line}\n`);
    });
    await page.goto(url, { waitUntil: "commit", timeout: 180_000 });
    return (await exitCode) === 0;
  } finally {
    await browser.close();
  }
}

const bundleTests = (suite: HostSuite): Promise<unknown> =>
  esbuild.build({
    absWorkingDir: root,
    entryPoints: [`${suite.folder}/index.ts`, ...globSync(`${suite.folder}/*.test.ts`, { cwd: root })],
    outdir: bundleOf(suite),
    outExtension: { ".js": ".cjs" },
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node22",
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
  });
