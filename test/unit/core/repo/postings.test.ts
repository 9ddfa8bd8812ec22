import fc from "fast-check";
import { expect, test } from "vitest";
import { NameTable } from "../../../../src/core/repo/nameTable.ts";
import { Postings } from "../../../../src/core/repo/postings.ts";

const NAMES = 8;
const step = fc.oneof(
  fc.record({
    kind: fc.constant("set" as const),
    file: fc.nat(5),
    names: fc.uniqueArray(fc.nat(NAMES - 1)).map((names) => new Uint32Array(names).sort()),
  }),
  fc.record({ kind: fc.constant("remove" as const), file: fc.nat(5) }),
  fc.record({ kind: fc.constant("build" as const) }),
  fc.record({ kind: fc.constant("step" as const) }),
);

test("postings answer as plain sets do, packed, loose and while being packed", () => {
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const postings = new Postings();
      const model = new Map<number, Uint32Array>();
      let building: Generator<void> | undefined;
      for (const step of steps) {
        if (step.kind === "set") {
          postings.set(step.file, step.names);
          model.set(step.file, step.names);
        } else if (step.kind === "remove") {
          postings.remove(step.file);
          model.delete(step.file);
        } else if (step.kind === "build") building = postings.build(NAMES);
        else building?.next();
        for (let name = 0; name < NAMES; name++) {
          const found: number[] = [];
          postings.forEachFile(name, (file) => found.push(file));
          const expected = [...model].filter(([, names]) => names.includes(name)).map(([file]) => file);
          expect(found.sort()).toEqual(expected.sort());
          expect(postings.fileCountBound(name)).toBeGreaterThanOrEqual(expected.length);
        }
      }
    }),
  );
});

test("names keep their numbers and numbers their names", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" }), { size: "large" }), (names) => {
      const table = new NameTable();
      const ids = names.map((name) => table.intern(`<${name}>`, 1, name.length + 1));
      expect(ids.map((id) => table.name(id))).toEqual(names);
      expect(names.map((name) => table.find(name))).toEqual(ids);
      expect(table.size).toBe(new Set(names).size);
      expect(table.find("not there \u0000")).toBe(-1);
    }),
  );
  const table = new NameTable();
  for (let i = 0; i < 20_000; i++) table.intern(`name${i}`, 0, `name${i}`.length);
  expect(table.name(12_345)).toBe("name12345");
});
