import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Clock } from "../../src/ports/clock.ts";
import { systemClock } from "../../src/vscode/clock.ts";
import * as fromVscode from "../../src/vscode/fromVscode.ts";
import { hasLanguageExtension, languageServerNames } from "../../src/vscode/languageServerNames.ts";

const { Method, Text } = vscode.CompletionItemKind;

/** A machine under load answers late; what is late is another test's matter. */
const patientClock: Clock = {
  ...systemClock,
  after: (delayMs, action) => systemClock.after(100 * delayMs, action),
};

/** A language server that offers these after a dot, after so long. */
function server(items: readonly vscode.CompletionItem[], delayMs = 0) {
  let asked = 0;
  const disposable = vscode.languages.registerCompletionItemProvider(
    { language: "plaintext" },
    {
      async provideCompletionItems() {
        asked++;
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        return [...items];
      },
    },
  );
  return { dispose: () => disposable.dispose(), asked: () => asked };
}

interface Case {
  /** `█` is the cursor; the suggestion begins there. */
  readonly text: string;
  readonly name: string;
  /** Where the name begins, from the cursor. */
  readonly at: number;
  readonly isServed?: boolean;
}

const items = [new vscode.CompletionItem("load(key)", Method), new vscode.CompletionItem("word", Text)];

async function ask({ text, name, at, isServed = true }: Case, clock = patientClock) {
  const oracle = languageServerNames({ clock, isServed: () => isServed });
  const content = text.replace("█", "");
  const document = await vscode.workspace.openTextDocument({ content, language: "plaintext" });
  const editor = await vscode.window.showTextDocument(document);
  const offset = text.indexOf("█");
  const cursor = document.positionAt(offset);
  editor.selection = new vscode.Selection(cursor, cursor);
  const confirm = (one: string) => oracle.confirms(fromVscode.path(document.uri), offset + at, one);
  return { first: await confirm(name), confirm };
}

describe("names that a language server knows", () => {
  for (const [why, expected, made] of [
    ["a member it offers", true, { text: "store.█", name: "load", at: 0 }],
    ["a member of which a part is typed", true, { text: "store.lo█", name: "load", at: -2 }],
    ["a member it does not offer is not condemned", undefined, { text: "store.█", name: "read", at: 0 }],
    ["words of the text are no evidence", undefined, { text: "store.█", name: "word", at: 0 }],
    ["a name further on has no position", undefined, { text: "store.█", name: "load", at: 3 }],
    ["without a language extension", undefined, { text: "store.█", name: "load", at: 0, isServed: false }],
  ] satisfies readonly [string, boolean | undefined, Case][])
    it(why, async () => {
      const served = server(items);
      try {
        assert.equal((await ask(made)).first, expected);
      } finally {
        served.dispose();
      }
    });

  it("are asked for once at a position", async () => {
    const served = server(items);
    try {
      const { confirm } = await ask({ text: "store.█", name: "load", at: 0 });
      assert.equal(await confirm("load"), true);
      assert.equal(await confirm("other"), undefined);
      assert.equal(served.asked(), 1);
    } finally {
      served.dispose();
    }
  });

  it("are not waited for longer than a suggestion may wait", async () => {
    const served = server(items, 2000);
    try {
      assert.equal((await ask({ text: "store.█", name: "load", at: 0 }, systemClock)).first, undefined);
    } finally {
      served.dispose();
    }
  });

  it("come from other extensions only", () => {
    assert.equal(hasLanguageExtension("touchstone-context"), false);
  });
});
