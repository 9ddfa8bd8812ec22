/** Whether a text is about something done or some thing, by how it begins: `Parses a path`, `A queue of requests`. */
import type { SymbolKind } from "../../syntax/outline/outline.ts";

export type AskedKind = "action" | "thing";

const ACTIONS = new Set(
  "add adjust allocate append apply assert assign attach bind calculate call cancel capitalize check clean clear clone close collect combine compare compile complete compute concatenate configure connect construct consume convert copy count create decode decrement delete deserialize detach detect determine disable dispatch drop emit enable encode enqueue ensure erase escape evaluate execute expand extract fetch fill find finish flush format generate get guess increment infer initialize initialise insert inspect install invoke iterate join listen load locate look lookup make mark merge modify move normalize notify obtain open parse perform pop prepare prepend print process produce push put raise read receive recompute redirect refresh register release reload remove rename render repeat replace report request reset resolve restore retrieve return reverse run save scan schedule search select send serialize set shuffle shut skip sort split start stop strip subtract swap switch test throw transform traverse trim truncate try unescape unregister unwrap update upload validate verify visit wait walk wrap write yield".split(
    " ",
  ),
);

const THING =
  /^(?:an?\s|(?:abstract|base|parent)\s|(?:represents?|holds?|describes?|defines?|contains|provides|models|encapsulates|stores|parameters|params|options|settings|properties|class|interface|struct|type|enum)\b)/i;

const things: ReadonlySet<SymbolKind> = new Set<SymbolKind>([
  "class",
  "interface",
  "struct",
  "trait",
  "enum",
  "type",
]);
const actions: ReadonlySet<SymbolKind> = new Set<SymbolKind>(["function", "method", "macro"]);

/** @returns undefined when the beginning does not tell */
export function askedKind(text: string): AskedKind | undefined {
  const start = text.trimStart();
  if (THING.test(start)) return "thing";
  const word = /^[a-z]+/i.exec(start)?.[0].toLowerCase() ?? "";
  const isAction = [word, word.slice(0, -1), word.slice(0, -2), word.replace(/ies$/, "y")].some((verb) =>
    ACTIONS.has(verb),
  );
  return isAction ? "action" : undefined;
}

/** Whether symbols of a kind are what such a text is about. */
export function isAsked(kind: SymbolKind, asked: AskedKind | undefined): boolean {
  return asked === "thing" ? things.has(kind) : asked === "action" && actions.has(kind);
}
