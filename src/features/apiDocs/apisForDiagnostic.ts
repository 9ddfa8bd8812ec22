/** The handful of APIs that matter for a message of a compiler, linter or interpreter. */
import type { ApiEntry } from "../../core/apiDocs/apiPackage.ts";
import type { Known } from "../../core/apiDocs/library/known.ts";
import { membersOf } from "../../core/apiDocs/library/memberOf.ts";
import type { ApiHit } from "../../core/apiDocs/search/searchApis.ts";
import { type DiagnosticSubject, subjectOf } from "../../core/apiDocs/use/diagnosticMessage.ts";
import { likeliestNames } from "../../core/verify/nearest.ts";
import type { ApiDiagnosticQuery } from "../../ports/apiDocs.ts";
import { findApiNamed } from "./apiNamedAt.ts";
import type { ApiShelf } from "./apiShelf.ts";
import { findApisAt, importedPackages } from "./apisAt.ts";
import { CursorEntries } from "./cursorEntries.ts";
import type { Libraries } from "./libraries.ts";
import type { LibraryLoader } from "./libraryLoader.ts";
import { openProgram, valueAtCursor } from "./openProgram.ts";

/** Best first; nothing for a message that no API helps with. @throws the signal's reason */
export async function findApisForDiagnostic(
  query: ApiDiagnosticQuery,
  libraries: Libraries,
  shelf: ApiShelf,
  signal: AbortSignal,
): Promise<readonly ApiHit[]> {
  const loader = libraries.loaderFor(query.languageId);
  const subject = subjectOf(query.message);
  if (loader === undefined || subject === undefined) return [];
  const about = new Diagnosed(query, loader, libraries, shelf, signal);
  const entries = await about.entries(subject);
  const seen = new Set<string>();
  const hits: ApiHit[] = [];
  for (const entry of entries) {
    const key = `${entry.path}:${entry.line}:${entry.name}`;
    if (hits.length >= query.limit || seen.has(key)) continue;
    seen.add(key);
    hits.push({ entry, score: 1 / (1 + hits.length) });
  }
  return hits;
}

class Diagnosed {
  readonly #query: ApiDiagnosticQuery;
  readonly #loader: LibraryLoader;
  readonly #libraries: Libraries;
  readonly #shelf: ApiShelf;
  readonly #signal: AbortSignal;
  /** Of the line that the message is about. */
  readonly #start: number;
  readonly #line: string;

  constructor(
    query: ApiDiagnosticQuery,
    loader: LibraryLoader,
    libraries: Libraries,
    shelf: ApiShelf,
    signal: AbortSignal,
  ) {
    this.#query = query;
    this.#loader = loader;
    this.#libraries = libraries;
    this.#shelf = shelf;
    this.#signal = signal;
    this.#start = startOfLine(query.text, query.line);
    const end = query.text.indexOf("\n", this.#start);
    this.#line = query.text.slice(this.#start, end < 0 ? undefined : end);
  }

  async entries(subject: DiagnosticSubject): Promise<readonly ApiEntry[]> {
    switch (subject.kind) {
      case "member":
        return this.#near(subject.name, subject.meant, subject.owner);
      case "export":
        return this.#ofModule(subject);
      case "call":
        return this.#called(subject.name);
      case "deprecated":
        return this.#deprecated(subject.name, subject.meant);
    }
  }

  /** Members of the value that lacks one, those that are most like it first. */
  async #near(
    name: string,
    meant: string | undefined,
    owner: string | undefined,
  ): Promise<readonly ApiEntry[]> {
    const at = this.#find(name);
    const open = at === undefined ? undefined : await this.#open(at);
    const receiver = open?.place.receiver;
    const value = open && receiver && (await valueAtCursor(this.#loader, open, receiver, this.#signal));
    const near = value ? await this.#membersNear(value, name, meant) : [];
    return near.length > 0 || owner === undefined ? near : this.#ofOwner(owner, name, meant);
  }

  async #ofModule({ name, meant, module }: DiagnosticSubject & { readonly kind: "export" }) {
    const specifier = module ?? this.#importedFrom();
    const known = specifier && (await this.#loader.module(specifier, this.#query.path, this.#signal));
    return known ? this.#membersNear(known, name, meant) : this.#near(name, meant, undefined);
  }

  /** The module of the import that the line is. */
  #importedFrom(): string | undefined {
    const found = /\bfrom\s+(?:["']([^"']+)["']|([\w.]+)\s+import\b)/.exec(this.#line);
    return found?.[1] ?? found?.[2];
  }

  async #membersNear(value: Known, name: string, meant: string | undefined): Promise<readonly ApiEntry[]> {
    const { names } = await this.#loader.settle(() => membersOf(this.#loader.library, value), this.#signal);
    const likely = likeliestNames(name, names.keys(), this.#query.limit);
    const isShown = (one: string) => !one.startsWith("_") || name.startsWith("_");
    const others = [...names.keys()].filter((one) => isShown(one) && /^[\w$]+$/.test(one));
    const wanted = new Set([...(meant === undefined ? [] : [meant]), ...likely, ...others]);
    const cursor = new CursorEntries(this.#loader, this.#query.path);
    const found: ApiEntry[] = [];
    for (const one of wanted) {
      const declared = names.get(one);
      if (declared === undefined || found.length >= this.#query.limit) continue;
      const entry = await cursor.of(declared, value.kind === "module" ? one : undefined);
      if (entry) found.push(entry);
    }
    return found;
  }

  /** Where nothing tells what the value is, its type's name in the message may be one of an imported package. */
  async #ofOwner(owner: string, name: string, meant: string | undefined): Promise<readonly ApiEntry[]> {
    const open = await this.#open(this.#start);
    if (open === undefined) return [];
    const packages = await importedPackages(open, this.#loader, this.#libraries, this.#shelf, this.#signal);
    const last = owner.slice(owner.lastIndexOf(".") + 1);
    const members = packages
      .flatMap((one) => one.entries())
      .filter((entry) => entry.name.split(".").at(-2) === last);
    const byName = new Map(
      members.map((entry) => [entry.name.slice(entry.name.lastIndexOf(".") + 1), entry]),
    );
    const likely = likeliestNames(name, byName.keys(), this.#query.limit);
    const wanted = [...(meant === undefined ? [] : [meant]), ...likely, ...byName.keys()];
    return [...new Set(wanted)].flatMap((one) => byName.get(one) ?? []);
  }

  /** What is called: by its name in the message, where the message stands, or around it. */
  async #called(name: string | undefined): Promise<readonly ApiEntry[]> {
    const own = name === undefined || name === "__init__" ? undefined : this.#find(name);
    const ends = [
      ...(own === undefined ? [] : [own + name!.length]),
      ...(this.#query.column === undefined ? this.#callsInLine() : [this.#endOfName(this.#query.column)]),
    ];
    for (const end of ends) {
      const entry = await this.#named(end);
      if (entry) return [entry];
    }
    const inside = this.#start + Math.min(this.#line.length, this.#query.column ?? this.#line.length);
    const { path, languageId, text, limit } = this.#query;
    const cursor = { path, languageId, prefix: text.slice(0, inside), suffix: text.slice(inside), limit };
    const hits = await findApisAt(cursor, this.#libraries, this.#shelf, this.#signal);
    return hits.slice(0, 1).map(({ entry }) => entry);
  }

  async #deprecated(name: string | undefined, meant: string | undefined): Promise<readonly ApiEntry[]> {
    const { column } = this.#query;
    const at = name === undefined ? undefined : this.#find(name);
    const end = at !== undefined ? at + name!.length : this.#endOfName(column ?? 0);
    const entry = await this.#named(end);
    if (entry === undefined) return [];
    const instead = meant ?? entry.replacedBy;
    return instead === undefined ? [entry] : [entry, ...(await this.#replacement(entry, instead))];
  }

  /** What stands beside the deprecated thing under the name that is to be used. */
  async #replacement({ name, module }: ApiEntry, instead: string): Promise<readonly ApiEntry[]> {
    const last = instead.slice(instead.lastIndexOf(".") + 1);
    const open = await this.#open(this.#start);
    if (open === undefined) return [];
    const packages = await importedPackages(open, this.#loader, this.#libraries, this.#shelf, this.#signal);
    const container = name.includes(".") ? name.slice(0, name.lastIndexOf(".") + 1) : "";
    const found = packages
      .flatMap((one) => one.entries())
      .filter((entry) => entry.name === last || entry.name.endsWith(`.${last}`));
    const rank = (entry: ApiEntry) =>
      Number(entry.name === container + last) + Number(entry.module === module) / 2;
    return found.sort((a, b) => rank(b) - rank(a)).slice(0, 1);
  }

  async #named(end: number): Promise<ApiEntry | undefined> {
    const { path, languageId, text } = this.#query;
    const found = await findApiNamed(this.#loader, { path, languageId, text, end }, this.#signal);
    return found === undefined || found === "other" ? undefined : found.entry;
  }

  /** Where a name stands in the line: at or behind the column first. */
  #find(name: string): number | undefined {
    const places = [...this.#line.matchAll(/[A-Za-z_$][\w$]*/g)].filter(([word]) => word === name);
    const column = this.#query.column ?? 0;
    const found = places.find(({ index }) => index + name.length >= column) ?? places[0];
    return found && this.#start + found.index;
  }

  #endOfName(column: number): number {
    const rest = /^[\w$]*/.exec(this.#line.slice(column))![0];
    return this.#start + column + rest.length;
  }

  /** Ends of the names that are called in the line, the last first. */
  #callsInLine(): readonly number[] {
    const found = [...this.#line.matchAll(/[A-Za-z_$][\w$]*(?=\s*\()/g)];
    return found.map(({ 0: word, index }) => this.#start + index + word.length).reverse();
  }

  #open(offset: number) {
    const { path, languageId, text } = this.#query;
    return openProgram(this.#loader, {
      path,
      languageId,
      prefix: text.slice(0, offset),
      suffix: text.slice(offset),
    });
  }
}

function startOfLine(text: string, line: number): number {
  let at = 0;
  for (let i = 0; i < line; i++) {
    const next = text.indexOf("\n", at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  return at;
}
