/** Problems as text for a terminal and for models. */
import { countOf } from "../../core/text/counts.ts";
import type { RpcProblems } from "../../ports/rpc.ts";

export function renderProblems({ problems, elsewhere, checkers, reasons }: RpcProblems): string {
  const lines = problems.map(({ path, line, code, message, by }) => {
    const place = `${path}:${line}: ${message.split("\n")[0]}`;
    return `${place}${code === "" ? "" : ` (${code})`} [${by}]`;
  });
  const others = elsewhere === 0 ? "" : `, and ${elsewhere} in other files`;
  const counts =
    checkers.length === 0
      ? "No checker of the project tells of these files"
      : `${countOf(problems.length, "problem")}${others}: ${checkers.join(", ")}`;
  return [...lines, ...reasons, counts].join("\n");
}
