/** What a candidate's names are used for: as variables, members, things called, in quotes; and what it declares. */
import { endsLine } from "../../../syntax/tokens/newline.ts";
import { Kind, type Vocabulary } from "../../../syntax/tokens/vocabulary.ts";
import { importNeeds } from "../importSites.ts";
import type { View } from "../view.ts";
import type { FeatureGroup } from "./scene.ts";

/** Tokens before the cursor among which a variable is at hand. */
const AT_HAND = 400;

const names = [
  "variables",
  "variablesUnknown",
  "farthestVariable",
  "calls",
  "quotedWords",
  "quotedUnknown",
  "numbers",
  "repeated",
  "assigns",
  "importsNeeded",
  "importsOther",
] as const;

/** Ids of a candidate's words by what they are used for. */
interface Roles {
  readonly variables: readonly number[];
  readonly quoted: readonly number[];
  readonly calls: number;
  readonly numbers: number;
}

export const roleFeatures: FeatureGroup<(typeof names)[number]> = {
  names,
  of({ view, candidates, occurrences }) {
    const signs = new Signs(view.vocabulary);
    const { file, cursor, typed } = view.current;
    const own = [...file.tokens.subarray(cursor - typed, cursor)].map((token) => token >> 1);
    const distanceOf = (id: number) => occurrences.get(id)?.before ?? Number.POSITIVE_INFINITY;
    const needs = importNeeds(view);
    return (index) => {
      const { tokens } = candidates[index]!;
      const { variables, quoted, calls, numbers } = rolesOf(view, tokens, signs);
      const far = variables.map(distanceOf);
      const ids = tokens.map((token) => token >> 1).filter((id) => view.vocabulary.kind(id) === Kind.word);
      return {
        variables: variables.length,
        variablesUnknown: far.filter((distance) => distance > AT_HAND).length,
        farthestVariable: Math.log(1 + Math.max(0, ...far.map((distance) => Math.min(1e5, distance)))),
        calls,
        quotedWords: quoted.length,
        quotedUnknown: quoted.filter((id) => distanceOf(id) === Number.POSITIVE_INFINITY).length,
        numbers,
        repeated: [...variables, ...quoted].filter((id) => own.includes(id)).length,
        assigns: assignment(view, tokens, signs, distanceOf),
        importsNeeded: needs === undefined ? -1 : ids.filter((id) => needs.needed.has(id)).length,
        importsOther: needs === undefined ? -1 : ids.filter((id) => needs.imported.has(id)).length,
      };
    };
  },
};

/** Tokens that part names from each other; -1 for one that was never seen. */
class Signs {
  readonly quotes: ReadonlySet<number>;
  readonly dots: ReadonlySet<number>;
  readonly open: number;
  readonly colon: number;
  readonly equals: number;
  readonly declares: number;

  constructor(vocabulary: Vocabulary) {
    const id = (text: string) => vocabulary.find(text) ?? -1;
    this.quotes = new Set(['"', "'", "`"].map(id));
    this.dots = new Set([".", "->", "::", "?."].map(id));
    this.open = id("(");
    this.colon = id(":");
    this.equals = id("=");
    this.declares = id(":=");
  }
}

function rolesOf({ current, vocabulary }: View, tokens: readonly number[], signs: Signs): Roles {
  const { file, cursor, typed } = current;
  const variables: number[] = [];
  const quoted: number[] = [];
  let calls = 0;
  let numbers = 0;
  let quote = 0;
  let before = 0;
  const step = (id: number, next: number, counts: boolean) => {
    if (signs.quotes.has(id) && (quote === 0 || quote === id)) quote = quote === 0 ? id : 0;
    const kind = vocabulary.kind(id);
    if (counts && kind === Kind.number) numbers++;
    if (counts && kind === Kind.word) {
      if (quote !== 0) quoted.push(id);
      else if (next === signs.open) calls++;
      else if (!signs.dots.has(before) && next !== signs.colon) variables.push(id);
    }
    before = id;
  };
  for (let at = cursor - typed; at < cursor; at++) step(file.tokens[at]! >> 1, 0, false);
  for (const [i, token] of tokens.entries()) step(token >> 1, (tokens[i + 1] ?? 0) >> 1, true);
  return { variables, quoted, calls, numbers };
}

/**
 * How the line gives a value to a name: 0 not at all, 1 `:=` to a name that is at hand, 2 to another, 3 and 4 the same for
 * `=`.
 */
function assignment(
  { current, vocabulary }: View,
  tokens: readonly number[],
  signs: Signs,
  distanceOf: (id: number) => number,
): number {
  const { file, cursor, typed } = current;
  const line = [...file.tokens.subarray(cursor - typed, cursor), ...tokens];
  for (const [at, token] of line.entries()) {
    const id = token >> 1;
    if (endsLine(id) || id === signs.open) return 0;
    if (id !== signs.equals && id !== signs.declares) continue;
    const name = (line[at - 1] ?? 0) >> 1;
    if (vocabulary.kind(name) !== Kind.word) return 0;
    const isAtHand = distanceOf(name) < AT_HAND;
    return (id === signs.declares ? 1 : 3) + (isAtHand ? 0 : 1);
  }
  return 0;
}
