/** Documentation of what is installed, in its installed version. */
import type { ApiDocs } from "../../../ports/apiDocs.ts";
import { type ApisForTextDeps, findApisForText } from "../../apiDocs/apisForText.ts";
import { type AgentTool, agentTool, nothingFound } from "./agentTool.ts";

export interface DocsToolDeps {
  readonly engine: ApisForTextDeps["engine"] & ApiDocs;
  readonly maySend: ApisForTextDeps["maySend"];
}

const APIS = 8;
const MOST_TOKENS = 1_600;

export const docsTool = (deps: DocsToolDeps): AgentTool =>
  agentTool(
    {
      name: "api_docs",
      about:
        "Documentation of installed libraries, in the installed version: signatures, what they do, how this repository uses them.",
      params: {
        query: { kind: "text", about: "A name such as `requests.get`, or what is looked for." },
        package: { kind: "text", about: "The package; all when not given.", isOptional: true },
      },
    },
    ({ query, package: of }) => ({
      subject: of === undefined ? query : `${query} in ${of}`,
      run: async (signal) => {
        const asked = { question: query, package: of, limit: APIS, maxTokens: MOST_TOKENS };
        const pieces = await findApisForText(deps, asked, signal);
        if (pieces.length === 0) return nothingFound("No installed library has what fits this.");
        return {
          pieces: pieces.map((piece) => ({ ...piece, text: `${piece.title ?? ""}\n${piece.text}\n\n` })),
          summary: `${pieces.length} ${pieces.length === 1 ? "API" : "APIs"}`,
        };
      },
    }),
  );
