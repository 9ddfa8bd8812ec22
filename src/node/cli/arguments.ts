/** The command line of `touchstone`. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { isSlashCommand, slashCommandNames } from "../../core/chat/slashCommands.ts";
import { MOST_IMAGES } from "../../core/prompt/image.ts";
import { type SearchTarget, searchTargets } from "../../core/retrieval/search.ts";
import {
  type GraphRelation,
  graphRelations,
  type NameMatch,
  nameMatches,
} from "../../core/retrieval/symbolQuery.ts";
import type {
  CommandParams,
  FixParams,
  LocalizeParams,
  ReferencesParams,
  RepoQuestion,
  WriteTestsParams,
} from "../../ports/rpc.ts";
import { type CommandName, commandNames } from "./usage.ts";

export interface Folders {
  readonly roots: readonly string[];
  readonly untrusted: boolean;
  /** Folder for the index on disk; the user's cache when not given, none for `false`. */
  readonly store: string | false | undefined;
}
interface Answered extends Folders {
  readonly json: boolean;
}

export type Command =
  | { readonly kind: "help"; readonly of: CommandName | undefined }
  | { readonly kind: "version" }
  | ({ readonly kind: "rpc" } & Folders)
  | ({ readonly kind: "mcp" } & Folders)
  | ({ readonly kind: "index"; readonly skipped: boolean } & Answered)
  | ({
      readonly kind: "ask";
      readonly question: RepoQuestion;
      /** For this question alone: the model to ask, whether there is a sandbox. */
      readonly settings?: Readonly<Record<string, string>>;
    } & Answered)
  | ({ readonly kind: "command"; readonly command: CommandParams } & Answered)
  | ({ readonly kind: "checkApis"; readonly paths: readonly string[] } & Answered)
  | ({
      readonly kind: "fix";
      readonly fix: FixParams;
      readonly apply: boolean;
      readonly sandbox: boolean;
    } & Answered)
  | ({
      readonly kind: "localize";
      readonly localize: LocalizeParams;
      readonly sandbox: boolean;
    } & Answered)
  | ({ readonly kind: "undo"; readonly id: string | undefined; readonly list: boolean } & Answered)
  | ({ readonly kind: "writeTests"; readonly write: WriteTestsParams } & Answered)
  | ({ readonly kind: "status" } & Answered)
  | ({
      readonly kind: "test";
      readonly ids: readonly string[];
      readonly list: boolean;
      readonly sandbox: boolean;
    } & Answered)
  | ({ readonly kind: "complete"; readonly at: Position } & Answered)
  | { readonly kind: "wrong"; readonly problem: string; readonly of: CommandName | undefined };

/** As a person writes it: line 1-based, column 0-based in UTF-16 units. */
export interface Position {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const isCommand = (name: string | undefined): name is CommandName =>
  commandNames.some((command) => command === name);

/** What is wrong with the arguments, for a person. */
class Misuse extends Error {}

const options = {
  help: { type: "boolean", short: "h" },
  root: { type: "string", multiple: true },
  untrusted: { type: "boolean" },
  store: { type: "string" },
  "no-store": { type: "boolean" },
  json: { type: "boolean" },
  at: { type: "string" },
  skipped: { type: "boolean" },
  target: { type: "string" },
  match: { type: "string" },
  relation: { type: "string" },
  path: { type: "string" },
  package: { type: "string" },
  limit: { type: "string" },
  list: { type: "boolean" },
  "no-sandbox": { type: "boolean" },
  "run-tests": { type: "boolean" },
  checks: { type: "boolean" },
  image: { type: "string", multiple: true },
  tokens: { type: "string" },
  explain: { type: "boolean" },
  engine: { type: "string" },
  with: { type: "string" },
  all: { type: "boolean" },
  test: { type: "string", multiple: true },
  budget: { type: "string" },
  endpoint: { type: "string" },
  model: { type: "string" },
  apply: { type: "boolean" },
  description: { type: "string" },
  name: { type: "string" },
} as const;
type OptionName = keyof typeof options;

interface Values {
  readonly help?: boolean;
  readonly root?: readonly string[];
  readonly untrusted?: boolean;
  readonly store?: string;
  readonly "no-store"?: boolean;
  readonly json?: boolean;
  readonly at?: string;
  readonly endpoint?: string;
  readonly model?: string;
  readonly skipped?: boolean;
  readonly target?: string;
  readonly match?: string;
  readonly relation?: string;
  readonly path?: string;
  readonly package?: string;
  readonly limit?: string;
  readonly list?: boolean;
  readonly "no-sandbox"?: boolean;
  readonly "run-tests"?: boolean;
  readonly checks?: boolean;
  readonly image?: readonly string[];
  readonly tokens?: string;
  readonly explain?: boolean;
  readonly engine?: string;
  readonly with?: string;
  readonly all?: boolean;
  readonly test?: readonly string[];
  readonly budget?: string;
  readonly apply?: boolean;
  readonly description?: string;
  readonly name?: string;
}

function choice<T extends string>(option: OptionName, text: string | undefined, choices: readonly T[]) {
  if (text === undefined) return undefined;
  const chosen = choices.find((value) => value === text);
  if (chosen === undefined)
    throw new Misuse(`--${option} must be one of ${choices.join(", ")}, not "${text}"`);
  return chosen;
}

function wholeNumber(option: OptionName, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least)) throw new Misuse(`--${option} must be a whole number from ${least}, not "${text}"`);
  return number;
}

function parsePosition(text: string | undefined): Position {
  if (text === undefined) throw new Misuse("--at is missing");
  const [, path, line, column] = /^(.+):(\d+):(\d+)$/.exec(text) ?? [];
  if (path === undefined || Number(line) < 1)
    throw new Misuse(`--at must be PATH:LINE:COLUMN with a line from 1, not "${text}"`);
  return { path, line: Number(line), column: Number(column) };
}

function parsePlace(text: string | undefined): Pick<ReferencesParams, "path" | "line"> {
  if (text === undefined) return {};
  const [, path, line] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (path === undefined || Number(line) < 1)
    throw new Misuse(`--at must be PATH:LINE with a line from 1, not "${text}"`);
  return { path, line: Number(line) };
}

function parseLines(text: string | undefined): Pick<CommandParams, "path" | "line" | "endLine"> {
  if (text === undefined) return {};
  const [, path = text, line, endLine] = /^(.+?)(?::(\d+)(?:-(\d+))?)?$/.exec(text) ?? [];
  if (line === "0" || endLine === "0") throw new Misuse(`--at must have lines from 1, not "${text}"`);
  return given({
    path,
    line: line === undefined ? undefined : Number(line),
    endLine: endLine === undefined ? undefined : Number(endLine),
  });
}

/** Without the keys that are not given. */
type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };
const given = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;

interface Kind {
  readonly options: readonly OptionName[];
  /** Whether the current folder stands in for `--root`. */
  readonly rootIsOptional: boolean;
  /** What stands beside the options, as the usage calls it; words after one another are one. */
  readonly operand?: string;
  /** Whether it may be left out. */
  readonly operandIsOptional?: boolean;
  read(values: Values, folders: Answered, operand: string, operands: readonly string[]): Command;
}

const common = ["help", "root", "store", "no-store"] as const;

const ask = (
  operand: string | undefined,
  own: readonly OptionName[],
  question: (values: Values, operand: string) => RepoQuestion,
): Kind => ({
  options: [...common, "untrusted", "json", ...own],
  rootIsOptional: true,
  ...(operand === undefined ? {} : { operand }),
  read: (values, folders, words) => ({ kind: "ask", question: question(values, words), ...folders }),
});

const limit = ({ limit: text }: Values) => wholeNumber("limit", text, 1);

/** What has a slash, or is `.` or `..`, is a folder; without `--with` the versions that there are. */
function comparison(name: string, { with: other, all }: Values): RepoQuestion {
  if (other === undefined) return { method: "docs/versions", params: { package: name } };
  const to = /[\\/]|^\.{1,2}$/.test(other) ? { folder: resolve(other) } : { version: other };
  return { method: "docs/compare", params: given({ package: name, ...to, all }) };
}

/** With the model that `--endpoint` and `--model` name, which belong together, and without a sandbox if that is said. */
const withSettings = (kind: Kind): Kind => ({
  ...kind,
  read: (values, folders, operand, operands) => {
    const command = kind.read(values, folders, operand, operands);
    const { endpoint, model, "no-sandbox": bare = false } = values;
    if ((endpoint === undefined) !== (model === undefined))
      throw new Misuse("--endpoint and --model belong together");
    const settings = given({
      "model.endpoint": endpoint,
      "model.name": model,
      "tests.sandbox": bare ? "off" : undefined,
    });
    return command.kind !== "ask" || Object.keys(settings).length === 0 ? command : { ...command, settings };
  },
});

/** `docs check FILE...`, whose operands stay apart. */
const withCheck = (kind: Kind): Kind => ({
  ...kind,
  read: (values, folders, operand, operands) =>
    operands[0] === "check"
      ? { kind: "checkApis", paths: operands.slice(1), ...folders }
      : kind.read(values, folders, operand, operands),
});

const kinds: { readonly [N in CommandName]: Kind } = {
  rpc: {
    options: [...common, "untrusted"],
    rootIsOptional: false,
    read: (_, { roots, untrusted, store }) => ({ kind: "rpc", roots, untrusted, store }),
  },
  mcp: {
    options: [...common, "untrusted"],
    rootIsOptional: true,
    read: (_, { roots, untrusted, store }) => ({ kind: "mcp", roots, untrusted, store }),
  },
  index: {
    options: [...common, "untrusted", "json", "skipped"],
    rootIsOptional: true,
    read: ({ skipped = false }, folders) => ({ kind: "index", skipped, ...folders }),
  },
  fix: {
    options: [
      ...common,
      "untrusted",
      "json",
      "test",
      "path",
      "budget",
      "engine",
      "description",
      "at",
      "apply",
      "no-sandbox",
    ],
    rootIsOptional: true,
    read: (
      { test, path, at, budget, engine: named, description, apply = false, "no-sandbox": bare = false },
      folders,
    ) => {
      const engine = choice("engine", named, ["builtin", "model", "both"]);
      const seconds = wholeNumber("budget", budget, 1);
      const budgetMs = seconds === undefined ? undefined : 1000 * seconds;
      if (at !== undefined && (test !== undefined || path !== undefined))
        throw new Misuse("--at stands alone: its line is repaired, no test");
      const place = at === undefined ? { path } : parsePlace(at);
      const fix = given({ testIds: test, ...place, budgetMs, engine, description });
      return { kind: "fix", fix, apply, sandbox: !bare, ...folders };
    },
  },
  localize: {
    options: [...common, "untrusted", "json", "test", "path", "limit", "no-sandbox"],
    rootIsOptional: true,
    read: ({ test, path, limit, "no-sandbox": bare = false }, folders) => {
      const localize = given({ testIds: test, path, limit: wholeNumber("limit", limit, 1) });
      return { kind: "localize", localize, sandbox: !bare, ...folders };
    },
  },
  undo: {
    options: ["help", "root", "json", "list"],
    rootIsOptional: true,
    operand: "ID",
    operandIsOptional: true,
    read: ({ list = false }, folders, operand) => {
      if (folders.roots.length > 1) throw new Misuse("--root can be given once");
      return { kind: "undo", id: operand === "" ? undefined : operand, list, ...folders };
    },
  },
  "write-tests": {
    options: [...common, "untrusted", "json", "name", "engine"],
    rootIsOptional: true,
    operand: "PATH[:LINE]",
    read: ({ name, engine }, folders, operand) => {
      const [, path = operand, line] = /^(.+):(\d+)$/.exec(operand) ?? [];
      if (name === undefined && line === undefined) throw new Misuse("--name or a line is missing");
      const at = line === undefined ? undefined : Number(line);
      const chosen = choice("engine", engine, ["builtin", "model"] as const);
      return { kind: "writeTests", write: given({ path, name, line: at, engine: chosen }), ...folders };
    },
  },
  status: {
    options: [...common, "json"],
    rootIsOptional: false,
    read: (_, folders) => ({ kind: "status", ...folders }),
  },
  complete: {
    options: [...common, "json", "at"],
    rootIsOptional: false,
    read: ({ at }, folders) => ({ kind: "complete", at: parsePosition(at), ...folders }),
  },
  search: ask("QUERY", ["target", "limit", "explain"], (values, query) => ({
    method: "search",
    params: given({
      query,
      target: choice<SearchTarget>("target", values.target, searchTargets),
      limit: limit(values),
      explain: values.explain,
    }),
  })),
  symbols: ask("NAME", ["match", "limit"], (values, name) => ({
    method: "symbols",
    params: given({
      name,
      match: choice<NameMatch>("match", values.match, nameMatches),
      limit: limit(values),
    }),
  })),
  references: ask("NAME", ["at", "limit"], (values, name) => ({
    method: "references",
    params: given({ name, ...parsePlace(values.at), limit: limit(values) }),
  })),
  outline: ask("PATH", [], (_, path) => ({ method: "outline", params: { path } })),
  graph: ask("SYMBOL", ["relation", "path", "limit"], (values, symbol) => {
    const relation = choice<GraphRelation>("relation", values.relation, graphRelations);
    if (relation === undefined) throw new Misuse("--relation is missing");
    return { method: "graph", params: given({ symbol, relation, path: values.path, limit: limit(values) }) };
  }),
  ask: withSettings(
    ask(
      "QUESTION",
      ["engine", "endpoint", "model", "at", "image", "checks", "run-tests", "no-sandbox"],
      (values, question) => {
        const { engine, at, checks, "run-tests": tests, image } = values;
        if (image && image.length > MOST_IMAGES)
          throw new Misuse(`--image can be given ${MOST_IMAGES} times`);
        // As the person's shell finds it, wherever the code is.
        const images = image?.map((path) => resolve(path));
        const { path, ...lines } = parseLines(at);
        const context = path === undefined ? undefined : [{ path, ...lines }];
        const by = choice("engine", engine, ["auto", "builtin", "model"] as const);
        return { method: "ask", params: given({ question, engine: by, context, images, checks, tests }) };
      },
    ),
  ),
  command: {
    options: [...common, "untrusted", "json", "at", "engine", "run-tests"],
    rootIsOptional: true,
    operand: "NAME",
    read: ({ at, engine, "run-tests": runTests }, folders, _words, [name = "", ...argument]) => {
      if (!isSlashCommand(name))
        throw new Misuse(`There is no command "${name}": it must be one of ${slashCommandNames.join(", ")}`);
      const command = given({
        name,
        argument: argument.join(" "),
        engine: choice("engine", engine, ["auto", "builtin", "model"] as const),
        runTests,
        ...parseLines(at),
      });
      return { kind: "command", command, ...folders };
    },
  },
  docs: withCheck(
    ask("QUERY", ["package", "limit", "with", "all"], (values, words) => {
      const own = { package: values.package, limit: limit(values) };
      const [first, ...rest] = words.split(" ");
      if (words === "packages") return { method: "docs/packages", params: {} };
      if (first === "compare" && rest.length === 1) return comparison(rest[0]!, values);
      if (values.with !== undefined || values.all)
        throw new Misuse("--with and --all belong to docs compare");
      if (first === "show" && rest.length > 0)
        return { method: "docs/show", params: given({ name: rest.join(" "), ...own }) };
      return { method: "docs/search", params: given({ query: words, ...own }) };
    }),
  ),
  test: {
    options: [...common, "untrusted", "json", "list", "no-sandbox"],
    rootIsOptional: true,
    operand: "ID",
    operandIsOptional: true,
    read: ({ list = false, "no-sandbox": noSandbox = false }, folders, _words, ids) => ({
      kind: "test",
      ids,
      list,
      sandbox: !noSandbox,
      ...folders,
    }),
  },
  map: ask(undefined, ["tokens"], ({ tokens }) => ({
    method: "map",
    params: given({ maxTokens: wholeNumber("tokens", tokens, 64) }),
  })),
};

/** @param args without the program's name */
export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args;
  const wrong = (problem: string, of?: CommandName): Command => ({ kind: "wrong", problem, of });
  if (name === undefined) return wrong("No command was given");
  if (name === "--help" || name === "-h" || name === "help") return { kind: "help", of: undefined };
  if (name === "--version" || name === "-v") return { kind: "version" };
  if (!isCommand(name)) return wrong(`There is no command "${name}"`);
  try {
    return parseRest(name, rest);
  } catch (error) {
    return wrong((error as Error).message, name);
  }
}

/** @throws Misuse, or the error of `parseArgs`, whose message is for a person as well */
function parseRest(name: CommandName, rest: string[]): Command {
  const kind = kinds[name];
  const { values, positionals } = parseArgs({
    args: rest,
    options: Object.fromEntries(kind.options.map((option) => [option, options[option]])),
    strict: true,
    allowPositionals: kind.operand !== undefined,
  });
  const { help, root, untrusted = false, json = false, ...own } = values as Values;
  const { store, "no-store": noStore = false } = own;
  if (noStore && store !== undefined) throw new Misuse("--store and --no-store exclude each other");
  if (help) return { kind: "help", of: name };
  const roots = root ?? (kind.rootIsOptional ? ["."] : []);
  if (roots.length === 0) throw new Misuse("--root is missing");
  const operand = positionals.join(" ");
  if (kind.operand !== undefined && !kind.operandIsOptional && operand.trim() === "")
    throw new Misuse(`${kind.operand} is missing`);
  return kind.read(own, { roots, untrusted, json, store: noStore ? false : store }, operand, positionals);
}
