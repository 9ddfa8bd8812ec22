import { expect, test } from "vitest";
import { languageIdOf } from "../../../../src/core/syntax/language.ts";
import { type ApisForTextQuery, findApisForText } from "../../../../src/features/apiDocs/apisForText.ts";
import { LocalApiDocs } from "../../../../src/features/apiDocs/localApiDocs.ts";
import type { EngineConfig } from "../../../../src/ports/engine.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { MemoryPackageFiles } from "../../../support/memoryPackageFiles.ts";

const sleep = () => new Promise<void>(() => {});
const yielder = { pause: async () => {}, sleep, now: () => 0, wallNow: () => 0 };
const { signal } = new AbortController();

const wire = `
/** Opens a session. */
export declare function open(url: string): Session;
export declare class Session {
  /** Sends a request. */
  send(body: string): void;
  /** Fetches as many messages as are wanted. */
  fetchMany(count: number): string[];
  /** Ends it.
   * @deprecated use {@link close} instead */
  end(): void;
  /** Closes it. */
  close(): void;
}
`;
const files: Readonly<Record<string, string>> = {
  "/w/package.json": '{"name":"w","dependencies":{"wire":"1","lodash":"4"}}',
  "/w/node_modules/wire/package.json": '{"name":"wire","version":"1.2.0","types":"index.d.ts"}',
  "/w/node_modules/wire/index.d.ts": wire,
  "/w/pyproject.toml": '[project]\nname = "w"\ndependencies = ["post"]\n',
  "/w/.venv/pyvenv.cfg": "version = 3.12\n",
  "/w/.venv/lib/python3.12/site-packages/post-2.0.dist-info/METADATA": "Name: post\nVersion: 2.0\n",
  "/w/.venv/lib/python3.12/site-packages/post-2.0.dist-info/RECORD": "post/__init__.py,,\n",
  "/w/.venv/lib/python3.12/site-packages/post/__init__.py":
    'class Parcel:\n    def fetch_parcels(self, count: int) -> list:\n        """Hands over what the postman brought."""\n',
  "/w/node_modules/lodash/package.json": '{"name":"lodash","version":"4.17.21","types":"index.d.ts"}',
  "/w/node_modules/lodash/index.d.ts": "/** Cuts. */ export declare function chunk(list: unknown[]): void;",
};
const own: Readonly<Record<string, string>> = {
  "/w/src/near.ts": 'import { open } from "wire";\nconst s = open("a");\ns.send("near");\n',
};

function engine(): LocalApiDocs {
  const docs = new LocalApiDocs({
    files: new MemoryPackageFiles(files),
    yielder,
    log: memoryLog().log,
    workspace: {
      filesNaming: (name) => Object.keys(own).filter((path) => own[path]!.includes(name)),
      importsOf: () => ["wire"],
      definesName: () => false,
      languageIdOf,
      text: async (path) => own[path],
    },
  });
  docs.configure({ roots: [{ name: "w", path: "/w" }] } as unknown as EngineConfig);
  return docs;
}

const ask = (query: Partial<ApisForTextQuery>, mayUse = true) =>
  findApisForText(
    { engine: engine(), maySend: async ({ isLibrary }) => isLibrary || mayUse },
    { maxTokens: 400, ...query },
    signal,
  );
const titles = async (query: Partial<ApisForTextQuery>) => (await ask(query)).map(({ title }) => title);

const head = 'import { open } from "wire";\nimport { chunk } from "lodash";\nconst s = open("a");\n';
const code = (body: string) => ({
  path: "/w/src/x.ts",
  languageId: "typescript",
  text: head + body,
  range: { start: head.length, end: head.length + body.length },
});

test.each<[string, Partial<ApisForTextQuery>, string[]]>([
  ["what the code calls", { code: code("s.send(1);") }, ["wire 1.2.0, Session.send"]],
  ["nothing of a common library", { code: code("chunk([]);") }, []],
  ["nothing that stands in a string or a comment alone", { code: code('log("s.send()"); // s.send()') }, []],
  [
    "what should not be used first",
    { code: code("s.send(1);\ns.end();") },
    ["wire 1.2.0, Session.end", "wire 1.2.0, Session.send"],
  ],
  ["only the part that matters", { code: { ...code("s.send(1);"), range: { start: 0, end: 5 } } }, []],
  [
    "what a message needs before what the code calls",
    {
      code: code("s.send(1);\ns.fetchMeny(2);"),
      messages: [{ line: 4, message: "Property 'fetchMeny' does not exist on type 'Session'." }],
      limit: 2,
    },
    ["wire 1.2.0, Session.fetchMany", "wire 1.2.0, Session.send"],
  ],
  ["what a question names", { question: "What does `Session.send` do?" }, ["wire 1.2.0, Session.send"]],
  [
    "what a question clearly means",
    { question: "fetch many messages wanted" },
    ["wire 1.2.0, Session.fetchMany"],
  ],
  [
    "of the file's language alone what an instruction clearly means",
    {
      code: { ...code(""), path: "/w/src/x.py", languageId: "python", text: "", range: undefined },
      question: "fetch many messages wanted",
    },
    [],
  ],
  [
    "of the file's language alone what an instruction names",
    { code: code(""), question: "use `Parcel.fetch_parcels` or `Session.send`" },
    ["wire 1.2.0, Session.send"],
  ],
  [
    "for the scripts of a page what a script can use",
    {
      code: { path: "/w/src/x.html", languageId: "html", text: "<p></p>" },
      question: "`Session.send` and `Parcel.fetch_parcels`",
    },
    ["wire 1.2.0, Session.send"],
  ],
  [
    "for a text that may hold any language whatever is named",
    {
      code: { path: "/w/notes.md", languageId: "markdown", text: "" },
      question: "`Session.send` and `Parcel.fetch_parcels`",
    },
    ["wire 1.2.0, Session.send", "post 2.0, Parcel.fetch_parcels"],
  ],
  [
    "nothing for a question about something else",
    { question: "where is the invoice of a customer kept" },
    [],
  ],
])("%s", async (_, query, expected) => {
  expect(await titles(query)).toEqual(expected);
});

test("the package that is asked about is enough", async () => {
  const [first] = await ask({ question: "how do I send things", package: "wire" });
  expect(first?.title).toBe("wire 1.2.0, Session.send");
});

test("a piece says which files it is from, those of the library apart, and leaves out what may not be sent", async () => {
  const [piece] = await ask({ code: code("s.send(1);") });
  expect(piece?.text).toBe('Session: send(body: string): void\nSends a request.\nUsed as:\ns.send("near");');
  expect(piece?.sources).toEqual([
    { path: "/w/node_modules/wire/index.d.ts", isLibrary: true },
    { path: "/w/src/near.ts", isLibrary: false },
  ]);
  const [kept] = await ask({ code: code("s.send(1);") }, false);
  expect(kept?.text).toBe("Session: send(body: string): void\nSends a request.");
});

test("no more tokens than there is room for", async () => {
  expect(await ask({ code: code("s.send(1);"), maxTokens: 5 })).toEqual([]);
  const long = await ask({ code: code("s.send(1);\ns.end();\ns.fetchMany(1);"), maxTokens: 45 });
  expect(long.length).toBeGreaterThan(0);
  expect(long.length).toBeLessThan(3);
});

test("never more than asked for", async () => {
  expect(await ask({ code: code("s.send(1);\ns.end();\ns.fetchMany(1);"), limit: 1 })).toHaveLength(1);
});
