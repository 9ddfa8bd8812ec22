/** What the index and the libraries add to the changes for a problem, over the whole engine. */
import { expect, test } from "vitest";
import { applyReplacements } from "../../../src/core/repair/candidate.ts";
import { languageIdOf } from "../../../src/core/syntax/language.ts";
import { never } from "../../support/indexerHarness.ts";
import { verifierFixture } from "../../support/verifierFixture.ts";

/** Files by path; `█` in the last is the place. @returns texts that are proposed for the message, best first */
async function proposed(
  files: Readonly<Record<string, string>>,
  message: string,
): Promise<readonly string[]> {
  const entries = Object.entries(files);
  const [path, marked] = entries.at(-1)!;
  const text = marked.replace("█", "");
  const { engine } = await verifierFixture({ ...files, [path]: text });
  const above = marked.slice(0, marked.indexOf("█")).split("\n");
  const place = { line: above.length - 1, column: above.at(-1)!.length };
  const query = { path: `/w/${path}`, languageId: languageIdOf(path)!, text, message, limit: 20, ...place };
  const edits = await engine.proposeProblemEdits(query, never);
  return edits.map((one) => applyReplacements(text, one.edits));
}

const cart = {
  "shop/store.py":
    "class Store:\n    def price(self):\n        return 1\n\ndef open_store(folder):\n    return Store()\n",
};

test("a name is imported from where it is defined", async () =>
  expect(
    (
      await proposed({ ...cart, "a.py": "import os\n\nx = █open_store(os)\n" }, "undefined name 'open_store'")
    )[0],
  ).toBe("import os\nfrom shop.store import open_store\n\nx = open_store(os)\n"));
test("a name of the standard library is imported where nobody else does", async () =>
  expect(
    (await proposed({ "a.py": "x = █defaultdict(list)\n" }, "undefined name 'defaultdict'"))[0],
  ).toContain("from collections import defaultdict"));
test("an import takes a name that its module has", async () =>
  expect(
    await proposed(
      { ...cart, "a.py": "from shop.store import █open_stoer\n" },
      'Module "shop.store" has no attribute "open_stoer"',
    ),
  ).toContain("from shop.store import open_store\n"));
test("a keyword takes a parameter of what is called", async () =>
  expect(
    (
      await proposed(
        { ...cart, "a.py": "from shop.store import open_store\nopen_store(█foldr=1)\n" },
        'Unexpected keyword argument "foldr" for "open_store"; did you mean something?',
      )
    )[0],
  ).toContain("open_store(folder=1)"));
test("of two names the one whose words the repository has is right, where it is declared too", async () => {
  const words = "export const maxLine = 1;\nexport const line = maxLine;\n";
  const files = {
    "a.ts": words,
    "b.ts": words,
    "c.ts": "function f(): number {\n  const maxiLne = 2;\n  return █maxLine;\n}\n",
  };
  expect(await proposed(files, "Cannot find name 'maxLine'. Did you mean 'maxiLne'?")).toContain(
    "function f(): number {\n  const maxLine = 2;\n  return maxLine;\n}\n",
  );
});
