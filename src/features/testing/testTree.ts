/** The tests of a workspace as rows of a tree: projects where there are several, files, suites, tests. */
import type { LineRange, TestCase } from "../../core/testing/testCase.ts";
import type { FoundTests } from "./testSession.ts";

export interface TestRow {
  /** That of the test, or of what its tests have in common. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** File, as `TestCase.path`. */
  readonly path?: string;
  readonly range?: LineRange;
  /** A test of its own, that may also have parts. */
  readonly isTest: boolean;
  readonly children: readonly TestRow[];
}

interface Growing {
  id: string;
  label: string;
  description?: string;
  path?: string;
  range?: LineRange;
  isTest: boolean;
  readonly children: Map<string, Growing>;
}

const newRow = (id: string, label: string): Growing => ({ id, label, isTest: false, children: new Map() });

/** @returns rows in the order of paths and of places in them */
export function testTree({ projects, tests }: Pick<FoundTests, "projects" | "tests">): readonly TestRow[] {
  const top = newRow("", "");
  for (const test of tests) {
    const name = `${test.runner} ${test.folder}`;
    let at = top;
    if (projects.length > 1) {
      at = below(top, name, name, test.runner);
      at.description = test.folder === "" ? "." : test.folder;
    }
    if (test.path !== "") {
      at = below(at, test.path, `${test.runner}:${test.path}`, test.path);
      at.path = test.path;
    }
    add(at, test);
  }
  return settled(top).children;
}

function add(file: Growing, test: TestCase): void {
  let at = file;
  for (const suite of test.suites) {
    at = below(at, suite, `${at.id}::${suite}`, suite);
    at.path = test.path;
  }
  // A row of a table belongs below the test that it is a row of.
  const whole = at.children.get(test.label.replace(/\[.*\]$/s, ""));
  const parent = whole && whole.id !== test.id ? whole : at;
  const row = below(parent, test.label, test.id, test.label);
  row.isTest = true;
  row.path = test.path;
  if (test.range) row.range = test.range;
}

function below(parent: Growing, key: string, id: string, label: string): Growing {
  const row = parent.children.get(key) ?? newRow(id, label);
  parent.children.set(key, row);
  return row;
}

function settled({ children, ...row }: Growing): TestRow {
  return { ...row, children: [...children.values()].map(settled) };
}

/** Identifiers of the tests at a row and below. */
export const testsBelow = (row: TestRow): string[] => [
  ...(row.isTest ? [row.id] : []),
  ...row.children.flatMap(testsBelow),
];
