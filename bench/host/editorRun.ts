/** Runs the built extension in a real VS Code, with `measured.cjs` as its main module, and returns what that wrote. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { launchBrowser } from "../../scripts/editor/browser.ts";
import { startEditorServer } from "../../scripts/editor/server.ts";
import { root } from "../../scripts/lib/run.ts";
import { Workbench } from "../../test/ui/support/workbench.ts";

export interface EditorRunOptions {
  readonly folder: string;
  /** Milliseconds of CPU profile after activation; 0 writes the result right after activation. */
  readonly profileMs: number;
  /** False: the extension is left out, for comparison. */
  readonly load?: boolean;
  /** What a person does meanwhile. */
  readonly meanwhile?: (workbench: Workbench) => Promise<void>;
}

const resultTimeoutMs = 60_000;

/** The built extension in a folder of its own, its main module replaced. */
function measuredExtension(folder: string): void {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ ...manifest, type: "commonjs", main: "./measured.cjs" }),
  );
  copyFileSync(join(root, "bench/host/measured.cjs"), join(folder, "measured.cjs"));
  for (const name of ["dist", "media", "syntaxes"]) symlinkSync(join(root, name), join(folder, name));
}

/** One cold start: new server, new data folder, new browser. */
export async function runInEditor<Result>(options: EditorRunOptions): Promise<Result> {
  const home = mkdtempSync(join(tmpdir(), "touchstone-bench-"));
  const extension = mkdtempSync(join(home, "extension-"));
  measuredExtension(extension);
  const result = join(home, "result.json");
  const { folder, profileMs, load, meanwhile } = options;
  process.env["TOUCHSTONE_BENCH"] = JSON.stringify({ result, profileMs, load });
  const server = await startEditorServer({
    dataDir: join(home, "data"),
    extensionsDir: join(home, "extensions"),
    trusted: true,
    testDriver: true,
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const payload = [
      ["extensionDevelopmentPath", `vscode-remote://remote${extension}`],
      ["skipWelcome", "true"],
    ];
    const workbench = new Workbench(page);
    await workbench.open(server.url(folder, { payload: JSON.stringify(payload) }));
    await meanwhile?.(workbench);
    for (let waitedMs = 0; !existsSync(result); waitedMs += 100) {
      if (waitedMs > profileMs + resultTimeoutMs) throw new Error("The extension host wrote no result");
      await wait(100);
    }
    return JSON.parse(readFileSync(result, "utf8")) as Result;
  } finally {
    await browser.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
