/** What is wrong with the use of a library, in one sentence. */
import type { ApiFault } from "./apiUses.ts";

/** @param library name and version, as one text; empty when nothing tells it */
export function apiFaultMessage(fault: ApiFault, library: string): string {
  const { name, owner, reason, nearest, alternatives, deprecation } = fault;
  const full = owner === "" ? name : `${owner}.${name}`;
  const where = library === "" ? "the installed library" : library;
  if (reason === "missing") {
    const instead = nearest === undefined ? alternatives.slice(0, 3) : [nearest];
    const there = instead.length === 0 ? "" : `; there is ${instead.map((one) => `"${one}"`).join(", ")}`;
    return `"${full}" does not exist in ${where}${there}`;
  }
  const { note = "", replacement } = deprecation ?? {};
  if (replacement !== undefined) return `"${full}" is deprecated in ${where}; use "${replacement}"`;
  return `"${full}" is deprecated in ${where}${note === "" ? "" : `: ${note.replace(/\.$/, "")}`}`;
}
