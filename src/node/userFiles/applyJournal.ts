/**
 * What stands behind each apply: before a file is touched, the journal says which files will be, how they are and how they
 * will be, and holds their old bytes. An entry is a plan and its images; a mark tells how it ended. Kept in the program's own folder.
 */
import { join } from "node:path";
import * as z from "zod";
import type { StoreFiles } from "../store/storeFiles.ts";

const state = z.object({ hash: z.string(), mode: z.int().optional() }).nullable();
const planSchema = z.object({
  version: z.literal(1),
  id: z.string().regex(/^[\w-]{1,80}$/),
  title: z.string(),
  timeMs: z.number(),
  root: z.string(),
  owner: z.object({ pid: z.int(), startedAt: z.string().optional(), place: z.string() }),
  /** The apply that this one takes back. */
  undoes: z.string().optional(),
  /** Made for it, outermost first. */
  folders: z.array(z.string()),
  steps: z.array(z.object({ path: z.string(), before: state, after: state })),
});
export type ApplyPlan = z.infer<typeof planSchema>;
export type PlannedStep = ApplyPlan["steps"][number];

/** `done`: all files are as planned. `undone`: all are as before, or were changed by someone else since. */
export type ApplyEnd = "done" | "undone";

export interface JournalEntry {
  readonly plan: ApplyPlan;
  readonly end: ApplyEnd | undefined;
}

/** How long an apply can be taken back. */
const KEPT_MS = 7 * 24 * 3600 * 1000;
/** How many of them. */
const MOST_KEPT = 100;
/** Images without a plan are of an apply that never began, unless it is beginning right now. */
const BEGINNING_MS = 3600 * 1000;

export class ApplyJournal {
  readonly #files: StoreFiles;
  readonly #folder: string;

  constructor(files: StoreFiles, folder: string) {
    this.#files = files;
    this.#folder = folder;
  }

  /** Waits until the disk has plan and images. Only then may a file be touched. */
  begin(plan: ApplyPlan, images: readonly (Uint8Array | undefined)[]): void {
    this.#files.makeFolder(this.#folder);
    for (const [index, bytes] of images.entries()) {
      if (bytes) this.#files.createNew(this.#imagePath(plan.id, index), bytes);
    }
    const draft = join(this.#folder, `${plan.id}.draft`);
    this.#files.createNew(draft, new TextEncoder().encode(JSON.stringify(plan)));
    this.#files.move(draft, join(this.#folder, `${plan.id}.plan`));
    this.#files.syncFolder(this.#folder);
  }

  end(id: string, end: ApplyEnd): void {
    const path = join(this.#folder, `${id}.${end}`);
    if (this.#files.stat(path)) return;
    this.#files.createNew(path, new Uint8Array());
    this.#files.syncFolder(this.#folder);
  }

  /** The old bytes of a step. */
  image(id: string, index: number): Uint8Array {
    return this.#files.read(this.#imagePath(id, index));
  }

  /** Newest first. Plans that cannot be read are passed over: nothing is done by their word. */
  entries(): readonly JournalEntry[] {
    const names = this.#names();
    const found = names.filter((name) => name.endsWith(".plan")).map((name) => this.#read(name));
    return found.filter((entry) => entry !== undefined).sort((a, b) => b.plan.timeMs - a.plan.timeMs);
  }

  /** Removes what is too old to be taken back or has too many after it, and what never began. */
  sweep(nowMs: number): void {
    const over = new Map(
      this.entries().map(({ plan, end }, index) => [
        plan.id,
        end !== undefined && (index >= MOST_KEPT || plan.timeMs < nowMs - KEPT_MS),
      ]),
    );
    // The plan goes first: one without its end would be carried out backwards.
    const plansFirst = this.#names().toSorted(
      (a, b) => Number(b.endsWith(".plan")) - Number(a.endsWith(".plan")),
    );
    for (const name of plansFirst) {
      const id = name.slice(0, name.indexOf("."));
      const path = join(this.#folder, name);
      const isOrphan = !over.has(id) && (this.#files.stat(path)?.mtimeMs ?? nowMs) < nowMs - BEGINNING_MS;
      if (over.get(id) || isOrphan) this.#files.discard(path);
    }
  }

  #imagePath(id: string, index: number): string {
    return join(this.#folder, `${id}.${index}.before`);
  }

  #names(): readonly string[] {
    return this.#files.stat(this.#folder)?.kind === "folder" ? this.#files.list(this.#folder) : [];
  }

  #read(name: string): JournalEntry | undefined {
    try {
      const text = new TextDecoder().decode(this.#files.read(join(this.#folder, name)));
      const plan = planSchema.parse(JSON.parse(text));
      const ends = (["undone", "done"] as const).filter((end) =>
        this.#files.stat(join(this.#folder, `${plan.id}.${end}`)),
      );
      return `${plan.id}.plan` === name ? { plan, end: ends[0] } : undefined;
    } catch {
      return undefined;
    }
  }
}
