/**
 * All paths of a query as one automaton that reads a tree from the top: the state at a node says which paths have come
 * as far as its parent, and type and field of the node lead to the state of its children and to what is to be done with
 * it. States are made when they are first reached (the lazy subset construction of Thompson 1968, over a tree's branches
 * instead of a text).
 */
import type { PathAction, QueryPath } from "./queryPaths.ts";

/** What the automaton must know of a grammar. */
export interface NodeTypes {
  readonly typeCount: number;
  /** @throws when the grammar has no such type */
  typeOf(name: string, isNamed: boolean): number;
  /** @throws when the grammar has no such field */
  fieldOf(name: string): number;
  isNamed(type: number): boolean;
}

interface Branch {
  /** -1: any named node. */
  readonly type: number;
  /** 0: any. */
  readonly field: number;
  readonly to: Trie;
}

interface Trie {
  readonly id: number;
  readonly branches: Branch[];
  readonly actions: PathAction[];
}

interface State {
  readonly tries: readonly Trie[];
  readonly transitions: Map<number, number>;
}

export class TreeAutomaton {
  /** State of the children, by transition. Transition 0 leads to state 0 and does nothing. */
  readonly nextState: number[] = [0];
  /** What is to be done with the node, by transition; undefined for nothing. */
  readonly actions: (readonly PathAction[] | undefined)[] = [undefined];
  /** Transition of a node by its type, when no path has come as far as its parent. */
  readonly start: Int32Array;

  readonly #types: NodeTypes;
  readonly #root: Trie = { id: 0, branches: [], actions: [] };
  readonly #states: State[] = [{ tries: [], transitions: new Map() }];
  readonly #stateIds = new Map<string, number>([["", 0]]);
  #tries = 1;

  constructor(paths: readonly QueryPath[], types: NodeTypes) {
    this.#types = types;
    for (const path of paths) this.#add(path);
    this.start = Int32Array.from({ length: types.typeCount }, (_, type) => this.#transition([], type, 0));
  }

  /** Transition of a node whose parent has a state other than 0. */
  transition(state: number, type: number, field: number): number {
    const { tries, transitions } = this.#states[state]!;
    const key = type * 256 + field;
    let transition = transitions.get(key);
    if (transition === undefined) {
      transition = this.#transition(tries, type, field);
      transitions.set(key, transition);
    }
    return transition;
  }

  #add({ steps, action }: QueryPath): void {
    let trie = this.#root;
    for (const step of steps) {
      const type = step.type === undefined ? -1 : this.#types.typeOf(step.type, step.isNamed);
      const field = step.field === undefined ? 0 : this.#types.fieldOf(step.field);
      let branch = trie.branches.find((b) => b.type === type && b.field === field);
      if (!branch) {
        branch = { type, field, to: { id: this.#tries++, branches: [], actions: [] } };
        trie.branches.push(branch);
      }
      trie = branch.to;
    }
    trie.actions.push(action);
  }

  #transition(tries: readonly Trie[], type: number, field: number): number {
    const isNamed = this.#types.isNamed(type);
    const reached = [this.#root, ...tries].flatMap(({ branches }) =>
      branches.filter(
        (b) => (b.type < 0 ? isNamed : b.type === type) && (b.field === 0 || b.field === field),
      ),
    );
    const next = this.#state(reached.map(({ to }) => to).filter(({ branches }) => branches.length > 0));
    const actions = inOrder(reached.flatMap(({ to }) => to.actions));
    if (next === 0 && actions.length === 0) return 0;
    this.nextState.push(next);
    this.actions.push(actions.length > 0 ? actions : undefined);
    return this.nextState.length - 1;
  }

  #state(tries: readonly Trie[]): number {
    const key = tries
      .map(({ id }) => id)
      .sort((a, b) => a - b)
      .join();
    let state = this.#stateIds.get(key);
    if (state === undefined) {
      state = this.#states.push({ tries, transitions: new Map() }) - 1;
      this.#stateIds.set(key, state);
    }
    return state;
  }
}

/**
 * Frames open before their parts come. Of references and of frames of imports only that of the first pattern counts: an
 * import takes the parts of all patterns.
 */
function inOrder(actions: PathAction[]): PathAction[] {
  actions.sort((a, b) => Number(a.kind !== "open") - Number(b.kind !== "open") || a.pattern - b.pattern);
  const reference = actions.find(({ kind }) => kind === "reference");
  const isImport = (action: PathAction) => action.kind === "open" && action.frame === "import";
  const opened = actions.find(isImport);
  return actions.filter(
    (action) =>
      (action.kind !== "reference" || action === reference) && (!isImport(action) || action === opened),
  );
}
