/** What installed libraries tell of the names of a program: what an import brings, and what each step from there gives. */
import type { ApiLibrary } from "../../apiDocs/library/apiLibrary.ts";
import { isDeclared } from "../../apiDocs/library/apiLibrary.ts";
import { type Declared, type Known, type MemberFound, unknownValue } from "../../apiDocs/library/known.ts";
import {
  awaitedOf,
  callOf,
  constructionOf,
  givenTo,
  memberOf,
  membersOf,
} from "../../apiDocs/library/memberOf.ts";
import { entered, heldBy } from "../../apiDocs/use/evaluate.ts";
import { type Import, steps, wholeExport } from "../names.ts";

/** The libraries of one language, as far as they are loaded; what is not is noted by who implements this. */
export interface InstalledNames {
  readonly library: ApiLibrary;
  /** The module that a specifier means in a file; undefined when it is not known, or not yet. */
  module(specifier: string, from: string): (Known & { readonly kind: "module" }) | undefined;
}

/** Something of a library: what it is as a value, and its declaration, which also says what it is as a type. */
export interface LibraryThing {
  readonly value: Known;
  readonly declared?: Declared | undefined;
}

const ofValue = (value: Known): LibraryThing | undefined =>
  value.kind === "unknown" ? undefined : { value };

export class LibraryNames {
  readonly #installed: InstalledNames;

  constructor(installed: InstalledNames) {
    this.#installed = installed;
  }

  /** What an import brings; undefined when that is not known. */
  imported({ module, name }: Import, from: string): LibraryThing | undefined {
    const { library } = this.#installed;
    const whole = this.#installed.module(module, from);
    if (whole === undefined || name === "") return whole && { value: whole };
    if (name === wholeExport) return wholeOf(library, whole);
    const found = memberOf(library, whole, name);
    if (found.kind === "found") return found;
    return name === "default" ? { value: whole } : undefined;
  }

  /** Whether a module has a name that is imported from it. */
  inModule(module: string, name: string, from: string): MemberFound {
    const whole = this.#installed.module(module, from);
    if (whole === undefined || name === "default" || name === wholeExport) return { kind: "unknown" };
    const { library } = this.#installed;
    const found = memberOf(library, whole, name);
    const other = found.kind === "missing" ? defaultOf(library, whole) : undefined;
    return other && memberOf(library, other, name).kind !== "missing" ? { kind: "unknown" } : found;
  }

  /** Whether a package surely lacks a module. One that looks for its modules elsewhere, too, may have any. */
  lacksModule(module: string, from: string): boolean {
    const parts = module.split(".");
    for (let at = 1; at < parts.length; at++) {
      const outer = this.#installed.module(parts.slice(0, at).join("."), from);
      if (outer === undefined || outer.units.some((unit) => unit.within("").has("__path__"))) return false;
      const { kind } = memberOf(this.#installed.library, outer, parts[at]!);
      if (kind !== "found") return kind === "missing";
    }
    return false;
  }

  /** The module as a thing, for telling what is missing in it. */
  module(module: string, from: string): LibraryThing | undefined {
    const value = this.#installed.module(module, from);
    return value && { value };
  }

  member({ value }: LibraryThing, name: string): MemberFound {
    return memberOf(this.#installed.library, value, name);
  }

  /** A member as a class hands it on to classes that are made of it, and to what these make. */
  inherited({ value }: LibraryThing, name: string): MemberFound {
    const { library } = this.#installed;
    const found = memberOf(library, value, name);
    if (value.kind !== "declared" || !value.isStatic || found.kind !== "missing") return found;
    const made = memberOf(library, { ...value, isStatic: false }, name);
    return made.kind === "missing" ? { kind: "missing", names: [...found.names, ...made.names] } : made;
  }

  memberNames({ value }: LibraryThing): Iterable<string> {
    return membersOf(this.#installed.library, value).names.keys();
  }

  /** What a step other than a member's name gives. */
  step({ value, declared }: LibraryThing, step: string): LibraryThing | undefined {
    const { library } = this.#installed;
    switch (step) {
      case steps.call: {
        const given = callOf(library, value);
        return ofValue(given);
      }
      case steps.make: {
        const made = constructionOf(library, value);
        return ofValue(made);
      }
      case steps.instance:
        return ofValue(typeOf(library, declared ?? value));
      case steps.await:
        return ofValue(waitedFor(library, value));
      case steps.enter:
        return ofValue(enteredFor(library, value));
      case steps.index:
        return ofValue(heldBy(value, "element"));
      case steps.each:
        return ofValue(heldBy(value, "iterated"));
      default: {
        const [, argument, parameter] = /^%given (\d+) (\d+)$/.exec(step) ?? [];
        if (argument !== undefined)
          return ofValue(givenTo(library, value, Number(argument), Number(parameter)));
        return step.startsWith("#") ? ofValue(heldBy(value, "element")) : undefined;
      }
    }
  }
}

/** What a module gives as its default; undefined when it gives none. */
function defaultOf(library: ApiLibrary, whole: Known): Known | undefined {
  const found = memberOf(library, whole, "default");
  return found.kind === "found" ? found.value : undefined;
}

/** What is required: of a module that is declared with a default, often that and the rest at once. */
function wholeOf(library: ApiLibrary, whole: Known & { readonly kind: "module" }): LibraryThing | undefined {
  const other = whole.units.some((unit) => unit.exported("=")) ? undefined : defaultOf(library, whole);
  if (other === undefined) return thingOf(library, library.importedFrom(whole.units, "="));
  return { value: { kind: "union", parts: [whole, other] } };
}

function thingOf(library: ApiLibrary, found: Known | Declared | undefined): LibraryThing | undefined {
  if (found === undefined) return undefined;
  return isDeclared(found) ? { value: library.valueOf(found), declared: found } : { value: found };
}

/** What waiting gives: of what can be waited for in Python what it says it holds, if it says so. */
function waitedFor(library: ApiLibrary, value: Known): Known {
  if (value.kind === "union" || value.kind === "intersection")
    return { kind: value.kind, parts: value.parts.map((part) => waitedFor(library, part)) };
  if (value.kind !== "declared" || value.declared.scope.unit.unit.dialect !== "python")
    return awaitedOf(value);
  const isAwaitable = memberOf(library, value, "__await__").kind !== "missing";
  return isAwaitable ? (value.args[0] ?? unknownValue) : value;
}

/** What `with` surely gives. */
function enteredFor(library: ApiLibrary, value: Known): Known {
  const isSure = ["__enter__", "__aenter__"].some((name) => {
    const found = memberOf(library, value, name);
    return found.kind === "found" && callOf(library, found.value).kind !== "unknown";
  });
  return isSure ? entered(library, value) : unknownValue;
}

/** What has a type; of a class that stands as a value, what it makes. */
function typeOf(library: ApiLibrary, found: Known | Declared): Known {
  if (isDeclared(found)) return library.typeOf(found);
  return found.kind === "declared" ? { ...found, isStatic: false } : unknownValue;
}
