/** Patches shown in the editor, and taken back: what stands behind the port and the commands of a review. */
import * as vscode from "vscode";
import type { PatchReview, ReviewEnd } from "../../ports/patchReview.ts";
import type { UserFiles } from "../../ports/userFiles.ts";
import { type Applied, ReviewSession } from "./reviewSession.ts";

/** Results of tests that a change of files made old. */
export interface OutdatedResults {
  readonly count: number;
  /** Runs these tests anew. */
  run(): Promise<void>;
}

/** Is told of files that were changed, relative to an absolute root; undefined where nothing that is known of tests hangs on them. */
export type AfterChange = (root: string, paths: readonly string[]) => Promise<OutdatedResults | undefined>;

export interface EditorReviewDeps {
  /** By absolute root. */
  readonly filesOf: (root: string) => Promise<UserFiles>;
  /** Absolute roots of the workspace. */
  readonly roots: () => readonly string[];
  readonly afterChange?: AfterChange;
  /** Puts messages that float over the window away; they stay in the list of notifications. Not given: by the editor. */
  readonly hideToasts?: () => void;
}

const hideToasts = (): void => void vscode.commands.executeCommand("notifications.hideToasts");

export class EditorReview implements PatchReview {
  readonly #deps: EditorReviewDeps;
  #session: ReviewSession | undefined;
  /** Patches whose acceptance is told, with an *Undo* that nobody has answered. */
  readonly #told = new Set<string>();

  constructor(deps: EditorReviewDeps) {
    this.#deps = deps;
  }

  get session(): ReviewSession | undefined {
    return this.#session;
  }

  async show(patches: Parameters<PatchReview["show"]>[0], signal: AbortSignal): Promise<ReviewEnd> {
    if (patches.length === 0 || signal.aborted) return { kind: "rejected" };
    await this.#session?.replace({ isFollowed: true });
    return new Promise((resolve, reject) => {
      const session = new ReviewSession({
        patches,
        filesOf: this.#deps.filesOf,
        onApplied: (applied) => void this.#tellApplied(applied),
        onEnd: (end) => {
          if (this.#session === session) this.#session = undefined;
          resolve(end);
        },
      });
      this.#session = session;
      signal.addEventListener("abort", () => void session.replace({ isFollowed: false }), { once: true });
      session.open().catch((error: unknown) => {
        void session.close();
        if (this.#session === session) this.#session = undefined;
        reject(error);
      });
    });
  }

  /** What broke off in an earlier session is taken back when a root's files are first opened. */
  async recover(): Promise<void> {
    for (const root of this.#deps.roots()) await this.#deps.filesOf(root);
  }

  /** Results that the evidence has from a copy stay there: the Testing view tells of runs that it knows, so a new one is offered. */
  async #tellApplied({ summary, root, ids, paths }: Applied): Promise<void> {
    for (const id of ids) this.#told.add(id);
    const outdated = await this.#outdated(root, paths);
    if (!ids.some((id) => this.#told.has(id))) return;
    const undo = "Undo";
    const again = "Run Tests Again";
    const count = outdated?.count ?? 0;
    const results = count === 1 ? "The result of 1 test is" : `The results of ${count} tests are`;
    const text = outdated ? `${summary}. ${results} outdated.` : `${summary}.`;
    const answer = await vscode.window.showInformationMessage(text, ...(outdated ? [again] : []), undo);
    for (const id of ids) this.#told.delete(id);
    if (answer === undo) await this.undo(root, ids);
    if (answer === again) await outdated?.run();
  }

  async #outdated(root: string, paths: readonly string[]): Promise<OutdatedResults | undefined> {
    // What was changed is told whatever becomes of the tests.
    return this.#deps.afterChange?.(root, paths).catch(() => undefined);
  }

  files(root: string): Promise<UserFiles> {
    return this.#deps.filesOf(root);
  }

  /** @param ids oldest first @returns whether all were taken back; else the person was told why */
  async undo(root: string, ids: readonly string[]): Promise<boolean> {
    const files = await this.#deps.filesOf(root);
    const known = await files.applied();
    for (const id of ids.toReversed()) {
      const outcome = await files.undo(id);
      if (outcome.kind === "applied") {
        void this.#outdated(root, known.find((one) => one.id === id)?.paths ?? []);
        continue;
      }
      const reason =
        outcome.kind === "failed" ? outcome.message : outcome.faults.map(({ message }) => message).join(". ");
      void vscode.window.showErrorMessage(`It was not undone. ${reason}.`);
      return false;
    }
    // The offer to take it back would stay over the chat, and there is nothing left to take back.
    const offered = ids.filter((id) => this.#told.delete(id));
    if (offered.length > 0) (this.#deps.hideToasts ?? hideToasts)();
    void vscode.window.setStatusBarMessage("$(discard) The patch was taken back", 5_000);
    return true;
  }

  /** Asks which of the patches that were accepted is taken back. */
  async undoPatch(): Promise<void> {
    const items = [];
    for (const root of this.#deps.roots()) {
      for (const { id, title, timeMs, paths } of await (await this.#deps.filesOf(root)).applied()) {
        const description = new Date(timeMs).toLocaleString();
        items.push({ label: title, description, detail: paths.join(", "), root, id, timeMs });
      }
    }
    if (items.length === 0) {
      void vscode.window.showInformationMessage("No patch of the last seven days can be taken back.");
      return;
    }
    items.sort((a, b) => b.timeMs - a.timeMs);
    const picked = await vscode.window.showQuickPick(items, {
      title: "Undo Accepted Patch",
      placeHolder: "Newest first; files that were changed since are left alone",
      matchOnDetail: true,
    });
    if (picked) await this.undo(picked.root, [picked.id]);
  }

  dispose(): void {
    void this.#session?.close();
  }
}
