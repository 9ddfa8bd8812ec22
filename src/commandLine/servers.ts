/** Commands that answer other programs until these hang up. */
import { gitTools } from "../features/chat/agent/gitTools.ts";
import { askPast } from "../features/headless/askPast.ts";
import { readLines } from "../features/headless/readLines.ts";
import { renderAnswer } from "../features/headless/renderAnswer.ts";
import { renderProblems } from "../features/headless/renderProblems.ts";
import { renderTests, renderTestsRun } from "../features/headless/renderTests.ts";
import { toRelative } from "../features/headless/rootPaths.ts";
import { toRpcIndexStatus } from "../features/headless/rpcIndexStatus.ts";
import { nodePackageFiles } from "../node/files/packageFiles.ts";
import { createPastGit } from "../node/git/pastGit.ts";
import { McpServer } from "../node/mcp/mcpServer.ts";
import { mcpTools } from "../node/mcp/mcpTools.ts";
import { RpcServer } from "../node/rpc/rpcServer.ts";
import type { Opening } from "./folders.ts";
import { openSession } from "./openSession.ts";
import { version } from "./program.ts";
import { readText } from "./texts.ts";

export async function serveRpc(opening: Opening): Promise<void> {
  const { engine, session, log, close } = openSession(opening, {
    feedsCompletion: true,
    onAskProgress: (progress) => server.notify("ask/progress", progress),
    onFixProgress: (progress) => server.notify("fix/progress", progress),
    onTestProgress: (progress) => server.notify("tests/progress", progress),
    onWriteProgress: (progress) => server.notify("write/progress", progress),
  });
  const server = new RpcServer({ input: process.stdin, output: process.stdout, handlers: session, log });
  engine.onStatus((status) => server.notify("index/progress", toRpcIndexStatus(status)));
  await server.serve();
  await close();
  process.stdin.destroy();
}

const mcpInstructions =
  "Answers about the code of this workspace and the installed versions of its libraries from an index on this machine: search, definitions, references, call graph, API documentation, tests. Prefer it to reading whole files or guessing an API. Paths are relative to the workspace, lines 1-based.";

export async function serveMcp(opening: Opening): Promise<void> {
  const { engine, session, log, maySend, close } = openSession(opening, { feedsCompletion: false });
  const { roots, isTrusted } = opening;
  await session.initialize({}, new AbortController().signal);
  const show = (path: string): string => path;
  const readable = {
    roots,
    realPath: (path: string) => nodePackageFiles.realPath(path),
    maySend: (path: string) => maySend({ path, isLibrary: false }),
    readText: (path: string) => readText(path).catch(() => undefined),
  };
  const past = gitTools({
    git: createPastGit(process.env),
    engine,
    shortPath: (path) => toRelative(path, roots),
    roots: () => roots,
  });
  const tools = mcpTools({
    handlers: session,
    onIndexStatus: (listener) => engine.onStatus((status) => listener(toRpcIndexStatus(status))),
    readLines: (wanted) => readLines(wanted, readable),
    render: {
      answer: (answer) => renderAnswer(answer, show),
      tests: renderTests,
      run: renderTestsRun,
      problems: renderProblems,
    },
    isTrusted,
    past: isTrusted ? askPast({ tools: past, maySend }) : undefined,
  });
  const { stdin: input, stdout: output } = process;
  await new McpServer({ input, output, tools, instructions: mcpInstructions, version, log }).serve();
  await close();
  process.stdin.destroy();
}
