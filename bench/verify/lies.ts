/** Lies: true continuations with one thing changed that then does not exist, or does not parse. */
import type { FlatTree } from "../../src/core/syntax/tree/flatTree.ts";
import type { Declaration, FileNames } from "../../src/core/verify/names.ts";
import type { Position } from "../completion/positions.ts";
import type { Random } from "../completion/random.ts";

const lieKinds = ["syntax", "scope", "member", "import", "argument"] as const;
export type LieKind = (typeof lieKinds)[number];

export interface Lie {
  readonly kind: LieKind;
  /** How the name was made: `typo` by one slip of the hand, `invented` from other words. */
  readonly how: string;
  readonly position: Position;
  readonly text: string;
  /** What does not exist, and where it stands in the text. */
  readonly name: string;
  readonly offset: number;
  /** For an argument: what is called, in the true text. */
  readonly callee?: Word;
  /** So many arguments are given. */
  readonly given?: number;
}

export interface Word {
  readonly name: string;
  readonly offset: number;
}

/** A call whose arguments the continuation holds all of. Offsets in the truth. */
export interface Call {
  /** The last name of what is called; it may begin before the truth. */
  readonly callee: Word;
  /** Of the closing bracket. */
  readonly end: number;
  /** Names by which arguments are given. */
  readonly keywords: readonly Word[];
  /** Whether no argument is given by name or stands for several. */
  readonly isPlain: boolean;
  readonly count: number;
}

/** What the tree of the true text says of the continuation. */
export interface Marked {
  readonly calls: readonly Call[];
  readonly names: readonly Word[];
  readonly members: readonly Word[];
  /** Names and modules of imports. */
  readonly imports: readonly Word[];
  /** Offsets in the truth where a token of code begins. */
  readonly tokens: readonly number[];
}

const nameTypes = new Set([
  "identifier",
  "type_identifier",
  "shorthand_property_identifier",
  "package_identifier",
]);
const memberTypes = new Set([
  ...nameTypes,
  "property_identifier",
  "field_identifier",
  "private_property_identifier",
]);
const importTypes = /^(?:import_|future_import|export_clause)/;

/** Sorts the words of the truth by what the tree of the true text says of them; what is declared there is left out. */
export function markWords(tree: FlatTree, names: FileNames | undefined, { prefix, truth }: Position): Marked {
  const declared = declarationStarts(names);
  const found = { names: [] as Word[], members: [] as Word[], imports: [] as Word[], tokens: [] as number[] };
  for (let node = 0; node < tree.count; node++) {
    const offset = tree.start(node) - prefix.length;
    if (offset < 0 || tree.end(node) > prefix.length + truth.length || tree.firstChild(node) >= 0) continue;
    if (tree.end(node) === tree.start(node) || isQuoted(tree, node)) continue;
    found.tokens.push(offset);
    const name = tree.textOf(node);
    if (!/^[A-Za-z_$][\w$]{2,}$/.test(name) || keywords.has(name)) continue;
    const type = tree.type(node);
    const place = { name, offset };
    if (isImported(tree, node) && tree.type(tree.parent(node)) !== "import_spec") {
      if (memberTypes.has(type) && !declared.has(tree.start(node)) && tree.field(node) !== "alias")
        found.imports.push(place);
    } else if (
      /^(?:pair|property_signature|method_definition|import_spec)$/.test(tree.type(tree.parent(node)))
    ) {
      // The name of a property, or what a module is called here.
    } else if (memberTypes.has(type) && isBehindDot(tree, node)) {
      if (!isStored(tree, node) && !isKey(tree, node)) found.members.push(place);
    } else if (nameTypes.has(type) && !declared.has(tree.start(node)) && !isKey(tree, node))
      found.names.push(place);
  }
  // Modules in strings.
  for (const { 0: module, index } of truth.matchAll(
    /(?<=\bfrom\s*["']|require\(["'])[\w@./-]+|(?<=^\s*(?:\w+ )?")[\w./-]+(?="$)/g,
  )) {
    const last = /[A-Za-z]\w{2,}(?=(?:\.\w+)?$)/.exec(module);
    if (
      last &&
      /^["'].*["']$/.test(truth.slice(index - 1, index + module.length + 1)) &&
      isImportString(tree, prefix.length + index)
    )
      found.imports.push({ name: last[0], offset: index + last.index });
  }
  return { ...found, calls: callsIn(tree, prefix.length, prefix.length + truth.length) };
}

/** So many arguments are added. */
const tooMany = 4;
const callTypes = new Set([
  "call",
  "call_expression",
  "new_expression",
  "method_invocation",
  "object_creation_expression",
]);
const severalTypes = /splat|spread|variadic|generator|keyword_argument|\.\.\./;

function callsIn(tree: FlatTree, start: number, end: number): Call[] {
  const calls: Call[] = [];
  for (let node = 0; node < tree.count; node++) {
    if (!callTypes.has(tree.type(node))) continue;
    const list = tree.child(node, "arguments");
    if (list < 0 || tree.start(list) < start || tree.end(list) > end || isQuotedAround(tree, node)) continue;
    const text = tree.textOf(list);
    const callee = /[A-Za-z_$][\w$]*(?=(?:<[^()]*>)?\s*$)/.exec(
      tree.text.slice(tree.start(node), tree.start(list)),
    );
    if (!callee || !text.startsWith("(") || !text.endsWith(")")) continue;
    const args = tree.children(list);
    const keywords = args
      .filter((one) => tree.type(one) === "keyword_argument")
      .map((one) => tree.child(one, "name"))
      .map((one) => ({ name: tree.textOf(one), offset: tree.start(one) - start }));
    calls.push({
      callee: { name: callee[0], offset: tree.start(node) + callee.index - start },
      end: tree.end(list) - 1 - start,
      keywords,
      count: args.filter((one) => /^\w/.test(tree.type(one)) && tree.type(one) !== "comment").length,
      isPlain: !args.some((one) => severalTypes.test(tree.type(one))),
    });
  }
  return calls;
}

const isQuotedAround = (tree: FlatTree, node: number): boolean => hasAncestor(tree, node, /string|comment/);

function declarationStarts(names: FileNames | undefined): Set<number> {
  const starts = new Set<number>();
  // What is bound to a whole module may be called anything; in Python, Java and Go that name is the module's.
  const isNamed = !/script/.test(names?.languageId ?? "");
  const add = (all: Iterable<readonly Declaration[]>): void => {
    for (const list of all)
      for (const { start, import: imported } of list)
        if (!imported || (!isNamed && /^(?:|default|export=)$/.test(imported.name))) starts.add(start);
  };
  for (const { names: own, type } of names?.scopes ?? []) {
    add(own.values());
    if (type) add(type.members.values());
  }
  for (const members of names?.outside.values() ?? []) add(members.values());
  return starts;
}

function hasAncestor(tree: FlatTree, node: number, pattern: RegExp): boolean {
  for (let at = tree.parent(node); at >= 0; at = tree.parent(at))
    if (pattern.test(tree.type(at))) return true;
  return false;
}

const isQuoted = (tree: FlatTree, node: number): boolean =>
  /string|comment|char_literal|jsx_text|regex/.test(tree.type(node)) ||
  /string|comment|regex/.test(tree.type(tree.parent(node)));
const isImported = (tree: FlatTree, node: number): boolean =>
  hasAncestor(tree, node, importTypes) &&
  !hasAncestor(
    tree,
    node,
    /(?:class|function|lexical|variable|interface|type_alias|enum)_declaration$|statement_block/,
  );
const isImportString = (tree: FlatTree, at: number): boolean => {
  const node = tree.around(at, at);
  return (
    hasAncestor(tree, node, /^(?:import_|export_statement)/) ||
    /\brequire\($/.test(tree.text.slice(at - 9, at - 1))
  );
};
const isBehindDot = (tree: FlatTree, node: number): boolean =>
  /(?:\.|::)\s*$/.test(tree.text.slice(Math.max(0, tree.start(node) - 60), tree.start(node))) &&
  !/comment|string/.test(tree.type(tree.around(lastSign(tree, node), lastSign(tree, node) + 1)));
/** Offset of the last character before a node that is no blank. */
const lastSign = (tree: FlatTree, node: number): number =>
  Math.max(0, tree.text.slice(0, tree.start(node)).trimEnd().length - 1);
/** A member that is given a value may be made by that. */
function isStored(tree: FlatTree, node: number): boolean {
  const member = tree.parent(node);
  return tree.field(member) === "left" && /assignment/.test(tree.type(tree.parent(member)));
}
/** Names that name nothing: of arguments, labels, elements of HTML, constants of a `case`. */
const isKey = (tree: FlatTree, node: number): boolean =>
  (/^(?:keyword_argument|element_value_pair|labeled_statement|switch_label|break_statement|continue_statement|package_clause|global_statement|nonlocal_statement|keyword_pattern|typed_parameter|package_declaration|type_predicate|case_pattern|namespace_export|jsx_attribute)$/.test(
    tree.type(tree.parent(node)),
  ) &&
    tree.field(node) !== "value") ||
  hasAncestor(
    tree,
    node,
    /^(?:package_declaration|package_clause|literal_element|tuple_parameter|optional_tuple_parameter)$/,
  ) ||
  (tree.type(tree.parent(node)).startsWith("jsx_") && /^[a-z]/.test(tree.textOf(node)));

const keywords = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global if import in is " +
    "lambda nonlocal not or pass raise return try while with yield match case var let const function new this super typeof instanceof void " +
    "delete switch do default throw catch export extends implements interface enum static public private protected readonly abstract " +
    "package func go defer chan map struct select range type fallthrough goto final int long double float boolean char byte short " +
    "throws synchronized null true false undefined nil self cls of keyof declare namespace any unknown never string number object record " +
    "instanceof volatile transient native strictfp permits sealed satisfies infer asserts get set"
  ).split(" "),
);

/** A name that no text of the repository has: with a slip, or made of other words in the same style. */
export class NameMaker {
  readonly #words: ReadonlySet<string>;
  readonly #parts: readonly string[];
  readonly #random: Random;

  constructor(words: ReadonlySet<string>, random: Random, parts = partsOf(words)) {
    this.#words = words;
    this.#random = random;
    this.#parts = parts;
  }

  /** The same names to choose from, drawn otherwise. */
  drawing(random: Random): NameMaker {
    return new NameMaker(this.#words, random, this.#parts);
  }

  typo(name: string): string | undefined {
    return this.#fresh(() => {
      const at = 1 + this.#random.below(name.length - 1);
      switch (this.#random.below(3)) {
        case 0:
          return name.slice(0, at) + name.slice(at + 1);
        case 1:
          return name.slice(0, at) + "etaoinsrhl"[this.#random.below(10)] + name.slice(at);
        default:
          return at + 1 < name.length
            ? name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2)
            : name;
      }
    });
  }

  invented(name: string): string | undefined {
    return this.#fresh(() => {
      const [a, b] = [this.#part(), this.#part()];
      if (/^[A-Z0-9_]+$/.test(name) && name.length > 1) return `${a}_${b}`.toUpperCase();
      if (name.includes("_")) return `${a}_${b}`.toLowerCase();
      const camel = a.toLowerCase() + b[0]!.toUpperCase() + b.slice(1).toLowerCase();
      return /^[A-Z]/.test(name) ? camel[0]!.toUpperCase() + camel.slice(1) : camel;
    });
  }

  #part(): string {
    return this.#parts[this.#random.below(this.#parts.length)]!;
  }

  #fresh(make: () => string): string | undefined {
    for (let i = 0; i < 20; i++) {
      const name = make();
      if (name.length >= 3 && !this.#words.has(name) && !keywords.has(name)) return name;
    }
    return undefined;
  }
}

const partsOf = (words: ReadonlySet<string>): readonly string[] =>
  [...new Set([...words].flatMap((word) => word.split(/_|(?<=[a-z])(?=[A-Z])/)))]
    .filter((part) => /^[A-Za-z][a-z]{3,8}$/.test(part))
    .sort();

/** All that can be told of one true continuation: at most one lie of each kind and making. */
export function liesAt(position: Position, marked: Marked, maker: NameMaker, random: Random): Lie[] {
  const { truth } = position;
  const lies: Lie[] = [];
  const add = (kind: LieKind, how: string, word: Word, name: string | undefined, call?: Call): void => {
    if (name === undefined) return;
    const text = truth.slice(0, word.offset) + name + truth.slice(word.offset + word.name.length);
    lies.push({ kind, how, position, text, name, offset: word.offset, ...calledBy(call) });
  };
  const calledBy = (call: Call | undefined) =>
    call ? { callee: call.callee, given: call.count + tooMany } : {};
  const both = (kind: LieKind, from: readonly Word[]): void => {
    const word = from[random.below(Math.max(1, from.length))];
    if (!word) return;
    add(kind, "typo", word, word.name.length > 3 ? maker.typo(word.name) : undefined);
    add(kind, "invented", word, maker.invented(word.name));
  };
  both("import", marked.imports);
  both("member", marked.members);
  both("scope", marked.names);
  if (marked.imports.length === 0) argumentLies(position, marked.calls, maker, add, random);
  const broken = breakSyntax(truth, marked.tokens, random);
  if (broken)
    lies.push({ kind: "syntax", how: broken.how, position, text: broken.text, name: broken.text, offset: 0 });
  return lies;
}

/** An argument by a name that is not taken, and four too many. */
function argumentLies(
  { truth, languageId }: Position,
  calls: readonly Call[],
  maker: NameMaker,
  add: (kind: LieKind, how: string, word: Word, name: string | undefined, call: Call) => void,
  random: Random,
): void {
  const named = calls.flatMap((call) => call.keywords.map((word) => ({ call, word })));
  const one = named[random.below(Math.max(1, named.length))];
  if (one) add("argument", "name", one.word, maker.invented(one.word.name), one.call);
  // What is given by name, or is several in one, may not be followed by more.
  const plain = calls.filter(({ isPlain }) => isPlain);
  const call = plain[random.below(Math.max(1, plain.length))];
  if (!call) return;
  const nothing = languageId === "python" ? "None" : languageId === "go" ? "nil" : "null";
  const extra = Array.from({ length: tooMany }, () => nothing).join(", ");
  const isFirst = truth[call.end - 1] === "(" || /\(\s*$/.test(truth.slice(0, call.end));
  const text = isFirst ? extra : /,\s*$/.test(truth.slice(0, call.end)) ? ` ${extra}` : `, ${extra}`;
  add("argument", "too many", { name: "", offset: call.end }, text, call);
}

function breakSyntax(truth: string, tokens: readonly number[], random: Random) {
  if (tokens.length === 0) return undefined;
  const at = tokens[random.below(tokens.length)]!;
  if (random.next() < 0.5) {
    const text = `${truth.slice(0, at)}${")]}"[random.below(3)]}${truth.slice(at)}`;
    return { text, how: "extra bracket" };
  }
  const without = [...truth.matchAll(/[()[\]{}]/g)]
    .map(({ index }) => index)
    .filter((index) => tokens.includes(index));
  const bracket = without[random.below(Math.max(1, without.length))];
  if (bracket !== undefined && random.next() < 0.5) {
    const text = truth.slice(0, bracket) + truth.slice(bracket + 1);
    // What ends in an open bracket or a comma goes on below, and what the truth begins with is true: no lies yet.
    // So does a mere word, which is judged as one on the way.
    const goesOn = /[([{,]\s*$|^\s*[\w$.@]+$/.test(text);
    if (!goesOn && !truth.startsWith(text)) return { text, how: "lacking bracket" };
  }
  return { text: `${truth.slice(0, at)} = ) ${truth.slice(at)}`, how: "stray signs" };
}

/** Places where a tree does not fit its text. */
export function countFaults(tree: FlatTree): number {
  let count = 0;
  for (let node = 0; node < tree.count; node++)
    if (
      tree.type(node) === "ERROR" ||
      (tree.start(node) === tree.end(node) && tree.firstChild(node) < 0 && node > 0)
    )
      count++;
  return count;
}

export function isImportLine(line: string, languageId: string): boolean {
  if (languageId === "python") return /^\s*(?:import|from\s+\S+\s+import)\b/.test(line);
  if (languageId === "java") return /^\s*import\b/.test(line);
  if (languageId === "go") return /^(?:import\s+|\t)(?:[\w.]+ )?"[\w./-]+"$/.test(line);
  return /^\s*(?:import\b|export\s.*\bfrom\b)|\brequire\(/.test(line);
}
