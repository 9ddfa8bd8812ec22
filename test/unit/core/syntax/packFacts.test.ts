import fc from "fast-check";
import { expect, test } from "vitest";
import { definitionName, type SyntaxFacts, syntaxRoles } from "../../../../src/core/syntax/facts/facts.ts";
import { packFacts, unpackFacts } from "../../../../src/core/syntax/facts/packFacts.ts";
import { symbolKinds } from "../../../../src/core/syntax/outline/outline.ts";

const place = fc.nat({ max: 1 << 20 });
const name = fc.string({ unit: "binary", maxLength: 12 });

const definitions = fc
  .array(
    fc.record({
      name,
      kind: fc.constantFrom(...symbolKinds),
      parent: fc.nat(),
      container: name,
      startLine: place,
      height: place,
      nameBelow: place,
      nameColumn: place,
    }),
    { maxLength: 20 },
  )
  .map((list) =>
    list.map(({ height, nameBelow, parent, ...rest }, index) => ({
      ...rest,
      parent: (parent % (index + 1)) - 1,
      endLine: rest.startLine + height,
      nameLine: rest.startLine + nameBelow,
    })),
  );

const facts: fc.Arbitrary<SyntaxFacts> = fc
  .record({
    definitions,
    references: fc.array(
      fc.record({
        name,
        role: fc.constantFrom(...syntaxRoles),
        line: place,
        column: place,
        within: fc.nat(),
        receiver: name,
      }),
      { maxLength: 30 },
    ),
    imports: fc.array(
      fc.record({
        module: name,
        line: place,
        names: fc.array(fc.record({ name, local: name }), { maxLength: 4 }),
      }),
      { maxLength: 8 },
    ),
  })
  .map((given) => ({
    ...given,
    references: given.references.map((use) => ({
      ...use,
      within: (use.within % (given.definitions.length + 1)) - 1,
    })),
  }));

test("unpacking what was packed gives the same facts", () =>
  fc.assert(
    fc.property(facts, (given) => {
      expect(unpackFacts(packFacts(given))).toEqual(given);
    }),
  ));

test("bytes cut short are no facts", () =>
  fc.assert(
    fc.property(facts, fc.nat(), (given, length) => {
      const bytes = packFacts(given);
      expect(unpackFacts(bytes.subarray(0, length % bytes.length))).toBeUndefined();
    }),
  ));

test("damaged bytes are no facts or others that hang together", () =>
  fc.assert(
    fc.property(facts, fc.nat(), fc.nat(255), (given, at, value) => {
      const bytes = packFacts(given);
      bytes[at % bytes.length] = value;
      const found = unpackFacts(bytes) ?? { definitions: [], references: [], imports: [] };
      for (const { within } of found.references) expect(within).toBeLessThan(found.definitions.length);
    }),
  ));

test("another version is no facts", () => expect(unpackFacts(Uint8Array.of(99, 0, 0, 0, 0))).toBeUndefined());

test("a dotted name ends at what a definition belongs to", () => {
  const common = { kind: "method", startLine: 0, endLine: 0, nameLine: 0, nameColumn: 0 } as const;
  const given = [
    { ...common, name: "A", parent: -1, container: "" },
    { ...common, name: "b", parent: 0, container: "" },
    { ...common, name: "c", parent: -1, container: "D" },
    { ...common, name: "e", parent: 2, container: "" },
  ];
  expect(given.map((_, i) => definitionName({ definitions: given }, i))).toEqual([
    "A",
    "A.b",
    "D.c",
    "D.c.e",
  ]);
  expect(definitionName({ definitions: given }, -1)).toBe("");
});
