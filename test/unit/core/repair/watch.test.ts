/** Functions that are looked at while they run: what they are called with, and what their variables hold. */
import { Script } from "node:vm";
import { expect, test } from "vitest";
import { buildSchema } from "../../../../src/core/repair/schema.ts";
import type { WatchQuestion } from "../../../../src/core/repair/watch.ts";
import { TreeSitterReader } from "../../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../../support/grammarFiles.ts";
import { quietLog } from "../../../support/indexerHarness.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);

type Variables = () => readonly (readonly [string, () => unknown])[];

/** What the calls in a text tell, in order. */
async function told(text: string, what: WatchQuestion["what"], lines: readonly number[]) {
  const tree = await reader.tree("javascript", text, 60_000);
  if (!tree) throw new Error("Cannot parse the text");
  const schema = buildSchema({ tree, variants: [], watch: { as: 3, lines, what } });
  const events: string[] = [];
  const held = (variables: Variables) => {
    const found = variables().flatMap(([name, read]) => {
      try {
        return [`${name}=${JSON.stringify(read())}`];
      } catch {
        return [];
      }
    });
    return found.join(" ");
  };
  const state = {
    a: 0,
    t() {},
    l() {},
    r(file: number, at: number, reference: () => unknown, self: unknown, given: ArrayLike<unknown>) {
      const kind = typeof reference();
      events.push(
        `${file}.${at} ${kind} ${JSON.stringify(self)} ${JSON.stringify([...(given as unknown[])])}`,
      );
    },
    c(_file: number, at: number, variables: Variables) {
      events.push(`${schema.watched[at]!.name} ${held(variables)}`);
      return {
        w: (line: number, now: Variables) => void events.push(`${line} ${held(now)}`),
        o(value: unknown) {
          events.push(`gives ${JSON.stringify(value)}`);
          return value;
        },
        x(error: Error) {
          events.push(`raises ${error.message}`);
          return error;
        },
      };
    },
  };
  const value = new Script(schema.text).runInNewContext({ __touchstone__: state, JSON });
  return { events, value, names: schema.watched.map(({ name }) => name) };
}

const code = `"use strict"; class Box {
  constructor(n) { this.n = n }
  add(more = 1) {
    const sum = this.n + more;
    return sum;
  }
  get size() { return 1 }
}
const twice = (x, ...rest) => x * 2 + rest.length;
const apart = ({ x }) => x;
function outer(list) {
  return list.map((one) => twice(one, 1));
}
const risky = function () { throw new Error("no"); };
let raised = "";
try { risky() } catch (error) { raised = error.message }
[new Box(2).add(), outer([1, 2]), apart({ x: 4 }), raised].join();
`;
const lineOf = (text: string) => code.split("\n").findIndex((line) => line.includes(text));

test("tells what functions are called with, and how to call them again", async () => {
  const lines = ["const sum", "const twice", "list.map", "const apart"].map(lineOf);
  const { events, value, names } = await told(code, "calls", lines);
  expect(value).toBe("3,3,5,4,no");
  expect(names).toEqual(["Box.add", "twice", "outer", "apart"]);
  // What takes its arguments apart cannot tell them.
  expect(events).toEqual([
    '3.0 function {"n":2} []',
    "3.2 function undefined [[1,2]]",
    "3.1 function undefined [1,1]",
    "3.1 function undefined [2,1]",
  ]);
});

test("tells what variables hold before each statement, what is returned and what is raised", async () => {
  const { events, value } = await told(code, "values", ["const sum", "const risky"].map(lineOf));
  expect(value).toBe("3,3,5,4,no");
  expect(events).toEqual([
    "risky ",
    "14 ",
    "raises no",
    'Box.add this={"n":2} more=1',
    '4 this={"n":2} more=1',
    '5 this={"n":2} more=1 sum=3',
    "gives 3",
  ]);
});

test("a change in several functions stands in each, and one outside of them in none", async () => {
  const text = "const k = 1;\nfunction f(a) { return a + 1 }\nconst g = (a) => a + 2;\nf(1) * g(1);\n";
  const tree = (await reader.tree("javascript", text, 60_000))!;
  const edit = (was: string, is: string) => {
    const start = text.indexOf(was);
    return { start, end: start + was.length, text: is };
  };
  const both = { id: 1, edits: [edit("a + 1", "a - 1"), edit("a + 2", "a * 2")] };
  const outside = { id: 2, edits: [edit("k = 1", "k = 2"), edit("a + 2", "a - 2")] };
  const watch = { as: 0, lines: [], what: "calls" } as const;
  const schema = buildSchema({ tree, variants: [both, outside], watch });
  expect(schema.placed.map(({ id }) => id)).toEqual([1, 1]);
  const run = (a: number) =>
    new Script(schema.text).runInNewContext({ __touchstone__: { a, t() {}, l() {}, r() {} } });
  expect([run(0), run(1)]).toEqual([6, 0]);
});
