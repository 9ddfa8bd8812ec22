/**
 * The open documents as the thread should have them: kept here too, so that a new thread gets them again and so that a
 * thread which lags is sent one whole text instead of an endless queue of edits.
 */
import { applyTextEdits, type TextEdit } from "../../core/text/textEdit.ts";
import type { FileChange, OpenDocument } from "../../ports/engine.ts";
import type { ThreadNotice } from "./protocol.ts";

/** Notices on their way beyond which edits are held back. At 10 keystrokes a second this is about 25 s of lag. */
const maxUnacknowledged = 256;
/** File changes beyond which listing them costs more than comparing everything with the disk. */
const maxHeldChanges = 4096;

interface MirrorDeps {
  readonly send: (notice: ThreadNotice) => void;
  /** Asks for a comparison with the disk, in place of the changes that were dropped. */
  readonly reconcile: () => void;
}

export class DocumentMirror {
  readonly #deps: MirrorDeps;
  readonly #documents = new Map<string, OpenDocument>();
  /** Paths whose state the thread has yet to be told in whole. */
  readonly #stale = new Set<string>();
  readonly #changes = new Map<string, FileChange>();
  #unacknowledged = 0;

  constructor(deps: MirrorDeps) {
    this.#deps = deps;
  }

  /** How many notices the thread has not yet handled. */
  get unacknowledged(): number {
    return this.#unacknowledged;
  }

  open(document: OpenDocument): void {
    this.#documents.set(document.path, document);
    this.#tell(document.path, { kind: "open", document });
  }

  /**
   * @throws RangeError when the document is not open, or an edit lies outside its text: the caller has lost track and
   * must open the document again
   */
  edit(path: string, edits: readonly TextEdit[]): void {
    const document = this.#documents.get(path);
    if (!document) throw new RangeError(`Cannot edit "${path}": the document is not open`);
    this.#documents.set(path, { ...document, text: applyTextEdits(document.text, edits) });
    this.#tell(path, { kind: "edit", path, edits });
  }

  close(path: string): void {
    if (this.#documents.delete(path)) this.#tell(path, { kind: "close", path });
  }

  /** Changes of one path that wait become one: the last is what the disk has. */
  filesChanged(changes: readonly FileChange[]): void {
    for (const change of changes) this.#changes.set(change.path, change);
    this.#flush();
  }

  /** The thread has handled one notice. */
  acknowledged(): void {
    this.#unacknowledged = Math.max(0, this.#unacknowledged - 1);
    this.#flush();
  }

  /** A new thread knows nothing: sends it all documents. What changed on disk it finds by itself. */
  replay(): void {
    this.#unacknowledged = 0;
    this.#stale.clear();
    this.#changes.clear();
    for (const document of this.#documents.values()) this.#send({ kind: "open", document });
  }

  #tell(path: string, notice: ThreadNotice): void {
    if (this.#unacknowledged >= maxUnacknowledged) this.#stale.add(path);
    else if (this.#stale.has(path)) this.#flush();
    else this.#send(notice);
  }

  #flush(): void {
    for (const path of this.#stale) {
      if (this.#unacknowledged >= maxUnacknowledged) return;
      this.#stale.delete(path);
      const document = this.#documents.get(path);
      this.#send(document ? { kind: "open", document } : { kind: "close", path });
    }
    this.#flushChanges();
  }

  #flushChanges(): void {
    if (this.#changes.size > maxHeldChanges) {
      this.#changes.clear();
      this.#deps.reconcile();
    }
    if (this.#changes.size === 0 || this.#unacknowledged >= maxUnacknowledged) return;
    this.#send({ kind: "files", changes: [...this.#changes.values()] });
    this.#changes.clear();
  }

  #send(notice: ThreadNotice): void {
    this.#unacknowledged++;
    this.#deps.send(notice);
  }
}
