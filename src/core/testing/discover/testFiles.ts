/** Which files may hold tests, and what is found in them. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import { findEcmaTests } from "./ecmaTests.ts";
import type { FoundTest } from "./foundTest.ts";
import { findGoTests } from "./goTests.ts";
import { findJavaTests } from "./javaTests.ts";
import { findPythonTests } from "./pythonTests.ts";
import { findRustTests } from "./rustTests.ts";

export type TestLanguage = "python" | "ecma" | "go" | "rust" | "java";

export interface TestFileKind {
  readonly language: TestLanguage;
  /** Whether a path, relative to the root, may hold tests. */
  readonly path: RegExp;
  /** Without a match the text holds none, and is not parsed. */
  readonly text: RegExp;
  find(tree: FlatTree): readonly FoundTest[];
}

const ecma = String.raw`\.[cm]?[jt]sx?$`;

const testFileKinds: readonly TestFileKind[] = [
  {
    language: "python",
    path: /(?:^|\/)(?:test[^/]*|[^/]*_test)\.py$/,
    text: /\bdef\s+test|TestCase/,
    find: findPythonTests,
  },
  {
    language: "ecma",
    path: new RegExp(
      String.raw`\.(?:test|spec)${ecma}|(?:^|/)(?:__tests__|tests?|specs?)/.*${ecma}|(?:^|/)test${ecma}`,
    ),
    text: /\b(?:it|test|describe|suite|context|specify)\b/,
    find: findEcmaTests,
  },
  { language: "go", path: /_test\.go$/, text: /\bfunc\s+(?:Test|Example|Fuzz)/, find: findGoTests },
  { language: "rust", path: /\.rs$/, text: /#\s*\[[\w\s:]*(?:test|quickcheck)/, find: findRustTests },
  {
    language: "java",
    path: /(?:^|\/)(?:Test[^/]*|[^/]*(?:Tests?|TestCase|IT))\.java$|(?:^|\/)src\/test\/java\/.*\.java$/,
    text: /@(?:[\w.]+\.)?(?:\w*Test|TestFactory|TestTemplate)\b|\bTestCase\b/,
    find: findJavaTests,
  },
];

export const testFileKind = (path: string): TestFileKind | undefined =>
  testFileKinds.find((kind) => kind.path.test(path) && !/\.d\.[cm]?ts$/.test(path));
