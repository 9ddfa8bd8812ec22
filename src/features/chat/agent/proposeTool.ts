/** Edits that a model proposes: located in the files as they are, shown to a person, applied by nobody else. */
import { applyAnswer } from "../../../core/patch/applyAnswer.ts";
import type { FileTexts } from "../../../core/patch/fileTexts.ts";
import { parseAnswer } from "../../../core/patch/parse/parseAnswer.ts";
import { pathFault } from "../../../core/patch/pathGuard.ts";
import { protectionOfChange, protectionTexts } from "../../../core/patch/protectedPaths.ts";
import type { ChatPiece } from "../../../core/prompt/conversation.ts";
import type { PatchFact, ProposedPatch } from "../../../ports/patchReview.ts";
import type { UserFiles } from "../../../ports/userFiles.ts";
import { type AgentTool, agentTool } from "./agentTool.ts";

export interface ProposeToolDeps {
  /** Absolute folder that edits are made in. */
  readonly root: string;
  readonly files: Pick<UserFiles, "read">;
  readonly onProposal: (patch: ProposedPatch) => void;
}

/** More files in one proposal are not read. */
const MOST_FILES = 40;

export const proposeTool = (deps: ProposeToolDeps): AgentTool =>
  agentTool(
    {
      name: "propose_edit",
      about:
        "Proposes changes of files, which the person sees as a diff and accepts or rejects. Nothing is changed by the call.",
      params: {
        title: { kind: "text", about: "What the change does, in a few words." },
        edits: {
          kind: "text",
          about:
            "Edit blocks. Each: a line with the path, a line `<<<<<<< SEARCH`, lines of the file exactly as they are, a line `=======`, the lines that replace them, a line `>>>>>>> REPLACE`. An empty search part makes a new file.",
        },
      },
    },
    ({ title, edits }) => ({
      subject: title,
      run: async () => {
        const { patch, pieces, refused } = await proposalOf(deps, title, edits);
        if (patch) deps.onProposal(patch);
        const count = patch?.changes.length ?? 0;
        const what = `${count} ${count === 1 ? "file" : "files"}`;
        const summary = refused === 0 ? what : `${what}, ${refused} refused`;
        return { pieces, summary, ...(patch ? {} : { isEmpty: true as const }) };
      },
    }),
  );

export interface Proposal {
  readonly patch: ProposedPatch | undefined;
  /** What the model is told. */
  readonly pieces: readonly ChatPiece[];
  /** Edits that found no place. */
  readonly refused: number;
}

/** Texts that an answer's edits are about, as a person has them. */
export async function readEdited(
  { files }: Pick<ProposeToolDeps, "files">,
  answer: string,
): Promise<FileTexts> {
  const blocks = parseAnswer(answer, new Map());
  const paths = [...new Set(blocks.flatMap(({ path }) => path ?? []))]
    .filter((path) => pathFault(path) === undefined)
    .slice(0, MOST_FILES);
  const texts = await Promise.all(
    paths.map(async (path) => {
      const found = await files.read(path);
      return found.kind === "text" ? [[path, found.text] as const] : [];
    }),
  );
  return new Map(texts.flat());
}

/** Whole or not at all: with an edit that has no place there is no patch. */
export async function proposalOf(deps: ProposeToolDeps, title: string, answer: string): Promise<Proposal> {
  const { root } = deps;
  const texts = await readEdited(deps, answer);
  const { changes, refused } = applyAnswer(texts, answer);
  const reasons = refused.map(({ path, reason }): ChatPiece => {
    const text = `- Refused${path === undefined ? "" : ` in ${path}`}: ${reason}\n`;
    return path === undefined ? { text } : { text, sources: [{ path: `${root}/${path}`, isLibrary: false }] };
  });
  if (refused.length > 0 || changes.length === 0) {
    const none =
      refused.length > 0
        ? "Nothing was proposed; mend these edits and call again:\n"
        : "The edits change nothing.\n";
    return { patch: undefined, pieces: [{ text: none }, ...reasons], refused: refused.length };
  }
  const patch: ProposedPatch = { title, root, changes, verdict: undefined, evidence: factsOf(changes) };
  const paths = changes.map(({ path }) => path).join(", ");
  return {
    patch,
    pieces: [{ text: `Shown to the person as a proposal, who decides: ${paths}\n` }],
    refused: 0,
  };
}

function factsOf(changes: ProposedPatch["changes"]): readonly PatchFact[] {
  const guarded = changes.flatMap((change) => {
    const protection = protectionOfChange(change);
    return protection === undefined ? [] : [`${change.path}: ${protectionTexts[protection]}`];
  });
  return [
    { kind: "open", text: "No test was run for it" },
    ...(guarded.length === 0
      ? []
      : [{ kind: "bad" as const, text: "It changes protected files", details: guarded }]),
  ];
}
