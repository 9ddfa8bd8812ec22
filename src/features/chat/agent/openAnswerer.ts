/** A model with all tools that its surroundings have. Loaded when a model is asked first. */
import type { ApiDocs } from "../../../ports/apiDocs.ts";
import type { ProposedPatch } from "../../../ports/patchReview.ts";
import { findApisForText } from "../../apiDocs/apisForText.ts";
import type { Egress } from "../../completion/egress.ts";
import type { AgentTool } from "./agentTool.ts";
import { type CheckersToolDeps, checkersTool } from "./checkersTool.ts";
import { type DocsToolDeps, docsTool } from "./docsTool.ts";
import { type GitToolsDeps, gitTools } from "./gitTools.ts";
import { ModelAnswerer, type ModelAnswererDeps } from "./modelAnswerer.ts";
import { type ProblemsToolDeps, problemsTool } from "./problemsTool.ts";
import { type ProposeToolDeps, proposeTool } from "./proposeTool.ts";
import { type RepoToolsDeps, repoTools } from "./repoTools.ts";
import { type SnippetToolDeps, snippetTool } from "./snippetTool.ts";
import { type TestToolDeps, testTool } from "./testTool.ts";

export interface OpenAnswererDeps extends Omit<ModelAnswererDeps, "tools" | "docs" | "engine"> {
  readonly engine: RepoToolsDeps["engine"] & DocsToolDeps["engine"] & ApiDocs & ProposeToolDeps["engine"];
  readonly search: RepoToolsDeps["search"];
  readonly egress: Pick<Egress, "verdict">;
  /** Each tool is offered where its surroundings are there. */
  readonly diagnostics?: ProblemsToolDeps["diagnostics"] | undefined;
  /** Without an editor that shows problems, the project's checkers tell them. */
  readonly checking?: Pick<CheckersToolDeps, "session" | "roots"> | undefined;
  readonly past?: Pick<GitToolsDeps, "git" | "roots"> | undefined;
  readonly snippets?: SnippetToolDeps | undefined;
  readonly tests?: TestToolDeps["tests"] | undefined;
  /** Tools of the editor that a person chose; those called like our own are left out. */
  readonly hostTools?: readonly AgentTool[] | undefined;
  readonly proposing?: Omit<ProposeToolDeps, "engine"> | undefined;
}

/** Documentation told with the question. */
const FIRST_TOKENS = 800;

export function openAnswerer(deps: OpenAnswererDeps): ModelAnswerer {
  const { egress, diagnostics, checking, past, snippets, tests, proposing, hostTools = [] } = deps;
  const docs: DocsToolDeps = {
    engine: deps.engine,
    maySend: async (source) => (await egress.verdict(source)) === "allowed",
  };
  let proposals = 0;
  const counted = proposing && {
    ...proposing,
    onProposal: (patch: ProposedPatch): void => {
      proposals++;
      proposing.onProposal(patch);
    },
  };
  const own: readonly AgentTool[] = [
    ...repoTools(deps),
    docsTool(docs),
    ...(diagnostics ? [problemsTool({ ...deps, diagnostics })] : []),
    ...(checking && !diagnostics ? [checkersTool({ ...deps, ...checking })] : []),
    ...(past ? gitTools({ ...deps, ...past }) : []),
    ...(tests ? [testTool({ tests })] : []),
    ...(snippets ? [snippetTool(snippets)] : []),
    ...(counted ? [proposeTool({ ...counted, engine: deps.engine })] : []),
  ];
  const taken = new Set(own.map(({ name }) => name));
  return new ModelAnswerer({
    ...deps,
    proposals: () => proposals,
    tools: [...own, ...hostTools.filter(({ name }) => !taken.has(name))],
    docs: (question, signal) => findApisForText(docs, { question, maxTokens: FIRST_TOKENS }, signal),
  });
}
