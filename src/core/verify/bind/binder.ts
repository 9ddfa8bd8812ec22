/** What reading the names of a tree is made of, whatever the language. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import type {
  Argument,
  Declaration,
  Exports,
  Expr,
  FileNames,
  Import,
  Scope,
  ScopeKind,
  TypeNames,
  Use,
  WantedRange,
} from "../names.ts";

type Given<T extends keyof Declaration> = Partial<Pick<Declaration, T>>;
export type DeclarationParts = Given<"value" | "signature" | "type" | "import" | "isProperty">;

/** Nothing is wanted of a file that is only looked up in. */
const nowhere: WantedRange = { start: -1, end: -1 };

export abstract class Binder {
  protected readonly tree: FlatTree;
  protected readonly scopes: Scope[] = [];
  protected readonly uses: Use[] = [];
  protected readonly handsOn: string[] = [];
  protected exports: Exports | undefined;
  protected readonly assigned = new Set<string>();
  protected readonly outside = new Map<string, Map<string, Declaration[]>>();
  protected packageName = "";
  protected readonly tested = new Set<string>();
  #tried = 0;
  /** Number of the scope at hand. */
  protected at = 0;
  readonly #wanted: WantedRange;

  constructor(tree: FlatTree, wanted: WantedRange = nowhere) {
    this.tree = tree;
    this.#wanted = wanted;
  }

  names(path: string, languageId: string): FileNames {
    this.inScope("module", undefined, () => this.visit(0));
    const { scopes, uses, exports, assigned, tested, handsOn, outside, packageName } = this;
    return { path, languageId, scopes, uses, exports, assigned, tested, handsOn, outside, packageName };
  }

  protected abstract visit(node: number): void;

  protected get scope(): Scope {
    return this.scopes[this.at]!;
  }

  protected visitChildren(node: number): void {
    const { tree } = this;
    for (let child = tree.firstChild(node); child >= 0; child = tree.nextSibling(child)) this.visit(child);
  }

  /** Whether a node is neither punctuation nor a comment. */
  protected isWord(node: number): boolean {
    const type = this.tree.type(node);
    return /\w/.test(type) && !/(?:^|_)comment$/.test(type);
  }

  /** Children that are neither punctuation nor comments, in order. */
  protected wordsOf(node: number): number[] {
    return this.tree.children(node).filter((child) => this.isWord(child));
  }

  protected inScope(kind: ScopeKind, type: TypeNames | undefined, work: () => void): void {
    const before = this.at;
    const parent = this.scopes.length === 0 ? -1 : before;
    this.at = this.scopes.length;
    const own = type ?? this.scopes[parent]?.type;
    this.scopes.push({ parent, kind, names: new Map(), type: own, isOpen: false, narrowed: new Set() });
    work();
    this.at = before;
  }

  /** Visits what may name what is not there: failing is caught, or a version is asked for before. */
  protected whileTried(isTried: boolean, work: () => void): void {
    if (isTried) this.#tried++;
    work();
    if (isTried) this.#tried--;
  }

  /** The innermost scope of one of these kinds. */
  protected nearest(...kinds: readonly ScopeKind[]): number {
    let at = this.at;
    while (at > 0 && !kinds.includes(this.scopes[at]!.kind)) at = this.scopes[at]!.parent;
    return at;
  }

  protected declaration(node: number, kind: Declaration["kind"], parts: DeclarationParts = {}): Declaration {
    const { tree } = this;
    return { name: tree.textOf(node), kind, start: tree.start(node), value: [], scope: this.at, ...parts };
  }

  /** Declares the name that a node is. */
  protected define(
    node: number,
    kind: Declaration["kind"],
    parts: DeclarationParts = {},
    into = this.at,
  ): void {
    if (node >= 0 && this.tree.end(node) > this.tree.start(node))
      addTo(this.scopes[into]!.names, this.declaration(node, kind, parts));
  }

  protected newType(name: string, kind: TypeNames["kind"], bases: Expr[] = []): TypeNames {
    return {
      name,
      members: new Map(),
      bases,
      scope: this.at,
      isOpen: false,
      hasFieldConstructor: false,
      selfUses: new Map(),
      kind,
    };
  }

  protected isWanted(node: number): boolean {
    const { start, end } = this.#wanted;
    return node >= 0 && this.tree.start(node) < end && this.tree.end(node) > start;
  }

  /** Whether nothing of a node lies outside. */
  protected isWholly(node: number): boolean {
    const { start, end } = this.#wanted;
    return node >= 0 && this.tree.start(node) >= start && this.tree.end(node) <= end;
  }

  protected use(node: number, role: "value" | "call" | "type"): void {
    if (this.isNamed(node)) this.uses.push({ kind: "name", role, ...this.placeOf(node) });
  }

  protected useMember(node: number, receiver: Expr, role: "value" | "call" | "type" | "store"): void {
    if (this.isNamed(node)) this.uses.push({ kind: "member", role, receiver, ...this.placeOf(node) });
  }

  /** Arguments of a call, in a language that gives them by place alone. @param spread the type of node that is several */
  protected argumentsOf(list: number, spread = ""): Argument[] {
    const { tree } = this;
    return this.wordsOf(list).map((child) => ({
      name: "",
      start: tree.start(child),
      end: tree.end(child),
      isSpread: tree.type(child) === spread,
    }));
  }

  /** @param list the node that holds the arguments */
  protected useCall(callee: number, list: number, expr: Expr, args: readonly Argument[]): void {
    if (!this.isWanted(list) || expr.length === 0) return;
    const isWhole = this.isWanted(list) && this.tree.end(list) <= this.#wanted.end && !this.isOpenList(list);
    this.uses.push({ kind: "call", callee: expr, args, isWhole, ...this.placeOf(callee) });
  }

  protected useImport(node: number, imported: Import): void {
    if (this.isNamed(node)) this.uses.push({ kind: "import", import: imported, ...this.placeOf(node) });
  }

  /** Whether the closing bracket is the parser's own. */
  protected isOpenList(list: number): boolean {
    return !/[)\]}]$/.test(this.tree.textOf(list));
  }

  private isNamed(node: number): boolean {
    return this.isWanted(node) && this.tree.end(node) > this.tree.start(node);
  }

  private placeOf(node: number) {
    const { tree, at } = this;
    const place = { name: tree.textOf(node), start: tree.start(node), end: tree.end(node), scope: at };
    return this.#tried > 0 ? { ...place, isTried: true as const } : place;
  }
}

export function addTo(names: Map<string, Declaration[]>, declaration: Declaration): void {
  const known = names.get(declaration.name);
  if (known) known.push(declaration);
  else names.set(declaration.name, [declaration]);
}

/** Notes where a class uses a member of its own. */
export function noteUse(type: TypeNames, name: string, start: number): void {
  const known = type.selfUses.get(name);
  if (known) known.push(start);
  else type.selfUses.set(name, [start]);
}

/** The expression with a step more, unknown as long as it is. */
export const after = (expr: Expr, step: string): Expr => (expr.length === 0 ? [] : [...expr, step]);
