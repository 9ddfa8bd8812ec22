/** What stands behind the editor's patches, in the same journal as those that the program makes by itself. */
import type { FileChange } from "../../core/patch/fileTexts.ts";
import type { EditJournal, HeldTexts } from "../../ports/editJournal.ts";
import type { ApplyOutcome, UserPatch } from "../../ports/userFiles.ts";
import { ApplyJournal, type ApplyPlan, type PlannedStep } from "./applyJournal.ts";
import { carryBack, isState, removeEmptyFolders } from "./carryOut.ts";
import {
  checkedSteps,
  faultOf,
  inOrder,
  JournalledFiles,
  type JournalledFilesDeps,
  messageOf,
  planOf,
  type Recovery,
} from "./journalledFiles.ts";
import { currentState, type FileState, stepsOf } from "./planSteps.ts";
import { TargetError } from "./target.ts";
import { bytesOfText, textOfBytes } from "./textBytes.ts";

type Fault = Extract<ApplyOutcome, { kind: "refused" }>["faults"][number];

export class DiskEditJournal implements EditJournal {
  readonly #deps: JournalledFilesDeps;
  readonly #journal: ApplyJournal;
  readonly #files: JournalledFiles;
  readonly #root: string;
  /** Begun and not ended, by identifier; texts that are held unsaved are the editor's to keep. */
  readonly #open = new Map<string, { readonly plan: ApplyPlan; readonly held: HeldTexts }>();

  constructor(deps: JournalledFilesDeps) {
    this.#deps = deps;
    this.#journal = new ApplyJournal(deps.journalFiles, deps.journalFolder);
    this.#files = new JournalledFiles(deps);
    this.#root = deps.disk.realPath(deps.root);
  }

  /** As `JournalledFiles.recover`. */
  recover(): Recovery {
    return this.#files.recover();
  }

  read(path: string) {
    return this.#files.read(path);
  }

  applyOnDisk(patch: UserPatch): Promise<ApplyOutcome> {
    return this.#files.apply(patch);
  }

  applied() {
    return this.#files.applied();
  }

  async begin({ title, changes, allowed = [] }: UserPatch, held: HeldTexts, undoes?: string) {
    const { disk, now } = this.#deps;
    const checked = checkedSteps(changes, (change) =>
      stepsOf(disk, this.#root, change, { allowed: new Set(allowed), held }),
    );
    if (checked.kind === "refused") return checked;
    const steps = inOrder(checked.steps);
    const plan = planOf(steps, { title, root: this.#root, timeMs: now(), undoes });
    try {
      this.#journal.begin(
        plan,
        steps.map(({ before }) => before?.bytes),
      );
    } catch (error) {
      return {
        kind: "failed",
        message: `Cannot write the journal: ${messageOf(error)}`,
        isRestored: true,
      } as const;
    }
    this.#open.set(plan.id, { plan, held });
    return { kind: "begun", id: plan.id } as const;
  }

  async end(id: string, end: "done" | "failed"): Promise<boolean> {
    const open = this.#open.get(id);
    if (!open) return false;
    const { plan, held } = open;
    this.#open.delete(id);
    try {
      if (end === "failed") {
        const foreign = carryBack(this.#deps.disk, this.#journal, plan);
        this.#journal.end(id, "undone");
        return foreign.every((path) => held.has(path));
      }
      if (plan.undoes !== undefined) this.#endUndone(plan.undoes);
      this.#journal.end(id, "done");
      return true;
    } catch {
      // The next start looks at it again.
      return false;
    }
  }

  /** Folders that the apply made are its to remove. */
  #endUndone(id: string): void {
    const undone = this.#journal.entries().find(({ plan }) => plan.id === id);
    if (undone) removeEmptyFolders(this.#deps.disk, undone.plan);
    this.#journal.end(id, "undone");
  }

  async inverse(id: string, held: HeldTexts) {
    try {
      const entry = this.#journal.entries().find(({ plan }) => plan.id === id && plan.root === this.#root);
      if (entry?.end !== "done") {
        return {
          kind: "failed",
          message: "Cannot undo it: no such apply is known",
          isRestored: true,
        } as const;
      }
      return this.#inverseOf(entry.plan, held);
    } catch (error) {
      const message = `Cannot read the journal: ${messageOf(error)}`;
      return { kind: "failed", message, isRestored: true } as const;
    }
  }

  #inverseOf(plan: ApplyPlan, held: HeldTexts) {
    const faults: Fault[] = [];
    const changes: FileChange[] = [];
    for (const [index, step] of plan.steps.entries()) {
      try {
        changes.push(this.#inverseStep(step, held, step.before && this.#journal.image(plan.id, index)));
      } catch (error) {
        faults.push(faultOf(step.path, error));
      }
    }
    return faults.length > 0
      ? ({ kind: "refused", faults } as const)
      : ({ kind: "changes", title: plan.title, changes } as const);
  }

  /** @throws TargetError for a file that is not as the apply left it */
  #inverseStep({ path, after }: PlannedStep, held: HeldTexts, image: Uint8Array | null): FileChange {
    const { state } = currentState(this.#deps.disk, this.#root, path);
    const text = state && (held.get(path) ?? textOfBytes(state.bytes)?.text);
    if (!isState(state && heldState(state, text), after))
      throw new TargetError("stale", `Cannot undo "${path}": it was changed since`);
    const old = image && textOfBytes(image)?.text;
    if (image && old === undefined)
      throw new TargetError("encoding", `Cannot undo "${path}": its old text cannot be read`);
    if (text === undefined) return { kind: "created", path, after: old ?? "" };
    if (old === null || old === undefined) return { kind: "deleted", path, before: text };
    return { kind: "changed", path, before: text, after: old };
  }
}

/** The file as it would be if the editor saved it now. */
function heldState(state: FileState, text: string | undefined): FileState {
  const encoding = textOfBytes(state.bytes)?.encoding;
  const bytes = text !== undefined && encoding !== undefined ? bytesOfText(text, encoding) : undefined;
  return bytes ? { ...state, bytes } : state;
}
