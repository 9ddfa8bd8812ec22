/** The tools of `touchstone mcp`: questions of `touchstone rpc` that read only, with their answers as text. */
import * as z from "zod";
import type {
  RepoAnswer,
  RpcHandlers,
  RpcIndexStatus,
  RpcProblems,
  RpcTests,
  RpcTestsRun,
} from "../../ports/rpc.ts";
import { path } from "../rpc/fields.ts";
import { methods } from "../rpc/methods.ts";
import type { McpTool, Progress } from "./protocol.ts";

export interface McpToolsDeps {
  readonly handlers: RpcHandlers;
  /** Told while files are indexed. */
  readonly onIndexStatus: (listener: (status: RpcIndexStatus) => void) => { dispose(): void };
  /** Lines of a file of the workspace, 1-based, inclusive. @throws RpcError where it may not be read */
  readonly readLines: (place: ReadParams, signal: AbortSignal) => Promise<string>;
  readonly render: {
    answer(answer: RepoAnswer): string;
    tests(tests: RpcTests): string;
    run(run: RpcTestsRun): string;
    problems(problems: RpcProblems): string;
  };
  /** Lines and commits of the past, by git; undefined where git is not asked. @throws Error whose message is told */
  readonly past?:
    | ((name: "blame" | "show", params: object, signal: AbortSignal) => Promise<string>)
    | undefined;
  /** Whether tests and checkers may run at all. */
  readonly isTrusted: boolean;
}

export interface ReadParams {
  readonly path: string;
  readonly startLine?: number | undefined;
  readonly endLine?: number | undefined;
}

const readParams: z.ZodType<ReadParams> = z.object({
  path,
  startLine: z.int().min(1).optional().describe("1-based; the first line when not given."),
  endLine: z.int().min(1).optional().describe("1-based, inclusive; 200 lines when not given."),
});

type Told = Pick<McpTool, "name" | "title" | "description">;

/** Questions about the repository, by the method that answers each. */
const repoTools: readonly (Told & { readonly method: RepoAnswer["method"] })[] = [
  {
    ...{ name: "search", title: "Search the repository", method: "search" },
    description:
      "Files, symbols or pieces of files that fit a question, an issue text, words or identifiers, best first, with path and line. Use it first when it is not known where something is.",
  },
  {
    ...{ name: "symbols", title: "Find definitions", method: "symbols" },
    description: "Where functions, classes and other symbols of a name are defined.",
  },
  {
    ...{ name: "references", title: "Find references", method: "references" },
    description:
      "Places where a name is used in code, told apart from comments and texts. With path and line of a definition, those that mean this definition.",
  },
  {
    ...{ name: "graph", title: "Callers, callees, implementers", method: "graph" },
    description:
      "What calls a symbol, what it calls, what implements or extends it, and what imports a file.",
  },
  {
    ...{ name: "outline", title: "Outline of a file", method: "outline" },
    description: "Symbols and imports of one file with their lines, without the text.",
  },
  {
    ...{ name: "repo_map", title: "Map of the repository", method: "map" },
    description: "The most used symbols of the repository by file, within a budget of tokens.",
  },
  {
    ...{ name: "ask", title: "Ask about the repository", method: "ask" },
    description:
      "An answer from the index alone, without a model, with the lines that prove it: what something is, where it is used, how it is tested, what depends on it, who changed it. Says so when it is not there.",
  },
  {
    ...{ name: "docs_packages", title: "Installed libraries", method: "docs/packages" },
    description: "Libraries that are installed for the workspace, with their versions.",
  },
  {
    ...{ name: "docs_search", title: "Search API documentation", method: "docs/search" },
    description:
      "APIs of the installed versions of libraries that fit a question: signature, what they say, where the workspace uses them.",
  },
  {
    ...{ name: "docs_show", title: "Show API documentation", method: "docs/show" },
    description: "What the installed version of a library says about a name, such as `Session.get`.",
  },
];

export function mcpTools(deps: McpToolsDeps): readonly McpTool[] {
  const { handlers, render } = deps;
  const asked = repoTools.map(({ method, ...told }): McpTool => {
    const ask = handlers[method] as (params: unknown, signal: AbortSignal) => Promise<never>;
    return {
      ...told,
      params: methods[method].params,
      isReadOnly: true,
      async call(params, signal, onProgress) {
        if (!method.startsWith("docs/")) await indexed(deps, signal, onProgress);
        const result = await ask.call(handlers, params, signal);
        return render.answer({ method, params: params as never, result });
      },
    };
  });
  return [
    ...asked,
    readTool(deps),
    ...pastTools(deps),
    discoverTool(deps),
    ...(deps.isTrusted ? [problemsTool(deps), runTool(deps)] : []),
  ];
}

/** What is asked before all files are known would be answered from a part. */
async function indexed(
  { handlers, onIndexStatus }: McpToolsDeps,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  let last = -1;
  const listener = onIndexStatus(({ filesDone, filesTotal }) => {
    // Progress may only grow.
    if (filesDone <= last) return;
    last = filesDone;
    onProgress({ progress: filesDone, total: filesTotal, message: "Indexing" });
  });
  try {
    await handlers["index/wait"]({}, signal);
  } finally {
    listener.dispose();
  }
}

const readTool = ({ readLines }: McpToolsDeps): McpTool => ({
  name: "read",
  title: "Read lines of a file",
  description:
    "Lines of a file of the workspace as they are on disk, each with its number. Files that ignore files, settings or their names keep secret are refused.",
  params: readParams,
  isReadOnly: true,
  call: (params, signal) => readLines(params as ReadParams, signal),
});

const pastTools = ({ past }: McpToolsDeps): readonly McpTool[] =>
  past === undefined
    ? []
    : [
        {
          name: "blame",
          title: "Who changed lines",
          description: "Who last changed each line of a file, when and why, by git.",
          params: z.object({
            path,
            line: z.int().min(1).describe("1-based."),
            endLine: z
              .int()
              .min(1)
              .optional()
              .describe("1-based, inclusive; the first alone when not given."),
          }),
          isReadOnly: true,
          call: (params, signal) => past("blame", params as object, signal),
        },
        {
          name: "show",
          title: "Show a commit",
          description: "A commit: its message and what it changed.",
          params: z.object({
            commit: z.string().describe("Its name in hexadecimal digits, at least four of them."),
            path: z.string().optional().describe("Only changes of files whose path holds this."),
          }),
          isReadOnly: true,
          call: (params, signal) => past("show", params as object, signal),
        },
      ];

const discoverTool = ({ handlers, render }: McpToolsDeps): McpTool => ({
  name: "tests_discover",
  title: "Find tests",
  description: "Tests of the workspace and how they are run, by their texts alone; nothing is run.",
  params: methods["tests/discover"].params,
  isReadOnly: true,
  call: async (_params, signal) => render.tests(await handlers["tests/discover"]({}, signal)),
});

const problemsTool = ({ handlers, render }: McpToolsDeps): McpTool => ({
  name: "problems",
  title: "Find problems",
  description:
    "What the project's own compilers, type checkers and linters find in files, run in a copy of the working files and in a sandbox. Refused where no sandbox works.",
  params: methods.problems.params,
  isReadOnly: false,
  call: async (params, signal) => render.problems(await handlers.problems(params as never, signal)),
});

const runTool = ({ handlers, render }: McpToolsDeps): McpTool => ({
  name: "tests_run",
  title: "Run tests",
  description:
    "Runs tests by the ids that tests_discover gives, or all, in a copy of the working files and in a sandbox. Refused where no sandbox works.",
  params: methods["tests/run"].params,
  isReadOnly: false,
  call: async (params, signal) => render.run(await handlers["tests/run"](params as never, signal)),
});
