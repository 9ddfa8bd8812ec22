/** The slash commands: what they are called, what they need and what a model adds. What they do is in `features/commands`. */
import type { CommandName } from "../config/commands.ts";

/**
 * `place`: a selection, a cursor or a name. `changes`: what is changed in the working files. `staged`: what is going to be
 * committed. `conflicts`: a merge that stopped. `tests`: tests that fail. `chat`: the panel alone.
 */
export type CommandNeed = "place" | "changes" | "staged" | "conflicts" | "tests" | "chat";

export interface SlashCommand {
  /** For lists, without a full stop; a narrow panel shows 26 letters beside the name. */
  readonly about: string;
  readonly needs: CommandNeed;
  /** What may stand behind the name; for a person. */
  readonly argument: string;
  /** What a model that is set up adds, for a person; without one the command works by what can be proved. */
  readonly withModel: string;
  /** The command of the palette that does the same. */
  readonly palette: CommandName;
}

export const slashCommands = {
  explain: {
    about: "Explain a symbol or a file",
    needs: "place",
    argument: "name, or nothing for the selection",
    withModel: "an explanation in words, whose places are checked",
    palette: "explainCode",
  },
  fix: {
    about: "Make failing tests pass",
    needs: "tests",
    argument: "a test's name or a file's path, or what is wrong in words; nothing for all tests that fail",
    withModel: "repairs that no small change makes, and of faults that are only described",
    palette: "fixFailingTest",
  },
  tests: {
    about: "Write tests for a function",
    needs: "place",
    argument: "the function's name, or nothing for the one at the cursor",
    withModel: "tests for functions that cannot be called as they are",
    palette: "writeTests",
  },
  update: {
    about: "Update outdated tests",
    needs: "changes",
    argument: "",
    withModel: "updates of tests that expect more than a literal",
    palette: "updateTests",
  },
  optimize: {
    about: "Make a function faster",
    needs: "place",
    argument: "the function's name, or nothing for the one at the cursor",
    withModel: "versions that no known rewrite makes, measured in the same way",
    palette: "optimizeFunction",
  },
  doc: {
    about: "Document a symbol",
    needs: "place",
    argument: "the symbol's name, or nothing for the one at the cursor",
    withModel: "what it does in words, whose names are checked",
    palette: "writeDocumentation",
  },
  review: {
    about: "Review the working changes",
    needs: "changes",
    argument: '"staged" for what is staged alone',
    withModel: "more findings, each at a line of the change, and fixes as patches",
    palette: "reviewChanges",
  },
  commit: {
    about: "Write a commit message",
    needs: "staged",
    argument: "",
    withModel: "a message in words, in the style of the repository's past",
    palette: "writeCommitMessage",
  },
  resolve: {
    about: "Resolve merge conflicts",
    needs: "conflicts",
    argument: "",
    withModel: "proposals for conflicts that cannot be merged by words",
    palette: "resolveConflicts",
  },
  new: {
    about: "Begin a new chat",
    needs: "chat",
    argument: "a question to begin with",
    withModel: "",
    palette: "newChat",
  },
} as const satisfies Readonly<Record<string, SlashCommand>>;

export type OfferedCommandName = keyof typeof slashCommands;
/** Those that give an answer, in the panel or without it. */
export type SlashCommandName = Exclude<OfferedCommandName, "new">;

export const offeredCommandNames = Object.keys(slashCommands) as readonly OfferedCommandName[];
export const slashCommandNames = offeredCommandNames.filter((name) => name !== "new");

export const isSlashCommand = (name: string): name is SlashCommandName =>
  slashCommandNames.some((known) => known === name);

export const isOfferedCommand = (name: string): boolean => Object.hasOwn(slashCommands, name);

export interface WrittenCommand {
  readonly name: SlashCommandName;
  readonly argument: string;
}

/** What a person wrote, when it is a command that gives an answer: `/explain Store.add`. */
export function readSlashCommand(text: string): WrittenCommand | undefined {
  const { name, argument } = readWord(text);
  return name !== undefined && isSlashCommand(name) ? { name, argument } : undefined;
}

/** What a new chat begins with, when a person asks for one; empty for nothing. */
export function readNewChat(text: string): string | undefined {
  const { name, argument } = readWord(text);
  return name === "new" ? argument : undefined;
}

function readWord(text: string): { readonly name: string | undefined; readonly argument: string } {
  const [, name, argument = ""] = /^\s*\/(\w+)(?:\s+([\s\S]*))?$/.exec(text) ?? [];
  return { name, argument: argument.trim() };
}
