import { expect, test } from "vitest";
import {
  offeredCommandNames,
  readNewChat,
  readSlashCommand,
  slashCommandNames,
  slashCommands,
} from "../../../../src/core/chat/slashCommands.ts";
import { commandNames } from "../../../../src/core/config/commands.ts";

test.each<[string, unknown]>([
  ["/explain Store.add", { name: "explain", argument: "Store.add" }],
  ["  /review  staged \n", { name: "review", argument: "staged" }],
  ["/review", { name: "review", argument: "" }],
  ["/unheard of", undefined],
  ["/toString", undefined],
  ["explain /review", undefined],
  ["/review-all", undefined],
  ["/new", undefined],
])("%s", (text, expected) => expect(readSlashCommand(text)).toEqual(expected));

test("every command is read by its name", () => {
  for (const name of slashCommandNames)
    expect(readSlashCommand(`/${name} a`)).toEqual({ name, argument: "a" });
});

test("a new chat is no command of its own, and may begin with a question", () => {
  expect(slashCommandNames).not.toContain("new");
  expect(["/new", " /new  what is Store ", "/newer", "new"].map(readNewChat)).toEqual([
    "",
    "what is Store",
    undefined,
    undefined,
  ]);
});

test("the palette has every one, each by a command of its own", () => {
  const palette = offeredCommandNames.map((name) => slashCommands[name].palette);
  expect(new Set(palette).size).toBe(palette.length);
  expect(commandNames).toEqual(expect.arrayContaining(palette));
});
