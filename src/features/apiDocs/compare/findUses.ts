/** Where a repository uses what changed in a package: what a name means is followed through imports where it can be. */
import type { ApiEntry, InstalledPackage } from "../../../core/apiDocs/apiPackage.ts";
import type { ApiChange } from "../../../core/apiDocs/compare/compareApis.ts";
import type { ChangeUse } from "../../../core/apiDocs/compare/comparison.ts";
import type { Declared, Known } from "../../../core/apiDocs/library/known.ts";
import { memberOf } from "../../../core/apiDocs/library/memberOf.ts";
import { packageNameOf } from "../../../core/apiDocs/npm/packageEntry.ts";
import { findLanguage } from "../../../core/syntax/language.ts";
import { lexicalFamilies } from "../../../core/syntax/lexicalFamily.ts";
import { lex } from "../../../core/syntax/outline/lexer.ts";
import { codes, type Tokens } from "../../../core/syntax/outline/tokens.ts";
import type { Yielder } from "../../../ports/files.ts";
import type { WorkspaceUses } from "../apiUses.ts";
import type { LibraryLoader } from "../libraryLoader.ts";
import { type OpenProgram, openProgram, valueAtCursor } from "../openProgram.ts";

export interface UseSearch {
  readonly files: WorkspaceUses;
  readonly loaderFor: (languageId: string) => LibraryLoader | undefined;
  readonly yielder: Yielder;
  /** The copies that are compared; their places in common tell what a use means. */
  readonly installed: readonly InstalledPackage[];
}

export interface FoundUses {
  readonly uses: ReadonlyMap<ApiChange, readonly ChangeUse[]>;
  readonly looked: number;
  readonly all: number;
}

/** A person waits for the answer. Milliseconds. */
const MOST_MS = 15_000;
const MOST_FILES = 2000;
const MOST_USES_OF_ONE = 100;
const LINE_LENGTH = 160;
/** Members that values of the languages themselves have: their names alone tell nothing. */
const common = new Set(
  "add all any append apply args bind call catch clear close code concat copy count create data delete each emit end entries error every exec extend filter find first forEach format from get has id index info init insert items join key keys kind last length list load log map match max message min name names next of off on once open options order out parse path peek pop print push put raw read ref reduce remove render replace reset resolve result reverse run save search send set setdefault shift size slice some sort source split start state stop strip sub sum test text then time to toString trim type types union update url use value values version wait walk write".split(
    " ",
  ),
);

const lastName = ({ name }: Pick<ApiEntry, "name">) => name.slice(name.lastIndexOf(".") + 1);

export async function findUses(
  changes: readonly ApiChange[],
  search: UseSearch,
  signal: AbortSignal,
): Promise<FoundUses> {
  const { files, yielder } = search;
  const known = new Changes(changes);
  const paths = filesOf(known, search);
  const until = yielder.now() + MOST_MS;
  const uses = new Map<ApiChange, ChangeUse[]>();
  let looked = 0;
  for (const path of paths) {
    signal.throwIfAborted();
    if (yielder.now() > until) break;
    looked++;
    const languageId = files.languageIdOf(path) ?? "";
    const text = await files.text(path);
    const loader = search.loaderFor(languageId);
    if (text === undefined || loader === undefined) continue;
    const file = new UsingFile(path, languageId, text, loader, search, known);
    for (const [change, use] of await file.uses(signal)) {
      const same = uses.get(change);
      if (same === undefined) uses.set(change, [use]);
      else if (same.length < MOST_USES_OF_ONE) same.push(use);
    }
    await yielder.pause();
  }
  for (const found of uses.values()) found.sort(bySureness);
  return { uses, looked, all: paths.length };
}

const bySureness = (a: ChangeUse, b: ChangeUse): number =>
  Number(b.isSure) - Number(a.isSure) || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line);

/** Those that import the package first: others may use its values as well, given by these. */
function filesOf({ names, hasDefault }: Changes, { files, installed }: UseSearch): readonly string[] {
  const found = new Set<string>(hasDefault ? files.filesNaming("import", MOST_FILES) : []);
  for (const name of names) for (const path of files.filesNaming(name, MOST_FILES)) found.add(path);
  const isUser = (path: string) => files.importsOf(path).some((module) => isOf(module, installed));
  const users = new Set([...found].filter(isUser));
  return [...[...users].sort(), ...[...found].filter((path) => !users.has(path)).sort()].slice(0, MOST_FILES);
}

/** Whether a module belongs to the package. */
function isOf(module: string, installed: readonly InstalledPackage[]): boolean {
  return installed.some(({ id, importNames }) => {
    const first = id.ecosystem === "python" ? module.split(".")[0] : packageNameOf(module)?.name;
    return first !== undefined && importNames.includes(first);
  });
}

/** Changes by what they are called and where they are declared. */
class Changes {
  /** Last names. */
  readonly names: ReadonlySet<string>;
  readonly all: readonly ApiChange[];
  /** What a module hands out as a whole is gone: files that import it name it as they like. */
  readonly hasDefault: boolean;
  readonly #byName = new Map<string, ApiChange[]>();
  readonly #byPlace = new Map<string, ApiChange[]>();

  constructor(changes: readonly ApiChange[]) {
    this.all = changes;
    this.names = new Set(changes.map(({ before }) => lastName(before)));
    this.hasDefault = this.names.has("default");
    for (const change of changes) {
      const names = [change.before, ...(change.kind === "renamed" ? [] : [change.after])];
      for (const name of new Set(names.flatMap((one) => one?.name ?? []))) push(this.#byName, name, change);
      for (const entry of [change.before, change.after]) {
        if (entry && !(change.kind === "renamed" && entry === change.after))
          push(this.#byPlace, `${entry.path}:${entry.line}`, change);
      }
    }
  }

  /** @param name within a module, dotted */
  named(name: string): readonly ApiChange[] {
    return this.#byName.get(name) ?? [];
  }

  at(declared: Declared): readonly ApiChange[] {
    const { path } = declared.scope.unit.file;
    return [...new Set(declared.symbols.flatMap(({ line }) => this.#byPlace.get(`${path}:${line}`) ?? []))];
  }
}

function push(groups: Map<string, ApiChange[]>, key: string, change: ApiChange): void {
  const same = groups.get(key);
  if (same === undefined) groups.set(key, [change]);
  else same.push(change);
}

const dottedName = ({ scope, name }: Declared): string =>
  scope.container === "" ? name : `${scope.container}.${name}`;

class UsingFile {
  readonly #path: string;
  readonly #languageId: string;
  readonly #text: string;
  readonly #loader: LibraryLoader;
  readonly #search: UseSearch;
  readonly #changes: Changes;
  readonly #tokens: Tokens;

  constructor(
    path: string,
    languageId: string,
    text: string,
    loader: LibraryLoader,
    search: UseSearch,
    changes: Changes,
  ) {
    this.#path = path;
    this.#languageId = languageId;
    this.#text = text;
    this.#loader = loader;
    this.#search = search;
    this.#changes = changes;
    this.#tokens = lex(text, lexicalFamilies[findLanguage(languageId)?.family ?? "data"]);
  }

  /** What it uses, at each place. */
  async uses(signal: AbortSignal): Promise<readonly (readonly [ApiChange, ChangeUse])[]> {
    const tokens = this.#tokens;
    const whole = await this.#open(this.#text.length);
    if (whole === undefined) return [];
    const imported = this.#imported(whole);
    const found: (readonly [ApiChange, ChangeUse])[] = [];
    for (let i = 0; i < tokens.count; i++) {
      if (!tokens.isIdentifier(i)) continue;
      const word = tokens.word(i);
      const isMember = tokens.type(i - 1) === codes.dot;
      if (isMember ? !this.#changes.names.has(word) : !imported.has(word)) continue;
      const isKey = !isMember && tokens.type(i + 1) === codes.colon && this.#languageId !== "python";
      if (isKey) continue;
      const meant = isMember
        ? await this.#member(i, word, imported.size > 0, signal)
        : await this.#bare(i, imported.get(word)!, signal);
      for (const change of new Set(meant.changes)) found.push([change, this.#use(i, meant.isSure)]);
    }
    return found;
  }

  /** Names that the file imports from the package, by what they are called in the file. */
  #imported({ unit }: OpenProgram): ReadonlyMap<string, string> {
    const own = unit.imports.filter(({ module }) => isOf(module, this.#search.installed));
    return new Map(own.map(({ local, name }) => [local, name]));
  }

  async #bare(at: number, name: string, signal: AbortSignal): Promise<Meant> {
    const named = /^(?:[*=]|default)$/.test(name) ? [] : this.#changes.named(name);
    if (named.length > 0) return { changes: named, isSure: true };
    if (!/^(?:[=]|default)$/.test(name)) return nothing;
    const isImport = this.#tokens.is(at - 1, "import") || this.#tokens.is(at + 1, "from");
    const lost = isImport ? this.#changes.named("default") : [];
    if (lost.length > 0) return { changes: lost, isSure: true };
    const open = await this.#open(this.#tokens.end(at));
    const word = { kind: "name", name: this.#tokens.word(at) } as const;
    const value = open && (await valueAtCursor(this.#loader, open, word, signal));
    const declared = value?.kind === "declared" ? value.declared : undefined;
    return declared ? { changes: this.#changes.at(declared), isSure: true } : nothing;
  }

  async #member(at: number, word: string, isUser: boolean, signal: AbortSignal): Promise<Meant> {
    const open = await this.#open(this.#tokens.start(at));
    if (open === undefined) return nothing;
    const { receiver } = open.place;
    const value = receiver && (await valueAtCursor(this.#loader, open, receiver, signal));
    const { library } = this.#loader;
    const found = value && (await this.#loader.settle(() => memberOf(library, value, word), signal));
    if (found?.kind === "found" && found.declared) return this.#declared(found.declared);
    if (found?.kind === "missing") return this.#missing(value!, word);
    const isTelling = isUser && !common.has(word) && !this.#search.files.definesName(word);
    if (found?.kind === "found" || !isTelling) return nothing;
    return { changes: this.#lastNamed(word), isSure: false };
  }

  async #declared(declared: Declared): Promise<Meant> {
    const there = this.#changes.at(declared);
    if (there.length > 0) return { changes: there, isSure: true };
    const isOwn = await this.#isOfPackage(declared);
    return isOwn ? { changes: this.#changes.named(dottedName(declared)), isSure: true } : nothing;
  }

  /** A member that what it is asked of has not: in the version that this file uses it is gone. */
  async #missing(value: Known, word: string): Promise<Meant> {
    if (value.kind === "module") {
      const isOwn = await this.#isInPackage(value.units[0]?.file.path ?? "");
      return isOwn ? { changes: this.#changes.named(word), isSure: true } : nothing;
    }
    const parts = value.kind === "union" || value.kind === "intersection" ? value.parts : [value];
    for (const part of parts) {
      if (part.kind !== "declared" || !(await this.#isOfPackage(part.declared))) continue;
      const changes = this.#changes.named(`${dottedName(part.declared)}.${word}`);
      if (changes.length > 0) return { changes, isSure: true };
    }
    return nothing;
  }

  #isOfPackage({ scope }: Declared): Promise<boolean> {
    return this.#isInPackage(scope.unit.file.path);
  }

  async #isInPackage(path: string): Promise<boolean> {
    if (
      this.#search.installed.some(
        ({ folder, id }) => id.ecosystem !== "python" && path.startsWith(`${folder}/`),
      )
    )
      return true;
    const owner = await this.#loader.ecosystem.packageOf(path);
    return owner !== undefined && this.#search.installed.some(({ id }) => id.name === owner.id.name);
  }

  #lastNamed(word: string): readonly ApiChange[] {
    return this.#changes.all.filter(({ before }) => before.name.includes(".") && lastName(before) === word);
  }

  #open(offset: number): Promise<OpenProgram | undefined> {
    return openProgram(this.#loader, {
      path: this.#path,
      languageId: this.#languageId,
      prefix: this.#text.slice(0, offset),
      suffix: this.#text.slice(offset),
    });
  }

  #use(at: number, isSure: boolean): ChangeUse {
    const line = this.#tokens.line(at);
    const start = this.#tokens.lineStarts[line]!;
    const end = this.#text.indexOf("\n", start);
    const text = this.#text
      .slice(start, end < 0 ? undefined : end)
      .trim()
      .slice(0, LINE_LENGTH);
    return { path: this.#path, line, column: this.#tokens.start(at) - start, text, isSure };
  }
}

interface Meant {
  readonly changes: readonly ApiChange[];
  readonly isSure: boolean;
}

const nothing: Meant = { changes: [], isSure: false };
