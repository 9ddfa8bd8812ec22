/** How looking for a name ends, and which of several ends counts. */
import type { SymbolHit } from "../../repo/symbolHit.ts";
import type { Declaration, FileNames } from "../names.ts";
import { type Lookup, unknown } from "./values.ts";
import type { World } from "./world.ts";

/** Steps from one expression to the next before a value counts as unknown. */
export const DEEPEST = 14;

/** All that could have the name was seen. */
export const missing: Lookup = { state: "missing" };
export const open: Lookup = { state: "open" };
export const fromLibrary: Lookup = { state: "library" };
/** It is there, and that is all that is known of it. */
export const foundUnknown: Lookup = { state: "found", declared: [], values: unknown };

/** Declarations of one file. */
export const foundIn = (file: FileNames, declarations: readonly Declaration[]): Lookup => ({
  state: "found",
  declared: declarations.map((declaration) => ({ file, declaration })),
});

/** Of several places that may have a name: where it is, else the one that says least. */
export function best(lookups: readonly Lookup[]): Lookup {
  const found = lookups.filter((lookup) => lookup.state === "found");
  if (found.length > 0) {
    const values = found.flatMap((lookup) => lookup.values ?? []);
    const declared = found.flatMap((lookup) => lookup.declared);
    return { state: "found", declared, ...(values.length > 0 ? { values } : {}) };
  }
  return (
    lookups.find(({ state }) => state === "library") ??
    lookups.find(({ state }) => state === "open") ??
    missing
  );
}

/** Definitions of the first tier with what their files say of them. */
export function declaredAt(
  world: World,
  hits: readonly SymbolHit[],
  pick: (file: FileNames) => readonly Declaration[] | undefined,
): Lookup {
  const declared = [...new Set(hits.map(({ path }) => path))].flatMap((path) => {
    const file = world.file(path);
    return file ? (pick(file) ?? []).map((declaration) => ({ file, declaration })) : [];
  });
  return declared.length > 0 ? { state: "found", declared } : foundUnknown;
}
