/** Gathers what a query finds in one tree into facts. */

import type {
  SyntaxDefinition,
  SyntaxFacts,
  SyntaxImport,
  SyntaxReference,
  SyntaxRole,
} from "../../core/syntax/facts/facts.ts";
import { receiverBefore } from "../../core/syntax/facts/receiver.ts";
import type { SymbolKind } from "../../core/syntax/outline/outline.ts";
import { LinePlaces } from "./linePlaces.ts";
import { parseClock } from "./parseClock.ts";
import { FORBIDDEN, type FrameKind, type PathAction } from "./query/queryPaths.ts";
import type { TreeAutomaton } from "./query/treeAutomaton.ts";
import type { TreeVisitor } from "./rawTree.ts";

/** Texts are cut out at the end; offsets are cheap and mostly not needed. `start <= end`, exclusive. */
interface Place {
  readonly start: number;
  readonly end: number;
}

interface BoundName extends Place {
  /** What the module calls it; undefined for its own text. */
  readonly name: string | undefined;
  alias: Place | undefined;
}

/** A node that a pattern takes for a definition, a scope, an embedding or an import, from when it is entered. */
interface Frame extends Place {
  readonly pattern: number;
  readonly kind: FrameKind;
  readonly required: number;
  /** Index of the first frame on the same node. */
  readonly group: number;
  /** The group around it, imports left out; -1 at the top. */
  readonly parent: number;
  fulfilled: number;
  container: Place | undefined;
  module: Place | undefined;
  /** Names of a definition, the type of an embedding. */
  readonly names: Place[];
  readonly bound: BoundName[];
}

interface Use extends Place {
  readonly role: SyntaxRole;
  /** Index of a group of frames, -1 at the top. */
  readonly within: number;
}

/** What a definition or scope is to those that stand in it. */
interface Inside {
  readonly container: string;
  readonly kind: FrameKind | undefined;
}

type OpenAction = PathAction & { readonly kind: "open" };
type ReferenceAction = PathAction & { readonly kind: "reference" };
type PartAction = PathAction & { readonly kind: "part" };

/** A look at the clock is cheap, not free. */
const ACTS_BETWEEN_LOOKS = 4096;

/** Kinds whose functions are methods and whose variables are fields. */
const typeKinds: ReadonlySet<FrameKind> = new Set(["class", "interface", "enum", "struct", "trait", "scope"]);

const isComplete = ({ fulfilled, required }: Frame): boolean =>
  (fulfilled & required) === required && (fulfilled & FORBIDDEN) === 0;

const isDefinition = ({ kind }: Frame): boolean =>
  kind !== "import" && kind !== "scope" && kind !== "embedding";

export class FactsBuilder implements TreeVisitor {
  readonly #automaton: TreeAutomaton;
  readonly #text: string;
  readonly #frames: Frame[] = [];
  /** Indices of the frames that are open, outermost first. */
  readonly #open: number[] = [];
  readonly #uses: Use[] = [];
  readonly #deadline: number;
  #acts = 0;
  #late = false;

  /** @param deadline when the walk is to end, by `parseClock` */
  constructor(automaton: TreeAutomaton, text: string, deadline: number) {
    this.#automaton = automaton;
    this.#text = text;
    this.#deadline = deadline;
  }

  /** Whether the walk was cut off. */
  get isLate(): boolean {
    return this.#late;
  }

  enter(type: number, field: number, state: number, start: number, end: number): number {
    const automaton = this.#automaton;
    const transition = state === 0 ? (automaton.start[type] ?? 0) : automaton.transition(state, type, field);
    if (transition === 0) return 0;
    const actions = automaton.actions[transition];
    if (actions) this.#act(actions, start, end);
    if (this.#late) return -1;
    return automaton.nextState[transition]!;
  }

  #act(actions: readonly PathAction[], start: number, end: number): void {
    if (++this.#acts % ACTS_BETWEEN_LOOKS === 0) this.#late = parseClock() > this.#deadline;
    this.#closeBefore(start);
    const within = this.#innermost();
    const group = this.#frames.length;
    for (const action of actions) {
      if (action.kind === "reference") this.#use(action, start, end, within);
      else if (action.kind === "open") this.#openFrame(action, start, end, group, within);
      else this.#part(action, start, end);
    }
  }

  #use({ role, isTail }: ReferenceAction, start: number, end: number, within: number): void {
    this.#uses.push({ start, end, role: isTail && isBeforeDot(this.#text, end) ? "other" : role, within });
  }

  #openFrame(
    { pattern, frame, required }: OpenAction,
    start: number,
    end: number,
    group: number,
    parent: number,
  ) {
    this.#open.push(this.#frames.length);
    const empty = { fulfilled: 0, container: undefined, module: undefined, names: [], bound: [] };
    this.#frames.push({ pattern, kind: frame, start, end, required, group, parent, ...empty });
  }

  /** Gives a node to the innermost open frame of its pattern; what belongs to an import to the innermost import. */
  #part(action: PartAction, start: number, end: number): void {
    const isOfImport = action.part?.startsWith("import.");
    for (let i = this.#open.length - 1; i >= 0; i--) {
      const frame = this.#frames[this.#open[i]!]!;
      if (isOfImport ? frame.kind !== "import" : frame.pattern !== action.pattern) continue;
      if (action.words && !action.words.includes(this.#text.slice(start, end))) frame.fulfilled |= FORBIDDEN;
      if (!isOfImport) frame.fulfilled |= action.bit;
      fill(frame, action, { start, end });
      return;
    }
  }

  #closeBefore(start: number): void {
    const open = this.#open;
    while (open.length > 0 && this.#frames[open.at(-1)!]!.end <= start) open.pop();
  }

  /** Group of the innermost open frame that is no import. */
  #innermost(): number {
    for (let i = this.#open.length - 1; i >= 0; i--) {
      const { kind, group } = this.#frames[this.#open[i]!]!;
      if (kind !== "import") return group;
    }
    return -1;
  }

  facts(): SyntaxFacts {
    const places = new LinePlaces(this.#text);
    const owners = this.#owners();
    const { definitions, indexOf } = this.#definitions(places, owners);
    this.#useParts();
    const references = this.#references(places, indexOf, owners);
    return { definitions, references, imports: this.#imports(places) };
  }

  /** By the place of a name the definition that has it: where several patterns take one, the first of the query. */
  #owners(): ReadonlyMap<number, Frame> {
    const owners = new Map<number, Frame>();
    for (const frame of this.#frames) {
      if (!isDefinition(frame) || !isComplete(frame)) continue;
      for (const { start } of frame.names) {
        const other = owners.get(start);
        if (!other || frame.pattern < other.pattern) owners.set(start, frame);
      }
    }
    return owners;
  }

  /** @returns besides, the definition that each group of frames is or stands in */
  #definitions(places: LinePlaces, owners: ReadonlyMap<number, Frame>) {
    const definitions: SyntaxDefinition[] = [];
    const indexOf: number[] = [];
    const inside: Inside[] = [];
    for (const frame of this.#frames) {
      const { group } = frame;
      const around = inside[frame.parent] ?? { container: "", kind: undefined };
      const parent = indexOf[frame.parent] ?? -1;
      indexOf[group] ??= parent;
      inside[group] ??= around;
      const container = frame.container ? this.#textOf(frame.container) : around.container;
      if (frame.kind === "scope") inside[group] = { container, kind: frame.kind };
      for (const name of frame.names) {
        if (owners.get(name.start) !== frame) continue;
        indexOf[group] = definitions.length;
        inside[group] = { container: "", kind: frame.kind };
        definitions.push({
          name: unquoted(this.#textOf(name)),
          kind: kindWithin(frame.kind, around.kind),
          parent,
          container,
          startLine: places.lineOf(frame.start),
          endLine: places.lineOf(Math.max(frame.start, frame.end - 1)),
          nameLine: places.lineOf(name.start),
          nameColumn: places.columnOf(name.start),
        });
      }
    }
    return { definitions, indexOf };
  }

  /** What imports bind and embeddings embed are uses too. */
  #useParts(): void {
    for (const frame of this.#frames) {
      const within = frame.parent;
      if (frame.kind === "embedding") {
        const role = isComplete(frame) ? "inherit" : "type";
        for (const { start, end } of frame.names) this.#uses.push({ start, end, role, within });
      } else if (frame.kind === "import" && frame.module && isComplete(frame)) {
        for (const { start, end, alias } of frame.bound) {
          if (end > start) this.#uses.push({ start, end, role: "import", within });
          if (alias) this.#uses.push({ ...alias, role: "import", within });
        }
      }
    }
  }

  #references(places: LinePlaces, indexOf: readonly number[], owners: ReadonlyMap<number, Frame>) {
    const references: SyntaxReference[] = [];
    let last = -1;
    this.#uses.sort((a, b) => a.start - b.start || rank(a) - rank(b));
    for (const use of this.#uses) {
      if (use.start === last || owners.has(use.start)) continue;
      last = use.start;
      references.push({
        name: this.#textOf(use),
        role: use.role,
        line: places.lineOf(use.start),
        column: places.columnOf(use.start),
        within: indexOf[use.within] ?? -1,
        receiver: receiverBefore(this.#text, use.start),
      });
    }
    return references;
  }

  #imports(places: LinePlaces): SyntaxImport[] {
    const imports: SyntaxImport[] = [];
    for (const frame of this.#frames) {
      if (frame.kind !== "import" || !frame.module || !isComplete(frame)) continue;
      imports.push({
        module: unquoted(this.#textOf(frame.module)),
        line: places.lineOf(frame.start),
        names: frame.bound.map((bound) => {
          const own = bound.name === "*" ? "*" : this.#textOf(bound);
          return { name: bound.name ?? own, local: bound.alias ? this.#textOf(bound.alias) : own };
        }),
      });
    }
    return imports;
  }

  #textOf({ start, end }: Place): string {
    return this.#text.slice(start, end);
  }
}

function fill(frame: Frame, { part }: PartAction, place: Place): void {
  const { bound } = frame;
  if (part === "name" || part === "embedded") frame.names.push(place);
  else if (part === "container") frame.container = place;
  else if (part === "import.module") frame.module = extended(frame.module, place);
  else if (part === "import.alias" && bound.length > 0) giveAlias(bound, place);
  else if (part === "import.name") bound.push({ ...place, name: undefined, alias: undefined });
  else if (part === "import.default") bound.push({ ...place, name: "default", alias: undefined });
  else if (part === "import.self" || part === "import.alias")
    bound.push({ ...place, name: "", alias: undefined });
  else if (part === "import.all") bound.push({ start: 0, end: 0, name: "*", alias: undefined });
}

/** Gives the name read last its alias, which some queries have read as a name as well. */
function giveAlias(bound: BoundName[], alias: Place): void {
  if (bound.length > 1 && bound.at(-1)!.start === alias.start) bound.pop();
  bound.at(-1)!.alias = alias;
}

/** Some grammars have the parts of a dotted name as nodes in a row. */
const extended = (before: Place | undefined, place: Place): Place =>
  before && place.start - before.end === 1 ? { start: before.start, end: place.end } : place;

/** Of several roles at one place the rarer says more. */
const ranks: Readonly<Record<SyntaxRole, number>> = { import: 0, inherit: 1, call: 2, type: 3, other: 4 };
const rank = ({ role }: Use): number => ranks[role];

/** Whether a dotted name goes on. */
const isBeforeDot = (text: string, end: number): boolean =>
  text[end] === "." || text.startsWith("?.", end) || text.startsWith("::", end);

const unquoted = (text: string): string => text.replace(/^[#"'`<]+|["'`>]+$/g, "");

function kindWithin(kind: FrameKind, around: FrameKind | undefined): SymbolKind {
  if (around !== undefined && typeKinds.has(around)) {
    if (kind === "function") return "method";
    if (kind === "variable") return "field";
  }
  return kind as SymbolKind;
}
