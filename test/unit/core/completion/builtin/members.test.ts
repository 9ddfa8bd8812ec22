import { expect, test } from "vitest";
import { BuiltinEngine } from "../../../../../src/core/completion/builtin/builtinEngine.ts";
import { plainRanker } from "../../../../support/plainRanker.ts";

type Files = Readonly<Record<string, string>>;

/** The first members, in order, whether the other files are sorted or not. */
function check(files: Files, marked: string, expected: readonly string[], path = "edited.py"): void {
  for (const built of [true, false]) {
    const engine = new BuiltinEngine(plainRanker);
    for (const [other, text] of Object.entries(files)) engine.setFile(other, "python", text);
    if (built) for (const _ of engine.build());
    const [prefix, suffix] = marked.split("█");
    const request = { path, languageId: "python", prefix: prefix!, suffix: suffix!, maxSuggestions: 1 };
    const found = engine.members(request, expected.length).map(({ name }) => name);
    expect([...found].sort()).toEqual([...expected].sort());
  }
}

const STORE = `class Base:
    def reload(self):
        self.stamp = 1


class Store(Base):
    def __init__(self, rows):
        self.rows = rows

    def flush(self, path):
        if path:
            self.path = path
        return path
`;

test("what a type and its bases declare, where the receiver is made of it", () =>
  check({ "store.py": STORE }, "store = Store(rows)\nstore.█", [
    "__init__",
    "rows",
    "flush",
    "path",
    "reload",
    "stamp",
  ]));
test("what a type declares, where the receiver is declared with it", () =>
  check({ "base.py": STORE.slice(0, STORE.indexOf("class Store")) }, "def keep(sink: Base):\n    sink.█", [
    "reload",
    "stamp",
  ]));
test("what the type around the cursor declares", () =>
  check({}, "class Clock:\n    def tick(self):\n        pass\n\n    def run(self):\n        self.█\n", [
    "tick",
    "run",
  ]));
test("a method that stands apart from its type", () =>
  check(
    { "s.go": "type Server struct {\n\tname string\n}\n\nfunc (s *Server) Close() {\n}\n" },
    "func stop(srv *Server) {\n\tsrv.█",
    ["name", "Close"],
    "edited.go",
  ));
test("what follows the same receiver elsewhere", () =>
  check({ "a.py": "client.connect(1)\nother.ignore()\n" }, "x = 1\nclient.█", ["connect"]));
test("what follows a call of the same name, whatever its arguments", () =>
  check(
    {
      "a.py":
        "expect(one, (2)).equals(3)\nexpect(four + (5)).equals(6)\ncheck(six).fails()\nexpect(seven).equals(8)\n",
    },
    "expect(three).█",
    ["equals"],
  ));
test("only what starts with the word being typed", () =>
  check({ "store.py": STORE }, "store = Store(rows)\nstore.fl█", ["flush"]));
test("the member with the name that it is given to", () =>
  check({ "a.py": "job.first()\njob.second()\njob.first()\njob.user_name\n" }, "userName = job.█", [
    "user_name",
  ]));
test("none without a dot", () => check({ "store.py": STORE }, "store█", []));
test("what a function returns, and what holds what it returned", () => {
  const files = { "store.py": `${STORE}\n\ndef open_store(rows) -> Store:\n    return Store(rows)\n` };
  const members = ["__init__", "rows", "flush", "path", "reload", "stamp"];
  check(files, "open_store(1).█", members);
  check(files, "kept = open_store(1)\nkept.█", members);
});
test("what functions of other languages return", () => {
  const types = "type Server struct {\n\tname string\n}\n\nfunc Open(port int) (*Server, error) {\n}\n";
  check({ "s.go": types }, "func stop() {\n\tsrv, err := Open(1)\n\tsrv.█", ["name"], "edited.go");
  const java =
    "class Server {\n    int port;\n}\n\nclass Net {\n    static Server open(int port) {\n    }\n}\n";
  check({ "s.java": java }, "var one = Net.open(1);\none.█", ["open", "port"], "Edited.java");
});
test("what a name is declared as in another file", () =>
  check(
    {
      "base.py": STORE.slice(0, STORE.indexOf("class Store")),
      "use.py": "def keep(sink: Base):\n    pass\n",
    },
    "def put(sink):\n    sink.█",
    ["reload", "stamp"],
  ));
