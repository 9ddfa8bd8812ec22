/** What a function did when it was called, and which calls make good tests. */
import type { SubjectCall } from "./testSubject.ts";

/** `value`: source of what it gave. `raised`: name of the error. `other`: nothing that a test could write down, and why. */
export type Observation =
  | { readonly kind: "value"; readonly text: string; readonly isInexact?: true; readonly isIterated?: true }
  | { readonly kind: "raised"; readonly error: string }
  | { readonly kind: "other"; readonly reason: string };

export interface ObservedCall {
  readonly call: SubjectCall;
  readonly seen: Observation;
  /** Whether the project itself calls it so. */
  readonly isOwn: boolean;
  /** Which mutants it tells from the function, by number. */
  readonly kills: ReadonlySet<number>;
}

export interface ChosenCalls {
  readonly calls: readonly ObservedCall[];
  /** Mutants that the chosen calls notice. */
  readonly killed: number;
}

/** Errors that say that the arguments were nonsense, unless the function raises them itself. */
const clumsy = /^(?:TypeError|AttributeError|NameError|ReferenceError|SyntaxError|AssertionError)$/;
const longestValue = 160;

/** Whether a test may say it. @param raises names of the errors that the function raises itself */
export function isTelling({ seen }: Pick<ObservedCall, "seen">, raises: readonly string[]): boolean {
  if (seen.kind === "value") return seen.text.length <= longestValue;
  return seen.kind === "raised" && (raises.includes(seen.error) || !clumsy.test(seen.error));
}

/**
 * As few calls as notice all that any of them notices, then one for each kind of outcome that is missing.
 *
 * @param observed in the order of how natural they are
 */
export function chooseCalls(observed: readonly ObservedCall[], most: number): ChosenCalls {
  const chosen: ObservedCall[] = [];
  const killed = new Set<number>();
  const left = [...observed];
  while (chosen.length < most) {
    let [best, gain] = [-1, 0];
    left.forEach((one, at) => {
      const fresh = [...one.kills].filter((mutant) => !killed.has(mutant)).length;
      const worth = fresh === 0 ? 0 : fresh + (one.isOwn ? 0.5 : 0) + (one.seen.kind === "value" ? 0.25 : 0);
      if (worth > gain) [best, gain] = [at, worth];
    });
    if (best < 0) break;
    const [one] = left.splice(best, 1);
    chosen.push(one!);
    for (const mutant of one!.kills) killed.add(mutant);
  }
  const outcomes = new Set(chosen.map(outcomeKey));
  for (const one of left) {
    if (chosen.length >= Math.min(most, Math.max(4, chosen.length))) break;
    if (outcomes.has(outcomeKey(one))) continue;
    outcomes.add(outcomeKey(one));
    chosen.push(one);
  }
  const order = new Map(observed.map((one, at) => [one, at]));
  const rank = (one: ObservedCall): number =>
    (one.seen.kind === "raised" ? observed.length : 0) + (order.get(one) ?? 0);
  return { calls: chosen.sort((a, b) => rank(a) - rank(b)), killed: killed.size };
}

const outcomeKey = ({ seen }: ObservedCall): string =>
  seen.kind === "value" ? `= ${seen.text}` : seen.kind === "raised" ? `! ${seen.error}` : "";
