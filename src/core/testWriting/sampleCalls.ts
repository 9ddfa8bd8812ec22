/** Arguments to try a function with: what it is really given first, then values at the borders of their kinds. */
import type { CallArgument, SubjectCall, SubjectParameter, TestSubject } from "./testSubject.ts";

type ValueKind = "number" | "text" | "boolean" | "list" | "mapping" | "nothing" | "unknown";

interface Values {
  readonly number: readonly string[];
  readonly text: readonly string[];
  readonly boolean: readonly string[];
  readonly list: readonly string[];
  readonly mapping: readonly string[];
  readonly nothing: readonly string[];
}

const values: Readonly<Record<"python" | "ecma", Values>> = {
  python: {
    number: ["0", "1", "-1", "2", "3", "10", "1.5", "100"],
    text: ['""', '"a"', '"abc"', '"Hello, World"', '" x y "', '"b,a,b"', '"12"'],
    boolean: ["True", "False"],
    list: ["[]", "[1]", "[3, 1, 2]", "[1, 1, 2]", '["b", "a"]', "[-1, 0, 5]", "[[1, 2], [3]]"],
    mapping: ["{}", '{"a": 1}', '{"a": 1, "b": 2}', '{"b": {"c": 3}}'],
    nothing: ["None"],
  },
  ecma: {
    number: ["0", "1", "-1", "2", "3", "10", "1.5", "100"],
    text: ['""', '"a"', '"abc"', '"Hello, World"', '" x y "', '"b,a,b"', '"12"'],
    boolean: ["true", "false"],
    list: ["[]", "[1]", "[3, 1, 2]", "[1, 1, 2]", '["b", "a"]', "[-1, 0, 5]", "[[1, 2], [3]]"],
    mapping: ["{}", "{ a: 1 }", "{ a: 1, b: 2 }", "{ b: { c: 3 } }"],
    nothing: ["null", "undefined"],
  },
};

/** @returns of a literal's source */
export function kindOfLiteral(text: string): ValueKind {
  if (/^[-+]?[\d.]/.test(text)) return "number";
  if (/^(?:[rRbBuU]{0,2}["']|`)/.test(text)) return "text";
  if (/^(?:true|false)$/i.test(text)) return "boolean";
  if (/^(?:None|null|undefined)$/.test(text)) return "nothing";
  if (/^[[(]/.test(text)) return "list";
  return text.startsWith("{") ? "mapping" : "unknown";
}

/** @param type as annotated */
function kindsOfType(type: string): ValueKind[] {
  const found: ValueKind[] = [];
  if (/\b(?:int|float|number|complex|Decimal|bigint)\b/.test(type)) found.push("number");
  if (/\b(?:str|string|bytes)\b/.test(type)) found.push("text");
  if (/\b(?:bool|boolean)\b/.test(type)) found.push("boolean");
  if (/\b(?:[Ll]ist|Sequence|Iterable|[Tt]uple|Collection|Array|ReadonlyArray|[Ss]et)\b|\[\]/.test(type))
    return ["list"];
  if (/\b(?:[Dd]ict|Mapping|Record|Map)\b|^\{/.test(type)) return ["mapping"];
  if (/\b(?:None|Optional|null|undefined)\b/.test(type)) found.push("nothing");
  return found;
}

const fullest = 400;
/** Parameters beyond this many are left to the model. */
const mostParameters = 8;

/** Deterministic. @param given calls that the project makes go first @returns at most 400, each once */
export function sampleCalls(subject: TestSubject, language: "python" | "ecma"): SubjectCall[] {
  const { parameters, calls } = subject;
  const found = new Map<string, SubjectCall>();
  const add = (call: SubjectCall): void => {
    if (found.size < fullest) found.set(JSON.stringify(call), call);
  };
  for (const call of calls) add(call);
  if (parameters.length > mostParameters) return [...found.values()];
  const needed = parameters.filter((one) => !one.isRest && one.default === undefined);
  const pools = new Map(parameters.map((one, at) => [one.name, poolOf(one, at, subject, language)]));
  const argument = (one: SubjectParameter, text: string): CallArgument =>
    one.isKeywordOnly ? { name: one.name, text } : { text };
  const first = (one: SubjectParameter): string => pools.get(one.name)![0]!;
  if (needed.length === 0) add([]);
  // One argument changed at a time, in what it is really given.
  for (const call of calls.slice(0, 12)) {
    call.forEach((own, at) => {
      const pool = pools.get(own.name ?? parameters[Math.min(at, parameters.length - 1)]?.name ?? "") ?? [];
      for (const text of pool) add(call.map((other, index) => (index === at ? { ...own, text } : other)));
    });
  }
  for (const changed of needed) {
    for (const text of pools.get(changed.name)!) {
      add(needed.map((one) => argument(one, one === changed ? text : first(one))));
    }
  }
  const random = draws(subject.name.length + 31 * parameters.length);
  const positional = parameters.filter((one) => !one.isRest && !one.isKeywordOnly);
  const byName = parameters.filter((one) => one.isKeywordOnly);
  for (let turn = 0; turn < 6 * fullest && found.size < fullest; turn++) {
    const count = needed.length + Math.floor(random() * (positional.length - needed.length + 1));
    const drawn = (one: SubjectParameter): string => {
      const pool = pools.get(one.name)!;
      return pool[Math.floor(random() * pool.length)]!;
    };
    const call = positional.slice(0, Math.max(count, needed.length)).map((one) => argument(one, drawn(one)));
    const named = byName.filter((one) => one.default === undefined || random() < 0.3);
    add([...call, ...named.map((one) => argument(one, drawn(one)))]);
  }
  return [...found.values()];
}

/** Values for one parameter, likeliest first; never empty. */
function poolOf(
  { name, type, default: usual }: SubjectParameter,
  at: number,
  { calls, literals }: TestSubject,
  language: "python" | "ecma",
): string[] {
  const given = calls.flatMap((call) => {
    const own =
      call.find((one) => one.name === name) ?? (call[at]?.name === undefined ? call[at] : undefined);
    return own ? [own.text] : [];
  });
  const kinds = new Set([...given, ...(usual === undefined ? [] : [usual])].map(kindOfLiteral));
  for (const kind of kindsOfType(type)) kinds.add(kind);
  kinds.delete("unknown");
  if ([...kinds].every((kind) => kind === "nothing")) {
    for (const kind of ["number", "text", "list", "mapping"] as const) kinds.add(kind);
  }
  const own = literals.filter((text) => kinds.has(kindOfLiteral(text)));
  const near = own.flatMap((text) =>
    /^\d+$/.test(text) ? [`${Number(text) + 1}`, `${Number(text) - 1}`] : [],
  );
  const isWhole = /\bint\b/.test(type) && !/\bfloat\b/.test(type);
  const common = [...kinds]
    .flatMap((kind) => (kind === "unknown" ? [] : values[language][kind]))
    .filter((text) => !isWhole || !text.includes("."));
  return [...new Set([...given.slice(0, 8), ...own.slice(0, 10), ...near.slice(0, 6), ...common])];
}

/** The same numbers for the same seed, 0 <= number < 1. */
function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
