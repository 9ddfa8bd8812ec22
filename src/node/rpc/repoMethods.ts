/** Methods that ask the indexed repository. */

import * as z from "zod";
import { MOST_IMAGES } from "../../core/prompt/image.ts";
import { skipReasons } from "../../core/repo/indexStatus.ts";
import type { RepoMap } from "../../core/retrieval/repoMap.ts";
import { searchTargets } from "../../core/retrieval/search.ts";
import { graphRelations, nameMatches, referenceRoles } from "../../core/retrieval/symbolQuery.ts";
import { symbolKinds } from "../../core/syntax/outline/outline.ts";
import type {
  AskParams,
  AskResult,
  GraphParams,
  MapParams,
  OutlineParams,
  ReferencesParams,
  RpcAskProgress,
  RpcGraphEdge,
  RpcIndexReport,
  RpcOutline,
  RpcReference,
  RpcSearchHit,
  RpcSymbol,
  SearchParams,
  SymbolsParams,
} from "../../ports/rpc.ts";
import { editedPatch } from "./editMethods.ts";
import { type Conforms, count, indexStatus, type Mutable, path } from "./fields.ts";

const given = (what: string) =>
  z.string().refine((text) => text.trim() !== "", { error: `${what} must not be empty` });
const limitOf = (usual: number) =>
  z.int().min(1).optional().describe(`At most so many, and at most 1000; ${usual} when not given.`);
const line = z.int().min(1).describe("1-based.");
const endLine = z.int().min(1).describe("1-based, inclusive.");
const kind = z.enum(symbolKinds);
const container = z
  .string()
  .describe("Names around the symbol, outermost first, joined by `.`; empty at the top.");
const certainty = z.number().min(0).max(1);

const searchParams: z.ZodType<SearchParams> = z.object({
  query: given("The query").describe(
    "A question, an issue text, words or identifiers. Whatever its length, only its most telling words count.",
  ),
  target: z
    .enum(searchTargets)
    .optional()
    .describe("What is ranked: whole files, symbols, or pieces of files. `file` when not given."),
  limit: limitOf(20),
  explain: z.boolean().optional().describe("Gives each hit its `explanation`."),
});
const searchResult = z
  .array(
    z.object({
      path,
      line: line.optional().describe("First line, 1-based; absent for a file."),
      endLine: endLine.optional(),
      name: z.string().optional().describe("Of the symbol, or of the one around a piece of a file."),
      kind: kind.optional(),
      container: container.optional(),
      score: z.number().gt(0).describe("Unitless; comparable only within one answer."),
      explanation: z
        .array(
          z.object({
            part: z.string().describe("What of the scorer found it, such as `body`, `symbols`, `path`."),
            score: z.number().describe("What it adds to the score."),
            terms: z
              .array(z.string())
              .optional()
              .describe("Words of the query that it found, weightiest first."),
          }),
        )
        .optional()
        .describe("Its parts sum to the score."),
    }),
  )
  .describe("Best first. Empty when nothing is found.");

const symbolsParams: z.ZodType<SymbolsParams> = z.object({
  name: given("The name"),
  match: z
    .enum(nameMatches)
    .optional()
    .describe(
      "`prefix` and `fuzzy` ignore case; `fuzzy` takes letters in order, as `gUBI` for `getUserById`. `exact` when not given.",
    ),
  limit: limitOf(50),
});
const symbol = z.object({ path, line, endLine, name: z.string(), kind, container });
const symbolsResult = z.array(symbol).describe("Best first.");

const referencesParams: z.ZodType<ReferencesParams> = z.object({
  name: given("The name"),
  path: path
    .optional()
    .describe("Where the question is asked: files that import what this one means come first."),
  line: line.optional(),
  limit: limitOf(200),
});
const referencesResult = z
  .array(
    z.object({
      path,
      line,
      column: count.describe("0-based, UTF-16 units."),
      role: z.enum(referenceRoles).describe("How the name is used there."),
      within: z
        .string()
        .describe("Dotted name of the innermost symbol around it; empty at the top of a file."),
      text: z.string().describe("The line, trimmed, at most 160 characters."),
      score: certainty.describe("How sure it is that the name means the symbol asked for."),
    }),
  )
  .describe("Surest first.");

const outlineParams: z.ZodType<OutlineParams> = z.object({ path });
const outlineResult = z.object({
  symbols: z
    .array(
      z.object({
        line,
        endLine,
        name: z.string(),
        kind,
        container,
        signature: z
          .string()
          .describe(
            "The line of the name, trimmed, at most 160 characters; with parameters over lines joined, at most 300.",
          ),
        doc: z.string().optional().describe("The first sentence of what is written about it."),
      }),
    )
    .describe("In the order of their lines."),
  imports: z.array(z.object({ module: z.string().describe("As written, without quotes."), line })),
});

const graphParams: z.ZodType<GraphParams> = z.object({
  symbol: given("The symbol").describe(
    "A name or dotted name; for `imports` and `importedBy` also a path, as elsewhere.",
  ),
  relation: z.enum(graphRelations),
  path: path.optional().describe("Restricts the symbol to one file."),
  limit: limitOf(100),
});
const graphResult = z
  .array(
    z.object({
      path,
      line: line.describe("Of the neighbour's definition, 1-based."),
      name: z.string().describe("Dotted name; empty for a file."),
      kind: kind.optional(),
      sites: z
        .array(line)
        .describe("Lines that make the edge: in `path` for callers, in the symbol's file for callees."),
      score: certainty,
    }),
  )
  .describe("Surest first.");

const mapParams: z.ZodType<MapParams> = z.object({
  maxTokens: z.int().min(64).max(1_000_000).optional().describe("1024 when not given."),
});
const mapResult = z.object({
  text: z.string().describe("Paths with the signatures of their most used symbols."),
  tokens: count.describe("Estimated, at most `maxTokens`."),
  files: count.describe("Files shown."),
  allFiles: count.describe("Files that could have been shown."),
});

const indexReport = z.object({
  status: indexStatus,
  skippedFiles: z
    .array(z.object({ path, reason: z.enum(skipReasons) }))
    .describe("By path, at most 5000; a folder that is left out whole stands for its files."),
  store: z.object({
    access: z
      .enum(["write", "read", "none"])
      .describe("`read`: another process writes, or the disk is read-only. `none`: in memory only."),
    directory: z.string().optional().describe("Absolute."),
    sizeBytes: count,
    problem: z.string().optional().describe("What went wrong and what that means."),
  }),
  commits: count.describe("Commits whose messages are searched; 0 without history."),
  memoryBytes: count.describe("Of the index in memory."),
});

const askParams: z.ZodType<AskParams> = z.object({
  question: given("The question").describe("Names are best written as in code, in backquotes or not."),
  context: z
    .array(z.object({ path, line: line.optional(), endLine: endLine.optional() }))
    .max(50)
    .optional()
    .describe("What the question is about, for a model: files, or lines of them."),
  engine: z
    .enum(["auto", "builtin", "model"])
    .optional()
    .describe(
      "`builtin`: the index alone. `model`: the model that the settings name for chat. `auto`: the index where it answers exactly, else the model if one is set up. The setting `chat.engine` when not given.",
    ),
  images: z
    .array(z.string().min(1))
    .max(MOST_IMAGES)
    .optional()
    .describe(
      "Files of PNG, JPEG, GIF or WebP images that a model looks at: absolute, or as other paths. At most 2,048 pixels a side and 1.5 MB each are sent, without the notes of cameras and programs in them. One that cannot be sent is the error `invalidPath`.",
    ),
  checks: z
    .boolean()
    .optional()
    .describe(
      "Whether the checkers of the project may run in a copy: over files, by the model's tool `problems`, and over what it proposes, before and after. No when not given.",
    ),
  tests: z
    .boolean()
    .optional()
    .describe(
      "Whether tests may run in a copy: by the model's tool `run_tests`, and those that can notice what it proposes. No when not given.",
    ),
});
export const askProgress = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("text"),
    question: z.string(),
    text: z.string().describe("All that is said so far; its places are not checked yet."),
  }),
  z.object({
    kind: z.literal("tool"),
    question: z.string(),
    id: count.describe("Unique within the question."),
    name: z.string(),
    subject: z.string(),
    arguments: z.string().describe("As the model wrote them."),
    state: z.enum(["running", "asking", "done", "failed", "refused", "stopped"]),
    summary: z.string().optional(),
    elapsedMs: count.optional(),
  }),
]);
const askResult = z.object({
  engine: z.enum(["builtin", "model"]),
  markdown: z.string(),
  citations: z
    .array(z.object({ path, line: z.int().min(1), endLine: z.int().min(1) }))
    .describe(
      "Lines that bear out the answer, 1-based, inclusive, in its order; each exists at the time of asking.",
    ),
  rules: z.array(z.string()).optional().describe("Files with rules of the project that the model was given."),
  refused: z
    .string()
    .optional()
    .describe("Why there is no answer; `markdown` then tells what is nearest, if anything."),
  imagesUnread: z.string().optional().describe("Why nobody looked at the images of the question."),
  usage: z
    .object({
      requests: count,
      promptTokens: count,
      answerTokens: count,
      isEstimated: z.boolean().describe("The server did not count."),
    })
    .optional()
    .describe("Tokens of all requests to a model."),
  patches: z
    .array(editedPatch)
    .optional()
    .describe("What the model proposes to change, one for each folder and proposal. Nothing is changed."),
});

export type RepoConformance = [
  Conforms<typeof askResult, Mutable<AskResult>>,
  Conforms<typeof askProgress, RpcAskProgress>,
  Conforms<typeof searchResult, Mutable<readonly RpcSearchHit[]>>,
  Conforms<typeof symbolsResult, Mutable<readonly RpcSymbol[]>>,
  Conforms<typeof referencesResult, Mutable<readonly RpcReference[]>>,
  Conforms<typeof outlineResult, Mutable<RpcOutline>>,
  Conforms<typeof graphResult, Mutable<readonly RpcGraphEdge[]>>,
  Conforms<typeof mapResult, Mutable<RepoMap>>,
  Conforms<typeof indexReport, Mutable<RpcIndexReport>>,
];

const soFar =
  "Never waits for indexing: answers from what is indexed so far, as `status` and `index/progress` tell; ask `index/wait` first for the whole.";

export const repoMethods = {
  "index/report": {
    about: "What is in the index, what is not and why, and where it is kept. Answers at once.",
    params: z.object({}),
    result: indexReport,
  },
  search: {
    about: `Files, symbols or pieces of files that fit a text, ranked by words; by meaning too where the setting \`embeddings.model\` names a model. ${soFar}`,
    params: searchParams,
    result: searchResult,
  },
  symbols: { about: `Definitions by name. ${soFar}`, params: symbolsParams, result: symbolsResult },
  references: {
    about: `Places where a name stands in code, comments and strings left out. ${soFar}`,
    params: referencesParams,
    result: referencesResult,
  },
  outline: {
    about:
      "Symbols and imports of one file as it is now. A file that is not in the index is the error `notIndexed`.",
    params: outlineParams,
    result: outlineResult,
  },
  graph: {
    about: `Neighbours of a symbol or file: who calls it, what it calls, what it imports. ${soFar}`,
    params: graphParams,
    result: graphResult,
  },
  map: {
    about: `The repository's most used symbols as an outline of files, within a budget of tokens. ${soFar}`,
    params: mapParams,
    result: mapResult,
  },
  ask: {
    about:
      "Answers a question about the code: from the index what something is, where it is used, who calls it, how it is tested, what depends on it, who changed it; anything else by what says most about it, or, where the settings name a model, in its words, from what the index finds and the model looks up; places that it names are checked, and those that do not hold are marked. Waits up to a minute for indexing, which `index/progress` tells of; an answer from less than the whole index says so.",
    params: askParams,
    result: askResult,
  },
} as const;
