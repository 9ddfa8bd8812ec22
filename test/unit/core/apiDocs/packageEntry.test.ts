import { expect, test } from "vitest";
import {
  type PackageManifest,
  packageNameOf,
  typeFilesOf,
  typesPackageOf,
} from "../../../../src/core/apiDocs/npm/packageEntry.ts";

function check(manifest: PackageManifest, subpath: string, expected: string): void {
  test(`${JSON.stringify(manifest)} ${subpath}: ${expected}`, () =>
    expect(typeFilesOf(manifest, subpath)[0]).toBe(expected));
}

check({}, ".", "index.d.ts");
check({ main: "./lib/a.js" }, ".", "lib/a.d.ts");
check({ main: "lib/a.cjs" }, ".", "lib/a.d.cts");
check({ types: "./t.d.ts", main: "x.js" }, ".", "t.d.ts");
check({ typings: "t" }, ".", "t.d.ts");
check({ exports: "./a.mjs" }, ".", "a.d.mts");
check({ exports: { import: "./a.mjs", types: "./a.d.ts" } }, ".", "a.d.ts");
check({ exports: { ".": [{ import: { types: "./i.d.mts" }, require: "./r.cjs" }] } }, ".", "i.d.mts");
check({ exports: { "./*": { types: "./dist/*.d.ts" }, "./a/*": "./b/*.js" } }, "./a/c", "b/c.d.ts");
check({ exports: { "./*": { types: "./dist/*.d.ts" } } }, "./x/y", "dist/x/y.d.ts");
check({ typesVersions: { "*": { "*": ["ts/*"] } } }, "./x", "ts/x.d.ts");
check({}, "./lib/x.js", "lib/x.d.ts");
check({ types: "../../../etc/passwd.d.ts" }, ".", "index.d.ts");
check({ exports: { ".": "./../../secret.d.ts" } }, ".", "index.d.ts");
check({ exports: 7, types: 3, main: null }, ".", "index.d.ts");

test("exports that nest without end", () => {
  const exports: Record<string, unknown> = {};
  exports["types"] = exports;
  expect(typeFilesOf({ exports }, ".")).toContain("index.d.ts");
});

for (const [specifier, name, subpath] of [
  ["react", "react", "."],
  ["react/jsx-runtime", "react", "./jsx-runtime"],
  ["@a/b/c/d", "@a/b", "./c/d"],
  ["../x", undefined, undefined],
  ["a/../../b", undefined, undefined],
  ["node:fs", undefined, undefined],
  ["/abs", undefined, undefined],
] as const) {
  test(`package of ${specifier}`, () =>
    expect(packageNameOf(specifier)).toEqual(name === undefined ? undefined : { name, subpath }));
}

test("where others write the types", () => {
  expect(typesPackageOf("node")).toBe("@types/node");
  expect(typesPackageOf("@a/b")).toBe("@types/a__b");
});
