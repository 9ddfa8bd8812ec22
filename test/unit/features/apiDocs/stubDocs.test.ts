import { expect, test } from "vitest";
import { LocalApiDocs } from "../../../../src/features/apiDocs/localApiDocs.ts";
import type { EngineConfig } from "../../../../src/ports/engine.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { MemoryPackageFiles } from "../../../support/memoryPackageFiles.ts";

const sleep = () => new Promise<void>(() => {});
const yielder = { pause: async () => {}, sleep, now: () => 0, wallNow: () => 0 };
const { signal } = new AbortController();
const site = "/w/.venv/lib/python3.12/site-packages";

function workspace(texts: Readonly<Record<string, string>>): LocalApiDocs {
  const files = new MemoryPackageFiles({
    "/w/.venv/pyvenv.cfg": "home = /usr/bin\nversion = 3.12.1\n",
    [`${site}/reel-2.0.dist-info/METADATA`]: "Name: reel\nVersion: 2.0\n",
    ...Object.fromEntries(
      Object.entries(texts).map(([path, text]) => [`${site}/reel/${path}`, text] as const),
    ),
  });
  const docs = new LocalApiDocs({ files, yielder, log: memoryLog().log });
  docs.configure({ roots: [{ name: "w", path: "/w" }] } as unknown as EngineConfig);
  return docs;
}

const stub = "class Reel:\n    def wind(self, turns: int) -> None: ...\ndef make(name: str) -> Reel: ...\n";
const source =
  'class Reel:\n    """A reel."""\n    def wind(self, turns):\n        """Winds it."""\ndef make(name):\n    """Makes one.\n\n    >>> make("a")\n    """\n';

/** Compares `name: summary` of all that is found by name, and what stands at a cursor. */
async function check(texts: Readonly<Record<string, string>>, expected: readonly string[]) {
  const docs = workspace(texts);
  const found = [];
  for (const name of ["Reel", "Reel.wind", "make"])
    found.push(...(await docs.showApis({ name, limit: 1 }, signal)));
  expect(found.map(({ name, summary }) => `${name}: ${summary}`)).toEqual(expected);
  const text = "from reel import make\nmake";
  const place = { path: "/w/a.py", languageId: "python", text, end: text.length };
  expect((await docs.apiNamed(place, signal))?.summary).toBe(expected[2]!.slice("make: ".length));
}

const all = ["Reel: A reel.", "Reel.wind: Winds it.", "make: Makes one."];
test("what a stub does not say stands in the source beside it", () =>
  check({ "__init__.pyi": stub, "__init__.py": source }, all));
test("or where that has it from", () =>
  check({ "__init__.pyi": stub, "__init__.py": "from ._reel import Reel, make\n", "_reel.py": source }, all));
test("a stub alone", () => check({ "__init__.pyi": stub }, ["Reel: ", "Reel.wind: ", "make: "]));
test("what a stub says itself stays", () =>
  check({ "__init__.pyi": source.replaceAll("it.", "it slowly."), "__init__.py": source }, [
    "Reel: A reel.",
    "Reel.wind: Winds it slowly.",
    "make: Makes one.",
  ]));
test("types are the stub's, examples the source's", async () => {
  const docs = workspace({ "__init__.pyi": stub, "__init__.py": source });
  expect((await docs.showApis({ name: "make", limit: 1 }, signal))[0]).toMatchObject({
    signatures: ["def make(name: str) -> Reel"],
    examples: ['>>> make("a")'],
    path: `${site}/reel/__init__.pyi`,
  });
});
