import fc from "fast-check";
import { expect, test } from "vitest";
import { readPythonModule } from "../../../../src/core/apiDocs/python/moduleReader.ts";
import { renderUnits } from "./renderUnits.ts";

/** Symbols alone: all top names are exports. */
function check(text: string, ...expected: readonly string[]): void {
  const lines = renderUnits([readPythonModule(text)]).split("\n");
  expect(lines.filter((line) => !line.startsWith("export "))).toEqual(expected);
}

test("imports", () =>
  check(
    "import os.path, numpy as np\nfrom . import views as v\nfrom ..models import (\n    User,  # c\n    Group as G,\n)",
    "import os = os#*",
    "import np = numpy#*",
    "import v = .#views",
    "import User = ..models#User",
    "import G = ..models#Group",
  ));

test("a star and `__all__` are exports", () => {
  const text = "from .base import *\n__all__ = ['run']\n__all__ += ['made']";
  expect(renderUnits([readPythonModule(text)])).toBe(
    "variable __all__: list\nexport __all__\nexport * = .base#*\nexport run\nexport made",
  );
});

test("assignments", () =>
  check(
    'LIMIT = 10\nname: str = "x"\na = b = Client("x")\nx, (y, z) = f()\nd = {"a": 1}\nd["k"] = o.attr = 2\nnone = None\nnone = Late()',
    "constant LIMIT: int",
    "variable name: str",
    "variable a",
    "variable b",
    "variable x",
    "variable y",
    "variable z",
    "variable d: dict",
    "variable none: Late()",
  ));

test("what stands behind a body of `...` counts", () => {
  const { symbols, assigned } = readPythonModule("class A:\n    def f(self): ...\n\nversion = 5\nother = 1");
  expect(symbols.map(({ name }) => name)).toEqual(["A", "f", "version", "other"]);
  expect(assigned ?? []).toEqual([]);
});

test("what stands under a condition counts", () =>
  check(
    "if A:\n    def f(): pass\nelif B: g = 1\nelse:\n    try:\n        import json\n    except ImportError:\n        json = None\nfor n in names: pass\nwith open(p) as h:\n    t = 1",
    "function f()",
    "variable g: int",
    "variable json",
    "variable n",
    "variable t: int",
    "import json = json#*",
  ));

test("a class", () =>
  check(
    `@dataclass(frozen=True)
class Point(Base[int], Protocol[T], metaclass=ABCMeta):
    """A point. More."""
    x: int = 0
    kind = "p"

    def __init__(self, x, *args, key=None, **kw):
        self.x = self.y = x
        if x:
            self.client = Client()
        for self.i in x: pass

    @property
    def size(self) -> "int | None": ...
    @size.setter
    def size(self, n): ...
    @classmethod
    def make(cls, n: int = 3, /, *, flag: bool) -> Self: ...
    @staticmethod
    def parse(text): return Point(text)
    def chain(self):
        if self.x: return self
        return self
    def _hidden(self): pass`,
    'class Point extends Base<int> "A point."',
    "field Point.x: int",
    "field Point.kind: str",
    "field Point.y",
    "field Point.client: Client()",
    "field Point.i",
    "method Point.__init__(x, *args?, key?, **kw?)",
    "field Point.size: int | None",
    "method Point.make(n?, flag): Self static",
    "method Point.parse(text): Point() static",
    "method Point.chain(): Self",
    "method Point._hidden() private",
  ));

for (const [what, text] of [
  ["__getattr__", "class A:\n    def __getattr__(self, name): ..."],
  ["a base that is made", "class A(make()): pass"],
  ["a metaclass", "class A(metaclass=Meta): pass"],
  ["a decorator that may add names", "@patched\nclass A: pass"],
  ["setattr", "class A:\n    def f(self):\n        setattr(self, n, 1)"],
  ["__dict__", "class A:\n    def f(self):\n        self.__dict__.update(n)"],
] as const) {
  test(`a class is open by ${what}`, () =>
    expect(renderUnits([readPythonModule(text)])).toMatch(/^class A.* open/));
}

for (const text of [
  "def __getattr__(name): ...",
  "globals().update(x)",
  "globals()[n] = 1",
  "sys.modules[__name__] = x",
  "exec(code)",
]) {
  test(`a module is open by ${text}`, () => expect(readPythonModule(text).isOpen).toBe(true));
}

test("a module is not open by another one that it makes known", () =>
  expect(readPythonModule("sys.modules[io.__name__] = io").isOpen).toBeUndefined());

for (const [body, type] of [
  ["return Client(1)", "Client()"],
  ["return a.Client(1)", "a.Client()"],
  ["\n    if x: return A()\n    return B()", "-"],
  ["\n    if x: return None\n    return A()", "A()"],
  ["\n    def inner():\n        return B()\n    return A()", "A()"],
  ["\n    return A()\n    yield 1", "-"],
  ["return x", "-"],
  ["return 'a'", "str"],
  ["return b'a'", "bytes"],
  ["return {1, 2}", "set"],
  ["return {}", "dict"],
] as const) {
  test(`what ${JSON.stringify(body)} gives`, () => {
    const line = renderUnits([readPythonModule(`def f(x): ${body}`)]).split("\n")[0];
    expect(line).toBe(type === "-" ? "function f(x)" : `function f(x): ${type}`);
  });
}

test("a decorated function takes anything and gives what is written alone", () =>
  check(
    "@cache\ndef f(x):\n    return A()\n@cache\ndef g(x) -> B: ...",
    "function f(x?, *args?, **kwargs?)",
    "function g(x): B",
  ));

test("a stub of an overload keeps both", () =>
  check(
    "@overload\ndef f(a: int) -> int: ...\n@overload\ndef f(a: str) -> str: ...",
    "function f(a): int",
    "function f(a): str",
  ));

test("a backslash goes on with a line", () =>
  check("a = \\\n    Client()\nb = 1", "variable a: Client()", "variable b: int"));

test("any text is read to its end", () => {
  const piece = fc.constantFrom(
    ...'def class import from as * ( ) [ ] : = . , @ self return a b \' """ # lambda async'.split(" "),
    "\n",
    "\n    ",
    "\n        ",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
      readPythonModule(pieces.join(" "));
    }),
    { numRuns: 1000 },
  );
});
