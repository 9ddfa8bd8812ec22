/** Brings into the library what answers need, and answers. */
import { type ApiUnit, specifiersOf } from "../../core/apiDocs/apiUnit.ts";
import { ApiLibrary } from "../../core/apiDocs/library/apiLibrary.ts";
import type { Known } from "../../core/apiDocs/library/known.ts";
import type { Yielder } from "../../ports/files.ts";
import type { BoundedFiles } from "./boundedFiles.ts";
import type { Ecosystem } from "./ecosystem.ts";

/** Files that one answer may bring. */
const MOST_FILES = 400;
/** A file of declarations is read in this time; then other work comes in between. Milliseconds. */
const SLICE_MS = 8;

/** Modules that are no text. */
const compiled = /\.(?:so|pyd)$/;

const unreadable: ApiUnit = { dialect: "typescript", symbols: [], imports: [], exports: [], isOpen: true };

/** The text with the built-in engine's draft in it, and the one without. */
const MOST_WRITTEN = 2;

interface WrittenText {
  readonly path: string;
  readonly text: string;
  readonly unit: ApiUnit | undefined;
}

export class LibraryLoader {
  readonly library = new ApiLibrary();
  readonly ecosystem: Ecosystem;
  readonly #files: BoundedFiles;
  readonly #yielder: Yielder;
  /** Folders whose globals are loaded. */
  readonly #globals = new Set<string>();
  #sliceStart = 0;
  /** Texts that are being written, the latest last: one question asks of the same text several times. */
  #written: readonly WrittenText[] = [];

  constructor(ecosystem: Ecosystem, files: BoundedFiles, yielder: Yielder) {
    this.ecosystem = ecosystem;
    this.#files = files;
    this.#yielder = yielder;
  }

  /** What a text that is being written declares. */
  unitOf(text: string, path: string): ApiUnit | undefined {
    const known = this.#written.find((one) => one.text === text && one.path === path);
    if (known) return known.unit;
    const unit = this.ecosystem.read(text, path)[0];
    this.#written = [...this.#written.slice(1 - MOST_WRITTEN), { path, text, unit }];
    return unit;
  }

  /** The module that a specifier means in a file; `undefined` when nothing declares it. */
  async module(specifier: string, fromFile: string, signal?: AbortSignal): Promise<Known | undefined> {
    const path = await this.ecosystem.resolve(specifier, fromFile);
    return path === undefined
      ? this.library.ambientModule(specifier)
      : this.moduleAt(path, specifier, signal);
  }

  /** The module that a file is. */
  moduleAt(path: string, specifier: string, signal?: AbortSignal): Promise<Known | undefined> {
    return this.settle(() => this.library.module(path, specifier), signal);
  }

  /** Loads what is seen everywhere below a folder, once. */
  async loadGlobals(folder: string): Promise<void> {
    if (this.#globals.has(folder)) return;
    this.#globals.add(folder);
    for (const path of await this.ecosystem.globalFiles(folder)) await this.load(path);
  }

  /**
   * Asks until the answer needs no further file, or so many were read that it is given as it is.
   *
   * @throws the signal's reason
   */
  async settle<T>(ask: () => T, signal?: AbortSignal): Promise<T> {
    this.#sliceStart = this.#yielder.now();
    for (let loaded = 0; ; ) {
      const answer = ask();
      const wanted = this.library.takeWanted();
      if (wanted.length === 0 || loaded > MOST_FILES) return answer;
      for (const path of wanted) {
        signal?.throwIfAborted();
        await this.load(path);
        loaded++;
      }
    }
  }

  /** A file that cannot be read declares nothing and may declare anything. */
  async load(path: string): Promise<void> {
    if (this.library.has(path)) return;
    if (this.#yielder.now() - this.#sliceStart > SLICE_MS) {
      await this.#yielder.pause();
      this.#sliceStart = this.#yielder.now();
    }
    const text = compiled.test(path) ? undefined : await this.#files.text(path);
    const units = text === undefined ? [unreadable] : this.ecosystem.read(text, path);
    const links = new Map<string, string>();
    for (const specifier of new Set(units.flatMap(specifiersOf))) {
      const target = await this.ecosystem.resolve(specifier, path);
      if (target !== undefined) links.set(specifier, target);
    }
    const submodules = await this.ecosystem.submodulesOf(path);
    this.library.add({ path, units, links, ...(submodules.size === 0 ? {} : { submodules }) });
    for (const reference of units.flatMap((unit) => unit.references ?? [])) {
      const target = await this.ecosystem.resolveReference(reference, path);
      if (target !== undefined) await this.load(target);
    }
  }
}
