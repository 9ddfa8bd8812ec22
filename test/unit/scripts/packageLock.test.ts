import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const packages: Readonly<Record<string, LockedPackage>> = JSON.parse(
  readFileSync(new URL("../../../package-lock.json", import.meta.url), "utf8"),
).packages;

/** Where Node would look for `name` from the package at `path`. */
function* placesOf(path: string, name: string): Generator<string> {
  const parts = path.split("/node_modules/");
  for (let depth = parts.length; depth > 0; depth--) {
    yield `${parts.slice(0, depth).join("/node_modules/")}/node_modules/${name}`.replace(/^\//, "");
  }
  yield `node_modules/${name}`;
}

// A lock written where another system's packages cannot be had leaves them out, and `npm ci` then refuses it everywhere.
test("the lock names every optional package, those of other systems too", () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => ![...placesOf(path, name)].some((place) => place in packages),
    ),
  );
  expect(missing).toEqual([]);
});
