import { expect, test } from "vitest";
import type { Ask } from "../../../../src/core/testing/coverage/coverageTool.ts";
import { coverageTools } from "../../../../src/core/testing/coverage/coverageTools.ts";
import { readGoProfile } from "../../../../src/core/testing/coverage/goProfile.ts";
import { parseJacoco } from "../../../../src/core/testing/coverage/jacoco.ts";
import { parseLcov } from "../../../../src/core/testing/coverage/lcov.ts";
import {
  linesWithCode,
  type MeasuredFile,
  mergeMeasured,
} from "../../../../src/core/testing/coverage/measuredFile.ts";
import { readV8Coverage } from "../../../../src/core/testing/coverage/v8Coverage.ts";
import { testRunners } from "../../../../src/core/testing/runners/testRunners.ts";

const shown = (files: readonly MeasuredFile[]) =>
  files.map(
    ({ path, lines }) => `${path} ${[...lines].map(([line, count]) => `${line}:${count}`).join(" ")}`,
  );

const nobody: Ask = async () => ({ stdout: "", stderr: "", code: undefined });

test("lines of brackets, comments and nothing else run never", () => {
  const text = "f(\n  a,\n);\n\n} else {\n// no\n * no\nx = { a: 1 };\n}\n";
  expect(linesWithCode(text)).toEqual([0, 1, 7]);
});

test("counts of several runs of a file are added", () => {
  const one = {
    path: "a",
    lines: new Map([
      [0, 1],
      [1, 0],
    ]),
  };
  const other = {
    path: "a",
    lines: new Map([
      [1, 2],
      [2, 0],
    ]),
  };
  expect(shown(mergeMeasured([one, other]))).toEqual(["a 0:1 1:2 2:0"]);
});

test("reads lcov", () => {
  const text =
    "TN:\nSF:src/a.js\nFN:1,f\nDA:1,3\nDA:4,0\nend_of_record\nSF:/elsewhere/b.js\nDA:1,1\nend_of_record\n";
  const pathOf = (told: string) => (told.startsWith("/") ? undefined : told);
  expect(shown(parseLcov(text, pathOf))).toEqual(["src/a.js 0:3 3:0"]);
});

test("reads a profile of Go: blocks of several packages, of this module alone", async () => {
  const source = "package sum\n\nfunc A(a int) int {\n\tif a > 0 {\n\t\treturn a\n\t}\n\treturn 0\n}\n";
  const profile = [
    "mode: count",
    "example.com/m/sum/a.go:3.19,4.11 1 2",
    "example.com/m/sum/a.go:4.11,6.3 1 0",
    "example.com/m/sum/a.go:7.2,7.10 1 2",
    "example.com/other/b.go:1.1,2.2 1 1",
  ].join("\n");
  const reading = {
    module: "example.com/m",
    pathOf: (told: string) => `go/${told}`,
    textOf: async (path: string) => (path === "go/sum/a.go" ? source : undefined),
  };
  expect(shown(await readGoProfile(profile, reading))).toEqual(["go/sum/a.go 2:2 3:2 4:0 6:2"]);
});

test("reads JaCoCo's XML, and nothing of what is none", () => {
  const text = `<?xml version="1.0"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">
    <report name="x"><group name="core"><package name="com/acme"><sourcefile name="Sum.java">
    <line nr="5" mi="0" ci="4" mb="0" cb="0"/><line nr="6" mi="2" ci="0" mb="0" cb="0"/></sourcefile></package></group></report>`;
  expect(shown(parseJacoco(text))).toEqual(["com/acme/Sum.java 4:4 5:0"]);
  expect(parseJacoco("not xml <")).toEqual([]);
});

test("reads V8's ranges: the smallest around a line's first place counts", async () => {
  const source = "const f = (a) => {\n  if (a) return 1;\n  return 2;\n};\nf(1);\n";
  const told = source.indexOf("return 2");
  const functions = [
    { ranges: [{ startOffset: 0, endOffset: source.length, count: 1 }] },
    {
      ranges: [
        { startOffset: 10, endOffset: source.indexOf("};") + 1, count: 3 },
        { startOffset: told - 2, endOffset: told + 9, count: 0 },
      ],
    },
  ];
  const text = JSON.stringify({ result: [{ url: "file:///w/a%20b.js", functions }] });
  const reading = {
    pathOf: (path: string) => path.replace("/w/", ""),
    textOf: async (path: string) => (path === "a b.js" ? source : undefined),
  };
  expect(shown(await readV8Coverage(text, reading))).toEqual(["a b.js 0:1 1:3 2:0 4:1"]);
  expect(await readV8Coverage("{", reading)).toEqual([]);
});

test("reads V8's ranges of compiled text by its source map", async () => {
  const original = "type A = number;\nexport const f = (a: A) => {\n  return a;\n};\n";
  const compiled = "const f = (a) => {\n  return a;\n};\n";
  const functions = [
    { ranges: [{ startOffset: 0, endOffset: compiled.length, count: 1 }] },
    { ranges: [{ startOffset: 10, endOffset: compiled.indexOf("};") + 1, count: 0 }] },
  ];
  // Line 0 comes of line 1, line 1 of line 2, and so on.
  const data = { sources: ["a.ts"], mappings: "AACA;EACE;AACF" };
  const cache = { "file:///w/a.ts": { lineLengths: [18, 11, 2], data } };
  const text = JSON.stringify({ result: [{ url: "file:///w/a.ts", functions }], "source-map-cache": cache });
  const reading = { pathOf: () => "a.ts", textOf: async () => original };
  expect(shown(await readV8Coverage(text, reading))).toEqual(["a.ts 1:1 2:0"]);
});

test("a build of Java without JaCoCo is told so, and one with it gets its report", async () => {
  const project = { runner: "maven", folder: "", reasons: [] } as const;
  const request = { project, known: [], tests: undefined, root: "/w", scratch: "/s", cache: "/c" };
  const planned = (pom: string) =>
    coverageTools.maven!.plan(testRunners.maven.plan(request), {
      ...request,
      textOf: async () => pom,
      ask: nobody,
    });
  expect(await planned("<project/>")).toContain("JaCoCo");
  const plan = await planned("<artifactId>jacoco-maven-plugin</artifactId>");
  expect(typeof plan === "string" ? [] : plan.argv.slice(-2)).toEqual(["test", "jacoco:report"]);
});
