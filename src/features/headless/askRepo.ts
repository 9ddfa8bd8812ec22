import type { RepoAnswer, RepoQuestion, RpcHandlers } from "../../ports/rpc.ts";

/** Asks one question; the answer stands beside it. */
export async function askRepo(
  handlers: RpcHandlers,
  question: RepoQuestion,
  signal: AbortSignal,
): Promise<RepoAnswer> {
  switch (question.method) {
    case "search":
      return { ...question, result: await handlers.search(question.params, signal) };
    case "symbols":
      return { ...question, result: await handlers.symbols(question.params, signal) };
    case "references":
      return { ...question, result: await handlers.references(question.params, signal) };
    case "outline":
      return { ...question, result: await handlers.outline(question.params, signal) };
    case "graph":
      return { ...question, result: await handlers.graph(question.params, signal) };
    case "docs/packages":
      return { ...question, result: await handlers["docs/packages"](question.params, signal) };
    case "docs/search":
      return { ...question, result: await handlers["docs/search"](question.params, signal) };
    case "docs/versions":
      return { ...question, result: await handlers["docs/versions"](question.params, signal) };
    case "docs/compare":
      return { ...question, result: await handlers["docs/compare"](question.params, signal) };
    case "docs/show":
      return { ...question, result: await handlers["docs/show"](question.params, signal) };
    case "ask":
      return { ...question, result: await handlers.ask(question.params, signal) };
    case "map":
      return { ...question, result: await handlers.map(question.params, signal) };
  }
}
