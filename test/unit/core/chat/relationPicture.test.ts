import fc from "fast-check";
import { expect, test } from "vitest";
import {
  isShownPicture,
  renderPicture,
  rowsOf,
  type ShownPicture,
  shownPicture,
  titleOfPicture,
} from "../../../../src/core/chat/relationPicture.ts";

const at = (path: string, line: number) => ({ path, line });
const picture: ShownPicture = {
  kind: "callers",
  nodes: [
    { name: "Store.get", place: at("src/store.py", 10) },
    { name: "receive", place: at("src/store.py", 20) },
    { name: "ship", place: at("src/store.py", 30) },
    { name: "main", place: at("src/my cli.py", 5) },
    { name: "elsewhere" },
  ],
  edges: [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
    [2, 4],
  ],
  more: 2,
};

test("each node has a row under one that is a step nearer; other edges are told apart", () => {
  const { rows, others } = rowsOf(picture);
  expect(rows.map(({ node, depth, parent }) => [node, depth, parent])).toEqual([
    [0, 0, undefined],
    [1, 1, 0],
    [3, 2, 1],
    [2, 1, 0],
    [4, 2, 3],
  ]);
  expect(others).toEqual([[3, 2]]);
});

test("rows and other edges are all edges that can be reached, whatever circles there are", () => {
  const graphs = fc.integer({ min: 1, max: 12 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      edges: fc.uniqueArray(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), {
        selector: String,
        maxLength: 40,
      }),
    }),
  );
  fc.assert(
    fc.property(graphs, ({ count, edges }) => {
      const nodes = Array.from({ length: count }, (_, index) => ({ name: String(index) }));
      const { rows, others } = rowsOf({ nodes, edges });
      const drawn = rows.map(({ node }) => node);
      expect(new Set(drawn).size).toBe(drawn.length);
      const told = [
        ...rows.flatMap(({ node, parent }) =>
          parent === undefined ? [] : [`${rows[parent]!.node},${node}`],
        ),
        ...others.map(([near, far]) => `${drawn[near]},${drawn[far]}`),
      ];
      const reached = edges.filter(([near]) => drawn.includes(near));
      expect(told.sort()).toEqual(reached.map(String).sort());
      for (const { depth, parent } of rows)
        expect(depth).toBe(parent === undefined ? 0 : rows[parent]!.depth + 1);
    }),
  );
});

test("as text it is an indented list with places", () => {
  expect(titleOfPicture(picture)).toBe("Who calls Store.get, in two steps");
  expect(renderPicture(picture)).toBe(
    [
      "**Who calls `Store.get`, in two steps**",
      "",
      "- `Store.get` [`src/store.py:10`](src/store.py#L10)",
      "  - `receive` [`src/store.py:20`](src/store.py#L20)",
      "    - `main` [`src/my cli.py:5`](src/my%20cli.py#L5)",
      "  - `ship` [`src/store.py:30`](src/store.py#L30)",
      "    - `elsewhere`",
      "- and 2 more",
      "",
    ].join("\n"),
  );
});

test("what is outside of the workspace has no place", () => {
  const place = (path: string) => ({ path, line: 0, endLine: 0 });
  const short = (path: string) => (path.startsWith("/w/") ? path.slice(3) : undefined);
  const nodes = [
    { name: "a", place: place("/w/a.py") },
    { name: "b", place: place("/x/b.py") },
  ];
  expect(shownPicture({ kind: "users", nodes, edges: [[0, 1]], more: 0 }, short).nodes).toEqual([
    { name: "a", place: at("a.py", 1) },
    { name: "b" },
  ]);
});

test("a picture from elsewhere is one whose edges lead somewhere", () => {
  expect(isShownPicture(picture)).toBe(true);
  expect(isShownPicture({ ...picture, edges: [[0, 5]] })).toBe(false);
  expect(isShownPicture({ ...picture, nodes: [], edges: [] })).toBe(false);
  expect(isShownPicture({ ...picture, kind: "friends" })).toBe(false);
  fc.assert(fc.property(fc.anything(), (value) => typeof isShownPicture(value) === "boolean"));
});
