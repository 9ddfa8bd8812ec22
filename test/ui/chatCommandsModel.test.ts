/**
 * Slash commands with a model that is scripted, in one window of a git repository: what it says is placed, checked, run and measured, shown as
 * patches, accepted and taken back. Without a model: `chatCommands.test.ts`.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Frame, Locator } from "playwright-core";
import type { ChatScript } from "../support/scriptedModel/chatBehaviours.ts";
import { ScriptedModel } from "../support/scriptedModel/scriptedModel.ts";
import { chooseTheme, type ListedTheme, modal, setChatWidth } from "./support/appearance.ts";
import { openChat, seriousFindings } from "./support/chatFrame.ts";
import { chatsWith, latch } from "./support/chatModel.ts";
import { answerOf, ask, commandMs, ended } from "./support/chatTurns.ts";
import { beginMerge, beginRepository, git, items } from "./support/repository.ts";
import { reviewRow } from "./support/review.ts";
import { store } from "./support/sample.ts";
import { resultsDir, type Session, sampleWorkspace, uiTest } from "./support/session.ts";
import { patienceMs } from "./support/workbench.ts";

const names = "python/inventory/names.py";
const namesText = `def plural(word: str) -> str:
    """The word for more than one of a thing."""
    return word + "s"


def widths(words: list[str]) -> list[int]:
    """How wide a column is for each word and those before it."""
    return [max(len(word) for word in words[: at + 1]) for at in range(len(words))]
`;
const namesTests = `import unittest

from inventory.names import plural, widths


class NamesTest(unittest.TestCase):
    def test_plural_of_saw(self) -> None:
        self.assertEqual(plural("saw"), "saws")

    def test_plural_of_box(self) -> None:
        self.assertEqual(plural("box"), "boxes")

    def test_widths(self) -> None:
        self.assertEqual(widths(["saw", "hammer", "box"]), [3, 6, 6])
`;
const pluralLine = `    return word + "s"\n`;
const pluralFixed = `    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")\n`;

const lowItems = `        return [item for item in self.items_in_order() if item.is_low]
`;
const lowChanged = `        return [item for item in self.items_in_order() if item.quantity < item.reorder_level]
`;

const block = (path: string, search: string, replace: string): string =>
  `${path}\n<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE\n`;

const storeTests = "python/tests/test_store.py";
const lastTest = `        self.assertEqual(self.store.total_value(), Decimal("25.00"))\n`;
const newTests = `
    def test_items_with_tag(self) -> None:
        item = make_item("A-3")
        item.tags.append("timber")
        self.store.add_item(item)
        self.assertEqual([one.sku for one in self.store.items_with_tag("timber")], ["A-3"])

    def test_items_with_unknown_tag(self) -> None:
        self.assertEqual(self.store.items_with_tag("paper"), [])

    def test_items_with_no_tag(self) -> None:
        self.assertEqual(len(self.store.items_with_tag("")), 1)
`;

/** What each command's own instructions begin with, and what is answered. */
const answers: readonly (readonly [string, string])[] = [
  [
    "You resolve conflicts",
    `Both sides change the quantity that an item begins with; the higher one holds for both.\n\n### Conflict 1: ${items}:19\n\`\`\`python\n    quantity: int = 2\n\`\`\`\n`,
  ],
  ["You write tests", `These cover the tag.\n\n${block(storeTests, lastTest, lastTest + newTests)}`],
  [
    "You make one function faster",
    `One pass does.\n\n${block(
      names,
      namesText.slice(namesText.indexOf("    return [max(")),
      `    found: list[int] = []
    width = 0
    for word in words:
        width = max(width, len(word))
        found.append(width)
    return found
`,
    )}`,
  ],
  ["You repair code", `Words that end in a hiss take "es".\n\n${block(names, pluralLine, pluralFixed)}`],
  [
    "You review a change",
    `FINDING ${store}:LINE warning: An item whose quantity equals its reorder level is not listed any more, while is_low still counts it
FINDING ${store}:1 note: This line is not in the change

${block(store, lowChanged, lowItems)}`,
  ],
];

const script: ChatScript = (body) => {
  const [first] = body["messages"] as readonly { readonly role: string; readonly content: unknown }[];
  const instructions = JSON.stringify(first?.content);
  const [, text = "The scripted model has nothing to say to that."] =
    answers.find(([begin]) => instructions.includes(begin)) ?? [];
  return { text: text.replace("LINE", String(lineOf(lowItems.trim()))), until: looked.promise };
};
/** Whether what was written so far has been looked at. */
let looked = latch();
looked.resolve();

const source = readFileSync(join(sampleWorkspace, store), "utf8");
const lineOf = (text: string): number => source.split("\n").findIndex((line) => line.includes(text)) + 1;

const model = await ScriptedModel.start({ chat: script });
test.after(() => model.stop());

const machineSettings = chatsWith(model);

const shot = (name: string) => join(resultsDir, `chat-commands-model-${name}.png`);

/** While the answer is written: what is looked for, and a picture. */
async function looksWhileWritten({ workbench }: Session, seen: Locator, name: string): Promise<void> {
  await seen.waitFor({ timeout: patienceMs });
  await workbench.screenshot(shot(`${name}-streaming`));
  looked.resolve();
}

/** Where no sandbox works, a person is asked once. */
async function answered({ workbench }: Session, turn: Locator): Promise<string> {
  const agree = modal(workbench).getByRole("button", { name: "Run Without Sandbox", exact: true });
  const asked = agree.waitFor({ timeout: commandMs }).then(
    () => true,
    () => false,
  );
  if (await Promise.race([asked, ended(turn).then(() => false)])) await agree.click();
  return answerOf(turn);
}

/** Opens a patch of a turn, and looks at it. */
async function opens(
  { workbench }: Session,
  turn: Locator,
  title: string | RegExp,
  name: string,
): Promise<void> {
  const proposal = turn.locator(".change", { hasText: title });
  await proposal.getByRole("button", { name: "Review Change" }).click();
  await reviewRow(workbench, title).waitFor({ timeout: patienceMs });
  const changed = workbench.page.locator(".monaco-diff-editor").locator(".line-insert, .line-delete");
  await changed.first().waitFor({ timeout: patienceMs });
  await workbench.screenshot(shot(`${name}-review`));
}

async function accepts({ workbench }: Session, tab: RegExp): Promise<void> {
  await workbench.runCommand("Touchstone: Accept All Checked Hunks");
  await workbench.page.locator(".monaco-diff-editor").first().waitFor({ state: "hidden" });
  await workbench.page.locator(".tab.active", { hasText: tab }).waitFor();
  // The side bar goes back to the files.
  await workbench.page.locator(".part.sidebar .composite.title", { hasText: "Explorer" }).waitFor();
}

/** By the turn that proposed it. */
async function restores(turn: Locator): Promise<void> {
  await turn.getByRole("button", { name: "Restore Checkpoint" }).click();
  await turn.getByText("Taken back").waitFor({ timeout: patienceMs });
}

async function resolves(session: Session, page: Frame): Promise<void> {
  const { workbench, folder, save } = session;
  const conflicting = readFileSync(join(folder, items), "utf8");
  looked = latch();
  const turn = await ask(page, "/resolve");
  await looksWhileWritten(session, turn.locator(".answer", { hasText: /Both sides change/ }), "resolve");
  const mayRun = modal(workbench).filter({ hasText: /Run \d+ tests? with the conflicts resolved/ });
  await mayRun.waitFor({ timeout: patienceMs });
  await mayRun.getByRole("button", { name: "Run", exact: true }).click();
  const text = await answered(session, turn);
  await workbench.screenshot(shot("resolve"));
  assert.match(text, /1 of 2 conflicts can be resolved, 1 more as the model proposes/);
  assert.match(text, /(\d+) of \1 tests that use the files pass with all conflicts resolved/);
  await opens(session, turn, /Resolve 2 conflicts, 1 of them by the model/, "resolve");
  await accepts(session, /^items\.py/);
  const saved = await save(items, /quantity: int = 2\n(?![\s\S]*<{7})/);
  assert.match(saved, /return tag\.lower\(\) in set\(self\.tags\)/);
  await restores(turn);
  assert.equal(await save(items, /<{7} HEAD/), conflicting);
  await workbench.screenshot(shot("resolve-restored"));
  await workbench.runCommand("View: Close All Editors");
  git(folder, "merge", "--abort");
}

async function writesTests(session: Session, page: Frame): Promise<void> {
  const { workbench, folder, save } = session;
  const before = readFileSync(join(folder, storeTests), "utf8");
  const turn = await ask(page, "/tests items_with_tag");
  const text = await answered(session, turn);
  await workbench.screenshot(shot("tests"));
  assert.match(text, /2 tests ran and passed/);
  assert.match(text, /\d+ of \d+ small changes? of the function are noticed/);
  assert.match(text, /1 test did not pass and is left out/);
  await opens(session, turn, /Tests for items_with_tag/, "tests");
  await accepts(session, /^test_store\.py/);
  const saved = await save(storeTests, /def test_items_with_unknown_tag/);
  assert.doesNotMatch(saved, /test_items_with_no_tag/);
  execFileSync("python3", ["-m", "unittest", "tests.test_store"], {
    cwd: join(folder, "python"),
    stdio: "ignore",
  });
  await restores(turn);
  assert.equal(await save(storeTests, /^(?![\s\S]*items_with_unknown_tag)/), before);
}

async function makesFaster(session: Session, page: Frame): Promise<void> {
  const { workbench, save } = session;
  const turn = await ask(page, "/optimize widths");
  const text = await answered(session, turn);
  await workbench.screenshot(shot("optimize"));
  assert.match(text, /Measured.*Make widths faster: the model's version/);
  assert.match(text, /It takes .*median of \d+ rounds/);
  await opens(session, turn, /Make widths faster/, "optimize");
  await accepts(session, /^names\.py/);
  await save(names, /found\.append\(width\)/);
  await restores(turn);
  assert.equal(await save(names, /words\[: at \+ 1\]/), namesText.replace(pluralLine, pluralFixed));
}

async function fixes(session: Session, page: Frame): Promise<void> {
  const { workbench, save } = session;
  const turn = await ask(page, "/fix test_plural_of_box");
  const text = await answered(session, turn);
  await workbench.screenshot(shot("fix"));
  assert.match(text, /Fix .*test_plural_of_box/);
  await opens(session, turn, /Fix .*test_plural_of_box/, "fix");
  await accepts(session, /^names\.py/);
  await save(names, /word\.endswith/);
  await workbench.screenshot(shot("fix-accepted"));
}

async function reviews(session: Session, page: Frame): Promise<void> {
  const { workbench, folder, save } = session;
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "Say more than one of a thing");
  writeFileSync(join(folder, store), source.replace(lowItems, lowChanged));
  looked = latch();
  const turn = await ask(page, "/review");
  const mayRun = modal(workbench).filter({ hasText: /Run \d+ tests?.*in a copy of the files/ });
  await mayRun.waitFor({ timeout: patienceMs });
  await workbench.press("Escape");
  await looksWhileWritten(session, turn.locator(".answer", { hasText: /reorder level/ }), "review");
  const text = await answerOf(turn);
  await workbench.screenshot(shot("review"));
  assert.match(text, /is not listed any more.*\(model\)/);
  assert.match(text, /1 finding of the model named no line of the change/);
  await turn
    .locator(".answer a", { hasText: `store.py:${lineOf("is_low]")}` })
    .first()
    .click();
  await workbench.page.locator(".tab.active", { hasText: "store.py" }).waitFor();
  assert.match(await workbench.waitForLine(/reorder_level/), /reorder_level/);
  await opens(session, turn, /Fixes of the model's findings/, "review");
  await accepts(session, /^store\.py/);
  assert.equal(await save(store, /if item\.is_low\]/), source);
}

async function looksAtAll({ workbench }: Session, page: Frame, theme: ListedTheme): Promise<void> {
  await chooseTheme(workbench, theme);
  for (const turn of await page.locator(".turn").all()) {
    await turn.scrollIntoViewIfNeeded();
    await ended(turn);
    const command = /^\/\w+/.exec((await turn.locator(".asked").textContent()) ?? "")?.[0].slice(1);
    await turn.locator(".question").evaluate((element) => element.scrollIntoView());
    await workbench.screenshot(shot(`${command}-${theme}`));
    assert.deepEqual(await seriousFindings(page), [], `${command} in ${theme}`);
  }
}

uiTest(
  "slash commands with a model: placed, checked, run, measured, accepted, taken back",
  { machineSettings },
  async (session) => {
    const { workbench, folder } = session;
    beginRepository(folder, { [names]: namesText, "python/tests/test_names.py": namesTests });
    beginMerge(folder);
    const page = await openChat(workbench);
    await setChatWidth(workbench, 480);
    await resolves(session, page);
    await writesTests(session, page);
    await chooseTheme(workbench, "dark");
    await fixes(session, page);
    await makesFaster(session, page);
    await reviews(session, page);
    await looksAtAll(session, page, "contrast");
  },
);
