/**
 * Real checkers, each on a fault that it alone is asked about: detected by their settings, started in the copy, read, answered. Those
 * of npm are looked for in the `node_modules` of the folder that `TOUCHSTONE_CHECKERS` names.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { after, fixHere, removeFolders } from "./support/fixHere.ts";

afterAll(removeFolders);

const ownPackages = fileURLToPath(new URL("../../node_modules", import.meta.url));
const given = process.env["TOUCHSTONE_CHECKERS"];
const givenPackages = given === undefined ? undefined : join(given, "node_modules");
const ofNpm = (name: string): string | undefined =>
  [ownPackages, givenPackages].find((folder) => folder !== undefined && existsSync(join(folder, name)));
const runs = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: "ignore" }).status === 0;

interface Case {
  readonly by: string;
  /** Whether it is on this machine. */
  readonly isThere: boolean;
  readonly packages?: string | undefined;
  /** `█` is the place. */
  readonly files: Readonly<Record<string, string>>;
  readonly gives: string;
}

/** Packages of npm, where they are. */
const within = (packages: string | undefined) => ({ isThere: packages !== undefined, packages });

const python = (setup: Readonly<Record<string, string>>, text: string) => ({
  ...setup,
  "shop/__init__.py": "",
  "shop/store.py":
    '"""Shelves."""\n\n\ndef open_store(name: str) -> str:\n    """Open it."""\n    return name\n',
  "shop/cart.py": text,
});
const total =
  '"""A cart."""\n\n\ndef total(prices: list[int]) -> int:\n    """All of it."""\n    return sum(█pricse)\n';
const rightTotal = "return sum(prices)\n";

const cases: readonly Case[] = [
  {
    by: "Flake8",
    isThere: runs("flake8", "--version"),
    files: python({ "setup.cfg": "[flake8]\nmax-line-length = 100\n" }, total),
    gives: rightTotal,
  },
  {
    by: "Pylint",
    isThere: runs("pylint", "--version"),
    files: python(
      { ".pylintrc": "[FORMAT]\nmax-line-length=100\n" },
      '"""A cart."""\n\nfrom shop.store import █open_stoer\n\n\ndef first() -> str:\n    """The first."""\n    return open_store("a")\n',
    ),
    gives: "from shop.store import open_store\n",
  },
  {
    by: "mypy",
    isThere: runs("mypy", "--version"),
    files: python(
      { "pyproject.toml": "[tool.mypy]\nstrict = true\n" },
      "def shout(word: str) -> str:\n    return word.█uper()\n",
    ),
    gives: "return word.upper()\n",
  },
  {
    by: "Pyflakes",
    isThere: runs("/usr/bin/python3", "-m", "pyflakes", "--version"),
    files: python({}, "import os\nfrom collections import █dequue\n\nx = deque([os.sep])\n"),
    gives: "from collections import deque\n",
  },
  {
    by: "Pyright",
    ...within(ofNpm("pyright")),
    files: python(
      { "pyrightconfig.json": '{ "typeCheckingMode": "strict" }', "package.json": "{}" },
      "def shout(word: str) -> str:\n    return word.█uper()\n",
    ),
    gives: "return word.upper()\n",
  },
  {
    by: "ESLint",
    ...within(ofNpm("eslint")),
    files: {
      "package.json": '{ "type": "module" }',
      "eslint.config.js": 'export default [{ rules: { "no-undef": "error", "no-unused-vars": "error" } }];\n',
      "src/cart.js": "export function total(prices) {\n  return █pricse.length;\n}\n",
    },
    gives: "return prices.length;\n",
  },
];

describe.each(cases)("$by", { timeout: 600_000 }, ({ by, isThere, packages, files, gives }) => {
  test.skipIf(!isThere)("finds, and is satisfied", async () => {
    const result = await fixHere(files, packages === undefined ? {} : { packages });
    expect(result.reason).toBeUndefined();
    expect(after(result)).toContain(gives);
    expect(result.patches[0]!.evidence.checked?.by).toBe(by);
  });
});
