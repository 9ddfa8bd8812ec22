/** What the project's checkers say of files in a copy, before a change and after it. A person's files are not touched. */
import type { CheckerName } from "../../core/checking/checkers.ts";
import { type CheckFinding, compareFindings } from "../../core/checking/checkFinding.ts";
import { type CheckGroup, checkGroups } from "../../core/checking/checkGroups.ts";
import { areLibrariesUnseen, unseenBefore } from "../../core/checking/unseenLibraries.ts";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { CheckSession } from "../repair/checkSession.ts";
import { changeCopy } from "../testing/changeCopy.ts";

/** What one checker says. */
export interface CheckerSays {
  readonly label: string;
  readonly findings: readonly CheckFinding[];
}

export interface ChecksTold {
  /** By checkers that came to their end. */
  readonly said: readonly CheckerSays[];
  /** Why others did not, for a person. */
  readonly reasons: readonly string[];
}

/** Files beside those that are changed, such as those that import them; relative to the root. */
export type FilesBeside = (paths: readonly string[]) => Promise<readonly string[]>;

interface Asked {
  readonly group: CheckGroup;
  readonly session: CheckSession;
  readonly files: readonly string[];
  readonly findings: readonly CheckFinding[];
}

/** They are asked of all files of a project, whichever are named. */
const ofProjects: ReadonlySet<CheckerName> = new Set(["tsc", "go", "cargo"]);

const keyOf = ({ chosen: { checker, folder, config = "" } }: CheckGroup): string =>
  `${checker.name}\n${folder}\n${config}`;

/** The checkers of one copy; the copy is as it was after each call. */
export class ChangeChecks {
  readonly #copy: WorkCopy;
  readonly #beside: FilesBeside;
  readonly #signal: AbortSignal;
  readonly #sessions = new Map<string, CheckSession>();
  /** What was said without a change, by checker and files. */
  readonly #before = new Map<string, readonly CheckFinding[] | string>();

  constructor(copy: WorkCopy, beside: FilesBeside, signal: AbortSignal) {
    this.#copy = copy;
    this.#beside = beside;
    this.#signal = signal;
  }

  /** Of the files as they are. @param paths relative to the root */
  async says(paths: readonly string[]): Promise<ChecksTold> {
    const { asked, reasons } = await this.#ask(paths, []);
    return { said: asked.map(({ session, findings }) => ({ label: session.label, findings })), reasons };
  }

  /** What is said with the changes and was not said without them. @throws Error for a file that cannot be written */
  async appeared(changes: readonly FileChange[]): Promise<ChecksTold> {
    const paths = changes.flatMap((change) =>
      change.kind === "renamed" ? [change.from, change.path] : [change.path],
    );
    const beside = (await this.#beside(paths)).filter((path) => !paths.includes(path));
    const { asked, reasons } = await this.#with(changes, () => this.#ask(paths, beside));
    const said: CheckerSays[] = [];
    const all = [...reasons];
    for (const one of asked) {
      const compared = await this.#compare(one, changes);
      if (compared.reason !== undefined) all.push(compared.reason);
      if (compared.findings) said.push({ label: one.session.label, findings: compared.findings });
    }
    return { said, reasons: all };
  }

  /** What nobody finds anything in is not checked without the changes. */
  async #compare(
    { session, files, findings, group }: Asked,
    changes: readonly FileChange[],
  ): Promise<{ readonly findings?: readonly CheckFinding[]; readonly reason?: string }> {
    if (findings.length === 0) return { findings };
    const key = `${keyOf(group)}\n${files.join("\n")}`;
    const known = this.#before.get(key) ?? (await session.check(await this.#present(files)));
    this.#before.set(key, known);
    if (typeof known === "string") return { reason: known };
    const before = known.map((one) => ({ ...one, path: pathAfter(one.path, changes) }));
    const { appeared } = compareFindings(before, findings);
    const seen = appeared.filter((one) => !unseenBefore(one, before));
    if (!areLibrariesUnseen([...before, ...findings])) return { findings: seen };
    return {
      findings: seen.filter(({ message }) => !/^cannot find symbol|does not override/.test(message)),
      reason: `${session.label} does not see the project's libraries`,
    };
  }

  async #ask(
    paths: readonly string[],
    beside: readonly string[],
  ): Promise<{ readonly asked: readonly Asked[]; readonly reasons: readonly string[] }> {
    const asked: Asked[] = [];
    const reasons: string[] = [];
    const spareReasons: string[] = [];
    const told = new Set<string>();
    for (const group of await checkGroups(paths, (path) => this.#copy.read(path))) {
      const { isSpare, chosen } = group;
      if (isSpare && group.files.every((path) => told.has(path))) continue;
      const files = [...group.files, ...beside];
      const present = await this.#present(files);
      const own = present.filter((path) => chosen.checker.files.test(path));
      if (own.length === 0 && !ofProjects.has(chosen.checker.name)) continue;
      const found = await this.#open(group, present);
      if (typeof found === "string") (isSpare ? spareReasons : reasons).push(found);
      else {
        asked.push({ group, files, ...found });
        for (const path of group.files) told.add(path);
      }
    }
    // A spare one that is not there is no news where another one has told.
    return { asked, reasons: asked.length > 0 ? reasons : [...reasons, ...spareReasons] };
  }

  async #open(
    group: CheckGroup,
    files: readonly string[],
  ): Promise<{ readonly session: CheckSession; readonly findings: readonly CheckFinding[] } | string> {
    const known = this.#sessions.get(keyOf(group));
    if (!known) {
      const opened = await CheckSession.open(this.#copy, group.chosen, files, this.#signal);
      if (typeof opened !== "string") this.#sessions.set(keyOf(group), opened.session);
      return opened;
    }
    const findings = await known.check(files);
    return typeof findings === "string" ? findings : { session: known, findings };
  }

  async #present(files: readonly string[]): Promise<readonly string[]> {
    const found = await Promise.all(files.map(async (path) => (await this.#copy.read(path)) !== undefined));
    return files.filter((_, at) => found[at]);
  }

  async #with<T>(changes: readonly FileChange[], work: () => Promise<T>): Promise<T> {
    const undone = changes.flatMap((change): (() => Promise<void>)[] => {
      const { path } = change;
      if (change.kind === "created") return [() => this.#copy.remove(path)];
      const write = () => this.#copy.write(change.kind === "renamed" ? change.from : path, change.before);
      return change.kind === "renamed" ? [() => this.#copy.remove(path), write] : [write];
    });
    try {
      await changeCopy(this.#copy, changes);
      return await work();
    } finally {
      for (const undo of undone) await undo().catch(() => undefined);
    }
  }
}

/** Findings stay those of a file that goes elsewhere. */
const pathAfter = (path: string, changes: readonly FileChange[]): string =>
  changes.find((change) => change.kind === "renamed" && change.from === path)?.path ?? path;
