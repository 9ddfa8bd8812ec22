import { expect, test } from "vitest";
import { languageIdOf } from "../../../../src/core/syntax/language.ts";
import { LocalApiDocs } from "../../../../src/features/apiDocs/localApiDocs.ts";
import { receiverAt } from "../../../../src/features/apiDocs/openProgram.ts";
import type { EngineConfig } from "../../../../src/ports/engine.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { MemoryPackageFiles } from "../../../support/memoryPackageFiles.ts";

const yielder = { pause: async () => {}, sleep: async () => {}, now: () => 0, wallNow: () => 0 };
const { signal } = new AbortController();
const site = "/w/.venv/lib/python3.12/site-packages";

const npm = `
/** Opens a session. */
export declare function open(url: string): Promise<Session>;
export declare function connect(options: Options): Session;
export interface Options { retries: number }
export declare class Session {
  constructor(url: string);
  /** Sends a request.
   * @example session.send("a")
   */
  send(body: string): Promise<Reply>;
  close(): void;
  readonly replies: Reply[];
  /** @deprecated use \`close\` */
  end(): void;
}
export declare class Reply { json(): unknown; readonly status: number }
`;
const python = `
class Reply:
    status: int
    def json(self): ...
class Session:
    """A session."""
    def __init__(self, url): ...
    def __enter__(self) -> "Session": ...
    def send(self, body) -> Reply:
        """Sends a request."""
    def close(self): ...
    def _hide(self): ...
    replies: list[Reply]
def connect(url) -> Session:
    """Connects."""
`;

function workspace(): LocalApiDocs {
  const files = new MemoryPackageFiles({
    "/w/package.json": '{"name":"w","dependencies":{"wire":"1"}}',
    "/w/node_modules/wire/package.json": '{"name":"wire","version":"1.2.0","types":"index.d.ts"}',
    "/w/node_modules/wire/index.d.ts": npm,
    "/w/node_modules/wire/more.d.ts": "declare function inner(): void; export { inner as renamed };",
    "/w/local.ts": 'import { Session } from "wire"; export const shared: Session = make();',
    "/w/.venv/pyvenv.cfg": "home = /usr/bin\nversion = 3.12.1\n",
    [`${site}/wire-2.0.dist-info/METADATA`]: "Name: wire\nVersion: 2.0\n",
    [`${site}/wire/__init__.py`]: "from .session import Session, Reply, connect\n",
    [`${site}/wire/session.py`]: python,
  });
  const docs = new LocalApiDocs({ files, yielder, log: memoryLog().log });
  docs.configure({ roots: [{ name: "w", path: "/w" }] } as unknown as EngineConfig);
  return docs;
}

const queryOf = (path: string, marked: string, limit = 5) => {
  const [prefix = "", suffix = ""] = marked.split("█");
  return { path, languageId: languageIdOf(path)!, prefix, suffix, limit };
};

async function check(path: string, marked: string, expected: string): Promise<void> {
  const hits = await workspace().apisAt(queryOf(path, marked), signal);
  expect(hits.map(({ entry }) => entry.name).join(" ")).toBe(expected);
}

const members = "Session.send Session.close Session.replies Session.end";
const pythonMembers = "Session.send Session.close Session.replies";

for (const [what, marked, expected] of [
  ["a value that was made", 'const s = new Session("a");\ns.█', members],
  ["a value that a call gave", "const s = connect({});\ns.█", members],
  ["what is awaited", 'const s = await open("a");\nawait s?.█', members],
  ["a chain without a name", "connect({ retries: 1 }).█", members],
  ["letters that were typed", "const s = connect({});\ns.cl█;", "Session.close"],
  ["letters in other case", "const s = connect({});\ns.CL█", "Session.close"],
  ["what a member gives", "const s = connect({});\n(await s.send('a')).█", "Reply.json Reply.status"],
  ["a parameter with a type", "function f(a: number, s: Session) {\n  s.█\n}", members],
  ["an arrow's parameter", "const f = (s: Session) => s.█", members],
  ["the nearest of one name", "const s = 1;\nfunction f() {\n  const s = connect({});\n  s.█", members],
  [
    "not one of a closed block",
    "const s = new Reply();\nif (a) { const s = connect({}); }\ns.█",
    "Reply.json Reply.status",
  ],
  ["what a loop goes over", "for (const r of connect({}).replies) {\n  r.█", "Reply.json Reply.status"],
  ["what a callback is given", "connect({}).send('a').then((r) => r.█", "Reply.json Reply.status"],
  ["taken apart", "const { replies } = connect({});\nreplies[0].█", "Reply.json Reply.status"],
  ["a field with a type", "class A {\n  readonly s: Session;\n  go() {\n    this.s.█", members],
  ["a field that is set", "class A {\n  constructor() { this.s = connect({}); }\n  go() { this.s.█", members],
  [
    "a parameter that is a field",
    "class A {\n  constructor(private s: Session) {}\n  go() { this.s.█",
    members,
  ],
  ["a base of a class", "class A extends Session {\n  go() {\n    this.█\n  }\n}", members],
  ["a cast", "(x as Session).█", members],
  ["a name behind const is new", "const con█", ""],
  ["a name that is imported", "con█", "connect"],
  ["the call around", "connect(█)", "connect open Reply Session"],
  [
    "the call around of an unknown value",
    "function f(x) {\n  x.send(█",
    "Session.send open connect Reply Session",
  ],
  ["a value of another file", 'import { shared } from "./local";\nshared.█', members],
  [
    "what is used already comes first",
    "const s = connect({});\ns.close();\ns.close();\ns.█",
    "Session.close Session.send Session.replies Session.end",
  ],
  [
    "an unknown value: what its package has and the file uses",
    "function f(x) {\n  y.send();\n  x.se█",
    "Session.send",
  ],
] as const) {
  test(`TypeScript: ${what}`, () =>
    check("/w/a.ts", `import { connect, open, Session, Reply } from "wire";\n${marked}`, expected));
}

test("JavaScript: a module by require", () =>
  check("/w/a.js", "const wire = require('wire');\nconst s = wire.connect({});\ns.█", members));
test("what is exported under another name", () =>
  check("/w/a.ts", 'import { renamed } from "wire/more";\nren█', "renamed"));
test("what is exported under another name, in its module", () =>
  check("/w/a.ts", 'import * as more from "wire/more";\nmore.█', "renamed"));
test("JavaScript: names by require", () =>
  check("/w/a.js", "const { Session } = require('wire');\nconst s = new Session('a');\ns.█", members));

for (const [what, marked, expected] of [
  ["a value that was made", 'import wire\ns = wire.Session("a")\ns.█', pythonMembers],
  ["a module", "import wire\nwire.con█", "connect"],
  ["a module by another name", "import wire as w\nw.connect('a').█", pythonMembers],
  ["a parameter with a type", "from wire import Session\ndef f(a, s: Session):\n    s.█", pythonMembers],
  [
    "a parameter that may be nothing",
    "from wire import Session\ndef f(s: Session | None = None):\n    s.█",
    pythonMembers,
  ],
  [
    "not one of another function",
    "from wire import Session\ndef f(s: Session):\n    pass\ndef g(s):\n    s.x.█",
    "",
  ],
  ["with", "import wire\nwith wire.Session('a') as s:\n    s.█", pythonMembers],
  [
    "what a loop goes over",
    "import wire\nfor r in wire.connect('a').replies:\n    r.█",
    "Reply.json Reply.status",
  ],
  ["what a method gives", "import wire\nr = wire.connect('a').send('b')\nr.█", "Reply.json Reply.status"],
  [
    "a field",
    "import wire\nclass A:\n    def __init__(self):\n        self.s = wire.connect('a')\n    def go(self):\n        self.s.█",
    pythonMembers,
  ],
  [
    "a field of a parameter",
    "from wire import Session\nclass A:\n    def __init__(self, s: Session):\n        self.s = s\n    def go(self):\n        return self.s.█",
    pythonMembers,
  ],
  [
    "a base of a class",
    "from wire import Session\nclass A(Session):\n    def go(self):\n        self.█",
    pythonMembers,
  ],
  [
    "an import within a function",
    "def f():\n    from wire import connect\n    s = connect('a')\n    s.█",
    pythonMembers,
  ],
  [
    "named again by itself",
    "from wire import connect\ns = connect('a')\ns = s.send('b')\ns.█",
    "Reply.json Reply.status",
  ],
  ["the call around", "import wire\nwire.connect(█", "connect"],
  ["a name that is bound to itself", "from wire import connect\nconnect = connect\nconnect(█", "connect"],
  ["a name behind def is new", "from wire import connect\ndef con█", ""],
] as const) {
  test(`Python: ${what}`, () => check("/w/a.py", marked, expected));
}

test("an entry names package, version and module", async () => {
  const [hit] = await workspace().apisAt(
    queryOf("/w/a.py", "from wire import connect\nconnect('a').se█"),
    signal,
  );
  expect(hit?.entry).toMatchObject({
    package: { name: "wire", version: "2.0" },
    module: "wire.session",
    summary: "Sends a request.",
    line: 8,
  });
});

test("at most as many as are asked for", async () => {
  const query = queryOf("/w/a.ts", 'import { connect } from "wire";\nconnect({}).█', 2);
  expect(await workspace().apisAt(query, signal)).toHaveLength(2);
});

test("no answer about other languages", async () => {
  expect(await workspace().apisAt({ ...queryOf("/w/a.ts", "a.█"), languageId: "cobol" }, signal)).toEqual([]);
});

test("the value before the dot", async () => {
  const loader = (await workspace().libraries()).loaderFor("python")!;
  const at = (marked: string) => receiverAt(loader, queryOf("/w/a.py", marked));
  expect(await at("import wire\nwire.connect('a').se█")).toMatchObject({
    typed: "se",
    value: { kind: "declared", isStatic: false, declared: { name: "Session" } },
  });
  const outside = "from wire import Session\ndef f(s: Session):\n    pass\ns.█";
  expect(await at(outside)).toMatchObject({ value: { kind: "unknown" } });
  expect(await at("x.█")).toMatchObject({ value: { kind: "unknown" } });
  expect(await at("x█")).toBeUndefined();
});
