/** Integration tests inside VS Code's extension host, started by its smoke-test driver as VS Code's own are. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { hostileSettings } from "../../test/host/support/hostileWorkspace.ts";
import { hostTestMarker } from "../../test/host/support/marker.ts";
import { root } from "../lib/run.ts";
import { launchBrowser } from "./browser.ts";
import { startEditorServer } from "./server.ts";

/** No run of all host tests takes longer. */
const timeoutMs = 300_000;
const bundledTests = join(root, "dist/test/host");

/** Runs the tests of `test/host` on a copy of the samples, printing what they print. @returns whether all passed */
export async function runHostTests(): Promise<boolean> {
  await bundleHostTests();
  const home = mkdtempSync(join(tmpdir(), "touchstone-host-"));
  const workspace = join(home, "workspace");
  cpSync(join(root, "samples"), workspace, { recursive: true });
  mkdirSync(join(workspace, ".vscode"));
  writeFileSync(join(workspace, ".vscode/settings.json"), JSON.stringify(hostileSettings(), null, 2));
  const server = await startEditorServer({
    dataDir: join(home, "data"),
    extensionsDir: join(home, "extensions"),
    trusted: true,
    testDriver: true,
  });
  try {
    return await runInPage(server.url(workspace, { payload: testPayload() }));
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

const testPayload = (): string =>
  JSON.stringify([
    ["extensionDevelopmentPath", `vscode-remote://remote${root}`],
    ["extensionTestsPath", `vscode-remote://remote${join(bundledTests, "index.cjs")}`],
    ["skipWelcome", "true"],
  ]);

async function runInPage(url: string): Promise<boolean> {
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
      if (text.startsWith(hostTestMarker)) console.log(text.slice(hostTestMarker.length));
    });
    await page.goto(url);
    return (await exitCode) === 0;
  } finally {
    await browser.close();
  }
}

const bundleHostTests = (): Promise<unknown> =>
  esbuild.build({
    absWorkingDir: root,
    entryPoints: ["test/host/index.ts", "test/host/*.test.ts"],
    outdir: bundledTests,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node22",
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
  });
