/** Which names of a whole file do not exist in the installed libraries, or are deprecated there. */
import type { MemberFound } from "../apiDocs/library/known.ts";
import type { LanguageRules } from "./languages.ts";
import type { FileNames, Import, Use } from "./names.ts";
import { likeliestNames, nearestName } from "./nearest.ts";
import type { LibraryThing } from "./resolve/libraryNames.ts";
import type { LibraryMember } from "./resolve/libraryValues.ts";
import { Resolver } from "./resolve/resolver.ts";
import type { World } from "./resolve/world.ts";

/** Names that are offered for one that is missing. */
const MOST_ALTERNATIVES = 5;

export interface Deprecation {
  /** What is said of it, on one line; may be empty. */
  readonly note: string;
  readonly replacement?: string | undefined;
}

/** A name of a library that is not as the program takes it to be. */
export interface ApiFault {
  readonly name: string;
  /** UTF-16 offsets in the text, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  readonly reason: "missing" | "deprecated";
  /** Whether it is imported from a module, or is a member of something. */
  readonly place: "import" | "member";
  /** What should have it, as its library calls it; empty for a module. */
  readonly owner: string;
  /** The file that declares what should have it or, of what is deprecated, the name; absolute. */
  readonly path: string;
  /** The existing name that is surely meant. */
  readonly nearest?: string | undefined;
  /** Existing names that are likest to it, best first. */
  readonly alternatives: readonly string[];
  readonly deprecation?: Deprecation | undefined;
  /** Of what is imported by its own name: where it is imported and used, which has to change together. */
  readonly together: readonly number[];
}

export interface ApiUses {
  /** Ascending by offset. */
  readonly faults: readonly ApiFault[];
  /** Offsets of the names of libraries that were looked up, and found or surely missing. */
  readonly judged: readonly number[];
}

/** What of a library's own text says that a name is not to be used any more: all of its declarations do. */
export function deprecationOf(found: MemberFound): Deprecation | undefined {
  const all = (found.kind === "found" && found.declared?.symbols) || [];
  const callable = all.filter(({ parameters }) => parameters !== undefined);
  const symbols = callable.length > 0 ? callable : all;
  const first = symbols[0]?.doc;
  if (first === undefined || !symbols.every(({ doc }) => doc?.deprecated !== undefined)) return undefined;
  const note = (first.deprecated ?? "").replace(/\s+/g, " ").trim();
  return { note, ...(first.replacedBy === undefined ? {} : { replacement: first.replacedBy }) };
}

/** @param file with all of its uses wanted */
export function findApiFaults(file: FileNames, world: World, rules: LanguageRules): ApiUses {
  return new ApiUseJudge(file, world, rules).judge();
}

class ApiUseJudge {
  readonly #file: FileNames;
  readonly #world: World;
  readonly #resolver: Resolver;
  readonly #faults: ApiFault[] = [];
  readonly #judged: number[] = [];

  constructor(file: FileNames, world: World, rules: LanguageRules) {
    this.#file = file;
    this.#world = world;
    this.#resolver = new Resolver(world, rules);
  }

  judge(): ApiUses {
    for (const use of this.#file.uses) {
      this.#resolver.renew();
      if (use.kind === "import") this.#import(use);
      else if (use.kind === "member") this.#member(use);
      else if (use.kind === "name") this.#name(use);
    }
    return { faults: this.#faults.sort((a, b) => a.start - b.start), judged: this.#judged };
  }

  #import(use: Use & { kind: "import" }): void {
    const { module, name } = use.import;
    const { path, languageId } = this.#file;
    if (name === "" || name === "*" || this.#world.resolve(module, path, languageId).length > 0) return;
    const member = this.#resolver.libraries.inModule(module, name, path);
    if (member) this.#note(use, "import", [member]);
  }

  /** A name that was imported: what is deprecated is said wherever it is called, too. */
  #name(use: Use & { kind: "name" }): void {
    if (use.role === "value") return;
    const lookup = this.#resolver.lookUp(use.name, this.#file, use.scope);
    const [declared, ...others] = lookup.state === "found" ? lookup.declared : [];
    const imported = declared?.declaration.import;
    if (imported === undefined || others.length > 0 || declared?.file !== this.#file) return;
    const { path, languageId } = this.#file;
    if (this.#world.resolve(imported.module, path, languageId).length > 0) return;
    const member = this.#resolver.libraries.inModule(imported.module, imported.name, path);
    const deprecation = member && deprecationOf(member.found);
    if (deprecation) this.#deprecated(use, "import", member, deprecation);
  }

  #member(use: Use & { kind: "member" }): void {
    if (use.role === "store") return;
    const values = this.#resolver.evaluate(use.receiver, this.#file, use.scope);
    const members: LibraryMember[] = [];
    for (const value of values) {
      const member = this.#resolver.inLibraryValue(value, use.name);
      if (member === undefined) return;
      members.push(member);
    }
    this.#note(use, "member", members);
  }

  #note(use: Use, place: ApiFault["place"], members: readonly LibraryMember[]): void {
    const found = members.find((one) => one.found.kind === "found");
    if (found) {
      this.#judged.push(use.start);
      const deprecation = deprecationOf(found.found);
      if (deprecation) this.#deprecated(use, place, found, deprecation);
    } else if (members.length > 0 && members.every((one) => one.found.kind === "missing")) {
      this.#judged.push(use.start);
      if (!this.#resolver.libraries.mayBeAdded(members, use, this.#file)) this.#missing(use, place, members);
    }
  }

  #together(name: string): readonly number[] {
    const isImported = ({ import: imported }: { import?: Import | undefined }) => imported?.name === name;
    return this.#file.uses.flatMap((use) => {
      if (use.name !== name) return [];
      if (use.kind === "import") return isImported(use) ? [use.start] : [];
      const lookup = use.kind === "name" ? this.#resolver.lookUp(name, this.#file, use.scope) : undefined;
      const declared = lookup?.state === "found" ? lookup.declared : [];
      return declared.some(({ declaration }) => isImported(declaration)) ? [use.start] : [];
    });
  }

  #missing(use: Use, place: ApiFault["place"], members: readonly LibraryMember[]): void {
    const { receiver } = members[0]!;
    const names = members.flatMap(({ found }) => (found.kind === "missing" ? found.names : []));
    const nearest = nearestName(use.name, names);
    this.#faults.push({
      ...placeOf(use),
      reason: "missing",
      place,
      together: place === "import" ? this.#together(use.name) : [],
      ...originOf(receiver),
      ...(nearest === undefined ? {} : { nearest }),
      alternatives: likeliestNames(use.name, names, MOST_ALTERNATIVES),
    });
  }

  #deprecated(use: Use, place: ApiFault["place"], member: LibraryMember, deprecation: Deprecation): void {
    const { declared } = member.found.kind === "found" ? member.found : {};
    const origin = originOf(member.receiver);
    const path = declared?.scope.unit.file.path ?? origin.path;
    this.#faults.push({
      ...placeOf(use),
      reason: "deprecated",
      place,
      together: place === "import" ? this.#together(use.name) : [],
      owner: origin.owner,
      path,
      alternatives: [],
      deprecation,
    });
  }
}

const placeOf = ({ name, start, end }: Use) => ({ name, start, end });

/** Where something of a library is declared, and what it is called. */
export function originOf({ value, declared }: LibraryThing): {
  readonly owner: string;
  readonly path: string;
} {
  switch (value.kind) {
    case "declared":
      return { owner: value.declared.name, path: value.declared.scope.unit.file.path };
    case "module":
      return { owner: "", path: value.units[0]?.file.path ?? "" };
    case "union":
    case "intersection": {
      const part = value.parts.find(({ kind }) => kind === "declared" || kind === "object") ?? value.parts[0];
      return part ? originOf({ value: part, declared }) : { owner: declared?.name ?? "", path: "" };
    }
    case "object":
    case "function":
      return { owner: declared?.name ?? "", path: value.scope.unit.file.path };
    default:
      return { owner: declared?.name ?? "", path: declared?.scope.unit.file.path ?? "" };
  }
}
