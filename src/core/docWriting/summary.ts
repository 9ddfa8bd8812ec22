/** The first sentence of a documentation, and what stands below it where no sections tell it: by name, result, errors and calls. */
import { listed } from "../text/phrases.ts";
import type { DocSubject } from "./docSubject.ts";
import { givesValue, valuesTold } from "./returned.ts";
import { boolean, wordsOf } from "./words.ts";

/** First words of names that say what is done. */
const verbs = new Set(
  `accept acquire activate add advance allocate allow analyse analyze append apply assert assign attach await begin bind build cache
  calculate call cancel capture change check choose clamp clean clear clip clone close collect combine commit compare compile compose compress
  compute configure confirm connect consume contain convert copy count create decode decrypt define delete deploy derive describe
  deserialize destroy detach detect disable discard disconnect dispatch dispose download draw drop dump emit enable encode encrypt end
  enqueue ensure enter enumerate escape estimate evaluate execute exit expand export extend extract fail fetch fill filter find finish
  fire fix flatten flush fold follow format forward freeze generate get give group guess handle hash hide highlight hold ignore import
  include increment index infer init initialize insert inspect install intersect invalidate invoke iterate join keep kill launch lex
  limit link list load lock locate log lookup make map mark match measure merge migrate mock modify monitor mount move multiply
  normalize notify observe open order pack pad paint parse partition pause peek perform pick place play plot poll pop populate post
  prepare prepend preview print process produce prompt propagate prune publish pull purge push put query queue quit quote raise rank
  read rebuild receive recompute reconnect record recover redirect reduce refresh register reject release reload remove rename render
  repair repeat replace report request require reset resize resolve restart restore resume retrieve retry return reverse revert
  rewrite rotate round run sample sanitize save scale scan schedule scroll search seek select send serialize serve set setup share
  shift show shuffle shutdown sign simplify skip sleep slice solve sort spawn split start step stop store stream strip submit
  subscribe subtract suggest sum swap switch sync take tell terminate test throw toggle tokenize touch trace track train transform
  translate transpose traverse trigger trim truncate try undo unescape uninstall union unlink unlock unmount unpack unregister
  unsubscribe unwrap update upgrade upload use validate verify visit wait walk warn watch wrap write yield zip`.split(
    /\s+/,
  ),
);

/** Behind a verb these begin no name of a thing. */
const noThings = new Set(
  `a all and any as async at back by down each every for from if in into is it n no not of off on once one or out over sync
  the this to unless until up when with without`.split(/\s+/),
);

const special: Readonly<Record<string, string>> = {
  __init__: "Set up the object.",
  __enter__: "Enter the context.",
  __exit__: "Leave the context.",
  __str__: "Return the object as text for people.",
  __repr__: "Return the object as text for programmers.",
  __len__: "Return how many there are.",
  __iter__: "Go through what it holds.",
  __eq__: "Tell whether both are equal.",
  __hash__: "Return the hash of the object.",
  constructor: "Set up the object.",
};

/** `parseHTTPHeader` as `Parse the HTTP header.` @param mark writes a name as code */
export function summaryOf(subject: DocSubject, mark: (name: string) => string): string {
  const { name, kind } = subject;
  const known = Object.hasOwn(special, name) ? special[name] : undefined;
  if (known !== undefined) return known;
  const words = wordsOf(name);
  if (kind === "class") return sentence(words, name);
  const [first = "", ...rest] = words;
  if (rest.length > 0 && /^(?:is|has|was|are)$/.test(first)) return whether(subject, first, rest, mark);
  if (first === "to" && rest.length > 0) return sentence(["convert", "to", ...rest], name);
  if (first === "from" && rest.length > 0) return sentence(["make", "one", "from", ...rest], name);
  if (first === "on" && rest.length > 0) return sentence(["handle", "the", ...rest], name);
  if (verbs.has(first)) {
    const isThing = rest.length > 0 && !noThings.has(rest[0]!);
    return sentence([first, ...(isThing ? ["the"] : []), ...rest], name);
  }
  if (first === "" || noThings.has(first) || !givesValue(subject)) return sentence(words, name);
  return sentence([subject.isGenerator ? "yield" : "return", "the", ...words], name);
}

/** `is_valid(text)` as ``Tell whether `text` is valid.`` Of several it is not known which one is meant. */
function whether(
  { parameters, returnType }: DocSubject,
  verb: string,
  rest: readonly string[],
  mark: (name: string) => string,
): string {
  if (returnType !== "" && !boolean.test(returnType)) return sentence([verb, ...rest], verb);
  const [only] = parameters;
  const what = parameters.length === 1 && only && only.rest === undefined ? mark(only.name) : "it";
  return `Tell whether ${what} ${verb} ${rest.join(" ")}.`;
}

function sentence(words: readonly string[], name: string): string {
  const text = words.join(" ") || name;
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

const MOST_CALLS = 3;

/** Which functions of the project it is made of; where they are many, none is what it is about. */
export function callsTold({ calls, kind }: DocSubject, mark: (code: string) => string): readonly string[] {
  if (kind === "class" || calls.length === 0 || calls.length > MOST_CALLS) return [];
  return [`Calls ${listed(calls.map(mark))}.`];
}

/** For documentation in prose, which has no sections: one sentence each. */
export function proseTold(subject: DocSubject, mark: (code: string) => string): readonly string[] {
  const { raises, isGenerator, kind } = subject;
  if (kind === "class") return [];
  const values = givesValue(subject) ? valuesTold(subject, mark) : undefined;
  const errors = raises.map(({ error, condition }) =>
    condition === undefined ? `Raises ${mark(error)}.` : `Raises ${mark(error)} if ${mark(condition)}.`,
  );
  return [...(values === undefined ? [] : [`${isGenerator ? "Yields" : "Returns"} ${values}.`]), ...errors];
}
