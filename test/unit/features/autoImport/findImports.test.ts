import { expect, test } from "vitest";
import { languageIdOf } from "../../../../src/core/syntax/language.ts";
import { indexedEngine } from "../../../support/indexedEngine.ts";
import { never } from "../../../support/indexerHarness.ts";

/** Files by path; `«...»` in the last is the suggestion. @returns the lines that were added to it */
async function added(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const entries = Object.entries(files);
  const [path, marked] = entries.at(-1)!;
  const disk = entries.map(([name, text]) => [`/w/${name}`, text.replace(/«[^»]*»/, "")]);
  const engine = await indexedEngine(Object.fromEntries(disk));
  const start = marked.indexOf("«");
  const end = marked.indexOf("»") - 1;
  const text = marked.replace(/[«»]/g, "");
  const query = { path: `/w/${path}`, languageId: languageIdOf(path)!, text, start, end };
  let now = text;
  for (const { offset, text: put } of await engine.importsFor(query, never))
    now = now.slice(0, offset) + put + now.slice(offset);
  const before = text.split("\n");
  return now.split("\n").filter((line) => line !== "" && !before.includes(line));
}

async function check(files: Readonly<Record<string, string>>, ...lines: readonly string[]): Promise<void> {
  expect(await added(files)).toEqual(lines);
}

const shop = { "shop/store.py": "class Store:\n    pass\n\ndef open_store():\n    pass\n" };

test("Python: by its only definition, relative where the file is", () =>
  check(
    { ...shop, "shop/a.py": "from .store import Store\n\ns = «open_store()»\n" },
    "from .store import Store, open_store",
  ));
test("Python: absolute where the file is", () =>
  check(
    { ...shop, "b.py": "from shop.other import x\n\ns = «open_store()»\n" },
    "from shop.store import open_store",
  ));
test("Python: as other files import it", () =>
  check(
    { "a.py": "import numpy as np\nnp.zeros(1)\n", "b.py": "import os\n\nx = «np.zeros(3)»\n" },
    "import numpy as np",
  ));
test("Python: names of another file's relative import are called from here", () =>
  check(
    {
      ...shop,
      "shop/a.py": "from .store import open_store as opening\n",
      "shop/deep/b.py": "from ..store import Store\n\nx = «opening()»\n",
    },
    "from ..store import Store, open_store as opening",
  ));
test("nothing for what is in scope, a member, a keyword or known from before", () =>
  check({
    ...shop,
    "c.py":
      "def open_store():\n    pass\n\nprint(1)\ndef f(Store):\n    return «Store.open_store(open_store=1, x=print(Store))»\n",
  }));
test("nothing for a name with several definitions", () =>
  check({ ...shop, "other/store.py": "class Store:\n    pass\n", "c.py": "import os\nx = «Store()»\n" }));
test("nothing for a name that is imported in several ways", () =>
  check({
    "a.py": "from x import thing\n",
    "b.py": "from y import thing\n",
    "c.py": "import os\nx = «thing()»\n",
  }));
test("nothing for a name bound by the suggestion itself", () =>
  check({ ...shop, "c.py": "import os\n«def g(Store):\n    return Store»\n" }));

test("TypeScript: by its definition, into the import that is there", () =>
  check(
    {
      "src/m.ts": "export function one() {}\nexport function two() {}\n",
      "src/a.ts": 'import { one } from "./m";\n\none(«two()»);\n',
    },
    'import { one, two } from "./m";',
  ));
test("TypeScript: a folder for its index", () =>
  check(
    {
      "src/shapes/index.ts": "export function two() {}\n",
      "src/n.ts": "export const one = 1;\n",
      "test/a.ts": "import { one } from '../src/n';\n\nf(one, «two()»);\n",
    },
    "import { two } from '../src/shapes';",
  ));
test("TypeScript: with the extension of the others", () =>
  check(
    {
      "src/m.ts": "export function two() {}\n",
      "src/n.ts": "export const one = 1;\n",
      "test/a.ts": "import { one } from '../src/n.ts';\n\nf(one, «two()»);\n",
    },
    "import { two } from '../src/m.ts';",
  ));
test("TypeScript: a type where the file imports types as such", () =>
  check(
    {
      "m.ts": "export interface Shape {}\n",
      "n.ts": "export interface Other {}\n",
      "a.ts": 'import type { Other } from "./n";\n\nlet x: Other;\nlet y: «Shape»;\n',
    },
    'import type { Shape } from "./m";',
  ));
test("JavaScript: a default as others import it", () =>
  check(
    {
      "a.js": "import React from 'react'\nReact.x()\n",
      "b.js": "import { q } from './q'\n\nq(«React.y()»)\n",
    },
    "import React from 'react'",
  ));
test("Java: a class by its folder, and none of the own package", () =>
  check(
    {
      "src/com/shop/model/Item.java": "package com.shop.model;\n\npublic class Item {}\n",
      "src/com/shop/Near.java": "package com.shop;\n\npublic class Near {}\n",
      "src/com/shop/App.java":
        "package com.shop;\n\nimport java.util.List;\n\nclass App {\n  void f() {\n    «Item x = new Item(Near.a);»\n  }\n}\n",
    },
    "import com.shop.model.Item;",
  ));
test("Go: a package as other files import it", () =>
  check(
    {
      "a.go": 'package p\n\nimport (\n\t"strings"\n)\n\nvar x = strings.ToUpper("a")\n',
      "b.go": 'package p\n\nimport (\n\t"fmt"\n)\n\nfunc f() {\n\tfmt.Println(«strings.ToLower("b")»)\n}\n',
    },
    '\t"strings"',
  ));
test("nothing in languages whose imports are not written here", () =>
  check({ "a.rb": "class Store; end\n", "b.rb": "x = «Store.new»\n" }));
