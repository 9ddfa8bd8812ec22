/** Judges every name that a suggestion uses, where it would stand. */
import { deprecationOf } from "./apiUses.ts";
import { pythonSpecialNames } from "./data/pythonTypes.ts";
import type { LanguageRules } from "./languages.ts";
import {
  constructorName,
  type Declaration,
  type FileNames,
  type Parameter,
  type Signature,
  type TypeNames,
  type Use,
} from "./names.ts";
import { nearestName } from "./nearest.ts";
import type { LibraryMember } from "./resolve/libraryValues.ts";
import { Resolver } from "./resolve/resolver.ts";
import type { Value } from "./resolve/values.ts";
import type { World } from "./resolve/world.ts";
import type { DeprecatedName, Finding, JudgedCall, UnknownName } from "./verification.ts";

/** The suggestion in its file. */
export interface Place {
  readonly file: FileNames;
  /** The text with the suggestion, and where it stands in it. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Judgement {
  readonly findings: readonly Finding[];
  readonly unknown: readonly UnknownName[];
  readonly deprecated: readonly DeprecatedName[];
  /** Members whose receiver was known, and all members. */
  readonly knownReceivers: number;
  readonly members: number;
  readonly calls: readonly JudgedCall[];
}

export function judgeNames(place: Place, world: World, rules: LanguageRules): Judgement {
  return new Judge(place, world, rules).judge();
}

class Judge {
  readonly #place: Place;
  readonly #world: World;
  readonly #rules: LanguageRules;
  readonly #resolver: Resolver;
  readonly #findings: Finding[] = [];
  readonly #unknown: UnknownName[] = [];
  readonly #deprecated: DeprecatedName[] = [];
  readonly #calls: JudgedCall[] = [];
  #members = 0;
  #knownReceivers = 0;

  constructor(place: Place, world: World, rules: LanguageRules) {
    this.#place = place;
    this.#world = world;
    this.#rules = rules;
    this.#resolver = new Resolver(world, rules);
  }

  judge(): Judgement {
    const uses = [...this.#place.file.uses].sort((a, b) => a.start - b.start);
    for (const use of uses) {
      if (use.kind === "name") this.#name(use);
      else if (use.kind === "member") this.#member(use);
      else if (use.kind === "import") this.#import(use);
      else this.#call(use);
    }
    const findings = this.#findings.sort((a, b) => a.offset - b.offset);
    const deprecated = this.#deprecated.sort((a, b) => a.offset - b.offset);
    return {
      findings,
      unknown: this.#unknown,
      deprecated,
      members: this.#members,
      calls: this.#calls,
      knownReceivers: this.#knownReceivers,
    };
  }

  #find(
    use: { name: string; start: number },
    reason: Finding["reason"],
    candidates: () => Iterable<string>,
  ): void {
    const offset = Math.max(0, use.start - this.#place.start);
    if (this.#findings.some((one) => one.offset === offset && one.name === use.name)) return;
    const nearest = nearestName(use.name, candidates());
    this.#findings.push({ name: use.name, offset, reason, ...(nearest === undefined ? {} : { nearest }) });
  }

  #doubt({ name, start }: Use, why: UnknownName["why"]): void {
    this.#unknown.push({ name, offset: Math.max(0, start - this.#place.start), why });
  }

  #name(use: Use & { kind: "name" }): void {
    const { name, scope } = use;
    const { file } = this.#place;
    const { state } = this.#resolver.lookUp(name, file, scope);
    if (state === "found" || this.#rules.globals.has(name)) return;
    if ((state === "library" || state === "open") && this.#isHeardOf(name))
      this.#doubt(use, state === "library" ? "library" : "type");
    else if (this.#couldBeImported(use)) this.#doubt(use, "import");
    else if (!this.#rules.growsByAssignment && this.#isGenerated(name)) this.#doubt(use, "type");
    else this.#find(use, "scope", () => this.#visibleNames(scope));
  }

  /** Whether another file offers a function or type of the name, which an import would bring. */
  #couldBeImported({ name, role }: Use & { kind: "name" }): boolean {
    const { language } = this.#rules;
    if (language === "go" || name.length < 3) return false;
    const isType = role === "type" || /^[A-Z]/.test(name);
    return this.#world.definitions(name).some(({ container, kind, path }) => {
      if (container !== "" || !isOfLanguage(path, language)) return false;
      if (/^(?:class|interface|enum|struct|type|trait)$/.test(kind)) return isType;
      return kind === "function" && role === "call";
    });
  }

  #visibleNames(scope: number): Set<string> {
    const { file } = this.#place;
    const names = new Set<string>();
    for (let at = scope; at >= 0; at = file.scopes[at]!.parent) {
      const { kind, names: own, type } = file.scopes[at]!;
      if (kind === "class" && at !== scope && this.#rules.hidesClassScope) continue;
      for (const name of own.keys()) names.add(name);
      if (kind === "class" && type && this.#rules.hasImplicitSelf)
        for (const name of this.#resolver.membersOf({ kind: "instance", file, type }).keys()) names.add(name);
    }
    for (const name of this.#rules.globals) names.add(name);
    return names;
  }

  #member(use: Use & { kind: "member" }): void {
    const { name, receiver, scope, role } = use;
    const values = this.#resolver.evaluate(receiver, this.#place.file, scope);
    this.#members++;
    const lookups = values.map((value) => this.#resolver.member(value, name));
    if (values.length > 0 && values.every(({ kind }) => kind !== "unknown")) this.#knownReceivers++;
    if (lookups.some(({ state }) => state === "found")) {
      this.#noteDeprecation(use, values);
      return;
    }
    if (role === "store" && this.#rules.growsByAssignment) return;
    const ofLibraries = values.flatMap((value) => this.#resolver.inLibraryValue(value, name) ?? []);
    if (lookups.some(({ state }) => state === "library")) this.#doubt(use, "library");
    else if (
      ofLibraries.length > 0 &&
      this.#resolver.libraries.mayBeAdded(ofLibraries, use, this.#place.file)
    )
      this.#doubt(use, "library");
    else if (lookups.length === 0 || lookups.some(({ state }) => state === "open")) this.#unknownMember(use);
    else if (values.some((value) => this.#isAccepted(value, use))) this.#doubt(use, "type");
    else this.#find(use, "member", () => this.#memberNames(values));
  }

  #noteDeprecation(use: Use, values: readonly Value[]): void {
    for (const value of values) {
      const member = this.#resolver.inLibraryValue(value, use.name);
      if (member && this.#markDeprecated(use, member)) return;
    }
  }

  #markDeprecated({ name, start }: Use, { found }: LibraryMember): boolean {
    const deprecation = deprecationOf(found);
    if (deprecation === undefined) return false;
    const { replacement } = deprecation;
    const offset = Math.max(0, start - this.#place.start);
    this.#deprecated.push({ name, offset, ...(replacement === undefined ? {} : { replacement }) });
    return true;
  }

  #memberNames(values: readonly Value[]): string[] {
    return values.flatMap((value) => [...this.#resolver.membersOf(value).keys()]);
  }

  /** What a type is given from outside of what is written at it, or is used of it more than once. */
  #isAccepted(value: Value, { name, start }: Use): boolean {
    const { language } = this.#rules;
    if (language === "python" && pythonSpecialNames.has(name)) return true;
    if (language === "go" && value.kind === "module") return this.#isGenerated(name);
    if (!this.#rules.growsByAssignment) return false;
    if (this.#place.file.assigned.has(name)) return true;
    if (value.kind !== "type" && value.kind !== "instance") return false;
    return value.file.assigned.has(name) || this.#isUsedElsewhere(value.type, name, start);
  }

  #isUsedElsewhere({ selfUses }: TypeNames, name: string, _start: number): boolean {
    const { start, end } = this.#place;
    return selfUses.get(name)?.some((at) => at < start || at >= end) === true;
  }

  /** Of a value of unknown type: a name that is nowhere else is taken for invented. */
  #unknownMember(use: Use & { kind: "member" }): void {
    if (this.#isHeardOf(use.name)) this.#doubt(use, "type");
    else this.#find(use, "member", () => this.#membersInText());
  }

  /** Whether a name stands in any other place: in the file, in the repository's code, in the language's own libraries. */
  #isHeardOf(name: string): boolean {
    return (
      name.length < 3 ||
      pythonSpecialNames.has(name) ||
      this.#isElsewhereInText(name) ||
      this.#world.holds(name) !== false ||
      this.#world.isLibraryMember(name, this.#place.file.languageId)
    );
  }

  /** What code uses and no file defines is made by a generator, or lies in a file that is not indexed. */
  #isGenerated(name: string): boolean {
    return this.#world.holds(name) === true && this.#world.definitions(name).length === 0;
  }

  #isElsewhereInText(name: string): boolean {
    const { text, start, end } = this.#place;
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      const isWhole = !isWordAt(text, at - 1) && !isWordAt(text, at + name.length);
      if (isWhole && (at + name.length <= start || at >= end)) return true;
    }
    return false;
  }

  /** Names behind a dot in the rest of the file. */
  #membersInText(): Set<string> {
    const { text, start, end } = this.#place;
    const names = new Set<string>();
    for (const part of [text.slice(0, start), text.slice(end)])
      for (const [, name] of part.matchAll(/\.\s*([A-Za-z_$][\w$]*)/g)) names.add(name!);
    return names;
  }

  #import(use: Use & { kind: "import" }): void {
    const { module, name } = use.import;
    const { file } = this.#place;
    const files = this.#world.resolve(module, file.path, file.languageId);
    if (this.#rules.language === "java") {
      this.#javaImport(use, files);
      return;
    }
    if (module === "__future__") {
      if (!futureFeatures.has(name)) this.#find(use, "import", () => futureFeatures);
      return;
    }
    if (files.length === 0) {
      this.#outsideImport(use);
      return;
    }
    if (name === "" || name === "*") return;
    const value: Value = { kind: "module", module, files };
    const { state } = this.#resolver.member(value, name);
    if (state === "found") return;
    const isInvented = state === "missing" || (state === "open" && !this.#isHeardOf(name));
    if (isInvented && name !== "default") this.#find(use, "import", () => this.#memberNames([value]));
    else this.#doubt(use, state === "library" ? "library" : "type");
  }

  #outsideImport(use: Use & { kind: "import" }): void {
    const { module, name } = use.import;
    const { file } = this.#place;
    const { language } = this.#rules;
    if (name !== "" && name !== "*") {
      // The module itself is judged at its own place.
      this.#libraryImport(use);
      return;
    }
    const isOwn =
      language === "python" ? module.startsWith(".") : language === "ecma" && module.startsWith(".");
    if (isOwn) {
      if (language === "ecma" && this.#world.exists(joined(file.path, module)) !== false) return;
      if (language === "python" && /^\.+$/.test(module)) return;
      this.#find(use, "import", () => []);
      return;
    }
    const [top = ""] = language === "python" ? module.split(".") : [module];
    const isPart = top !== module && this.#world.resolve(top, file.path, file.languageId).length > 0;
    if (isPart || !this.#world.isLibrary(module, file.languageId)) {
      this.#find(use, "import", () => []);
      return;
    }
    if (this.#resolver.libraries.hasModule(module, file.path)) return;
    const isLacking = language === "python" && use.isTried !== true;
    if (isLacking && this.#resolver.libraries.lacksModule(module, file.path))
      this.#find(use, "import", () => []);
    else this.#doubt(use, "library");
  }

  /** A name from a module of a library. */
  #libraryImport(use: Use & { kind: "import" }): void {
    const { module, name } = use.import;
    const { file } = this.#place;
    const member = this.#resolver.libraries.inModule(module, name, file.path);
    const { found } = member ?? {};
    if (found?.kind === "found") this.#markDeprecated(use, member!);
    else if (found?.kind === "missing" && !this.#resolver.libraries.mayBeAdded([member!], use, file))
      this.#find(use, "import", () => found.names);
    else this.#doubt(use, "library");
  }

  #javaImport(use: Use & { kind: "import" }, files: readonly string[]): void {
    const { module, name } = use.import;
    const { file } = this.#place;
    const parts = module.split(".");
    const typeAt = parts.findIndex((part) => /^[A-Z]/.test(part));
    const type = typeAt < 0 ? undefined : parts[typeAt]!;
    const path = type === undefined ? undefined : files.find((one) => one.endsWith(`/${type}.java`));
    if (path !== undefined && type !== undefined) {
      const rest = [...parts.slice(typeAt + 1), ...(name === "" || name.startsWith("*") ? [] : [name])];
      const values = this.#resolver.evaluate([type, ...rest.slice(0, -1)], file, 0);
      const last = rest.at(-1);
      const names = this.#world.file(path);
      if (last === undefined || !names) return;
      const own =
        rest.length === 1
          ? (names.scopes[0]!.names.get(type) ?? []).flatMap((one) =>
              this.#resolver.valueOf({ file: names, declaration: one }),
            )
          : values;
      const lookups = own.map((value) => this.#resolver.member(value, last));
      if (lookups.length > 0 && lookups.every(({ state }) => state === "missing"))
        this.#find(use, "import", () => this.#memberNames(own));
      return;
    }
    const packageName = parts.slice(0, typeAt < 0 ? parts.length : typeAt).join(".");
    const inPackage = this.#world.resolve(packageName, file.path, "java");
    const isOurs = inPackage.some((one) =>
      one.slice(0, one.lastIndexOf("/")).endsWith(`/${packageName.replaceAll(".", "/")}`),
    );
    if (type !== undefined && isOurs) {
      const isElsewhere = this.#world.definitions(type).some(({ path: at }) => inPackage.includes(at));
      if (!isElsewhere && this.#isGenerated(type)) this.#doubt(use, "type");
      else if (!isElsewhere)
        this.#find(use, "import", () =>
          inPackage.map((one) => one.slice(one.lastIndexOf("/") + 1).replace(/\.java$/, "")),
        );
    } else if (!isOurs && this.#isOwnRoot(packageName)) this.#find(use, "import", () => []);
    else if (!isOurs && !this.#mayBePackage(packageName, use)) this.#find(use, "import", () => []);
    else if (!isOurs) this.#doubt(use, "library");
  }

  /** Whether a library may have a package: a type by its whole name needs no import, so its package is seldom heard of. */
  #mayBePackage(packageName: string, { import: { isInPlace } }: Use & { kind: "import" }): boolean {
    if (this.#world.isLibrary(packageName, "java")) return true;
    return isInPlace === true && this.#isHeardOf(packageName.split(".")[0]!);
  }

  /** Whether a package begins as that of the file at hand, so that the repository should have it. */
  #isOwnRoot(packageName: string): boolean {
    const parts = this.#place.file.packageName.split(".");
    const root = parts
      .slice(0, /^com$/.test(parts[0]!) ? 3 : /^(?:org|net|io|dev|edu|de|uk)$/.test(parts[0]!) ? 2 : 1)
      .join(".");
    return (
      root !== "" && `${packageName}.`.startsWith(`${root}.`) && !this.#world.isImportedElsewhere(packageName)
    );
  }

  #call(use: Use & { kind: "call" }): void {
    const signatures = this.#signatures(use);
    const name = /[\w$]*$/.exec(use.name)![0];
    const offset = Math.max(0, use.end - name.length - this.#place.start);
    this.#calls.push({ name, offset, isKnown: signatures.length > 0 });
    if (signatures.length === 0) return;
    const faults = signatures.map((signature) => faultOf(signature, use, this.#place.text));
    if (faults.some((fault) => fault === undefined)) return;
    const fault = faults.at(-1)!;
    this.#find({ name: fault.name, start: fault.start }, "argument", () => fault.candidates);
  }

  /** All ways to make a call; none when some are not known. */
  #signatures(use: Use & { kind: "call" }): readonly Signature[] {
    const signatures: Signature[] = [];
    for (const value of this.#resolver.evaluate(use.callee, this.#place.file, use.scope)) {
      const found = this.#signaturesOf(value, use);
      if (!found) return [];
      signatures.push(...found);
    }
    return signatures;
  }

  /** All ways to call a value; undefined when some are not known. */
  #signaturesOf(value: Value, use: Use & { kind: "call" }): Signature[] | undefined {
    if (value.kind === "function") return [value.declaration.signature!];
    if (value.kind !== "type") return undefined;
    const { language } = this.#rules;
    if (language === "go" || value.type.kind === "interface") return undefined;
    const name = language === "python" ? "__init__" : language === "java" ? constructorName : "constructor";
    if (language === "python" && !this.#takesAllWhenMade(value)) return undefined;
    const lookup = language === "java" ? undefined : this.#resolver.member(value, name);
    const declarations: readonly Declaration[] =
      language === "java"
        ? (value.type.members.get(name) ?? [])
        : lookup?.state === "found"
          ? lookup.declared.map(({ declaration }) => declaration)
          : [];
    const found = declarations.map(({ signature }) => signature);
    if (found.length > 0)
      return found.every((signature) => signature !== undefined) ? (found as Signature[]) : undefined;
    if (value.type.hasFieldConstructor && language === "python") return this.#fieldSignature(value, use);
    return this.#hasOwnMaker(value) ? undefined : [takesNothing(value.type.scope)];
  }

  /** Whether nothing but `__init__` says what a class of Python takes. */
  #takesAllWhenMade(value: Value): boolean {
    const made = this.#resolver.member(value, "__new__");
    if (made.state !== "found") return made.state === "missing";
    return made.declared.every(
      ({ declaration: { signature } }) => signature?.takesMore && signature.takesMoreNames,
    );
  }

  /** Whether a class may be made in other ways than without arguments: it, or what it is made of, may have a constructor. */
  #hasOwnMaker({ file, type }: Value & { kind: "type" }): boolean {
    if (type.kind !== "class" || type.isOpen || type.hasFieldConstructor) return true;
    const { language } = this.#rules;
    return language === "java" ? makesConstructors(file) : language !== "ecma" || type.bases.length > 0;
  }

  /** A generated constructor takes its fields by name; their order and defaults are not followed. */
  #fieldSignature(
    { type }: Value & { kind: "type" },
    { args }: Use & { kind: "call" },
  ): Signature[] | undefined {
    if (type.bases.length > 0 || type.isOpen || args.some(({ isSpread }) => isSpread)) return undefined;
    const parameters: Parameter[] = [...type.members]
      .filter(([, [one]]) => one?.kind === "field")
      .map(([name]) => ({ name, isOptional: true, by: "both" }));
    return [
      { parameters, takesMore: false, takesMoreNames: false, returns: [], scope: type.scope, isBound: true },
    ];
  }
}

/** Whether a file of Java uses annotations that write constructors. */
const makesConstructors = (file: FileNames): boolean =>
  [...file.scopes[0]!.names.values()].some((all) =>
    all.some(({ import: imported }) => imported !== undefined && /^lombok\b/.test(imported.module)),
  );

const takesNothing = (scope: number): Signature => ({
  parameters: [],
  takesMore: false,
  takesMoreNames: false,
  returns: [],
  scope,
  isBound: true,
});

/** All there ever were. */
const futureFeatures: ReadonlySet<string> = new Set([
  "annotations",
  "barry_as_FLUFL",
  "absolute_import",
  "division",
  "generator_stop",
  "generators",
  "nested_scopes",
  "print_function",
  "unicode_literals",
  "with_statement",
]);

interface ArgumentFault {
  readonly name: string;
  readonly start: number;
  readonly candidates: readonly string[];
}

/** What is wrong with a call of a function with this signature. */
function faultOf(
  signature: Signature,
  { args, name, start, isWhole }: Use & { kind: "call" },
  text: string,
): ArgumentFault | undefined {
  const { parameters, takesMore, takesMoreNames } = signature;
  const given = new Set(args.map((argument) => argument.name));
  for (const argument of args) {
    if (argument.name === "" || takesMoreNames) continue;
    const isKnown = parameters.some((one) => one.name === argument.name && one.by !== "place");
    const candidates = parameters.flatMap((one) =>
      one.by === "place" || given.has(one.name) ? [] : [one.name],
    );
    if (!isKnown) return { name: argument.name, start: argument.start, candidates };
  }
  const byPlace = parameters.filter(({ by }) => by !== "name");
  const positional = args.filter((argument) => argument.name === "");
  const isSpread = args.some((argument) => argument.isSpread);
  const extra = isSpread || takesMore ? undefined : positional[byPlace.length];
  if (extra) return { name: text.slice(extra.start, extra.end), start: extra.start, candidates: [] };
  if (!isWhole || isSpread) return undefined;
  const left = parameters.filter(
    (one, place) =>
      !one.isOptional && !given.has(one.name) && (one.by === "name" || place >= positional.length),
  );
  const lacking = left.length > 0 && !takesMoreForPlace(signature, positional.length);
  return lacking ? { name, start, candidates: [] } : undefined;
}

/** With a rest parameter, those before it still have to be given. */
const takesMoreForPlace = ({ parameters }: Signature, given: number): boolean =>
  parameters.filter(({ isOptional }) => !isOptional).length <= given &&
  parameters.every(({ by }) => by !== "name");

const isWordAt = (text: string, at: number): boolean =>
  at >= 0 && at < text.length && /[\w$]/.test(text[at]!);

function isOfLanguage(path: string, language: LanguageRules["language"]): boolean {
  const ends = { python: /\.pyi?$/, ecma: /\.(?:[cm]?[jt]sx?|vue|svelte)$/, java: /\.java$/, go: /\.go$/ };
  return ends[language].test(path);
}

function joined(from: string, relative: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
