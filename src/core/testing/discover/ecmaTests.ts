/** Tests of JavaScript and TypeScript: calls such as `describe`, `it` and `test` with a name and a function. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import { type FoundTest, LineTable } from "./foundTest.ts";

const suiteNames = new Set(["describe", "suite", "context", "fdescribe", "xdescribe", "xcontext"]);
const testNames = new Set(["it", "test", "specify", "fit", "xit", "xtest", "xspecify"]);
/** What may follow: `it.only`, `describe.skip`, `test.concurrent`. */
const modifiers = new Set("only skip todo concurrent sequential fails serial shuffle failing".split(" "));

type Call = { readonly kind: "suite" | "test"; readonly isTable: boolean };

/**
 * `t.test(...)` inside a test of Node's runner counts as a test below it. A name that is no plain text, and names of
 * tables (`it.each`), which are told only when they run, are left as they stand in the text.
 */
export function findEcmaTests(tree: FlatTree): FoundTest[] {
  const lines = new LineTable(tree.text);
  const found: FoundTest[] = [];
  const visit = (from: number, to: number, suites: readonly string[]): void => {
    for (let node = from; node < to; node++) {
      if (tree.type(node) !== "call_expression") continue;
      const call = callOf(tree, tree.child(node, "function"), suites.length > 0);
      const name = call && nameOf(tree, tree.child(node, "arguments"));
      if (!call || name === undefined) continue;
      if (call.kind === "test") found.push({ label: name, suites, range: lines.rangeOf(tree, node) });
      visit(node + 1, tree.after(node), [...suites, name]);
      node = tree.after(node) - 1;
    }
  };
  visit(0, tree.count, []);
  return found;
}

function callOf(tree: FlatTree, callee: number, isInside: boolean): Call | undefined {
  switch (tree.type(callee)) {
    case "identifier":
      return plainCall(tree.textOf(callee));
    case "member_expression": {
      const property = tree.textOf(tree.child(callee, "property"));
      const object = tree.child(callee, "object");
      if (modifiers.has(property)) return callOf(tree, object, isInside);
      // `t.test(...)` of a test's own parameter.
      if (isInside && property === "test" && tree.type(object) === "identifier")
        return { kind: "test", isTable: false };
      return undefined;
    }
    case "call_expression": {
      // `it.each(table)("name", ...)`, `test.runIf(condition)("name", ...)`.
      const inner = tree.child(callee, "function");
      if (tree.type(inner) !== "member_expression") return undefined;
      const property = tree.textOf(tree.child(inner, "property"));
      if (!/^(?:each|for|runIf|skipIf)$/.test(property)) return undefined;
      const call = callOf(tree, tree.child(inner, "object"), isInside);
      return call && { ...call, isTable: /^(?:each|for)$/.test(property) };
    }
    default:
      return undefined;
  }
}

function plainCall(name: string): Call | undefined {
  if (suiteNames.has(name)) return { kind: "suite", isTable: false };
  return testNames.has(name) ? { kind: "test", isTable: false } : undefined;
}

/** Undefined when the first argument is no name, as in a call of another function that is called `test`. */
function nameOf(tree: FlatTree, list: number): string | undefined {
  const [first, second] = tree.children(list).filter((child) => !/^[(),]$|^comment$/.test(tree.type(child)));
  if (first === undefined) return undefined;
  const type = tree.type(first);
  if (type === "string") return unescaped(tree.textOf(first).slice(1, -1));
  if (type === "template_string") return unescaped(tree.textOf(first).slice(1, -1));
  if (second !== undefined && /^(?:identifier|member_expression)$/.test(type)) return tree.textOf(first);
  return undefined;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };
const unescaped = (text: string): string =>
  text.replace(
    /\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([^ux]))/gi,
    (_, a, b, c, one: string | undefined) =>
      one === undefined ? String.fromCodePoint(Number.parseInt(a ?? b ?? c, 16)) : (escapes[one] ?? one),
  );
