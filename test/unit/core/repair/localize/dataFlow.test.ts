import { expect, test } from "vitest";
import { functionFlows, reachedLines } from "../../../../../src/core/repair/localize/dataFlow.ts";
import { repairGrammarOf } from "../../../../../src/core/repair/repairLanguages.ts";
import { TreeSitterReader } from "../../../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../../../support/grammarFiles.ts";
import { quietLog } from "../../../../support/indexerHarness.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);

async function flowsOf(languageId: string, text: string, raised: readonly number[] = []) {
  // However busy the machine is.
  const tree = await reader.tree(languageId, text, 60_000);
  return functionFlows(tree!, repairGrammarOf(languageId)!, new Set(raised));
}

/** `=` marks what makes the result, `?` what decides whether it does, `-` what does neither; other lines are left open. */
async function check(languageId: string, marked: string, raised?: readonly number[]): Promise<void> {
  const lines = marked.split("\n");
  const flows = await flowsOf(languageId, lines.map((line) => line.slice(1)).join("\n"), raised);
  const told = lines.map((line, at) => {
    if (!/^[=?-]/.test(line)) return line;
    const is = flows.some(({ data }) => data.includes(at))
      ? "="
      : flows.some(({ control }) => control.includes(at))
        ? "?"
        : "-";
    return is + line.slice(1);
  });
  expect(told.join("\n")).toBe(marked);
}

test("Python: what is returned, and not what is logged or checked", () =>
  check(
    "python",
    ` def total(items, rate, name):
-    label = name.strip()
-    logger.info("total of %s", label)
-    if not name:
-        raise ValueError(name)
=    result = 0
=    for price, count in items:
=        result += price * count
?    if rate > 0:
=        result = result * rate
-    count_calls(label)
=    return result
`,
  ));

test("Python: where a failure was raised, that is a result too", () =>
  check(
    "python",
    ` def total(name):
=    label = name.strip()
=    other = label[1:]
-    third = 3
=    return other
`,
  ).then(() =>
    check(
      "python",
      ` def total(name):
=    label = name.strip()
-    third = 3
?    if not label:
=        raise ValueError(label)
=    return name
`,
      [4],
    ),
  ));

test("Python: what a method leaves changed, and a list that is filled", () =>
  check(
    "python",
    ` class Cart:
     def put(self, item):
-        seen = item.seen
=        key = item.key
=        self.items[key] = item
     def names(self):
=        found = []
=        for item in self.items:
=            found.append(item.name)
=        return found
`,
  ));

test("TypeScript: declarations, patterns, arrows", () =>
  check(
    "typescript",
    ` export function mean(values: number[], name: string): number {
-  const label = name.trim();
-  console.log(label);
=  const { length } = values;
=  let sum = 0;
=  for (const value of values) {
=    sum += value;
   }
=  return sum / length;
 }
=const twice = (x: number) => x * 2;
`,
  ));

test("Java", () =>
  check(
    "java",
    ` class A {
   int total(int[] items, String name) {
-    String label = name.trim();
-    System.out.println(label);
=    int sum = 0;
=    for (int item : items) {
=      sum += item;
     }
=    return sum;
   }
 }
`,
  ));

test("Go", () =>
  check(
    "go",
    ` package a
 func total(items []int, name string) int {
-	label := name + "x"
-	log.Println(label)
=	sum := 0
=	for _, item := range items {
=		sum += item
 	}
=	return sum
 }
`,
  ));

test("Rust: the value at the end of a function", () =>
  check(
    "rust",
    ` fn total(items: &[i32], name: &str) -> i32 {
-    let label = name.trim();
=    let mut sum = 0;
=    for item in items {
=        sum += item;
     }
=    sum
 }
`,
  ));

test("slices follow calls from the functions that a test names, so many steps", async () => {
  const text = `def outer(a):
    return middle(a)

def middle(a):
    return inner(a)

def inner(a):
    return a

def other(a):
    return a
`;
  const flows = new Map([["a.py", await flowsOf("python", text)]]);
  const reached = (steps: number, ...tested: string[]) => [
    ...(reachedLines(flows, new Set(tested), steps).get("a.py")?.keys() ?? []),
  ];
  expect(reached(0, "outer")).toEqual([1]);
  expect(reached(1, "outer")).toEqual([1, 4]);
  expect(reached(2, "outer")).toEqual([1, 4, 7]);
  // A test that names none of them is about any.
  expect(reached(0, "unknown")).toEqual([1, 4, 7, 10]);
});
