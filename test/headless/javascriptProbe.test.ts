/** What variables held while a test failed, and how versions of a function behave, in real projects with their own runners. */
import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { clusterByBehaviour, tellingCall } from "../../src/core/repair/behaviour.ts";
import { probeBehaviour, probeValues } from "../../src/features/repair/behaviourProbe.ts";
import type { ProbeDeps } from "../../src/features/repair/probeDeps.ts";
import { schemaBuilder } from "../../src/features/repair/schemaBuilder.ts";
import { findTargets } from "../../src/features/repair/targets.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../support/grammarFiles.ts";
import { quietLog } from "../support/indexerHarness.ts";
import { findTests } from "../support/testing/findTests.ts";
import { makeFolder } from "../support/testing/folders.ts";
import { probed, thisMachine } from "../support/testing/machine.ts";
import { openSample } from "../support/testing/runnersHere.ts";

const never = new AbortController().signal;
const temporaryFolder = makeFolder({});
const { copies } = thisMachine({ temporaryFolder });
const reader = new TreeSitterReader(grammarFiles, quietLog);
const made: string[] = [temporaryFolder];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const code = `export class Basket {
  constructor(prices) {
    this.prices = prices;
  }
  sum(rate = 0) {
    let sum = 0;
    this.prices.forEach((price) => {
      sum += price;
    });
    return sum - rate;
  }
}
const lowered = (total, limit) => {
  const rest = total - limit;
  if (rest > 0) return total - 10;
  return total;
};
export function pay(prices, limit) {
  return lowered(new Basket(prices).sum(), limit);
}
`;

const cases = (test: string) =>
  [
    ["20, 40", 50, 50],
    ["5", 50, 5],
    ["70, 1", 30, 61],
    ["30, 20", 50, 40],
  ]
    .map(
      ([prices, limit, paid]) =>
        `${test}("pays for ${prices}", () => assert.strictEqual(pay([${prices}], ${limit}), ${paid}));\n`,
    )
    .join("");

const asTypes = (text: string): string =>
  text
    .replace("constructor(prices)", "prices: number[];\n  constructor(prices: number[])")
    .replace("rate = 0", "rate: number = 0")
    .replace("(total, limit) =>", "(total: number, limit: number): number =>")
    .replace("pay(prices, limit) {", "pay(prices: number[], limit: number): number {");

const manifest = (script: string, more = "") =>
  `{ "name": "shop", "type": "module", "scripts": { "test": "${script}" }${more} }`;

interface Project {
  readonly runner: "node" | "mocha" | "vitest";
  readonly path: string;
  readonly files: Readonly<Record<string, string>>;
}

const projects: readonly Project[] = [
  {
    runner: "node",
    path: "src/pay.js",
    files: {
      "package.json": manifest("node --test"),
      "src/pay.js": code,
      "test/pay.test.js": `import test from "node:test";\nimport assert from "node:assert";\nimport { pay } from "../src/pay.js";\n${cases("test")}`,
    },
  },
  {
    runner: "mocha",
    path: "src/pay.js",
    files: {
      "package.json": manifest("mocha", ', "devDependencies": { "mocha": "*" }'),
      "src/pay.js": code,
      "test/pay.js": `import assert from "node:assert";\nimport { pay } from "../src/pay.js";\n${cases("it")}`,
    },
  },
  {
    runner: "vitest",
    path: "src/pay.ts",
    files: {
      "package.json": manifest("vitest run", ', "devDependencies": { "vitest": "*" }'),
      "src/pay.ts": asTypes(code),
      "test/pay.test.ts": `import { test } from "vitest";\nimport assert from "node:assert";\nimport { pay } from "../src/pay.ts";\n${cases("test")}`,
    },
  },
];

async function probing<T>({ runner, files }: Project, work: (deps: ProbeDeps) => Promise<T>): Promise<T> {
  const root = openSample({ runner, files });
  made.push(root);
  const [target] = findTargets([await findTests(root)], { testIds: [] });
  const path = Object.keys(files).find((name) => name.startsWith("test/"))!;
  const name = { runner, path, suites: [], label: "pays for 30, 20" };
  const failing = [{ ...name, id: "failing", folder: "" }];
  const copy = await copies.create({ root, isolation: probed.isolation, askedFor: "Test" }, never);
  try {
    return await work({
      copy,
      target: target!,
      failing,
      engine: { buildSchema: schemaBuilder(reader) },
      programs: (program) =>
        readFile(fileURLToPath(new URL(`../../media/repair/${program}`, import.meta.url)), "utf8"),
    });
  } finally {
    await copy.dispose();
  }
}

describe.each(projects.map((project) => ({ runner: project.runner, project })))("$runner", ({ project }) => {
  const { path, files } = project;
  const before = files[path]!;
  const changed = (was: string, is: string) => [
    { kind: "changed", path, before, after: before.replace(was, is) } as const,
  ];

  test("tells what variables held in suspected functions", { timeout: 300_000 }, async () => {
    const lines = before.split("\n");
    const line = (text: string) => lines.findIndex((one) => one.includes(text));
    const suspects = [{ path, text: before, lines: [line("rest > 0"), line("sum += price")] }];
    const values = await probing(project, (deps) => probeValues(deps, suspects, never));
    const told = new Map(values.map(({ name, text }) => [name, text]));
    expect(told.get("lowered")).toBe(
      [
        "lowered called with total = 50, limit = 50",
        `line ${line("const rest") + 1}: rest = 0`,
        "it returned 50",
      ].join("\n"),
    );
    const sum = told.get("Basket.sum")!;
    expect(sum).toContain("Basket.sum called with this = Basket { prices: [ 30, 20 ] }, rate = 0");
    expect(sum).toContain(`line ${line("sum += price") + 1}: sum = 30`);
    expect(sum).toContain("it returned 50");
    expect(values[0]!.path).toBe(path);
  });

  test("tells versions of a function apart by calls like those of the tests", {
    timeout: 300_000,
  }, async () => {
    const patches = [
      changed("rest > 0", "rest >= 0"),
      changed("rest > 0", "!(rest < 0)"),
      changed("rest > 0", "rest !== 0 || total > 2"),
      changed("return sum - rate", "return sum + rate"),
    ];
    const calls = await probing(project, (deps) => probeBehaviour(deps, patches, never));
    expect(calls.filter(({ isOfTests }) => isOfTests).map(({ call }) => call)).toContain("lowered(50, 50)");
    expect(clusterByBehaviour(calls, patches.length)).toEqual([[0, 1], [2], [3]]);
    const telling = tellingCall(calls, [0, 2])!;
    expect(telling.call).toMatch(/^lowered\(/);
    expect(new Set(telling.outcomes).size).toBe(2);
    for (const { outcomes } of calls) expect(outcomes).toHaveLength(5);
  });
});

test("says nothing of a change outside of functions", { timeout: 300_000 }, async () => {
  const project = projects[0]!;
  const before = project.files[project.path]!;
  const patch = [
    { kind: "changed", path: project.path, before, after: `const unit = 1;\n${before}` } as const,
  ];
  expect(await probing(project, (deps) => probeBehaviour(deps, [patch], never))).toEqual([]);
});
