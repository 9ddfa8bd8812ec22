import { describe, expect, test } from "vitest";
import { type VerifierFixture, verifierFixture } from "../../../support/verifierFixture.ts";
import { wireLibrary } from "../../../support/wireLibrary.ts";

const own = {
  "local.ts": "export class Store { load() {} }\n",
  "types.d.ts": 'declare module "wire" { interface Reply { traceId: string } }\n',
  "app/models.py": "from wire import Session\n\nclass Wide(Session):\n    def reach(self): ...\n",
};

let shared: Promise<VerifierFixture> | undefined;

/** What is found, as `line:column reason owner.name>nearest`, deprecated names with their replacement. */
async function check(path: string, text: string, expected: string): Promise<void> {
  shared ??= verifierFixture({ ...wireLibrary, ...own });
  const { findings } = await (await shared).checkApis(path, text);
  const shown = findings.map(({ line, column, reason, owner, name, nearest, replacement }) => {
    const instead = nearest ?? replacement;
    return `${line}:${column} ${reason} ${owner}.${name}${instead === undefined ? "" : `>${instead}`}`;
  });
  expect(shown.join(" | ")).toBe(expected);
}

describe("TypeScript", () => {
  const cases: [what: string, text: string, expected: string][] = [
    ["names that are there", 'import { open, Session } from "wire";\nnew Session("").close();', ""],
    ["a name that the module lacks", 'import { conect } from "wire";', "0:9 missing .conect>connect"],
    [
      "one from the module as a whole",
      'import * as w from "wire";\nw.conect();',
      "1:2 missing .conect>connect",
    ],
    [
      "a member of what was made",
      'import { Session } from "wire";\nnew Session("").sned("");',
      "1:16 missing Session.sned>send",
    ],
    [
      "a member of what a call gave",
      'import { connect } from "wire";\nconst s = connect({ retries: 1 });\ns.clsoe();',
      "2:2 missing Session.clsoe>close",
    ],
    [
      "what is waited for",
      'import { open } from "wire";\nasync function f() { (await open("")).sned(""); }',
      "1:38 missing Session.sned>send",
    ],
    [
      "what is waited for, with types given",
      'import { ask } from "wire";\nasync function f() { const a = await ask<string>(""); a.map(); (await ask<string>("")).map(); }',
      "",
    ],
    [
      "a parameter's type",
      'import type { Session } from "wire";\nfunction f(s: Session) { s.clos(); }',
      "1:27 missing Session.clos>close",
    ],
    [
      "a field's type",
      'import type { Session } from "wire";\nclass A { constructor(private s: Session) {}\n f() { this.s.clos(); } }',
      "2:14 missing Session.clos>close",
    ],
    [
      "an element of a list",
      'import type { Session } from "wire";\nfunction f(s: Session) { for (const r of s.replies) r.jsn(); }',
      "1:54 missing Reply.jsn>json",
    ],
    [
      "parts taken from a value",
      'import type { Session } from "wire";\nfunction f(s: Session) { const { sned } = s; }',
      "1:33 missing Session.sned>send",
    ],
    [
      "each of a list and what is waited for, given to functions",
      'import { open, type Session } from "wire";\nfunction f(s: Session) { s.replies.map((r) => r.jsn()); }\nopen("").then((s) => s.sned(""));',
      "1:48 missing Reply.jsn>json | 2:23 missing Session.sned>send",
    ],
    [
      "a parameter that the library gives",
      'import type { Session } from "wire";\nfunction f(s: Session) { s.each((r) => r.jsn()); s.watch(function (r, n) { r.jsn(); n.toFixd(); }); }',
      "1:41 missing Reply.jsn>json | 1:77 missing Reply.jsn>json",
    ],
    [
      "a static member",
      'import { Session } from "wire";\nSession.shred();',
      "1:8 missing Session.shred>shared",
    ],
    [
      "what a class has from a library",
      'import { Session } from "wire";\nclass A extends Session { f() { this.clsoe(); this.close(); } }',
      "1:37 missing Session.clsoe>close",
    ],
    [
      "what is declared as the default, and required",
      'const b = require("build");\nb.text().txet();',
      "1:9 missing Builder.txet>text",
    ],
    ["a part of it", 'const { text, txet } = require("build");', "0:14 missing .txet"],
    ["what has any member", 'import { bag } from "wire";\nbag.anything;', ""],
    ["a library without declarations", 'import { walk } from "untyped";\nwalk();', ""],
    [
      "what the repository adds",
      'import type { Reply } from "wire";\nfunction f(r: Reply) { r.traceId; r.tracedId; }',
      "1:36 missing Reply.tracedId",
    ],
    [
      "what is asked for before",
      'import type { Session } from "wire";\nfunction f(s: any, t: Session) { if (t.flush) t.flush(); t.drain?.(); }',
      "",
    ],
    [
      "what is given to it",
      'import type { Session } from "wire";\nfunction f(s: Session) { s.mark = 1; s.mark; }',
      "",
    ],
    [
      "a variable whose type is tested",
      'import { connect } from "wire";\nconst s = connect({ retries: 1 });\nif (s instanceof Other) s.other();',
      "",
    ],
    ["a module of the repository", 'import { Store, Shop } from "./local";\nnew Store().save();', ""],
    [
      "a deprecated member",
      'import { connect } from "wire";\nconnect({ retries: 1 }).end();',
      "1:24 deprecated Session.end>close",
    ],
    [
      "a deprecated function",
      'import { dial } from "wire";\ndial("");',
      "0:9 deprecated .dial>connect | 1:0 deprecated .dial>connect",
    ],
    ["what was required", 'const { conect } = require("wire");', "0:8 missing .conect>connect"],
  ];
  test.each(cases)("%s", async (_what, text, expected) => {
    await check("app.ts", text, expected);
  });
});

describe("Python", () => {
  const cases: [what: string, text: string, expected: string][] = [
    ["names that are there", "from wire import connect\nconnect('').close()\n", ""],
    ["a name that the module lacks", "from wire import conect\n", "0:17 missing .conect>connect"],
    ["one from the module as a whole", "import wire\nwire.conect()\n", "1:5 missing .conect>connect"],
    [
      "a module below it",
      "from wire import codecs\nimport wire.codecs\nwire.codecs.pakc(1)\n",
      "2:12 missing .pakc>pack",
    ],
    ["a compiled module and a folder", "from wire import _speed, data\n", ""],
    [
      "a member of what a call gave",
      "import wire\ns = wire.connect('')\ns.send('').jsn()\n",
      "2:11 missing Reply.jsn>json",
    ],
    [
      "a parameter's type",
      "from wire import Session\ndef f(s: Session):\n    s.clos()\n",
      "2:6 missing Session.clos>close",
    ],
    [
      "what `with` gives",
      "import wire\nwith wire.connect('') as s:\n    s.clos()\n",
      "2:6 missing Session.clos>close",
    ],
    [
      "an element of a list",
      "from wire import Session\ndef f(s: Session):\n    for r in s.replies:\n        r.jsn()\n",
      "3:10 missing Reply.jsn>json",
    ],
    [
      "what a class has from a library",
      "from app.models import Wide\nWide('').sned('')\nWide('').send('')\nWide('').reach()\n",
      "1:9 missing Session.sned>send",
    ],
    ["what has any member", "from wire import Loose\nLoose().anything\n", ""],
    [
      "what is tried",
      "try:\n    from wire import fresh\nexcept ImportError:\n    from wire import stale\n",
      "3:21 missing .stale",
    ],
    [
      "what is for some versions",
      "import wire\nif wire.version > 2:\n    wire.fresh()\nif hasattr(wire, 'later'):\n    wire.later()\n",
      "",
    ],
    [
      "what is waited for",
      "import wire\nasync def f():\n    (await wire.later('')).clos()\n    (await wire.soon('')).clos()\n    wire.later('').close()\n",
      "3:26 missing Session.clos>close | 4:19 missing Pending.close",
    ],
    ["a module that becomes another", "from wire import shifted\nshifted.anything()\n", ""],
    ["what is given to it", "import wire\nwire.patched = 1\nwire.patched\n", ""],
    ["a deprecated method", "import wire\nwire.connect('').end()\n", "1:17 deprecated Session.end>close"],
  ];
  test.each(cases)("%s", async (_what, text, expected) => {
    await check("app/main.py", text, expected);
  });
});

test("says what is wrong, of which library, and what there is instead", async () => {
  shared ??= verifierFixture({ ...wireLibrary, ...own });
  const { findings, judged } = await (await shared).checkApis(
    "app.ts",
    'import { connect, sendAll } from "wire";\nconnect({ retries: 1 }).closeAll();\nconnect({ retries: 1 }).end();',
  );
  expect(findings.map(({ message }) => message)).toEqual([
    '"sendAll" does not exist in wire 1.2.0',
    '"Session.closeAll" does not exist in wire 1.2.0; there is "close"',
    '"Session.end" is deprecated in wire 1.2.0; use "close"',
  ]);
  expect(findings[1]).toMatchObject({ library: "wire", version: "1.2.0", alternatives: ["close"] });
  expect(judged).toHaveLength(4);
});

describe("suggestions", () => {
  const cases: [path: string, marked: string, expected: string][] = [
    [
      "app.ts",
      'import { connect } from "wire";\nconnect({ retries: 1 }).«clsoe();»',
      'repaired "close();" clsoe>close',
    ],
    [
      "app.ts",
      'import { connect } from "wire";\nconnect({ retries: 1 }).«vaporize();»',
      'dropped "" vaporize',
    ],
    [
      "app.ts",
      'import { connect } from "wire";\nconnect({ retries: 1 }).«end();»',
      'ok "end();" (end>close)',
    ],
    ["app.ts", 'import { «conect» } from "wire";\n', 'repaired "connect" conect>connect'],
    ["app.ts", 'import { «dial» } from "wire";\n', 'ok "dial" (dial>connect)'],
    [
      "app/main.py",
      "import wire\n«wire.connect('').sned('')»\n",
      "repaired \"wire.connect('').send('')\" sned>send",
    ],
    ["app/main.py", "«from wire import conect»\n", 'repaired "from wire import connect" conect>connect'],
  ];
  test.each(cases)("%s %j", async (path, marked, expected) => {
    shared ??= verifierFixture({ ...wireLibrary, ...own });
    const { verdict, text, findings, deprecated = [] } = await (await shared).verify(path, marked, 1000);
    const found = findings.map(({ name, nearest }) => ` ${name}${nearest ? `>${nearest}` : ""}`);
    const old = deprecated.map(({ name, replacement }) => ` (${name}>${replacement})`);
    expect(`${verdict} ${JSON.stringify(text)}${found.join("")}${old.join("")}`).toBe(expected);
  });

  test("a library that was never read delays nothing, and is known the next time", async () => {
    const fresh = await verifierFixture({ ...wireLibrary, ...own });
    const marked = 'import { connect } from "wire";\nconnect({ retries: 1 }).«close();»';
    const first = await fresh.verify("app.ts", marked);
    expect(first.unknown).toEqual([{ name: "close", offset: 0, why: "library" }]);
    await expect.poll(async () => (await fresh.verify("app.ts", marked)).verdict).toBe("ok");
  });
});
