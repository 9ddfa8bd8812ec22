/**
 * Words that prose about code is full of and that the code itself does not say: `Constructs a new instance that
 * represents the given ...`. Learned from doc comments of repositories in eight languages, none of them a benchmark's: of
 * the symbols that a word was said of, how many have it in name or body, by how many should from its rarity there.
 */
import { stem } from "./stem.ts";

/** What less than a third of the symbols have that should; names of what a program is about are left out. */
const rarely =
  "given one specify current represent produce invoke two define construct perform determine underlying specific correspond another implement occur indicate must example structure supply already currently may look necessary actual";

/** The same for less than two thirds. */
const seldom =
  "instance object check provide implementation base run execute contain configure exist non single wrap enable store see fail include attempt level original optional take according point delegate representation emit additional thrown work back hold transfer multiple full always follow readable subclass execution helper various built possible satisfy behavior begin conversion particular optionally different declare convenience avoid utility entire manage never onto final zero trigger serve certain give turn even caller incoming want arbitrary asynchronously around known immutable possibly plain effect appropriate preserve along resolution evaluate anything consider succeed extend happen developer longer across internally held previously operate contextual normal useful encounter since portion sure actually success constant program later know treat piece due decide prevent whole reuse compatibility refer rest rather properly proper combination";

const weights = new Map<string, number>([
  ...seldom.split(" ").map((word) => [stem(word), 0.65] as const),
  ...rarely.split(" ").map((word) => [stem(word), 0.4] as const),
]);

/** What a term of prose counts: 1 for most. */
export function weightInProse(term: string): number {
  return weights.get(term) ?? 1;
}
