/** The slash commands: what they are called, what they need and what a model adds. What they do is in `features/commands`. */

/**
 * `place`: a selection, a cursor or a name. `changes`: what is changed in the working files. `staged`: what is going to be
 * committed. `conflicts`: a merge that stopped.
 */
export type CommandNeed = "place" | "changes" | "staged" | "conflicts";

export interface SlashCommand {
  /** One line for lists, without a full stop. */
  readonly about: string;
  readonly needs: CommandNeed;
  /** What may stand behind the name; for a person. */
  readonly argument: string;
  /** What a model that is set up adds, for a person; without one the command works by what can be proved. */
  readonly withModel: string;
}

export const slashCommands = {
  explain: {
    about: "Explain a selection, a symbol or a file",
    needs: "place",
    argument: "name, or nothing for the selection",
    withModel: "an explanation in words, whose places are checked",
  },
  review: {
    about: "Review the working changes",
    needs: "changes",
    argument: '"staged" for what is staged alone',
    withModel: "more findings, each at a line of the change, and fixes as patches",
  },
  commit: {
    about: "Write the message of a commit for what is staged",
    needs: "staged",
    argument: "",
    withModel: "a message in words, in the style of the repository's past",
  },
  resolve: {
    about: "Propose resolutions for the conflicts of a merge",
    needs: "conflicts",
    argument: "",
    withModel: "proposals for conflicts that cannot be merged by words",
  },
} as const satisfies Readonly<Record<string, SlashCommand>>;

export type SlashCommandName = keyof typeof slashCommands;

export const slashCommandNames = Object.keys(slashCommands) as readonly SlashCommandName[];

export const isSlashCommand = (name: string): name is SlashCommandName => Object.hasOwn(slashCommands, name);

export interface WrittenCommand {
  readonly name: SlashCommandName;
  readonly argument: string;
}

/** What a person wrote, when it is a command: `/explain Store.add`. */
export function readSlashCommand(text: string): WrittenCommand | undefined {
  const [, name, argument = ""] = /^\s*\/(\w+)(?:\s+([\s\S]*))?$/.exec(text) ?? [];
  return name !== undefined && isSlashCommand(name) ? { name, argument: argument.trim() } : undefined;
}
