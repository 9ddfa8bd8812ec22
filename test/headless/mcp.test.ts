/** `touchstone mcp` as a client meets it: a real process, one message to a line. */
import { type ChildProcess, spawn } from "node:child_process";
import { symlinkSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { probed } from "../support/testing/machine.ts";
import { wireLibrary } from "../support/wireLibrary.ts";
import { type SampleRepo, sampleRepo, shop } from "./support/sampleRepo.ts";

const program = fileURLToPath(new URL("../../dist/headless.cjs", import.meta.url));

interface Message {
  readonly jsonrpc: string;
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: { readonly progressToken?: unknown; readonly progress?: number };
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A client that knows the protocol's outline alone, and keeps every line that came. */
class Client {
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #waiting: { matches(message: unknown): boolean; take(message: never): void }[] = [];
  #lastId = 0;

  constructor(args: readonly string[]) {
    this.#child = spawn(process.execPath, [program, "mcp", "--no-store", ...args], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    createInterface({ input: this.#child.stdout! }).on("line", (line) => {
      this.lines.push(line);
      const message: unknown = JSON.parse(line);
      const at = this.#waiting.findIndex(({ matches }) => matches(message));
      if (at >= 0) this.#waiting.splice(at, 1)[0]!.take(message as never);
    });
  }

  send(line: string | Uint8Array): void {
    this.#child.stdin!.write(line);
    this.#child.stdin!.write("\n");
  }

  next<T = Message>(matches: (message: Message) => boolean): Promise<T> {
    return new Promise((take) => this.#waiting.push({ matches: matches as never, take: take as never }));
  }

  async ask(method: string, params: object = {}, id: number | string = ++this.#lastId): Promise<Message> {
    const answer = this.next(({ id: own, method: name }) => own === id && name === undefined);
    this.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    return answer;
  }

  async start(protocolVersion = "2025-06-18"): Promise<Record<string, unknown>> {
    const { result } = await this.ask("initialize", {
      protocolVersion,
      capabilities: {},
      clientInfo: { name: "test", version: "1" },
    });
    this.send(JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" }));
    return result!;
  }

  /** Text of a tool's answer, `error: ` before it where the tool says it failed. */
  async call(name: string, values: object = {}): Promise<string> {
    const { result, error } = await this.ask("tools/call", { name, arguments: values });
    if (error) return `${error.code}: ${error.message}`;
    const [content] = result!["content"] as { type: string; text: string }[];
    return `${result!["isError"] ? "error: " : ""}${content!.text}`;
  }

  /** @returns the exit code */
  end(): Promise<number | null> {
    const { exitCode } = this.#child;
    const ended =
      exitCode === null
        ? new Promise<number | null>((resolve) => this.#child.once("exit", resolve))
        : Promise.resolve(exitCode);
    this.#child.stdin!.end();
    return ended;
  }
}

const open: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((end) => end()));
});

function repoOf(files: Parameters<typeof sampleRepo>[0]): SampleRepo {
  const repo = sampleRepo(files);
  open.push(() => repo.remove());
  return repo;
}

const secret = ["hunter", "2"].join("");
const files = {
  ...shop(4),
  ...wireLibrary,
  ".gitignore": "build/\n",
  "build/made.py": "made = 1\n",
  ".env": `PASSWORD=${secret}\n`,
  "test_shop.py": "def test_one():\n    assert 1 == 1\n",
};

function start(...args: string[]): Client {
  const repo = repoOf(files);
  const client = new Client(["--root", repo.path, ...args]);
  open.push(() => client.end());
  return client;
}

test.each([
  ["2025-06-18", "2025-06-18"],
  ["2025-03-26", "2025-03-26"],
  ["2024-11-05", "2024-11-05"],
  ["1999-01-01", "2025-06-18"],
  ["", "2025-06-18"],
])("asked for version %s it speaks %s", async (wanted, spoken) => {
  const result = await start().start(wanted);
  expect(result["protocolVersion"]).toBe(spoken);
  expect(result["capabilities"]).toEqual({ tools: { listChanged: false } });
  expect(result["serverInfo"]).toMatchObject({ name: "touchstone" });
});

test("lists its tools with schemas, and offers nothing else", async () => {
  const client = start();
  await client.start();
  const { result } = await client.ask("tools/list");
  const tools = result!["tools"] as {
    name: string;
    description: string;
    inputSchema: { type: string };
    annotations: { readOnlyHint: boolean };
  }[];
  expect(tools.map(({ name }) => name)).toEqual([
    ...["search", "symbols", "references", "graph", "outline", "repo_map", "ask"],
    ...["docs_packages", "docs_search", "docs_show", "read", "blame", "show", "tests_discover"],
    ...["problems", "tests_run"],
  ]);
  for (const { description, inputSchema } of tools) {
    expect(description.length).toBeGreaterThan(20);
    expect(inputSchema.type).toBe("object");
  }
  expect(tools.filter(({ annotations }) => !annotations.readOnlyHint).map(({ name }) => name)).toEqual([
    "problems",
    "tests_run",
  ]);
  for (const method of ["resources/list", "prompts/list", "logging/setLevel", "completion/complete"])
    expect((await client.ask(method)).error?.code).toBe(-32601);
});

test("answers by each kind of tool", async () => {
  const client = start();
  await client.start();
  expect(await client.call("search", { query: "load thing2", target: "symbol" })).toContain(
    "shop/thing2.py:4",
  );
  expect(await client.call("symbols", { name: "load_thing1" })).toMatch(/shop\/thing1\.py:4 .*load_thing1/);
  expect(await client.call("references", { name: "load_thing1" })).toContain("shop/thing1.py:11");
  expect(await client.call("graph", { symbol: "load_thing3", relation: "callees" })).not.toContain("error");
  expect(await client.call("outline", { path: "shop/thing0.py" })).toContain("load_thing0");
  expect(await client.call("repo_map")).toContain("load_thing");
  expect(await client.call("ask", { question: "Where is load_thing2 defined?" })).toContain("shop/thing2.py");
  expect(await client.call("read", { path: "shop/thing0.py", startLine: 4, endLine: 5 })).toBe(
    '4  def load_thing0(session, identifier):\n5      record = session.query_by_identifier("thing0", identifier)\n[7 more lines]',
  );
  expect(await client.call("tests_discover")).toContain("test_one");
  expect(await client.call("symbols", { name: "nothing_of_this_name" })).toBe("Nothing found");
  expect(await client.call("docs_packages")).toContain("wire");
  expect(await client.call("docs_search", { query: "connect", package: "wire" })).toContain("connect");
  expect(await client.call("docs_show", { name: "connect", package: "wire" })).toContain(
    "wire.connect  (wire 1.2.0)",
  );
});

test("reads no file that a model may not see", async () => {
  const repo = repoOf(files);
  const outside = repoOf({ "secret.txt": secret });
  symlinkSync(`${outside.path}/secret.txt`, `${repo.path}/link.txt`);
  const client = new Client(["--root", repo.path]);
  open.push(() => client.end());
  await client.start();
  for (const path of [
    ".env",
    "build/made.py",
    "link.txt",
    "../secret.txt",
    "/etc/passwd",
    "none.py",
    "shop",
  ]) {
    expect(await client.call("read", { path }), path).toMatch(/^error: /);
  }
  expect(client.lines.join("\n")).not.toContain(secret);
});

test.runIf(probed.isolation === "sandbox")(
  "checkers tell of a file in a sandbox",
  async () => {
    const repo = repoOf({ "a.py": "def f():\n    return 1\n\n\nreturn 2\n" });
    const client = new Client(["--root", repo.path]);
    open.push(() => client.end());
    await client.start();
    expect(await client.call("problems", { paths: ["a.py"] })).toMatch(
      /^a\.py:5: .*'return' outside function.*\n[\s\S]*1 problem: /,
    );
  },
  240_000,
);

test("an untrusted folder offers no run of tests, nor of checkers", async () => {
  const client = start("--untrusted");
  await client.start();
  expect(await client.call("problems", { paths: ["test_shop.py"] })).toMatch(/^-32602: /);
  expect(await client.call("tests_run")).toMatch(/^-32602: /);
  expect(await client.call("tests_discover")).toContain("test_one");
});

test("nothing is answered before it is begun, but a ping", async () => {
  const client = start();
  expect((await client.ask("ping")).result).toEqual({});
  expect((await client.ask("tools/list")).error?.code).toBe(-32600);
  expect((await client.ask("tools/call", { name: "repo_map" })).error?.code).toBe(-32600);
  expect((await client.ask("initialize", {})).error?.code).toBe(-32602);
});

test("wrong calls get the error that says what is wrong", async () => {
  const client = start();
  await client.start();
  expect(await client.call("fly")).toBe('-32602: There is no tool "fly"');
  expect(await client.call("search")).toMatch(/^-32602: Parameters of "search" are not valid: "query"/);
  expect(await client.call("graph", { symbol: "x", relation: "friends" })).toMatch(/^-32602: .*"relation"/);
  expect(await client.call("outline", { path: "../x" })).toMatch(/^error: .*must not contain/);
  expect((await client.ask("tools/list", { cursor: "2" })).error?.code).toBe(-32602);
  expect((await client.ask("tools/call", { arguments: {} })).error?.code).toBe(-32602);
});

test("hostile lines are answered and end nothing", async () => {
  const client = start();
  await client.start();
  const lines: readonly (string | Uint8Array)[] = [
    "",
    "{",
    "null",
    "[]",
    '{"jsonrpc":"1.0","id":1,"method":"ping"}',
    '{"jsonrpc":"2.0","id":{},"method":"ping"}',
    '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}',
    '{"jsonrpc":"2.0","id":5,"method":7}',
    '{"jsonrpc":"2.0","id":6,"method":"ping","params":[1]}',
    '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"never"}}',
    '{"jsonrpc":"2.0","method":"notifications/cancelled"}',
    '{"jsonrpc":"2.0","method":"no/such"}',
    '{"jsonrpc":"2.0","id":7,"result":{}}',
    `{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"__proto__"}}`,
    new Uint8Array([0x7b, 0xff, 0xfe]),
    `{"a":"${"x".repeat(17 * 1024 * 1024)}"}`,
  ];
  for (const line of lines) client.send(line);
  expect((await client.ask("ping", {}, "after")).result).toEqual({});
  for (const line of client.lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
});

test("a batch is answered as one in the version that has them, and refused in others", async () => {
  const batch = JSON.stringify([
    { jsonrpc: "2.0", id: "a", method: "ping" },
    { jsonrpc: "2.0", method: "notifications/initialized" },
    { jsonrpc: "2.0", id: "b", method: "no/such" },
  ]);
  const old = start();
  await old.start("2025-03-26");
  const answers = old.next<Message[]>((message) => Array.isArray(message));
  old.send(batch);
  expect((await answers).map(({ id, error }) => [id, error?.code])).toEqual([
    ["a", undefined],
    ["b", -32601],
  ]);
  const current = start();
  await current.start();
  const refused = current.next(({ id }) => id === null);
  current.send(batch);
  expect((await refused).error?.code).toBe(-32600);
});

test("of a call that is cancelled nothing more is heard", async () => {
  const client = start();
  await client.start();
  const call = { name: "search", arguments: { query: "load" } };
  client.send(JSON.stringify({ jsonrpc: "2.0", id: "gone", method: "tools/call", params: call }));
  client.send(
    JSON.stringify({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: "gone" } }),
  );
  expect(await client.call("symbols", { name: "load_thing1" })).toContain("load_thing1");
  expect(client.lines.some((line) => line.includes('"gone"'))).toBe(false);
});

test("what was asked is still answered when the input ends, and it ends with 0", async () => {
  const client = start();
  await client.start();
  const answer = client.call("symbols", { name: "load_thing1" });
  const code = client.end();
  expect(await answer).toContain("load_thing1");
  expect(await code).toBe(0);
});
