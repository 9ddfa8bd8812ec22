/** One review on the screen: its rows, the diff of what is checked, and what a person does with it. */
import * as vscode from "vscode";
import { alternativesKey, reviewKey } from "../../core/config/commands.ts";
import { reviewView } from "../../core/config/manifest.ts";
import { partsOf } from "../../core/patch/changeParts.ts";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { protectionOfChange, protectionTexts } from "../../core/patch/protectedPaths.ts";
import { countOf } from "../../core/text/counts.ts";
import { type PartPlace, Review, type Selection } from "../../features/review/review.ts";
import { alternatives, reviewRows } from "../../features/review/reviewRows.ts";
import type { ProposedPatch, ReviewEnd } from "../../ports/patchReview.ts";
import type { ApplyOutcome, UserFiles } from "../../ports/userFiles.ts";
import { type ReviewDocuments, reviewDocuments } from "./reviewDocuments.ts";
import { openRowCommand, ReviewTree } from "./reviewTree.ts";

/** Hunks of a patch that are in the files now. */
export interface Applied {
  readonly summary: string;
  /** Absolute. */
  readonly root: string;
  /** What takes it back, oldest first. */
  readonly ids: readonly string[];
  /** Files that this changed, relative to the root, also those that went elsewhere. */
  readonly paths: readonly string[];
}

export interface ReviewSessionDeps {
  readonly patches: readonly ProposedPatch[];
  /** By absolute root. */
  readonly filesOf: (root: string) => Promise<UserFiles>;
  readonly onApplied: (applied: Applied) => void;
  readonly onEnd: (end: ReviewEnd) => void;
}

/** Changes of files that follow one another count as one. Milliseconds. */
const settleMs = 150;

const titles = { verified: "verified", plausible: "plausible", unverified: "unverified" } as const;

export class ReviewSession {
  readonly #deps: ReviewSessionDeps;
  readonly #review: Review;
  readonly #tree: ReviewTree;
  readonly #view: vscode.TreeView<string>;
  readonly #documents: ReviewDocuments;
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #applied: { id: string; outcome: ApplyOutcome; changes: readonly FileChange[] }[] = [];
  /** Titles of the editors that were opened, to be closed in the end. */
  readonly #titles = new Set<string>();
  #isApplying = false;
  #isOver = false;
  #settling: NodeJS.Timeout | undefined;

  constructor(deps: ReviewSessionDeps) {
    this.#deps = deps;
    this.#review = new Review(deps.patches);
    this.#tree = new ReviewTree((path) => this.#uriOf(path));
    this.#view = vscode.window.createTreeView(reviewView, {
      treeDataProvider: this.#tree,
      manageCheckboxStateManually: true,
      showCollapseAll: true,
    });
    this.#documents = reviewDocuments(() => ({
      files: this.#review.files,
      explanation: this.#review.patch.explanation ?? "",
    }));
    this.#subscriptions.push(
      this.#view,
      this.#tree,
      this.#documents,
      this.#view.onDidChangeCheckboxState(({ items }) => {
        for (const [id, state] of items) this.#check(id, state === vscode.TreeItemCheckboxState.Checked);
        this.#draw();
      }),
      vscode.commands.registerCommand(openRowCommand, (id: unknown) => this.#openRow(id)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#touched(document.uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#touched(uri)),
      ...this.#watchers(),
    );
  }

  /** Shows rows and diff; the diff has the keyboard. */
  async open(): Promise<void> {
    await vscode.commands.executeCommand("setContext", reviewKey, true);
    await vscode.commands.executeCommand("setContext", alternativesKey, this.#deps.patches.length > 1);
    await this.#observe();
    this.#draw();
    const first = this.#tree.getChildren()[0];
    if (first !== undefined) await this.#view.reveal(first, { focus: false, select: false });
    await this.showChanges();
  }

  #uriOf(path: string): vscode.Uri {
    return vscode.Uri.joinPath(vscode.Uri.file(this.#review.patch.root), ...path.split("/"));
  }

  #watchers(): vscode.Disposable[] {
    const roots = new Set(this.#deps.patches.map(({ root }) => root));
    const paths = new Set(
      this.#deps.patches.flatMap(({ changes }) =>
        changes.flatMap((change) => (change.kind === "renamed" ? [change.from, change.path] : [change.path])),
      ),
    );
    const touched = (uri: vscode.Uri) => this.#touched(uri);
    return [...roots].flatMap((root) =>
      [...paths].flatMap((path) => {
        const escaped = path.replace(/[*?[\]{}]/g, "[$&]");
        const pattern = new vscode.RelativePattern(vscode.Uri.file(root), escaped);
        const watcher = vscode.workspace.createFileSystemWatcher(pattern);
        return [
          watcher,
          watcher.onDidChange(touched),
          watcher.onDidCreate(touched),
          watcher.onDidDelete(touched),
        ];
      }),
    );
  }

  #touched(uri: vscode.Uri): void {
    const isOurs = this.#review.files.some(({ path }) => this.#uriOf(path).toString() === uri.toString());
    if (!isOurs || this.#isApplying) return;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(async () => {
      if (!this.#isApplying && !this.#isOver && (await this.#observe())) this.#draw();
    }, settleMs);
  }

  /** Looks at every file as it is now. @returns whether anything is different */
  async #observe(): Promise<boolean> {
    const files = await this.#deps.filesOf(this.#review.patch.root);
    let isDifferent = false;
    for (const file of this.#review.files) {
      const read = await files.read(file.path);
      if (read.kind !== "unfit" && file.observe(read.kind === "text" ? read.text : undefined))
        isDifferent = true;
    }
    return isDifferent;
  }

  #draw(): void {
    if (this.#isOver) return;
    this.#tree.show(reviewRows(this.#review));
    const { checkedCount, openCount, appliedCount } = this.#review;
    const accepted = appliedCount > 0 ? `${appliedCount} accepted, ` : "";
    this.#view.message = `${accepted}${checkedCount} of ${countOf(openCount, "hunk")} checked`;
    this.#documents.changed();
  }

  #check(id: string, isChecked: boolean): void {
    const target = this.#tree.row(id)?.target;
    if (target?.kind === "file") this.#review.check({ file: target.file }, isChecked);
    if (target?.kind === "part") this.#review.check(target, isChecked);
  }

  async #openRow(id: unknown): Promise<void> {
    const target = this.#tree.row(id)?.target;
    if (target?.kind === "file") await this.#showFile(target.file);
    if (target?.kind === "part") await this.#showFile(target.file, target.part);
    if (target?.kind === "explanation")
      await vscode.window.showTextDocument(this.#documents.explanationUri(), { preview: true });
    if (target?.kind === "patch") await this.#choose(target.index);
  }

  /** Moving through the list tells what each patch does; one that is picked is shown. */
  async choosePatch(): Promise<void> {
    const { patches, index } = this.#review;
    const [example] = patches.flatMap((patch) => patch.example ?? []);
    const items = alternatives(this.#review).map((one, at) => ({
      ...one,
      label: `$(${at === index ? "circle-filled" : "circle-outline"}) ${one.label.replace(/\$\(/g, "$\u200b(")}`,
      at,
    }));
    const picked = await vscode.window.showQuickPick(items, {
      title: example ? "Which Did You Mean?" : `${patches.length} Patches Fit the Tests`,
      placeHolder: example ? `${example.call}: what should it come to?` : "Choose the one to look at",
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (picked) await this.#choose(picked.at);
  }

  async #choose(index: number): Promise<void> {
    if (index === this.#review.index) return;
    if (!this.#review.choose(index)) {
      void vscode.window.showInformationMessage(
        "A part of this patch is accepted already. Undo it to look at another one.",
      );
      return;
    }
    await this.#closeEditors();
    await this.#observe();
    this.#draw();
    await this.showChanges();
  }

  #titleOf(name: string): string {
    const { verdict } = this.#review.patch;
    const title = `${name} (Touchstone${verdict ? `, ${titles[verdict]}` : ""})`;
    this.#titles.add(title);
    return title;
  }

  /** One file as a diff, several as one list of diffs. */
  async showChanges(): Promise<void> {
    const { files, patch } = this.#review;
    if (files.length === 1) return this.#showFile(0);
    const all = files.map((file, at) => [
      this.#uriOf(file.path),
      this.#documents.uri(at, "before"),
      this.#documents.uri(at, "after"),
    ]);
    await vscode.commands.executeCommand("vscode.changes", this.#titleOf(patch.title), all);
  }

  async #showFile(at: number, part?: number): Promise<void> {
    const file = this.#review.files[at];
    if (!file) return;
    const name = file.path.slice(file.path.lastIndexOf("/") + 1);
    const lines = file.lines().after;
    const line = (lines.find(({ index }) => index === part) ?? lines[0])?.start ?? 0;
    const selection = new vscode.Range(line, 0, line, 0);
    await vscode.commands.executeCommand(
      "vscode.diff",
      this.#documents.uri(at, "before"),
      this.#documents.uri(at, "after"),
      this.#titleOf(name),
      { preview: true, selection },
    );
  }

  /** What somebody changed in a file since the patch was made for it. */
  async showChangedSince(given: unknown): Promise<void> {
    const target = this.#tree.row(given)?.target;
    const at = target?.kind === "file" ? target.file : 0;
    const file = this.#review.files[at];
    if (!file || file.proposed.kind === "created") return;
    const name = file.path.slice(file.path.lastIndexOf("/") + 1);
    const title = `${name}: changed since the patch was made`;
    this.#titles.add(title);
    const base = this.#documents.uri(at, "base");
    await vscode.commands.executeCommand("vscode.diff", base, this.#uriOf(file.path), title);
  }

  /** The part that a command means: a row, a line number's menu, the cursor in a diff, or the row that is selected. */
  #meant(given: unknown): PartPlace | undefined {
    const row = this.#tree.row(given)?.target;
    if (row?.kind === "part") return row;
    const { uri, lineNumber } = (given ?? {}) as { uri?: vscode.Uri; lineNumber?: number };
    const editor = vscode.window.activeTextEditor;
    const place = this.#documents.placeOf(uri ?? editor?.document.uri ?? vscode.Uri.from({ scheme: "none" }));
    if (place && place.side !== "base") {
      const line = typeof lineNumber === "number" ? lineNumber - 1 : (editor?.selection.active.line ?? 0);
      return this.#review.partAt(place.file, place.side, line);
    }
    const selected = this.#tree.row(this.#view.selection[0])?.target;
    return selected?.kind === "part" ? selected : undefined;
  }

  async acceptHunk(given: unknown): Promise<void> {
    const place = this.#meant(given);
    if (!place) return this.#sayNoHunk();
    if (await this.#apply(place)) {
      if (this.#review.openCount === 0) await this.#finish();
      else await this.#showNextOf(place);
    }
  }

  /** It stays in the list, unchecked; the next one that is checked is shown. */
  async rejectHunk(given: unknown): Promise<void> {
    const place = this.#meant(given);
    if (!place) return this.#sayNoHunk();
    this.#review.check(place, false);
    this.#draw();
    await this.#showNextOf(place);
  }

  #sayNoHunk(): void {
    void vscode.window.setStatusBarMessage("$(info) No hunk stands at the cursor", 4_000);
  }

  async acceptAll(): Promise<void> {
    if (this.#review.checkedCount === 0) {
      void vscode.window.showInformationMessage("Nothing is checked, so there is nothing to accept.");
      return;
    }
    if (await this.#apply("checked")) await this.#finish();
  }

  reject(): Promise<void> {
    return this.#finish();
  }

  /** The next hunk that is checked, behind the one that was decided. */
  async #showNextOf({ file, part }: PartPlace): Promise<void> {
    const open = this.#review.openParts().filter((one) => this.#review.files[one.file]!.isChecked(one.part));
    const next = open.find((one) => one.file > file || (one.file === file && one.part > part)) ?? open[0];
    if (next) await this.#showFile(next.file, next.part);
  }

  /** @param step 1 or -1; goes round */
  async goToHunk(step: 1 | -1): Promise<void> {
    const open = this.#review.openParts();
    if (open.length === 0) return;
    const editor = vscode.window.activeTextEditor;
    const place = editor && this.#documents.placeOf(editor.document.uri);
    const line = editor?.selection.active.line ?? 0;
    const side = place?.side === "before" ? "before" : "after";
    const lineOf = ({ file, part }: PartPlace): number =>
      this.#review.files[file]!.lines()[side].find(({ index }) => index === part)?.start ?? 0;
    const isBehind = (one: PartPlace): boolean =>
      !place || one.file > place.file || (one.file === place.file && lineOf(one) > line);
    const isBefore = (one: PartPlace): boolean =>
      place !== undefined && (one.file < place.file || (one.file === place.file && lineOf(one) < line));
    const next = step === 1 ? (open.find(isBehind) ?? open[0]) : (open.findLast(isBefore) ?? open.at(-1));
    if (next) await this.#showFile(next.file, next.part);
  }

  /** @returns whether it was applied; why not is told */
  async #apply(selection: Selection): Promise<boolean> {
    if (this.#isApplying) return false;
    this.#isApplying = true;
    try {
      return await this.#applyNow(selection);
    } finally {
      this.#isApplying = false;
    }
  }

  async #applyNow(selection: Selection): Promise<boolean> {
    const { root, title } = this.#review.patch;
    const files = await this.#deps.filesOf(root);
    const wasConflicting = this.#review.files.some(({ isConflicting }) => isConflicting);
    await this.#observe();
    this.#draw();
    const isConflicting = this.#review.files.some((file) => file.isConflicting);
    if (isConflicting && !wasConflicting) {
      void vscode.window.showWarningMessage(
        "Nothing was changed: a file was changed since the patch was made, and some hunks no longer fit. Look at what is left, then accept again.",
      );
      return false;
    }
    const changes = this.#review.changesOf(selection);
    if (changes.length === 0) return false;
    const asked = changes.flatMap((change) => {
      const protection = protectionOfChange(change);
      return protection === undefined ? [] : [{ change, text: protectionTexts[protection] }];
    });
    if (asked.length > 0 && !(await mayChange(asked.map(({ change, text }) => `${change.path}: ${text}`))))
      return false;
    const allowed = asked.flatMap(({ change }) =>
      change.kind === "renamed" ? [change.from, change.path] : [change.path],
    );
    const outcome = await files.apply({ title, changes, allowed });
    if (outcome.kind !== "applied") {
      tellFailure(outcome);
      return false;
    }
    this.#review.applied(selection);
    this.#applied.push({ id: outcome.id, outcome, changes });
    this.#draw();
    const names = [...new Set(changes.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)))];
    const where = names.length > 2 ? countOf(names.length, "file") : names.join(" and ");
    const ids = selection === "checked" ? this.#applied.map(({ id }) => id) : [outcome.id];
    const paths = changes.flatMap((one) => (one.kind === "renamed" ? [one.from, one.path] : [one.path]));
    this.#deps.onApplied({ summary: `Accepted: ${where} changed`, root, ids, paths });
    return true;
  }

  async #finish({ isFollowed }: { readonly isFollowed: boolean } = { isFollowed: false }): Promise<void> {
    const last = this.#applied.at(-1);
    const { index } = this.#review;
    await this.close({ isFollowed });
    // The change itself is what a person looks at next; an undo there takes it back.
    const changed = last?.changes.find(({ kind }) => kind !== "deleted");
    if (changed) await this.#showChanged(changed);
    // The side bar, which goes back to the files, takes the keyboard.
    else if (!isFollowed) await vscode.commands.executeCommand("workbench.action.focusActiveEditorGroup");
    this.#deps.onEnd(
      last
        ? {
            kind: "accepted",
            index,
            outcome: last.outcome,
            earlier: this.#applied.slice(0, -1).map(({ id }) => id),
          }
        : { kind: "rejected" },
    );
  }

  async #showChanged(change: FileChange): Promise<void> {
    const part = partsOf(change).find(({ kind }) => kind === "lines");
    const line = part?.kind === "lines" ? part.edit.start : 0;
    const options = { selection: new vscode.Range(line, 0, line, 0) };
    // It may be gone again already.
    await vscode.window.showTextDocument(this.#uriOf(change.path), options).then(undefined, () => undefined);
  }

  /** As `#finish`: another review follows, whose side bar stays, or whoever asked gave up. */
  async replace(next: { readonly isFollowed: boolean }): Promise<void> {
    if (!this.#isOver) await this.#finish(next);
  }

  async close({ isFollowed = false } = {}): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#settling);
    if (!isFollowed) {
      await vscode.commands.executeCommand("setContext", reviewKey, false);
      await vscode.commands.executeCommand("setContext", alternativesKey, false);
    }
    await this.#closeEditors();
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  async #closeEditors(): Promise<void> {
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ label }) => this.#titles.has(label));
    await vscode.window.tabGroups.close(tabs, true).then(undefined, () => undefined);
  }
}

async function mayChange(lines: readonly string[]): Promise<boolean> {
  const yes = "Change Them";
  const answer = await vscode.window.showWarningMessage(
    lines.length === 1 ? "Change a protected file?" : "Change protected files?",
    { modal: true, detail: `${lines.join("\n")}\n\nSuch files have power over what runs on this machine.` },
    yes,
  );
  return answer === yes;
}

function tellFailure(outcome: Exclude<ApplyOutcome, { kind: "applied" }>): void {
  if (outcome.kind === "refused") {
    const reasons = outcome.faults.map(({ message }) => message).join(". ");
    void vscode.window.showErrorMessage(`Nothing was changed. ${reasons}.`);
    return;
  }
  const after = outcome.isRestored
    ? "Everything is as it was."
    : "Some files may be changed in part: Touchstone: Undo Accepted Patch shows what can be taken back.";
  void vscode.window.showErrorMessage(`The patch could not be applied: ${outcome.message}. ${after}`);
}
