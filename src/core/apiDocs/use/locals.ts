/** Names that a program binds above a cursor, and what each was bound to. */
import type { Expression } from "./expression.ts";

interface Binding {
  readonly expression: Expression;
  readonly from: number;
  until: number;
}

/** A field that a method gives to its object. */
interface Field {
  readonly expression: Expression;
  readonly from: number;
}

/** Where a name is looked up: what was bound after it is not seen there. */
export type Moment = number;

export class Locals {
  readonly #bindings = new Map<string, Binding[]>();
  readonly #fields = new Map<string, Field>();
  /** Bindings of the blocks that are open, outermost first. */
  readonly #open: Binding[][] = [[]];
  #now: Moment = 0;
  /** Dotted name of the class that the cursor is in; empty outside of classes. */
  owner = "";

  get now(): Moment {
    return this.#now;
  }

  bind(name: string, expression: Expression): void {
    const binding = { expression, from: ++this.#now, until: Number.POSITIVE_INFINITY };
    const same = this.#bindings.get(name);
    if (same === undefined) this.#bindings.set(name, [binding]);
    else same.push(binding);
    this.#open.at(-1)!.push(binding);
  }

  /** @param owner dotted name of the class */
  bindField(owner: string, name: string, expression: Expression): void {
    const key = `${owner}#${name}`;
    if (expression.kind !== "unknown" && !this.#fields.has(key))
      this.#fields.set(key, { expression, from: ++this.#now });
  }

  enter(): void {
    this.#open.push([]);
  }

  /** What the innermost open block bound is not seen any more. */
  leave(): void {
    if (this.#open.length < 2) return;
    this.#now++;
    for (const binding of this.#open.pop()!) binding.until = this.#now;
  }

  /** @returns what a name was bound to last, and when */
  find(name: string, at: Moment): { readonly expression: Expression; readonly at: Moment } | undefined {
    const found = this.#bindings.get(name)?.findLast(({ from, until }) => from <= at && at < until);
    return found && { expression: found.expression, at: found.from - 1 };
  }

  field(owner: string, name: string): { readonly expression: Expression; readonly at: Moment } | undefined {
    const found = this.#fields.get(`${owner}#${name}`);
    return found && { expression: found.expression, at: found.from };
  }

  has(name: string): boolean {
    return this.#bindings.has(name);
  }

  /** Names that are seen at the end and were bound to what a test holds for. */
  names(test: (expression: Expression) => boolean): readonly string[] {
    return [...this.#bindings.keys()].filter((name) => {
      const found = this.find(name, this.#now);
      return found !== undefined && test(found.expression);
    });
  }

  /** Modules that bindings import. */
  get modules(): readonly { readonly module: string; readonly name: string }[] {
    const found: { module: string; name: string }[] = [];
    const look = (expression: Expression): void => {
      if (expression.kind === "imported") found.push(expression);
      else if ("of" in expression) look(expression.of);
    };
    for (const same of this.#bindings.values()) for (const { expression } of same) look(expression);
    for (const { expression } of this.#fields.values()) look(expression);
    return found;
  }
}
