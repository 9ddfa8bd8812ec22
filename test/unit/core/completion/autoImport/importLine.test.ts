import { expect, test } from "vitest";
import { insertImport, type NeededImport } from "../../../../../src/core/completion/autoImport/importLine.ts";

function check(languageId: string, text: string, needed: Partial<NeededImport>, expected: string): void {
  const name = needed.name ?? needed.local ?? "b";
  const insertion = insertImport(text, languageId, {
    form: "named",
    module: "m",
    local: name,
    ...needed,
    name,
  });
  const { offset, text: put } = insertion!;
  expect(text.slice(0, offset) + put + text.slice(offset)).toBe(expected);
}

test("Python: after the last import", () =>
  check("python", "import os\n\nx = 1\n", {}, "import os\nfrom m import b\n\nx = 1\n"));
test("Python: into an import of the same module", () =>
  check("python", "from m import a  # why\n", {}, "from m import a, b  # why\n"));
test("Python: into brackets, a line each", () =>
  check("python", "from m import (\n    a,\n)\n", {}, "from m import (\n    a,\n    b,\n)\n"));
test("Python: into brackets on one line", () =>
  check("python", "from m import (a, c)\n", {}, "from m import (a, c, b)\n"));
test("Python: not into an import of all, nor of a longer module", () =>
  check(
    "python",
    "from m import *\nfrom m.n import a\n",
    {},
    "from m import *\nfrom m.n import a\nfrom m import b\n",
  ));
test("Python: after docstring and future", () =>
  check(
    "python",
    '#!/usr/bin/env python\n"""Doc\n\nmore."""\nfrom __future__ import annotations\nx = 1\n',
    {},
    '#!/usr/bin/env python\n"""Doc\n\nmore."""\nfrom __future__ import annotations\nfrom m import b\nx = 1\n',
  ));
test("Python: a module under another name", () =>
  check(
    "python",
    "x = 1\n",
    { form: "module", module: "numpy", local: "np" },
    "import numpy as np\n\nx = 1\n",
  ));
test("Python: an import inside a function is none of the top", () =>
  check("python", "def f():\n    import os\n", {}, "from m import b\n\ndef f():\n    import os\n"));
test("TypeScript: quotes and semicolons of the file", () =>
  check("typescript", "import a from 'x'\n\na()\n", {}, "import a from 'x'\nimport { b } from 'm'\n\na()\n"));
test("TypeScript: into an import of the same module", () =>
  check("typescript", 'import { a } from "m";\n', {}, 'import { a, b } from "m";\n'));
test("TypeScript: into an import of several lines", () =>
  check("typescript", 'import {\n  a,\n} from "m";\n', {}, 'import {\n  a,\n  b,\n} from "m";\n'));
test("TypeScript: beside a default", () =>
  check("typescript", 'import M, { a } from "m";\n', {}, 'import M, { a, b } from "m";\n'));
test("TypeScript: a value does not go into an import of types", () =>
  check(
    "typescript",
    'import type { A } from "m";\n',
    {},
    'import type { A } from "m";\nimport { b } from "m";\n',
  ));
test("TypeScript: a type goes into either", () => {
  check("typescript", 'import type { A } from "m";\n', { isType: true }, 'import type { A, b } from "m";\n');
  check("typescript", 'import { a } from "m";\n', { isType: true }, 'import { a, type b } from "m";\n');
});
test("TypeScript: default and all", () => {
  check("typescript", "", { form: "default", local: "M" }, 'import M from "m";\n');
  check("typescript", "", { form: "all", local: "M" }, 'import * as M from "m";\n');
});
test("TypeScript: after the licence", () =>
  check("typescript", "/*\n * L\n */\nf();\n", {}, '/*\n * L\n */\n\nimport { b } from "m";\n\nf();\n'));
test("JavaScript: directives stay first", () =>
  check("javascript", "'use strict'\n\nf('')\n", {}, "'use strict'\n\nimport { b } from 'm'\n\nf('')\n"));
test("JavaScript: by require where the file does", () => {
  check(
    "javascript",
    "'use strict'\n\nconst a = require('a')\n\na()\n",
    {},
    "'use strict'\n\nconst a = require('a')\nconst { b } = require('m')\n\na()\n",
  );
  check("javascript", "const { a } = require('m')\n", {}, "const { a, b } = require('m')\n");
  check(
    "javascript",
    "const { a } = require('m');\n",
    { form: "default", local: "M", module: "n" },
    "const { a } = require('m');\nconst M = require('n');\n",
  );
});
test("Windows line ends", () =>
  check("typescript", 'import "a";\r\nf();\r\n', {}, 'import "a";\r\nimport { b } from "m";\r\nf();\r\n'));
test("Java: after package and imports", () => {
  check(
    "java",
    "package p;\n\nimport a.A;\n\nclass C {}\n",
    { module: "m.B" },
    "package p;\n\nimport a.A;\nimport m.B;\n\nclass C {}\n",
  );
  check("java", "package p;\n\nclass C {}\n", { module: "m.B" }, "package p;\n\nimport m.B;\n\nclass C {}\n");
});
test("Go: into the block, among its like", () =>
  check(
    "go",
    'package p\n\nimport (\n\t"fmt"\n\t"os"\n\n\t"x.io/y"\n)\n',
    { form: "module", module: "net/http", local: "http" },
    'package p\n\nimport (\n\t"fmt"\n\t"net/http"\n\t"os"\n\n\t"x.io/y"\n)\n',
  ));
test("Go: first of its kind in the block", () =>
  check(
    "go",
    'package p\n\nimport (\n\t"fmt"\n)\n',
    { form: "module", module: "x.io/y", local: "why" },
    'package p\n\nimport (\n\t"fmt"\n\n\twhy "x.io/y"\n)\n',
  ));
test("Go: without imports", () =>
  check(
    "go",
    "package p\n\nfunc f() {}\n",
    { form: "module", module: "fmt", local: "fmt" },
    'package p\n\nimport "fmt"\n\nfunc f() {}\n',
  ));
test("no imports in other languages", () =>
  expect(insertImport("x", "lua", { form: "named", module: "m", name: "b", local: "b" })).toBeUndefined());
