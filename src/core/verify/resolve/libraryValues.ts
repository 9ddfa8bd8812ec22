/** What libraries say of the names of a program, as values: those that the language has itself count as its own. */
import type { Known, MemberFound } from "../../apiDocs/library/known.ts";
import { pythonSpecialNames } from "../data/pythonTypes.ts";
import type { LanguageRules } from "../languages.ts";
import { type FileNames, type Import, steps, type Use } from "../names.ts";
import { LibraryNames, type LibraryThing } from "./libraryNames.ts";
import { fromLibrary, missing } from "./lookups.ts";
import { type Lookup, library, unknown, type Value } from "./values.ts";
import type { World } from "./world.ts";

/** A name looked for in something of a library. */
export interface LibraryMember {
  readonly receiver: LibraryThing;
  readonly found: MemberFound;
}

export class LibraryValues {
  readonly #world: World;
  readonly #rules: LanguageRules;
  /** Undefined when nothing is known of libraries. */
  readonly names: LibraryNames | undefined;

  constructor(world: World, rules: LanguageRules) {
    this.#world = world;
    this.#rules = rules;
    this.names = world.installed && new LibraryNames(world.installed);
  }

  /** What an import brings that is not of the repository. */
  imported(imported: Import, from: string): readonly Value[] {
    return this.values(this.names?.imported(imported, from));
  }

  /** What a step from something of a library gives. @param thing undefined when it is not known what it is */
  step(thing: LibraryThing | undefined, step: string): readonly Value[] {
    // What such a step gives need not be of the library: where it is not told, nothing is known of it.
    const none =
      /^%(?:given|await|enter)|^\*$/.test(step) && !isPythonLoop(this.#rules, step) ? unknown : library;
    if (thing === undefined || this.names === undefined) return none;
    if (step.startsWith("%of ")) return [{ kind: "builtin", name: step.slice(4), element: ofLibrary(thing) }];
    if (!/^[\p{L}_$]/u.test(step) || step === steps.make) {
      const given = this.names.step(thing, step);
      return given === undefined ? none : this.values(given);
    }
    const found = this.names.member(thing, step);
    return found.kind === "found" ? this.values(found) : library;
  }

  /** A value of a library, or one of the language's own. */
  values(thing: LibraryThing | undefined): readonly Value[] {
    const own = thing && this.#builtinOf(thing.value);
    return own ? [own] : ofLibrary(thing);
  }

  #builtinOf(value: Known): Value | undefined {
    if (value.kind !== "named") return undefined;
    const name = this.#rules.language === "ecma" ? (ecmaNames[value.name] ?? value.name) : value.name;
    if (name === "Promise" || !this.#rules.types.has(name)) return undefined;
    const [element, ...others] = value.args;
    const isList = element !== undefined && others.length === 0 && element.kind !== "unknown";
    return { kind: "builtin", name, ...(isList ? { element: this.values({ value: element }) } : {}) };
  }

  /** A name that is looked for in what a module of a library has. */
  inModule(module: string, name: string, from: string): LibraryMember | undefined {
    const receiver = this.names?.module(module, from);
    return receiver && { receiver, found: this.names!.inModule(module, name, from) };
  }

  /** Whether a module of a library is there. */
  hasModule(module: string, from: string): boolean {
    return this.names?.module(module, from) !== undefined;
  }

  /** Whether an installed package surely lacks a module. */
  lacksModule(module: string, from: string): boolean {
    return this.names?.lacksModule(module, from) === true;
  }

  /** Whether what a library's declarations lack may be there all the same: it is tried, tested, or given from outside. */
  mayBeAdded(members: readonly LibraryMember[], use: Use, file: FileNames): boolean {
    const { name, isTried } = use;
    if (isTried || file.assigned.has(name)) return true;
    if (this.#rules.language === "python" && pythonSpecialNames.has(name)) return true;
    const ending = `.${name}`;
    if ([...file.tested].some((text) => text.endsWith(ending))) return true;
    if (this.#rules.language !== "ecma") return false;
    // Declarations of the repository that add to those of the library.
    const owners = new Set(members.flatMap(({ receiver }) => ownerNames(receiver.value)));
    return this.#world
      .definitions(name)
      .some(
        ({ container, path }) =>
          path.endsWith(".d.ts") || owners.has(container.slice(container.lastIndexOf(".") + 1)),
      );
  }

  /** @param isInherited whether a class of the repository has the member from this one */
  member(thing: LibraryThing | undefined, name: string, isInherited: boolean): Lookup {
    if (thing === undefined || this.names === undefined) return fromLibrary;
    const found = isInherited ? this.names.inherited(thing, name) : this.names.member(thing, name);
    if (found.kind === "found") return { state: "found", declared: [], values: this.values(found) };
    return found.kind === "missing" ? missing : fromLibrary;
  }
}

const ofLibrary = (thing: LibraryThing | undefined): readonly Value[] =>
  thing === undefined ? library : [{ kind: "library", thing }];

function ownerNames(value: Known): readonly string[] {
  if (value.kind === "declared") return [value.declared.name];
  return value.kind === "union" || value.kind === "intersection" ? value.parts.flatMap(ownerNames) : [];
}

const isPythonLoop = ({ language }: LanguageRules, step: string): boolean =>
  language === "python" && (step === steps.each || step === steps.await);

const ecmaNames: Readonly<Record<string, string>> = {
  string: "String",
  number: "Number",
  boolean: "Boolean",
};
