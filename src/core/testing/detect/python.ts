/** pytest or unittest. */
import type { TestReason } from "../testProject.ts";
import { type Detected, reason, type SetupFiles, type TestFile } from "./setupFiles.ts";

const projectFiles = ["pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini", "setup.py", "Pipfile"] as const;

/** What in a file's text means that pytest is used. */
const signs: readonly (readonly [name: RegExp, text: RegExp, says: string])[] = [
  [/^pytest\.ini$/, /(?:)/, "pytest.ini"],
  [/^pyproject\.toml$/, /^\[tool\.pytest\b/m, "[tool.pytest] in pyproject.toml"],
  [/^setup\.cfg$/, /^\[tool:pytest\]/m, "[tool:pytest] in setup.cfg"],
  [/^tox\.ini$/, /^\[pytest\]/m, "[pytest] in tox.ini"],
  [/^conftest\.py$/, /(?:)/, "conftest.py"],
  [
    /^pyproject\.toml$/,
    /["']pytest(?:["'\s<>=~!;[]|$)|^pytest\s*=/m,
    "pytest among the dependencies in pyproject.toml",
  ],
  [/^requirements[\w.-]*\.txt$/, /^pytest\b(?!-)/m, "pytest in requirements"],
  [/^(?:setup\.(?:py|cfg)|Pipfile)$/, /\bpytest\b/, "pytest in the project's setup"],
  [/^(?:uv|poetry|pdm)\.lock$/, /^name = "pytest"$/m, "pytest in the lock file"],
];

/** @returns undefined for a file without tests that either could run */
export function detectPython(file: TestFile, all: readonly TestFile[], setup: SetupFiles): Detected {
  const above = setup.foldersAbove(file.path);
  const folder =
    above.find((at) => projectFiles.some((name) => setup.has(at, name))) ?? folderOfTests(file.path);
  const reasons = pytestReasons(file, folder, all, setup);
  if (reasons.length > 0) return { runner: "pytest", folder, reasons };
  const text = `${file.path.slice(file.path.lastIndexOf("/") + 1)} has tests of unittest, and nothing names pytest`;
  return { runner: "unittest", folder, reasons: [{ text, path: file.path }] };
}

/** Beside the folder of tests, from where tests import what they test. */
const folderOfTests = (path: string): string => /^(.*?)\/?(?:^|(?<=\/))tests?\//.exec(path)?.[1] ?? "";

function pytestReasons(
  file: TestFile,
  folder: string,
  all: readonly TestFile[],
  setup: SetupFiles,
): TestReason[] {
  const places = [...new Set([...setup.foldersAbove(file.path), folder, ""])].filter(
    (at) => at === folder || at === "" || at.startsWith(`${folder}/`) || folder === "",
  );
  const found: TestReason[] = [];
  for (const [name, sign, says] of signs) {
    for (const at of places) {
      for (const path of setup.matching(at, name)) {
        if (!found.some(({ path: other }) => other === path) && sign.test(setup.text("", path) ?? "")) {
          found.push({ text: says, path });
        }
      }
    }
  }
  found.push(...setup.ciReasons(/\bpytest\b/));
  const user = all.find(
    ({ language, uses, path }) => language === "python" && uses.includes("pytest") && isIn(path, folder),
  );
  if (user) found.push({ text: `${user.path} imports pytest`, path: user.path });
  const plain = all.find(
    ({ language, tests, path }) => language === "python" && isIn(path, folder) && tests.some(isPytestOnly),
  );
  if (plain && found.length === 0) {
    found.push(reason("Tests outside of classes of unittest, which only pytest runs", "", plain.path));
  }
  return found;
}

const isIn = (path: string, folder: string): boolean => folder === "" || path.startsWith(`${folder}/`);

/** unittest runs methods of its own classes alone. */
const isPytestOnly = (test: object): boolean => "isUnittest" in test && test.isUnittest === false;
