import { describe, expect, test } from "vitest";
import type { Verification } from "../../../../src/core/verify/verification.ts";
import { type VerifierFixture, verifierFixture } from "../../../support/verifierFixture.ts";
import { wireLibrary } from "../../../support/wireLibrary.ts";

const texts = {
  "shop/__init__.py": "from shop.store import Store\n",
  "shop/store.py":
    "import os\n\nLIMIT = 3\n\nclass Base:\n    def close_all(self): ...\n\nclass Store(Base):\n    def __init__(self, path, size=1):\n        self.path = path\n\n    def load_item(self, key, *, strict=False) -> 'Store':\n        return self\n\ndef open_store(path) -> Store:\n    return Store(path)\n",
  "shop/rows.py":
    "class Tracked:\n    def __new__(cls, *args, **kwargs):\n        return object.__new__(cls)\n\nclass Row(Tracked):\n    def __init__(self, key):\n        self.key = key\n",
  "shop/web.py": "import flask\n\nclass Page(flask.View):\n    pass\n",
  "web/package.json": '{"name": "web", "dependencies": {"react": "1"}}',
  "web/cart.ts":
    "export interface Item { price: number; label?: string }\nexport class Cart {\n  private items: Item[] = [];\n  constructor(readonly owner: string) {}\n  addItem(item: Item, count = 1): void {}\n  static empty(): Cart { return new Cart('') }\n}\nexport class Plain { total = 1 }\nexport class Rich extends Plain {}\nexport const limits = { most: 3, least: 1 };\nexport function openCart(owner: string): Cart { return new Cart(owner) }\n",
  "web/legacy.js": "function build(a, b) { return a }\nmodule.exports = { build, size: 3 };\n",
  "src/main/java/com/shop/model/Order.java":
    "package com.shop.model;\n\npublic class Order extends Base {\n  private int total;\n  public Order(int total) { this.total = total; }\n  public int getTotal() { return total; }\n  public static Order empty() { return new Order(0); }\n}\n",
  "src/main/java/com/shop/model/Note.java": "package com.shop.model;\n\npublic class Note {\n}\n",
  "src/main/java/com/shop/model/Built.java":
    "package com.shop.model;\n\nimport lombok.AllArgsConstructor;\n\n@AllArgsConstructor\npublic class Built {\n  int a;\n}\n",
  "src/main/java/com/shop/model/Base.java":
    "package com.shop.model;\n\nclass Base {\n  protected void audit() {}\n}\n",
  "go.mod": "module example.org/shop\n",
  "stock/stock.go":
    'package stock\n\nimport "fmt"\n\ntype Part struct {\n\tName string\n\tCount int\n}\n\nfunc (p *Part) Describe(long bool) string { return fmt.Sprint(p.Name) }\n\nfunc NewPart(name string) (*Part, error) { return &Part{Name: name}, nil }\n',
};

let shared: Promise<VerifierFixture> | undefined;

/** The verdict with the text and what was found: `repaired text [reason name>nearest]`. */
async function check(path: string, marked: string, expected: string): Promise<void> {
  shared ??= verifierFixture(texts);
  expect(shown(await (await shared).verify(path, marked))).toBe(expected);
}

function shown({ verdict, text, findings, unknown }: Verification): string {
  const found = findings.map(
    ({ name, reason, nearest }) => ` [${reason} ${name}${nearest ? `>${nearest}` : ""}]`,
  );
  const doubts = unknown.map(({ name, why }) => ` (${why} ${name})`);
  return `${verdict} ${JSON.stringify(text)}${found.join("")}${doubts.join("")}`;
}

const inPython = (body: string): string =>
  `from shop.store import Store, open_store\nfrom shop.rows import Row\nimport shop.store as st\nimport numpy\n\ndef work(self, count, item):\n    store = Store('a')\n    ${body}\n    return store\n`;
const inTs = (body: string): string =>
  `import { Cart, limits, openCart, Plain, Rich } from './cart';\nimport * as React from 'react';\n\nfunction work(cart: Cart, count: number) {\n  ${body}\n  return cart;\n}\n`;
const inJava = (body: string): string =>
  `package com.shop.web;\n\nimport com.shop.model.Order;\nimport com.shop.model.Note;\nimport com.shop.model.Built;\nimport org.lib.Thing;\n\nclass View {\n  void show(Order order, Thing thing, int count) {\n    ${body}\n  }\n}\n`;
const inGo = (body: string): string =>
  `package web\n\nimport (\n\t"fmt"\n\n\t"example.org/shop/stock"\n)\n\nfunc show(part *stock.Part, count int) {\n\t${body}\n\tfmt.Println(part, count)\n}\n`;

describe("syntax", () => {
  const cases: [string, string, string][] = [
    ["a.py", "x = call(«1, 2)»\n", 'ok "1, 2)" [] '],
    ["a.py", "x = 1\ny = x«))»\n", "dropped"],
    ["a.rs", "fn f() { let x = «1;» }\n", "ok"],
    ["a.rs", "fn f() { let x = «1);» }\n", "dropped"],
    ["a.txt", "any «text (»\n", "unknown"],
    ["a.py", "max(\n    1,\n«    min(2)»\n)\n", "ok"],
    // Lines below belong to what this line begins.
    ["a.py", "def f():\n    «warn()»\n        'text',\n        1,\n    )\n", "dropped"],
    ["a.py", "def f(warn):\n    «warn(»\n        'text',\n        1,\n    )\n", "ok"],
  ];
  test.each(cases)("%s %j", async (path, marked, expected) => {
    shared ??= verifierFixture(texts);
    const { verdict } = await (await shared).verify(path, marked);
    expect(verdict).toBe(expected.split(" ")[0]);
  });
});

describe("Python", () => {
  const cases: [string, string][] = [
    ["count = «count + 1»", 'ok "count + 1"'],
    ["count = «cuont + 1»", 'repaired "count + 1" [scope cuont>count]'],
    ["count = «len(quarterly_revenue)»", 'cut "len(" [scope quarterly_revenue]'],
    ["count = «quarterly_revenue»", 'dropped "" [scope quarterly_revenue]'],
    ["«store.load_item(1)»", 'ok "store.load_item(1)"'],
    ["«store.load_itme(1)»", 'repaired "store.load_item(1)" [member load_itme>load_item]'],
    ["«store.close_all()»", 'ok "store.close_all()"'],
    ["«store.load_item(1).paht»", 'repaired "store.load_item(1).path" [member paht>path]'],
    ["«open_store('a').path»", "ok \"open_store('a').path\""],
    ["«open_store('a').vaporize()»", 'dropped "" [member vaporize]'],
    ["«st.LIMTI»", 'repaired "st.LIMIT" [member LIMTI>LIMIT]'],
    ["«numpy.anything(1)»", 'unknown "numpy.anything(1)" (library anything)'],
    ["«item.path»", 'unknown "item.path" (type path)'],
    ["«item.frobnicate_all()»", 'dropped "" [member frobnicate_all]'],
    ["«'a'.jion([])»", "repaired \"'a'.join([])\" [member jion>join]"],
    [
      "«store.load_item(1, stirct=True)»",
      'repaired "store.load_item(1, strict=True)" [argument stirct>strict]',
    ],
    ["«Store('a', 2, 3)»", "cut \"Store('a', 2\" [argument 3]"],
    // `__new__` takes whatever `__init__` may take.
    ["«Row(1, 2)»", 'cut "Row(1" [argument 2]'],
    ["«[x.path for x in [store]]»", 'unknown "[x.path for x in [store]]" (type path)'],
    ["«other = lambda a: a + count»", 'ok "other = lambda a: a + count"'],
    ["«for place, one in enumerate(count):»", 'ok "for place, one in enumerate(count):"'],
    [
      "«with open('f') as handle: handle.read()»",
      "unknown \"with open('f') as handle: handle.read()\" (type read)",
    ],
    ["«Page()»", 'unknown "Page()" (import Page)'],
  ];
  test.each(cases)("%s", (body, expected) => check("shop/new.py", inPython(body), expected));

  const imports: [string, string][] = [
    ["«from shop.store import Store»", 'ok "from shop.store import Store"'],
    ["«from shop.store import Stoer»", 'repaired "from shop.store import Store" [import Stoer>Store]'],
    ["«from shop.stoer import Store»", 'dropped "" [import shop.stoer]'],
    ["«from .store import LIMIT»", 'ok "from .store import LIMIT"'],
    ["«from .stoer import LIMIT»", 'dropped "" [import .stoer]'],
    ["«from shop import store»", 'ok "from shop import store"'],
    ["«import json»", 'unknown "import json" (library json)'],
    ["«import inventedpackage»", 'dropped "" [import inventedpackage]'],
    [
      "«from __future__ import anotations»",
      'repaired "from __future__ import annotations" [import anotations>annotations]',
    ],
  ];
  test.each(imports)("%s", async (marked, expected) => {
    shared ??= verifierFixture(texts);
    const { verdict, text, findings } = await (await shared).verify("shop/new.py", `${marked}\n`);
    const [want] = expected.split(" (");
    const found = findings.map(
      ({ name, reason, nearest }) => ` [${reason} ${name}${nearest ? `>${nearest}` : ""}]`,
    );
    expect(`${verdict} ${JSON.stringify(text)}${found.join("")}`).toBe(want);
  });

  const selves: [string, string][] = [
    ["self.path", "unknown"],
    ["self.load_item(1)", "ok"],
    ["self.load_itme(1)", "repaired"],
    ["self.melt_down()", "dropped"],
    ["super().close_all()", "ok"],
  ];
  test.each(selves)("%s in a class with a base of the repository", async (suggestion, verdict) => {
    shared ??= verifierFixture(texts);
    const text = `from shop.store import Store\n\nclass Own(Store):\n    def run(self):\n        «${suggestion}»\n`;
    const expected = verdict === "unknown" ? "ok" : verdict;
    expect((await (await shared).verify("shop/own.py", text)).verdict).toBe(expected);
  });
  test("a base from a library may have any member", () =>
    check(
      "shop/own.py",
      "from shop.web import Page\n\nclass Own(Page):\n    def run(self):\n        «self.anything_at_all()»\n",
      'unknown "self.anything_at_all()" (library anything_at_all)',
    ));
});

describe("TypeScript and JavaScript", () => {
  const cases: [string, string][] = [
    ["«cart.addItem({ price: count });»", 'ok "cart.addItem({ price: count });"'],
    [
      "«cart.addItme({ price: count });»",
      'repaired "cart.addItem({ price: count });" [member addItme>addItem]',
    ],
    ["«openCart('a').owner;»", "ok \"openCart('a').owner;\""],
    ["«Cart.emtpy();»", 'repaired "Cart.empty();" [member emtpy>empty]'],
    ["«new Cart('a').owner;»", "ok \"new Cart('a').owner;\""],
    ["«limits.mots;»", 'repaired "limits.most;" [member mots>most]'],
    ["«cart.melt();»", 'dropped "" [member melt]'],
    ["«const next = conut + 1;»", 'repaired "const next = count + 1;" [scope conut>count]'],
    ["«React.useAnything();»", 'unknown "React.useAnything();" (library useAnything)'],
    ["«[1].map((one) => one + count);»", 'ok "[1].map((one) => one + count);"'],
    ["«[1].mapp((one) => one);»", 'repaired "[1].map((one) => one);" [member mapp>map]'],
    ["«new Plain(1);»", 'cut "new Plain(" [argument 1]'],
    ["«new Rich(1);»", 'ok "new Rich(1);"'],
    ["«cart.addItem(1, 2, 3);»", 'cut "cart.addItem(1, 2" [argument 3]'],
    ["«const { owner } = cart;»", 'ok "const { owner } = cart;"'],
    ["«if (count > 1) {»", 'ok "if (count > 1) {"'],
    ["«let shape: Itme;»", 'unknown "let shape: Itme;"'],
  ];
  test.each(cases.slice(0, -1))("%s", (body, expected) => check("web/new.ts", inTs(body), expected));
  test("a type that is nowhere", () =>
    check("web/new.ts", inTs("«let shape: Crat;»"), 'repaired "let shape: Cart;" [scope Crat>Cart]'));
  test("a path that leads nowhere", () =>
    check(
      "web/new.ts",
      "«import { Cart } from './cartt';»\n",
      "dropped \"\" [import './cartt'] (library Cart)",
    ));
  test("a name that the module does not export", () =>
    check(
      "web/new.ts",
      "«import { openCrat } from './cart';»\n",
      "repaired \"import { openCart } from './cart';\" [import openCrat>openCart]",
    ));
  test("what a module exports in the older way", async () => {
    await check("web/new.js", "const { build } = require('./legacy');\n«build(1);»\n", 'ok "build(1);"');
    await check(
      "web/new.js",
      "const legacy = require('./legacy');\n«legacy.biuld(1);»\n",
      'repaired "legacy.build(1);" [member biuld>build]',
    );
  });
});

describe("Java", () => {
  const cases: [string, string][] = [
    ["«order.getTotal();»", 'ok "order.getTotal();"'],
    ["«order.getTotl();»", 'repaired "order.getTotal();" [member getTotl>getTotal]'],
    ["«order.audit();»", 'ok "order.audit();"'],
    ["«order.hashCode();»", 'ok "order.hashCode();"'],
    ["«Order.empty().vanish();»", 'dropped "" [member vanish]'],
    ["«thing.whatever();»", 'unknown "thing.whatever();" (library whatever)'],
    ["«int next = coutn + 1;»", 'repaired "int next = count + 1;" [scope coutn>count]'],
    ["«new Order(1, 2);»", 'cut "new Order(1" [argument 2]'],
    ["«new com.shop.model.Note();»", 'ok "new com.shop.model.Note();"'],
    [
      "«com.shop.model.Ordre next = null;»",
      'repaired "com.shop.model.Order next = null;" [import Ordre>Order]',
    ],
    ["«org.lib.Other next = null;»", 'unknown "org.lib.Other next = null;" (library Other)'],
    ["org.lib.Order whole = null; «whole.notHere();»", 'unknown "whole.notHere();" (library notHere)'],
    ["com.shop.model.Order whole = null; «whole.getTotal();»", 'ok "whole.getTotal();"'],
    [
      "com.shop.model.Order whole = null; «whole.getTotl();»",
      'repaired "whole.getTotal();" [member getTotl>getTotal]',
    ],
    ["«com.shop.web.missing.Thing next = null;»", 'dropped "" [import Thing]'],
    ["«quarterly.revenue.Thing next = null;»", 'dropped "" [import Thing]'],
    ["«new Note(1);»", 'cut "new Note(" [argument 1]'],
    ["«new Built(1);»", 'ok "new Built(1);"'],
    ['«String s = "a".trim();»', 'ok "String s = \\"a\\".trim();"'],
    ['«"a".tirm();»', 'repaired "\\"a\\".trim();" [member tirm>trim]'],
    ["«shwo(order, thing, 1);»", 'repaired "show(order, thing, 1);" [scope shwo>show]'],
  ];
  test.each(cases)("%s", (body, expected) =>
    check("src/main/java/com/shop/web/View.java", inJava(body), expected),
  );
  test("a class that its package lacks", () =>
    check(
      "src/main/java/com/shop/web/View.java",
      "package com.shop.web;\n\n«import com.shop.model.Ordre;»\n",
      'repaired "import com.shop.model.Order;" [import Ordre>Order]',
    ));
});

describe("Go", () => {
  const cases: [string, string][] = [
    ["«part.Describe(true)»", 'ok "part.Describe(true)"'],
    ["«part.Descirbe(true)»", 'repaired "part.Describe(true)" [member Descirbe>Describe]'],
    ['«part.Nmae = "a"»', 'repaired "part.Name = \\"a\\"" [member Nmae>Name]'],
    ['«other, err := stock.NewPart("a")»', 'ok "other, err := stock.NewPart(\\"a\\")"'],
    ['«stock.NewPrat("a")»', 'repaired "stock.NewPart(\\"a\\")" [member NewPrat>NewPart]'],
    ['«_ = stock.Part{Nmae: "a"}»', 'repaired "_ = stock.Part{Name: \\"a\\"}" [member Nmae>Name]'],
    ["«part.Describe(true, 1)»", 'cut "part.Describe(true" [argument 1]'],
    ["«count = conut + 1»", 'repaired "count = count + 1" [scope conut>count]'],
    ["«fmt.Anything(1)»", 'unknown "fmt.Anything(1)" (library Anything)'],
  ];
  test.each(cases)("%s", (body, expected) => check("web/show.go", inGo(body), expected));
});

describe("what a check is not asked for", () => {
  test("names of a language whose scopes are not known stand as they are", () =>
    check("a.rb", "def f(x)\n  «invented_name.other(x)»\nend\n", 'ok "invented_name.other(x)"'));
  test("the file's own text on disk is no evidence", () =>
    check(
      "shop/web.py",
      "import flask\n\nclass Pge(flask.View):\n    pass\n\n«Page()»\n",
      'repaired "Pge()" [scope Page>Pge]',
    ));
});

describe("members", () => {
  const names = async (path: string, marked: string, count: number): Promise<string[]> => {
    shared ??= verifierFixture(texts);
    return (await (await shared).members(path, marked))
      .slice(0, count)
      .map(({ name, source }) => `${source} ${name}`);
  };
  test("of a class, its bases included", async () =>
    expect((await names("shop/new.py", inPython("store.█"), 3)).sort()).toEqual([
      "receiver close_all",
      "receiver load_item",
      "receiver path",
    ]));
  test("that begin as what is typed", async () =>
    expect(await names("shop/new.py", inPython("store.lo█"), 1)).toEqual(["receiver load_item"]));
  test("of a module", async () =>
    expect(await names("shop/new.py", inPython("st.op█"), 1)).toEqual(["module open_store"]));
  test("of an interface's values, and of structs", async () => {
    expect(await names("web/new.ts", inTs("cart.ad█"), 1)).toEqual(["receiver addItem"]);
    expect(await names("web/show.go", inGo("part.De█"), 1)).toEqual(["receiver Describe"]);
    expect(await names("src/main/java/com/shop/web/View.java", inJava("order.get█"), 1)).toEqual([
      "receiver getTotal",
    ]);
  });
  test("nothing where there is no dot", async () =>
    expect(await names("shop/new.py", inPython("store█"), 5)).toEqual([]));
});

describe("modules of an installed package", () => {
  const cases: [string, string][] = [
    ["«from wire.codecs import pack»", 'ok "from wire.codecs import pack"'],
    ["«from wire.codces import pack»", 'dropped "" [import wire.codces] (library pack)'],
    ["«import wire.nothingLikeIt»", 'dropped "" [import wire.nothingLikeIt]'],
    ["«import wire._speed»", 'unknown "import wire._speed" (library wire._speed)'],
    [
      "try:\n    «import wire.codces»\nexcept ImportError:\n    pass",
      'unknown "import wire.codces" (library wire.codces)',
    ],
    ["«import spread.anything»", 'unknown "import spread.anything" (library spread.anything)'],
  ];
  const site = ".venv/lib/python3.12/site-packages";
  const spread = {
    "requirements.txt": "wire\nspread\n",
    [`${site}/spread-1.0.dist-info/METADATA`]: "Name: spread\nVersion: 1.0\n",
    [`${site}/spread/__init__.py`]: "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
    [`${site}/spread/one.py`]: "",
  };
  test.each(cases)("%s", async (marked, expected) => {
    const fixture = await verifierFixture({ ...wireLibrary, ...spread, "app.py": "" });
    expect(shown(await fixture.verify("app.py", marked, 3_000))).toBe(expected);
  });
});
