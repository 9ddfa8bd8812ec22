/**
 * What a repair by a model may not be, whatever tests say of it: changes of what it is judged by, of more than was asked, and code
 * that deals with tests instead of its task.
 */
import type { FileChange } from "../../patch/fileTexts.ts";
import { protectionOfChange, protectionTexts } from "../../patch/protectedPaths.ts";
import { symbolsOf } from "../../patch/wholeSymbol.ts";
import type { OutlineSymbol } from "../../syntax/outline/outline.ts";
import { inlineTestText } from "../../testing/inlineTests.ts";

/** Why a change is refused, in words that a model can act on; empty for one that may be tried. */
export function repairFaults(
  changes: readonly FileChange[],
  isOfTests: (path: string) => boolean,
): readonly string[] {
  return changes.flatMap((change) => faultsOf(change, isOfTests));
}

function faultsOf(change: FileChange, isOfTests: (path: string) => boolean): string[] {
  const { path } = change;
  if (change.kind === "renamed") return [`"${change.from}" may not be renamed: repair it in place`];
  if (isOfTests(path))
    return [`"${path}" belongs to the tests: they say what is right, repair the code they test`];
  const protection = protectionOfChange(change);
  if (protection !== undefined)
    return [`"${path}" may not be changed: it holds ${protectionTexts[protection]}`];
  if (change.kind === "created")
    return [`"${path}" is a new file: change the files that are there, no test needs another`];
  if (change.kind === "deleted") return [`"${path}" may not be deleted: repair it in place`];
  if (inlineTestText(path, change.before) !== inlineTestText(path, change.after))
    return [`the tests in "${path}" may not be changed: they say what is right, repair the code they test`];
  return [...tampering(path, change.before, change.after), ...losses(path, change.before, change.after)];
}

/** Words with which code reaches for what runs or judges it. */
const reaches: readonly (readonly [RegExp, string])[] = [
  [/\b(?:unittest|_?pytest|doctest|nose)\b/, "the test runner"],
  [/PYTEST_CURRENT_TEST|JEST_WORKER_ID|VITEST(?:_\w+)?\b|NODE_TEST_CONTEXT/, "whether tests are running"],
  [/\bsys\.(?:modules|settrace|setprofile|argv|exit|meta_path)\b/, "the running program"],
  [/\b(?:os\._exit|os\.kill|os\.abort|atexit|ctypes|gc\.get_objects)\b/, "the running program"],
  [/\b(?:sys\._getframe|inspect\.(?:stack|currentframe|getouterframes))\b/, "who calls it"],
  [/__builtins__|\bbuiltins\.|\bsetattr\s*\(\s*builtins\b/, "the built-in functions"],
  [
    /\b(?:process\.(?:exit|reallyExit|kill|abort)|node:test|node:inspector|require\.cache)\b/,
    "the running program",
  ],
  [
    /\bfrom\s+["'](?:vitest|@jest\/\w+|mocha|chai|jest)["']|\brequire\(["'](?:vitest|mocha|chai|jest)["']\)/,
    "the test runner",
  ],
  [/\b(?:globalThis|global)\.(?:expect|test|it|describe|assert)\b/, "the test runner"],
  [
    /\b(?:Deno\.exit|System\.exit|Runtime\.getRuntime|std::process::exit|runtime\.Goexit)\b/,
    "the running program",
  ],
  [/\borg\.junit\b|\btesting\.T\b/, "the test runner"],
];

function tampering(path: string, before: string, after: string): string[] {
  return reaches.flatMap(([pattern, what]) => {
    const found = pattern.exec(after);
    return found && !pattern.test(before)
      ? [`"${path}" would reach for ${what} ("${found[0]}"): repair what the code computes`]
      : [];
  });
}

/** What the change takes away of functions and classes; what stands within a function is its own. */
function losses(path: string, before: string, after: string): string[] {
  const names = (text: string) => {
    const symbols = symbolsOf(path, text);
    const functions = new Set(
      symbols.filter(({ kind }) => kind === "function" || kind === "method").map(qualified),
    );
    return symbols
      .filter(({ kind, container }) => definitions.has(kind) && !functions.has(container))
      .map(qualified);
  };
  const kept = new Set(names(after));
  const lost = [...new Set(names(before))].filter((name) => !kept.has(name));
  if (lost.length === 0) return [];
  const shown = lost.slice(0, 5).map((name) => `"${name}"`);
  return [`"${path}" would lose ${shown.join(", ")}: keep what others may use, and repair it`];
}

const qualified = ({ container, name }: Pick<OutlineSymbol, "container" | "name">): string =>
  container === "" ? name : `${container}.${name}`;

const definitions: ReadonlySet<string> = new Set([
  "class",
  "interface",
  "enum",
  "struct",
  "trait",
  "function",
  "method",
]);
