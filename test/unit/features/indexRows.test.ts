import { expect, test } from "vitest";
import { type IndexReport, type IndexStatus, idleIndexStatus } from "../../../src/core/repo/indexStatus.ts";
import { changedRows } from "../../../src/features/indexView/changedRows.ts";
import {
  type IndexRow,
  type IndexViewFacts,
  indexRows,
  indexState,
} from "../../../src/features/indexView/indexRows.ts";
import { skipReasonTexts } from "../../../src/features/status/skipReasons.ts";
import { idleReport } from "../../support/scriptedEngine.ts";

const ready: IndexStatus = {
  ...idleIndexStatus,
  phase: "ready",
  files: 2936,
  lines: 512_345,
  symbols: 34_567,
  languages: [
    ["python", 2930],
    ["typescriptreact", 6],
  ],
};
const facts: IndexViewFacts = {
  trusted: true,
  readsHistory: true,
  cpuShare: 0.5,
  embeddings: { kind: "off" },
  shortPath: (path) => path.replace("/w/", ""),
};

/** Rows as an indented text: label | description | what a click does. */
function render(rows: readonly IndexRow[], indent = ""): string {
  return rows
    .map(({ label, description, action, path, children = [] }) => {
      const click = action ? [action.command, action.argument].filter(Boolean).join(" ") : path;
      const own = `${indent}${[label, description, click].filter(Boolean).join(" | ")}`;
      return [own, ...(children.length > 0 ? [render(children, `${indent}  `)] : [])].join("\n");
    })
    .join("\n");
}
function check(report: Partial<IndexReport>, expected: readonly string[], own: Partial<IndexViewFacts> = {}) {
  const whole = { ...idleReport, status: ready, ...report };
  const text = render(indexRows(whole, { ...facts, ...own })).split("\n");
  for (const line of expected) expect(text).toContain(line);
}

test("tells what is in the index, by language", () =>
  check({}, [
    "2,936 files | 512,345 lines",
    "34,567 symbols | touchstone.searchRepository",
    "  Python | 2,930 files, 100 %",
    "  TypeScript (TSX) | 6 files, under 1 %",
  ]));

test("tells what is not, why, and what to change", () =>
  check(
    {
      status: { ...ready, skipped: { ignored: 2000, tooLarge: 1, minified: 0 } },
      skippedFiles: [
        { path: "/w/a/big.py", reason: "tooLarge" },
        { path: "/w/top.log", reason: "ignored" },
      ],
    },
    [
      "Not indexed | 2,001",
      "  Ignored | 2,000",
      "    top.log | /w/top.log",
      "    1,999 more",
      "  Too large | 1",
      "    Above touchstone.index.maxFileKb | workbench.action.openSettings touchstone.index.maxFileKb",
      "    big.py | a | /w/a/big.py",
    ],
  ));

for (const [name, store, expected] of [
  ["nowhere", {}, "In memory only"],
  [
    "on disk",
    { access: "write", directory: "/s", sizeBytes: 31_000_000 },
    "Kept on disk | 31 MB | revealFileInOS /s",
  ],
  [
    "with a problem",
    { access: "read", directory: "/s", problem: "Another window writes the index" },
    "Read from disk | Another window writes the index | revealFileInOS /s",
  ],
] as const) {
  test(`tells where it is kept: ${name}`, () =>
    check({ store: { ...idleReport.store, ...store } }, [expected]));
}

for (const [name, own, commits, expected] of [
  ["known", {}, 1000, "Past commits | 1,000 | workbench.action.openSettings touchstone.index.history"],
  [
    "off",
    { readsHistory: false },
    0,
    "Past commits | off | workbench.action.openSettings touchstone.index.history",
  ],
  ["restricted", { trusted: false }, 0, "Past commits | not read: restricted mode | workbench.trust.manage"],
  ["none", {}, 0, "Past commits | none known"],
] as const) {
  test(`tells of past commits: ${name}`, () => check({ commits }, [expected], own));
}

for (const [embeddings, expected] of [
  [
    { kind: "working", done: 1200, total: 3400 },
    "Search by meaning | 1,200 of 3,400 files | workbench.action.openSettings touchstone.embeddings.model",
  ],
  [
    { kind: "fault", message: "It has no /embeddings", nextStep: "Use another" },
    "Search by meaning | It has no /embeddings | workbench.action.openSettings touchstone.embeddings.model",
  ],
  [{ kind: "untrusted" }, "Search by meaning | not used: restricted mode | workbench.trust.manage"],
] as const) {
  test(`tells of embeddings: ${embeddings.kind}`, () => check({}, [expected], { embeddings }));
}

test("tells what it takes of memory and processor", () =>
  check({ memoryBytes: 41_000_000 }, [
    "Memory | 41 MB",
    "Processor | at most 50 % of one core | workbench.action.openSettings touchstone.index.cpuShare",
  ]));

for (const [status, expected] of [
  [{ phase: "walking", filesTotal: 1200 }, "Looking for files | 1,200 files found"],
  [{ phase: "reading", filesDone: 1234, filesTotal: 2900 }, "Indexing, 42 % | 1,234 of 2,900 files"],
  [{ phase: "walking", message: "The engine stopped" }, "Restarting"],
  [{ phase: "failed", message: "No folder" }, "The index failed | No folder"],
  [{ message: "Indexing was stopped after 3 of 9 files" }, "Indexing was stopped after 3 of 9 files"],
] as const) {
  test(`tells what is going on: ${expected}`, () => check({ status: { ...ready, ...status } }, [expected]));
}

for (const [folders, diskFolders, indexEnabled, phase, expected] of [
  [0, 0, false, "idle", "noFolder"],
  [1, 0, false, "idle", "virtual"],
  [1, 1, false, "idle", "off"],
  [2, 1, true, "reading", "indexing"],
  [2, 1, true, "ready", "ready"],
  [1, 1, true, "failed", "ready"],
] as const) {
  test(`of ${folders} folders, ${diskFolders} on a disk, ${phase}: ${expected}`, () =>
    expect(indexState({ folders, diskFolders, indexEnabled }, { ...ready, phase })).toBe(expected));
}

test("draws only what changed", () => {
  const rows = [
    { id: "a", label: "1" },
    { id: "b", label: "2" },
  ];
  expect(changedRows(rows, rows)).toEqual([]);
  expect(changedRows(rows, [rows[0]!, { id: "b", label: "3" }])).toEqual(["b"]);
  expect(changedRows(rows, [rows[1]!])).toBe("all");
  expect(changedRows(rows, [...rows].reverse())).toBe("all");
});

test("each reason can be read whole in a narrow side bar", () => {
  const long = Object.values(skipReasonTexts).filter(({ short }) => short.length > 36);
  expect(long).toEqual([]);
});
