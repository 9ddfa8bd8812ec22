import { expect, test } from "vitest";
import { runSlashCommand } from "../../../../src/features/commands/runSlashCommand.ts";
import { textOfRequest } from "../../../support/scriptedChatModels.ts";
import { commandFixture, never } from "./commandFixture.ts";

const texts = {
  "store.py":
    'class Store:\n    """Keeps items."""\n\n    def add(self, item):\n        """Takes one more."""\n        check(item)\n        return item\n\n\ndef check(item):\n    return item\n',
  "app.py": "from store import Store\n\n\ndef run():\n    return Store().add(1)\n",
};
const place = (startLine: number, endLine = startLine) => ({
  path: "/w/store.py",
  languageId: "python",
  startLine,
  endLine,
});

test("a symbol at the cursor: what it is, what it calls, who calls it", async () => {
  const { deps } = await commandFixture(texts);
  const result = await runSlashCommand(deps, { name: "explain", argument: "", place: place(5) }, {}, never);
  expect(result.markdown).toContain(
    "`Store.add` is a method in `store.py`, lines 4-7. It says: `Takes one more.`",
  );
  expect(result.markdown).toContain("**Calls**\n\n- [`store.py:10`](store.py#L10) `check`");
  expect(result.markdown).toContain("**Called by**\n\n- [`app.py:5`](app.py#L5) `run`");
  expect(result.model).toBeUndefined();
});

test("a name, a file by name, the file at hand, and a name that is nowhere", async () => {
  const { deps } = await commandFixture(texts);
  const explain = (argument: string, at?: ReturnType<typeof place>) =>
    runSlashCommand(deps, { name: "explain", argument, place: at }, {}, never);
  expect((await explain("Store.add")).markdown).toContain("`Store.add` is a method");
  expect((await explain("check()")).markdown).toContain("`check` is a function in `store.py`");
  expect((await explain("app.py")).markdown).toContain("is written in Python");
  expect((await explain("", place(7))).markdown).toContain("**Defines**");
  expect((await explain("nowhere_at_all")).refused).toContain("nowhere");
  expect((await explain("")).refused).toContain("select code");
  expect((await explain("", { ...place(0), path: "/w/gone.py" })).refused).toBe(
    "gone.py cannot be read as text",
  );
});

test("a line past the end is told, not taken for the file", async () => {
  const { deps } = await commandFixture({ ...texts, "one.py": "x = 1", "none.py": "" });
  const explain = async (path: string, line: number) =>
    (
      await runSlashCommand(
        deps,
        { name: "explain", argument: "", place: { ...place(line - 1), path: `/w/${path}` } },
        {},
        never,
      )
    ).refused;
  expect(await explain("store.py", 99)).toBe("store.py has 11 lines: there is no line 99");
  expect(await explain("store.py", 13)).toBe("store.py has 11 lines: there is no line 13");
  expect(await explain("one.py", 2)).toBe("one.py has 1 line: there is no line 2");
  expect(await explain("none.py", 2)).toBe("none.py is empty: there is no line 2");
  expect(await explain("store.py", 12)).toBeUndefined();
});

test("a part of a symbol names what that part calls alone", async () => {
  const { deps } = await commandFixture(texts);
  const result = await runSlashCommand(
    deps,
    { name: "explain", argument: "", place: place(3, 4) },
    {},
    never,
  );
  expect(result.markdown).toContain("This is a part of `Store.add`");
  expect(result.markdown).not.toContain("**Calls**");
});

test("in a model's words, with the places it was shown as links and the others marked", async () => {
  const answer = "It adds (store.py:6) and logs (store.py:99).";
  const { deps, models } = await commandFixture(texts, { answer });
  const pieces: string[] = [];
  const listener = { onText: (piece: string) => void pieces.push(piece) };
  const request = { name: "explain", argument: "", place: place(5) } as const;
  const result = await runSlashCommand(deps, request, listener, never);
  expect(result.markdown).toContain(
    "It adds ([`store.py:6`](store.py#L6)) and logs (store.py:99 (not verified)).",
  );
  expect(result.citations).toEqual([{ path: "/w/store.py", line: 5, endLine: 5 }]);
  expect(result.model).toBe("scripted");
  expect(pieces.join("")).toBe(answer);
  const asked = textOfRequest(models.requests[0]!);
  expect(asked).toContain("6:         check(item)");
  expect(asked).toContain("10: def check(item):");
});

test("a model that fails leaves what is proved, and says why", async () => {
  const { deps, models } = await commandFixture(texts, { answer: "" });
  models.script = () => ({ end: "refused" });
  const result = await runSlashCommand(deps, { name: "explain", argument: "Store.add" }, {}, never);
  expect(result.markdown).toContain("`Store.add` is a method");
  expect(result.markdown).toContain("The model failed");
});
