/** Tools that look things up in the indexed repository. They read, and nothing else. */
import type { ShortPath } from "../../../core/chat/renderAnswer.ts";
import type { ChatPiece } from "../../../core/prompt/conversation.ts";
import type { SearchHit } from "../../../core/retrieval/search.ts";
import type { RepoAnswers } from "../../../ports/repoAnswers.ts";
import type { RepoQueries } from "../../../ports/repoQueries.ts";
import { type AgentTool, agentTool, nothingFound, type ToolResult } from "./agentTool.ts";
import { fromFile, numberedLines, piecesOfAnswer } from "./places.ts";

export interface RepoToolsDeps {
  readonly engine: Pick<RepoQueries, "outline"> & RepoAnswers;
  /** That of the engine, with the meaning of the question taken in where a model tells it. */
  readonly search: RepoQueries["search"];
  readonly shortPath: ShortPath;
}

const HITS = 8;
/** Passages whose lines are shown, and how many lines of each. */
const SHOWN_PASSAGES = 3;
const SHOWN_LINES = 40;
const MOST_LINES = 250;
const MOST_SYMBOLS = 200;

/** How the index is asked for each relation; `~` stands for the name. */
const relations = {
  definition: "where is ~ defined",
  callers: "callers of ~",
  callees: "callees of ~",
  references: "references to ~",
  implementers: "implementers of ~",
  bases: "base classes of ~",
  members: "members of ~",
  tests: "tests of ~",
  imports: "imports of ~",
  importedBy: "importers of ~",
  configuration: "configuration of ~",
} as const;
type Relation = keyof typeof relations;

/** As a name in a question; what is no name is cut. */
const quoted = (name: string): string =>
  `\`${name
    .replace(/[`\n\r]/g, "")
    .trim()
    .slice(0, 200)}\``;

export function repoTools(deps: RepoToolsDeps): readonly AgentTool[] {
  return [searchTool(deps), findTool(deps), readTool(deps), outlineTool(deps), historyTool(deps)];
}

const searchTool = ({ engine, search, shortPath }: RepoToolsDeps): AgentTool =>
  agentTool(
    {
      name: "search",
      about:
        "Searches the repository by words and meaning: where something is done, configured, mentioned. Best hits first, with their lines.",
      params: {
        query: { kind: "text", about: "Words or identifiers to look for." },
        target: {
          kind: "choice",
          choices: ["passage", "symbol", "file"],
          about: "What to find; passages when not given.",
          isOptional: true,
        },
      },
    },
    ({ query, target = "passage" }) => ({
      subject: query,
      run: async (signal) => {
        const found = await search(
          { query, target: target === "passage" ? "chunk" : target, limit: HITS, withLine: true },
          signal,
        );
        const hits = found.filter(({ path }) => shortPath(path) !== undefined);
        if (hits.length === 0) return nothingFound("Nothing in the index fits these words.");
        const listed = hits.map((hit) => hitPiece(hit, shortPath));
        const shown =
          target === "passage" ? await excerpts(engine, hits.slice(0, SHOWN_PASSAGES), signal) : [];
        return { pieces: [...listed, ...shown], summary: countOf(hits.length, "hit") };
      },
    }),
  );

function hitPiece(hit: SearchHit, short: ShortPath): ChatPiece {
  const { path, name, container = "", startLine, endLine, telling } = hit;
  const lines = startLine === undefined ? "" : `:${startLine + 1}-${(endLine ?? startLine) + 1}`;
  const named = name === undefined ? "" : ` ${container === "" ? name : `${container}.${name}`}`;
  const line = telling ? ` | line ${telling.line + 1}: ${telling.text}` : "";
  const place = `${short(path)}${lines}`;
  return { ...fromFile(path, `- ${place}${named}${line}\n`), title: place };
}

async function excerpts(
  engine: RepoAnswers,
  hits: readonly SearchHit[],
  signal: AbortSignal,
): Promise<readonly ChatPiece[]> {
  const found = await Promise.all(
    hits.map(({ path, startLine = 0, endLine = startLine }) =>
      engine.readLines(
        { name: path, startLine, endLine: Math.min(endLine, startLine + SHOWN_LINES - 1) },
        signal,
      ),
    ),
  );
  return found.flatMap((lines) => (lines.kind === "lines" ? [{ text: "\n" }, numberedLines(lines)] : []));
}

const findTool = ({ engine, shortPath }: RepoToolsDeps): AgentTool =>
  agentTool(
    {
      name: "find",
      about:
        "Exact facts about one symbol or file from the index and the call graph: its definition, callers, callees, references, implementers, base types, members, tests, imports, importers or configuration.",
      params: {
        name: { kind: "text", about: "A symbol such as `Store.add`, or a path." },
        relation: { kind: "choice", choices: Object.keys(relations) as Relation[], about: "What to find." },
      },
    },
    ({ name, relation }) => ({
      subject: `${relation} of ${name}`,
      run: (signal) => asked(engine, relations[relation].replace("~", quoted(name)), shortPath, signal),
    }),
  );

const historyTool = ({ engine, shortPath }: RepoToolsDeps): AgentTool =>
  agentTool(
    {
      name: "history",
      about: "Who changed a file or symbol, when and why: its past commits by git, newest first.",
      params: { name: { kind: "text", about: "A path or a symbol." } },
    },
    ({ name }) => ({
      subject: name,
      run: (signal) => asked(engine, `changes to ${quoted(name)}`, shortPath, signal),
    }),
  );

async function asked(
  engine: Pick<RepoAnswers, "answer">,
  question: string,
  short: ShortPath,
  signal: AbortSignal,
): Promise<ToolResult> {
  const answer = await engine.answer(question, signal);
  const pieces = piecesOfAnswer(answer, short);
  const count = answer.parts.reduce((sum, { items, more = 0 }) => sum + items.length + more, 0);
  if (answer.refused !== undefined || count === 0) return { pieces, summary: "nothing found", isEmpty: true };
  return { pieces, summary: countOf(count, "finding") };
}

const readTool = ({ engine, shortPath }: RepoToolsDeps): AgentTool =>
  agentTool(
    {
      name: "read",
      about: `Lines of a file, numbered; at most ${MOST_LINES} at once.`,
      params: {
        path: { kind: "text", about: "From the root, as other tools name it." },
        line: { kind: "whole", about: "The first line, from 1; 1 when not given.", isOptional: true },
        endLine: { kind: "whole", about: "The last line.", isOptional: true },
      },
    },
    ({ path, line = 1, endLine = line + MOST_LINES - 1 }) => ({
      subject: line === 1 && endLine === MOST_LINES ? path : `${path}:${line}-${endLine}`,
      run: async (signal) => {
        const startLine = Math.max(0, line - 1);
        const last = Math.min(Math.max(endLine - 1, startLine), startLine + MOST_LINES - 1);
        const found = await engine.readLines({ name: path, startLine, endLine: last }, signal);
        if (found.kind === "none") return missingFile(path, found.near);
        if (shortPath(found.path) === undefined) return missingFile(path, []);
        if (found.lines.length === 0)
          return nothingFound(`${found.shortPath} has ${found.count} lines: there is no line ${line}.`);
        return { pieces: [numberedLines(found)], summary: countOf(found.lines.length, "line") };
      },
    }),
  );

const outlineTool = ({ engine, shortPath }: RepoToolsDeps): AgentTool =>
  agentTool(
    {
      name: "outline",
      about: "The symbols of a file with their lines, and what it imports.",
      params: { path: { kind: "text", about: "From the root, as other tools name it." } },
    },
    ({ path }) => ({
      subject: path,
      run: async (signal) => {
        const found = await engine.readLines({ name: path, startLine: 0, endLine: 0 }, signal);
        if (found.kind === "none" || shortPath(found.path) === undefined)
          return missingFile(path, found.kind === "none" ? found.near : []);
        const outline = await engine.outline(found.path, signal);
        const symbols = outline?.symbols ?? [];
        if (symbols.length === 0) return nothingFound(`No symbols are known of ${found.shortPath}.`);
        const lines = symbols
          .slice(0, MOST_SYMBOLS)
          .map(
            ({ kind, name, container, startLine, endLine }) =>
              `${found.shortPath}:${startLine + 1}-${endLine + 1} ${kind} ${container === "" ? "" : `${container}.`}${name}`,
          );
        const modules = [...new Set((outline?.imports ?? []).map(({ module }) => module))].join(", ");
        const imports = modules === "" ? [] : [`imports: ${modules}`];
        const text = `${[...lines, ...imports].join("\n")}\n`;
        return {
          pieces: [{ ...fromFile(found.path, text), title: `Outline of ${found.shortPath}` }],
          summary: countOf(symbols.length, "symbol"),
        };
      },
    }),
  );

function missingFile(path: string, near: readonly string[]): ToolResult {
  const hint = near.length === 0 ? "" : ` Did you mean one of these? ${near.join(", ")}`;
  return nothingFound(`No file of the index is "${path}".${hint}`);
}

const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
