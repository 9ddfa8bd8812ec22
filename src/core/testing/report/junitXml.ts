/** Reports in the XML of JUnit, which most runners can write, each a little differently. */
import { XMLParser } from "fast-xml-parser";
import type { ReportedTest } from "./reportedTest.ts";

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;
const nodesOf = (parent: Node, name: string): Node[] => {
  const value = parent[name];
  const all = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return all.map((one) => (isNode(one) ? one : { "#text": one }));
};
const attribute = (node: Node, name: string): string | undefined => {
  const value = node[`@${name}`];
  return value === undefined ? undefined : String(value);
};

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: true,
  htmlEntities: true,
});

/** A test case, with the names of the test suites around it, outermost first. */
export interface JunitCase extends ReportedTest {
  readonly className: string;
  readonly suiteNames: readonly string[];
}

/** @returns undefined when it is no such report */
export function parseJunitXml(text: string): readonly JunitCase[] | undefined {
  let root: unknown;
  try {
    root = parser.parse(text);
  } catch {
    return undefined;
  }
  if (!isNode(root)) return undefined;
  const top = [
    ...nodesOf(root, "testsuites"),
    ...nodesOf(root, "testsuite").map((suite) => ({ testsuite: suite })),
  ];
  if (top.length === 0) return undefined;
  const found: JunitCase[] = [];
  for (const node of top) visit(node, [], undefined, found);
  return found;
}

function visit(parent: Node, names: readonly string[], file: string | undefined, found: JunitCase[]): void {
  for (const suite of nodesOf(parent, "testsuite")) {
    const inner = [...names, attribute(suite, "name") ?? ""];
    visit(suite, inner, attribute(suite, "file") ?? file, found);
  }
  for (const node of nodesOf(parent, "testcase")) found.push(caseOf(node, names, file));
}

function caseOf(node: Node, suiteNames: readonly string[], file: string | undefined): JunitCase {
  const line = Number(attribute(node, "line"));
  const className = attribute(node, "classname") ?? "";
  return {
    path: attribute(node, "file") ?? file,
    className,
    suiteNames,
    suites: className === "" ? suiteNames.filter(Boolean) : [className],
    label: attribute(node, "name") ?? "",
    durationMs: 1000 * (Number(attribute(node, "time")) || 0),
    ...(Number.isInteger(line) && line >= 0 ? { line } : {}),
    ...verdictOf(node),
  };
}

function verdictOf(node: Node): Pick<ReportedTest, "status" | "message" | "trace"> {
  for (const [name, status] of [
    ["error", "errored"],
    ["failure", "failed"],
    ["skipped", "skipped"],
  ] as const) {
    const [bad] = nodesOf(node, name);
    if (!bad) continue;
    const text = String(bad["#text"] ?? "").trim();
    const told = attribute(bad, "message") ?? "";
    return { status, message: told || text.split("\n")[0] || attribute(bad, "type"), trace: text || told };
  }
  return { status: "passed" };
}
