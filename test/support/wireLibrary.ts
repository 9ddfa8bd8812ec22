/** A workspace with one small library installed for TypeScript and for Python, by path below the root. */
const site = ".venv/lib/python3.12/site-packages";

const declarations = `
/** Opens a session. */
export declare function open(url: string): Promise<Session>;
export declare function ask<T>(url: string): Promise<T>;
export declare function connect(options: Options): Session;
/** @deprecated use \`connect\` instead */
export declare function dial(url: string): Session;
export interface Options { retries: number }
export declare class Session {
  constructor(url: string);
  static shared(): Session;
  send(body: string): Promise<Reply>;
  close(): void;
  each(visit: (one: Reply) => void): void;
  readonly replies: Reply[];
  watch(watcher: Watcher<Reply>): void;
  /** @deprecated use \`close\` */
  end(): void;
}
export declare class Reply { json(): unknown; readonly status: number; clone(): this }
export interface Watcher<T> { (this: Session, one: T, count: number, ...more: string[]): void }
export interface Bag { [key: string]: string }
export declare const bag: Bag;
`;

/** Written for `import`, and often required. */
const build = `
export declare class Builder { text(): this }
declare const build: Builder;
export default build;
`;

const session = `
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
    def end(self):
        """Ends.

        .. deprecated:: 2.0
           Use \`\`close\`\` instead.
        """
    replies: list[Reply]
class Loose:
    def __getattr__(self, name): ...
class Pending:
    def __await__(self): ...
def later(url) -> "Pending[Session]":
    """Connects some time."""
async def soon(url) -> Session:
    """Connects soon."""
def connect(url) -> Session:
    """Connects."""
`;

export const wireLibrary: Readonly<Record<string, string>> = {
  "package.json": '{"name":"w","dependencies":{"wire":"1","untyped":"1"}}',
  "node_modules/wire/package.json": '{"name":"wire","version":"1.2.0","types":"index.d.ts"}',
  "node_modules/wire/index.d.ts": declarations,
  "node_modules/build/package.json": '{"name":"build","version":"2.1.0","types":"index.d.ts"}',
  "node_modules/build/index.d.ts": build,
  "node_modules/untyped/package.json": '{"name":"untyped","version":"3.0.0","main":"index.js"}',
  "node_modules/untyped/index.js": "module.exports = { run() {} };",
  ".venv/pyvenv.cfg": "home = /usr/bin\nversion = 3.12.1\n",
  [`${site}/wire-2.0.dist-info/METADATA`]: "Name: wire\nVersion: 2.0\n",
  [`${site}/wire/__init__.py`]: "from .session import Session, Reply, Loose, Pending, connect, later, soon\n",
  [`${site}/wire/session.py`]: session,
  [`${site}/wire/shifted.py`]: "import sys\ndel sys.modules['wire.shifted']\nfrom wire import install\n",
  [`${site}/wire/codecs.py`]: "def pack(value): ...\n",
  [`${site}/wire/_speed.cpython-312-x86_64-linux-gnu.so`]: "\0",
  [`${site}/wire/data/table.csv`]: "",
};
