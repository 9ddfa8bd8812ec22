import { expect, test } from "vitest";
import { readSlashCommand, slashCommandNames } from "../../../../src/core/chat/slashCommands.ts";

test.each<[string, unknown]>([
  ["/explain Store.add", { name: "explain", argument: "Store.add" }],
  ["  /review  staged \n", { name: "review", argument: "staged" }],
  ["/review", { name: "review", argument: "" }],
  ["/unheard of", undefined],
  ["/toString", undefined],
  ["explain /review", undefined],
  ["/review-all", undefined],
])("%s", (text, expected) => expect(readSlashCommand(text)).toEqual(expected));

test("every command is read by its name", () => {
  for (const name of slashCommandNames)
    expect(readSlashCommand(`/${name} a`)).toEqual({ name, argument: "a" });
});
