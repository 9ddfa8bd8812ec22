/** The command line of `touchstone`. */
import { parseArgs } from "node:util";

export type Command =
  | { readonly kind: "help"; readonly of: CommandName | undefined }
  | { readonly kind: "version" }
  | { readonly kind: "rpc"; readonly roots: readonly string[]; readonly untrusted: boolean }
  | { readonly kind: "status"; readonly roots: readonly string[]; readonly json: boolean }
  | {
      readonly kind: "complete";
      readonly roots: readonly string[];
      readonly at: Position;
      readonly json: boolean;
    }
  | { readonly kind: "wrong"; readonly problem: string; readonly of: CommandName | undefined };

export type CommandName = "rpc" | "status" | "complete";

/** As a person writes it: line 1-based, column 0-based in UTF-16 units. */
export interface Position {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const usages: { readonly [N in CommandName]: string } = {
  rpc: `touchstone rpc --root DIR [--root DIR2 ...] [--untrusted]

Speaks JSON-RPC 2.0 on standard input and output, one message to a line; see docs/rpc.md.
The log goes to standard error. The API key for a model comes from the variable TOUCHSTONE_API_KEY.

  --root DIR    folder to index; naming it here says that you trust it
  --untrusted   no process, no network, no model: only bounded reads of the folders`,
  status: `touchstone status --root DIR [--root DIR2 ...] [--json]

Indexes the folders once and prints what was found and what was left out.

  --json        the same as one line of JSON`,
  complete: `touchstone complete --root DIR [--root DIR2 ...] --at PATH:LINE:COLUMN [--json]

Indexes the folders and prints what the built-in engine suggests at a place of a file.

  --at          path relative to the root, line from 1, column from 0
  --json        all suggestions with confidence and source, as one line of JSON`,
};

const overview = `Touchstone: a coding copilot that checks before it speaks.

Usage:
  touchstone rpc --root DIR        serve other programs on standard input and output
  touchstone status --root DIR     index a folder and say what was found
  touchstone complete --root DIR --at PATH:LINE:COLUMN
                                   suggestions at a place of a file
  touchstone COMMAND --help        more about a command
  touchstone --version`;

export const usage = (of?: CommandName): string => (of ? usages[of] : overview);

const isCommand = (name: string | undefined): name is CommandName =>
  name !== undefined && Object.hasOwn(usages, name);

const wrong = (problem: string, of?: CommandName): Command => ({ kind: "wrong", problem, of });

const options = {
  help: { type: "boolean", short: "h" },
  root: { type: "string", multiple: true },
  untrusted: { type: "boolean" },
  json: { type: "boolean" },
  at: { type: "string" },
} as const;
const optionsOf: { readonly [N in CommandName]: readonly (keyof typeof options)[] } = {
  rpc: ["help", "root", "untrusted"],
  status: ["help", "root", "json"],
  complete: ["help", "root", "json", "at"],
};

function parsePosition(text: string): Position | undefined {
  const [, path, line, column] = /^(.+):(\d+):(\d+)$/.exec(text) ?? [];
  if (path === undefined || Number(line) < 1) return undefined;
  return { path, line: Number(line), column: Number(column) };
}

/** @param args without the program's name */
export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (name === undefined) return wrong("No command was given");
  if (name === "--help" || name === "-h" || name === "help") return { kind: "help", of: undefined };
  if (name === "--version" || name === "-v") return { kind: "version" };
  if (!isCommand(name)) return wrong(`There is no command "${name}"`);
  try {
    const allowed = Object.fromEntries(optionsOf[name].map((option) => [option, options[option]]));
    const { values } = parseArgs({ args: rest, options: allowed, strict: true });
    return fromValues(name, values as Values);
  } catch (error) {
    return wrong((error as Error).message, name);
  }
}

interface Values {
  readonly help?: boolean;
  readonly root?: readonly string[];
  readonly untrusted?: boolean;
  readonly json?: boolean;
  readonly at?: string;
}

function fromValues(name: CommandName, values: Values): Command {
  const { help, root: roots = [], untrusted = false, json = false, at } = values;
  if (help) return { kind: "help", of: name };
  if (roots.length === 0) return wrong("--root is missing", name);
  if (name === "rpc") return { kind: "rpc", roots, untrusted };
  if (name === "status") return { kind: "status", roots, json };
  if (at === undefined) return wrong("--at is missing", name);
  const position = parsePosition(at);
  return position
    ? { kind: "complete", roots, at: position, json }
    : wrong(`--at must be PATH:LINE:COLUMN with a line from 1, not "${at}"`, name);
}
