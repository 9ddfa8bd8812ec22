/** The extension as a user gets it: built, packed into `touchstone.vsix`, installed. */
import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { packageBin, root, run, runNode } from "../lib/run.ts";
import { editorHome, serverMain } from "./installation.ts";

export const vsixPath = join(root, "touchstone.vsix");

/** Builds for production and writes `touchstone.vsix`. */
export async function packageExtension(): Promise<void> {
  await runNode(["esbuild.config.mjs", "--production"], { quiet: true });
  const vsce = packageBin("@vscode/vsce/vsce");
  const flags = ["--no-dependencies", "--no-rewrite-relative-links", "--out", vsixPath];
  await runNode([vsce, "package", ...flags], { quiet: true });
  console.log(`Packaged touchstone.vsix, ${(statSync(vsixPath).size / 1e6).toFixed(1)} MB`);
}

/** The extensions of editors that tests and the tour start: Touchstone alone, as a user gets it. */
export const testExtensionsDir = join(editorHome, "test-extensions");

/** Builds, packs and installs Touchstone anew for tests and the tour. */
export async function installForTests(): Promise<void> {
  await packageExtension();
  rmSync(testExtensionsDir, { recursive: true, force: true });
  mkdirSync(testExtensionsDir, { recursive: true });
  await installVsix(testExtensionsDir, join(editorHome, "test-install"));
}

/** Installs `touchstone.vsix` for editors started with this extensions folder. */
export const installVsix = (extensionsDir: string, dataDir: string): Promise<void> =>
  run(
    process.execPath,
    [
      ...[serverMain, "--install-extension", vsixPath, "--force", "--accept-server-license-terms"],
      ...["--extensions-dir", extensionsDir, "--server-data-dir", dataDir],
    ],
    { quiet: true },
  );
