/** The person's files where no editor holds them: every apply stands in a journal first, and one that broke off is taken back. */
import { randomUUID } from "node:crypto";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import type { AppliedPatch, ApplyOutcome, UserFiles, UserPatch, UserText } from "../../ports/userFiles.ts";
import { mayLive, ownIdentity } from "../store/processIdentity.ts";
import type { StoreFiles } from "../store/storeFiles.ts";
import { ApplyJournal, type ApplyPlan, type JournalEntry } from "./applyJournal.ts";
import { carryBack, carryOut, clearAway, isState, ownState, removeEmptyFolders } from "./carryOut.ts";
import { currentState, type FileState, hashOf, type Step, stepsOf } from "./planSteps.ts";
import { TargetError } from "./target.ts";
import { textOfBytes } from "./textBytes.ts";
import type { UserDisk } from "./userDisk.ts";

export interface JournalledFilesDeps {
  readonly disk: UserDisk;
  /** For the journal, in a folder of the program's own. */
  readonly journalFiles: StoreFiles;
  readonly journalFolder: string;
  /** Absolute; links in it are followed once, here. */
  readonly root: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What was found of applies that broke off. */
export interface Recovery {
  /** Taken back: all files are as before. */
  readonly takenBack: readonly string[];
  /** Had come to their end. */
  readonly finished: readonly string[];
  /** Files of these that someone else changed since, and that were left alone. */
  readonly leftAlone: readonly string[];
}

/** An apply takes milliseconds: one that began longer ago has broken off, whatever is known of its process. */
const LONGEST_APPLY_MS = 60_000;

type Refused = Extract<ApplyOutcome, { kind: "refused" }>;

export class JournalledFiles implements UserFiles {
  readonly #disk: UserDisk;
  readonly #journal: ApplyJournal;
  readonly #root: string;
  readonly #now: () => number;

  constructor({ disk, journalFiles, journalFolder, root, now }: JournalledFilesDeps) {
    this.#disk = disk;
    this.#journal = new ApplyJournal(journalFiles, journalFolder);
    this.#root = disk.realPath(root);
    this.#now = now;
  }

  /**
   * To be called once at the start, before any apply. Applies of processes that live are left to them.
   *
   * @throws what the disk says when it refuses; may then be called again
   */
  recover(): Recovery {
    const takenBack: string[] = [];
    const finished: string[] = [];
    const leftAlone: string[] = [];
    for (const { plan, end } of this.#own()) {
      if (end !== undefined || this.#isAtWork(plan)) continue;
      if (this.#isFinished(plan)) {
        clearAway(this.#disk, plan);
        this.#finish(plan);
        finished.push(plan.id);
      } else {
        leftAlone.push(...carryBack(this.#disk, this.#journal, plan));
        this.#journal.end(plan.id, "undone");
        takenBack.push(plan.id);
      }
    }
    this.#journal.sweep(this.#now());
    return { takenBack, finished, leftAlone };
  }

  async read(path: string): Promise<UserText> {
    try {
      const { state } = currentState(this.#disk, this.#root, path);
      if (!state) return { kind: "absent" };
      const decoded = textOfBytes(state.bytes);
      return decoded ? { kind: "text", text: decoded.text } : { kind: "unfit", reason: "encoding" };
    } catch (error) {
      return { kind: "unfit", reason: error instanceof TargetError ? error.fault : "kind" };
    }
  }

  async apply({ title, changes, allowed = [] }: UserPatch): Promise<ApplyOutcome> {
    const checked = checkedSteps(changes, (change) =>
      stepsOf(this.#disk, this.#root, change, { allowed: new Set(allowed) }),
    );
    return checked.kind === "refused" ? checked : this.#carryOut(checked.steps, { title });
  }

  async undo(id: string): Promise<ApplyOutcome> {
    let entry: JournalEntry | undefined;
    try {
      entry = this.#own().find(({ plan }) => plan.id === id);
    } catch (error) {
      return { kind: "failed", message: `Cannot read the journal: ${messageOf(error)}`, isRestored: true };
    }
    if (entry?.end !== "done") {
      return { kind: "failed", message: "Cannot undo it: no such apply is known", isRestored: true };
    }
    const faults: Refused["faults"][number][] = [];
    const steps: Step[] = [];
    for (const [index, { path, before, after }] of entry.plan.steps.entries()) {
      try {
        const { target, state } = currentState(this.#disk, this.#root, path);
        if (!isState(state, after))
          throw new TargetError("stale", `Cannot undo "${path}": it was changed since`);
        const image = before && { bytes: this.#journal.image(id, index), mode: before.mode };
        steps.push({ path, target, before: state, after: image ?? undefined });
      } catch (error) {
        faults.push(faultOf(path, error));
      }
    }
    if (faults.length > 0) return { kind: "refused", faults };
    return this.#carryOut(steps, { title: entry.plan.title, undoes: entry.plan });
  }

  async applied(): Promise<readonly AppliedPatch[]> {
    return this.#own()
      .filter(({ plan, end }) => end === "done" && plan.undoes === undefined)
      .map(({ plan }) => ({
        id: plan.id,
        title: plan.title,
        timeMs: plan.timeMs,
        paths: plan.steps.map(({ path }) => path),
      }));
  }

  #carryOut(
    steps: readonly Step[],
    { title, undoes }: { readonly title: string; readonly undoes?: ApplyPlan | undefined },
  ): ApplyOutcome {
    const ordered = inOrder(steps);
    const plan = planOf(ordered, { title, root: this.#root, timeMs: this.#now(), undoes: undoes?.id });
    try {
      this.#journal.begin(
        plan,
        ordered.map(({ before }) => before?.bytes),
      );
    } catch (error) {
      return { kind: "failed", message: `Cannot write the journal: ${messageOf(error)}`, isRestored: true };
    }
    try {
      carryOut(this.#disk, plan, ordered);
      this.#finish(plan);
      return { kind: "applied", id: plan.id };
    } catch (error) {
      return { kind: "failed", message: messageOf(error), isRestored: this.#takeBack(plan) };
    }
  }

  /** The apply that is taken back is over first: a start between the two would else offer to take it back again. */
  #finish(plan: ApplyPlan): void {
    const undone = plan.undoes && this.#own().find(({ plan: other }) => other.id === plan.undoes);
    if (undone) {
      removeEmptyFolders(this.#disk, undone.plan);
      this.#journal.end(undone.plan.id, "undone");
    }
    this.#journal.end(plan.id, "done");
  }

  #takeBack(plan: ApplyPlan): boolean {
    try {
      const foreign = carryBack(this.#disk, this.#journal, plan);
      this.#journal.end(plan.id, "undone");
      return foreign.length === 0;
    } catch {
      // The next start tries again.
      return false;
    }
  }

  #own(): readonly JournalEntry[] {
    return this.#journal.entries().filter(({ plan }) => plan.root === this.#root);
  }

  #isAtWork({ owner, timeMs }: ApplyPlan): boolean {
    const own = ownIdentity();
    const isRecent = Math.abs(this.#now() - timeMs) < LONGEST_APPLY_MS;
    return isRecent && owner.pid !== own.pid && mayLive({ ...owner, startedAt: owner.startedAt }, own);
  }

  #isFinished(plan: ApplyPlan): boolean {
    return plan.steps.every((step) => {
      const now = ownState(this.#disk, plan, step);
      return now !== "foreign" && isState(now.state, step.after);
    });
  }
}

/** What is deleted goes last: until then its text stands in a file somewhere. */
export const inOrder = (steps: readonly Step[]): readonly Step[] => [
  ...steps.filter(({ after }) => after),
  ...steps.filter(({ after }) => !after),
];

/** @param steps in order */
export function planOf(
  steps: readonly Step[],
  {
    undoes,
    ...about
  }: Pick<ApplyPlan, "title" | "root" | "timeMs"> & { readonly undoes: string | undefined },
): ApplyPlan {
  return {
    version: 1,
    id: randomUUID(),
    ...about,
    owner: ownIdentity(),
    ...(undoes === undefined ? {} : { undoes }),
    folders: [...new Set(steps.flatMap(({ after, target }) => (after ? target.missing : [])))].sort(),
    steps: steps.map(({ path, before, after }) => ({
      path,
      before: planned(before),
      after: planned(after),
    })),
  };
}

/** The steps of all changes; one that cannot be made, or a path named twice, refuses them all. */
export function checkedSteps(
  changes: readonly FileChange[],
  stepsFor: (change: FileChange) => readonly Step[],
): { readonly kind: "steps"; readonly steps: readonly Step[] } | Refused {
  const faults: Refused["faults"][number][] = [];
  const steps: Step[] = [];
  for (const change of changes) {
    try {
      steps.push(...stepsFor(change));
    } catch (error) {
      faults.push(faultOf(change.path, error));
    }
  }
  for (const path of repeated(steps)) {
    faults.push({
      path,
      fault: "path",
      message: `Cannot change "${path}": the patch names it more than once`,
    });
  }
  return faults.length > 0 ? { kind: "refused", faults } : { kind: "steps", steps };
}

const planned = (state: FileState | undefined) =>
  state ? { hash: hashOf(state.bytes), ...(state.mode === undefined ? {} : { mode: state.mode }) } : null;

/** Paths of several steps; letters aside, since some disks take them for one. */
function repeated(steps: readonly Step[]): readonly string[] {
  const seen = new Set<string>();
  return steps.flatMap(({ path }) => {
    const key = path.normalize("NFC").toLowerCase();
    const isSeen = seen.has(key);
    seen.add(key);
    return isSeen ? [path] : [];
  });
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function faultOf(path: string, error: unknown): Refused["faults"][number] {
  const fault = error instanceof TargetError ? error.fault : "kind";
  return { path, fault, message: messageOf(error) };
}
