/** What `touchstone --help` says. */

import { slashCommandNames } from "../../core/chat/slashCommands.ts";

export const commandNames = [
  "rpc",
  "mcp",
  "index",
  "search",
  "symbols",
  "references",
  "outline",
  "graph",
  "map",
  "ask",
  "command",
  "docs",
  "test",
  "fix",
  "localize",
  "undo",
  "write-tests",
  "status",
  "complete",
] as const;
export type CommandName = (typeof commandNames)[number];

const store = `  --store DIR   keeps the index there; in the user's cache folder when not given
  --no-store    keeps nothing on disk`;
const roots = `  --root DIR    folder to index, the current one when not given; may be repeated
  --untrusted   start no process: git is not asked for past commits
${store}`;
const json = "  --json        the same as one line of JSON, as docs/rpc.md describes it";

const usages: { readonly [N in CommandName]: string } = {
  rpc: `touchstone rpc --root DIR [--root DIR2 ...] [--untrusted]

Speaks JSON-RPC 2.0 on standard input and output, one message to a line; see docs/rpc.md.
The log goes to standard error. The API key for a model comes from the variable TOUCHSTONE_API_KEY.

  --root DIR    folder to index; naming it here says that you trust it
  --untrusted   no process, no network, no model: only bounded reads of the folders
${store}`,
  mcp: `touchstone mcp [--root DIR ...] [--untrusted]

Serves tools on standard input and output to a client of the Model Context Protocol (2024-11-05, 2025-03-26, 2025-06-18): search, definitions,
references, call graph, outline, map, lines of files, answers from the index, API documentation, tests. No model is asked, nothing is written.
The log goes to standard error.

  --root DIR    folder to serve, the current one when not given; naming it here says that you trust it
  --untrusted   no process: tests cannot be run, git is not asked for past commits
${store}`,
  test: `touchstone test [--root DIR ...] [--list] [--no-sandbox] [--json] [ID ...]

Runs tests, all of them or those named, in a copy of the working files; exits with 1 when one fails.

  --list        shows the tests and how they are run, and runs nothing
  --no-sandbox  runs also where no sandbox works: tests could write elsewhere and reach the network
${roots}
${json}`,
  index: `touchstone index [--root DIR ...] [--skipped] [--json]

Indexes the folders and says what is in the index, what was left out and why, and where it is kept.

${roots}
  --skipped     lists the files and folders that were left out, each with its reason
${json}`,
  search: `touchstone search [--root DIR ...] [--target file|symbol|chunk] [--limit N] [--explain] [--json] QUERY

Ranks files, symbols or pieces of files by how well they fit a question, an issue text, words or identifiers.

  --target      what to rank: file (when not given), symbol or chunk
  --limit N     at most so many; 20 when not given
  --explain     why each was found: what each part of the score adds, and the words it found
${roots}
${json}`,
  symbols: `touchstone symbols [--root DIR ...] [--match exact|prefix|fuzzy] [--limit N] [--json] NAME

Finds definitions by name.

  --match       exact (when not given), prefix, or fuzzy: letters in order, as gUBI for getUserById
  --limit N     at most so many; 50 when not given
${roots}
${json}`,
  references: `touchstone references [--root DIR ...] [--at PATH:LINE] [--limit N] [--json] NAME

Finds the places where a name stands in code; comments and strings are left out.

  --at          where you ask: files that import what the name means there come first
  --limit N     at most so many; 200 when not given
${roots}
${json}`,
  outline: `touchstone outline [--root DIR ...] [--json] PATH

Prints the symbols and imports of one file.

${roots}
${json}`,
  graph: `touchstone graph [--root DIR ...] --relation RELATION [--path PATH] [--limit N] [--json] SYMBOL

Finds the neighbours of a symbol or file.

  --relation    callers, callees, implementers, bases, imports or importedBy
  --path PATH   restricts the symbol to one file
  --limit N     at most so many; 100 when not given
${roots}
${json}`,
  map: `touchstone map [--root DIR ...] [--tokens N] [--json]

Prints the repository's most used symbols as an outline of files, to read or to give to a model.

  --tokens N    budget, estimated; 1024 when not given
${roots}
${json}`,
  ask: `touchstone ask [--root DIR ...] [--at PATH[:LINE[-LINE]]] [--engine ENGINE] [--endpoint URL --model NAME] [--image PATH ...] [--checks] [--run-tests] [--no-sandbox] [--json] QUESTION

Answers a question about the code from the index, and names the lines that bear it out: what something is, where it is used, who
calls it, how it is tested, what depends on it, who changed it. Names are best written as in code. With a model, other questions
are answered in words, from what the index finds and the model looks up; each place that it names is checked. What it proposes to
change is printed as a diff below the answer; no file is changed.
"/NAME WORDS" asks what the project's prompt file of that name says (docs/questions.md).

  --at          the file and the lines that the question is about
  --engine      auto (the default), builtin or model
  --endpoint    base URL of an OpenAI-compatible endpoint; its key comes from the variable TOUCHSTONE_API_KEY
  --model       name of the model there
  --image       a PNG, JPEG, GIF or WebP that the model looks at; up to 4, each of at most 2,048 pixels a side and 1.5 MB
  --checks      let the project's checkers run, in a copy: for the model, and before and after what it proposes
  --run-tests   let tests run, in a copy: for the model, and those that can notice what it proposes
  --no-sandbox  run them without a sandbox
${roots}
${json}`,
  command: `touchstone command [--root DIR ...] [--at PATH[:LINE[-LINE]]] [--engine auto|builtin|model] [--run-tests] [--json] NAME [ARGUMENT]

Runs a slash command of the chat: ${slashCommandNames.join(", ")}. Changes nothing; what it proposes is printed as a diff.
See docs/commands.md. Exits with 1 when a review finds an error, or when there is no answer.

  --at          the file and the lines that are meant
  --engine      auto, when not given: with a model where one is set up; builtin: never with one
  --run-tests   review runs the tests that the changes can affect, resolve those that use the files of the merge, in a copy
${roots}
${json}`,
  docs: `touchstone docs [--root DIR ...] [--package NAME] [--limit N] [--json] QUERY
touchstone docs show [--root DIR ...] [--package NAME] [--limit N] [--json] NAME
touchstone docs packages [--root DIR ...] [--json]
touchstone docs check [--root DIR ...] [--json] [FILE ...]
touchstone docs compare PACKAGE [--with VERSION|FOLDER] [--all] [--root DIR ...] [--json]

Searches the APIs of the libraries that are installed for the folders, shows what the installed version says about a
name, or lists the libraries. Files are read; nothing of a library is run.
Checks which names of libraries in the files, or in all files of the folders, do not exist in the installed versions or are
deprecated there; ends with 1 when one does not exist, and with 0 else. What is not known for sure is left out.
Compares two versions of a library: what is gone, renamed, called in another way or newly deprecated, as far as the
folders use it. Without --with it lists the versions that are installed here or were read on this machine.

  --package     one library, by its name or by what it is imported by
  --limit N     at most so many; 10 hits or 20 entries when not given
  --with        a version of the list, or a folder that has another one
  --all         what the folders do not use as well, and what breaks nothing
${roots}
${json}`,
  fix: `touchstone fix [--root DIR] [--test ID ...] [--path FILE] [--at FILE:LINE] [--description TEXT]
                 [--engine builtin|model|both] [--budget SECONDS] [--apply] [--no-sandbox] [--json]

Runs the tests in a copy of the folder, looks for a change that makes failing ones pass, and prints it as a diff with
its evidence. Nothing in the folder is changed unless --apply says so: the diff is for git apply.

  --test ID     a test that fails, as pytest:tests/test_sum.py::test_add; may be repeated; all that fail when not given
  --path FILE   a file with tests: its tests alone
  --at          a line of which a compiler or linter of the project says something: that is repaired, and the checker
                is run again in place of failing tests
  --description what is wrong, in words, for the model
  --engine      builtin: without a model, also when not given; model: by the model that is set up; both: whichever is first
  --budget      seconds for all of it: what comes before the search takes from it, and a patch that is found when it is over
                is tried by the tests to repair alone; when not given the search alone is bounded, by 120
  --apply       changes the files by the first patch if it is verified, whole or not at all; touchstone undo takes it back.
                Exits with 1 when nothing was applied
  --no-sandbox  runs tests also where no sandbox works: they could write elsewhere and reach the network
${roots}
  --json        patches with their evidence, as one line of JSON`,
  localize: `touchstone localize [--root DIR] [--test ID ...] [--path FILE] [--limit N] [--no-sandbox] [--json]

Runs the tests in a copy of the folder and says which lines are probably at fault, by file and function, and why.

  --test ID     a test that fails, as pytest:tests/test_sum.py::test_add; may be repeated; all that fail when not given
  --path FILE   a file with tests: its tests alone
  --limit N     at most so many lines; 20 when not given
  --no-sandbox  runs tests also where no sandbox works: they could write elsewhere and reach the network
${roots}
${json}`,
  undo: `touchstone undo [--root DIR] [--list] [--json] [ID]

Takes back what touchstone fix --apply changed in a folder, the newest when no ID is given, where its files are still as
it left them. What was applied can be taken back for seven days.

  --list        shows what can be taken back, and changes nothing
  --root DIR    the folder, the current one when not given
  --json        what was done as one line of JSON`,
  "write-tests": `touchstone write-tests [--root DIR] [--name FUNCTION] [--engine builtin|model] [--json] PATH[:LINE]

Writes tests for a function, runs them in a copy of the folder, and prints those that pass as a diff for git apply.
Nothing in the folder is changed. Without a model they say what the function does now.

  PATH[:LINE]   file of the function, and a line in it
  --name        name of the function, where no line is given
  --engine      builtin (when not given), or model
${roots}
  --json        the tests and what is known of them, as one line of JSON`,
  status: `touchstone status --root DIR [--root DIR2 ...] [--json]

Indexes the folders once and prints what was found and what was left out.

${store}
  --json        the same as one line of JSON`,
  complete: `touchstone complete --root DIR [--root DIR2 ...] --at PATH:LINE:COLUMN [--json]

Indexes the folders and prints what the built-in engine suggests at a place of a file.

  --at          path relative to the root, line from 1, column from 0
${store}
  --json        all suggestions with confidence and source, as one line of JSON`,
};

const overview = `Touchstone: a coding copilot that checks before it speaks.

Usage:
  touchstone index                 index the current folder and say what is in it
  touchstone search QUERY          files, symbols or pieces of files that fit a question
  touchstone symbols NAME          definitions by name
  touchstone references NAME       places where a name stands in code
  touchstone outline PATH          symbols and imports of a file
  touchstone graph SYMBOL --relation callers
                                   callers, callees, implementers, bases, imports
  touchstone map                   the most used symbols, within a budget of tokens
  touchstone ask QUESTION          what the code says about a question, with the lines that prove it
  touchstone docs QUERY            APIs of the installed libraries that fit a question
  touchstone docs show NAME        what the installed version says about a name
  touchstone docs check [FILE...]  names that the installed versions lack, or deprecate
  touchstone docs compare PACKAGE  what changed between two versions, as far as it is used
  touchstone test [ID ...]         run tests in a copy of the working files
  touchstone fix                   make failing tests of the current folder pass: a diff, proven in a copy
  touchstone localize              which lines are probably at fault for failing tests, and why
  touchstone undo                  take back what touchstone fix --apply changed
  touchstone write-tests PATH      tests for a function that pass, as a diff
  touchstone command NAME          a slash command of the chat, such as explain, review or commit
  touchstone complete --root DIR --at PATH:LINE:COLUMN
                                   suggestions at a place of a file
  touchstone status --root DIR     index a folder and count what was found
  touchstone rpc --root DIR        serve other programs on standard input and output
  touchstone mcp                   serve tools to any client of the Model Context Protocol
  touchstone COMMAND --help        more about a command
  touchstone --version

Exit codes: 0 done, be there an answer or none; 1 could not be done; 2 not understood.`;

export const usage = (of?: CommandName): string => (of ? usages[of] : overview);
