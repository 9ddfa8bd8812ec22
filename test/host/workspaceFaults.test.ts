import assert from "node:assert/strict";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import type { IndexStatus } from "../../src/core/repo/indexStatus.ts";
import { startEngineThread } from "../../src/node/worker/engineClient.ts";
import type { Engine } from "../../src/ports/engine.ts";
import { systemClock } from "../../src/vscode/clock.ts";
import { syncDocuments } from "../../src/vscode/documentSync.ts";
import * as fromVscode from "../../src/vscode/fromVscode.ts";
import { vscodeSettings } from "../../src/vscode/settings.ts";
import { syncWorkspace } from "../../src/vscode/workspaceSync.ts";
import { until } from "./support/editing.ts";
import { memoryLog } from "./support/memoryLog.ts";

const never = new AbortController().signal;

describe("a workspace in which things go wrong", () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const folder = join(root, "faults");
  const log = memoryLog();
  let engine: Engine;
  let status: IndexStatus;
  let all: vscode.Disposable;

  before(async () => {
    const { extensionPath } = vscode.extensions.getExtension("touchstone.touchstone")!;
    engine = startEngineThread({
      workerPath: join(extensionPath, "dist/worker.cjs"),
      log,
      // How late a completion may come is another test's matter.
      policies: { complete: { deadlineMs: 60_000, lane: "quick", survivesRestart: false } },
    });
    const settings = vscodeSettings(log);
    all = vscode.Disposable.from(
      settings,
      engine.onStatus((now) => {
        status = now;
      }),
      syncWorkspace({ engine, settings, clock: systemClock, log }),
      syncDocuments(engine, log),
    );
    status = await engine.waitForIndex(never);
    assert.equal(status.phase, "ready");
  });
  after(async () => {
    all.dispose();
    await engine.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const count = (reason: keyof IndexStatus["skipped"]) => status.skipped[reason] ?? 0;

  it("takes files up and says which it leaves out", async () => {
    const { files } = status;
    const tooLarge = count("tooLarge");
    const binary = count("binary");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "good.py"), "def good_one():\n    return 1\n");
    await writeFile(
      join(folder, "broken.py"),
      Buffer.from("gr\xfc\xdfe = 'sch\xf6n'\nvalue = 2\n", "latin1"),
    );
    await writeFile(join(folder, "huge.py"), "x = 1\n".repeat(400_000));
    await writeFile(join(folder, "binary.py"), Buffer.from([0, 1, 2, 0, 255, 254, 0]));
    await until("both texts are in the index", () => status.files === files + 2);
    await until("the others are counted", () => count("tooLarge") > tooLarge && count("binary") > binary);
  });

  it("follows a folder that is renamed and one that is deleted", async () => {
    const { files } = status;
    await rename(folder, `${folder}-renamed`);
    await until("the renamed folder is read again", () => status.files === files && status.phase === "ready");
    await rm(`${folder}-renamed`, { recursive: true });
    await until("the deleted files are gone", () => status.files === files - 2);
    assert.equal(status.phase, "ready");
  });

  it("still completes in a document whose file was deleted", async () => {
    const path = join(root, "gone.py");
    await writeFile(path, "def compute_total(values):\n    return sum(values)\n\n\nresult = compute_t");
    const document = await vscode.workspace.openTextDocument(path);
    await rm(path);
    const offset = document.getText().length;
    const request = { ...fromVscode.cursor(document, document.positionAt(offset)), maxSuggestions: 1 };
    const [suggestion] = await engine.complete(request, never);
    assert.match(suggestion?.text ?? "", /^otal\b/);
  });

  it("logs no error for any of it", () => {
    assert.deepEqual(
      log.lines.filter((line) => line.startsWith("error")),
      [],
    );
  });
});
