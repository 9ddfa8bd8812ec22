/** Edits that a model proposes: located in the files as they are, shown to a person, applied by nobody else. */
import { applyAnswer } from "../../../core/patch/applyAnswer.ts";
import type { FileChange, FileTexts } from "../../../core/patch/fileTexts.ts";
import { parseAnswer } from "../../../core/patch/parse/parseAnswer.ts";
import { pathFault } from "../../../core/patch/pathGuard.ts";
import { renderDiff } from "../../../core/patch/renderDiff.ts";
import type { ChatPiece } from "../../../core/prompt/conversation.ts";
import { countOf } from "../../../core/text/counts.ts";
import type { EngineRoot } from "../../../ports/engine.ts";
import type { ProposedPatch } from "../../../ports/patchReview.ts";
import type { EditChecks } from "../../edit/checkersOfEdit.ts";
import { brokenText, type EditTests } from "../../edit/testEdit.ts";
import { EditVerifier, evidenceOf, type VerifiedEdit, type VerifyDeps } from "../../edit/verifyEdit.ts";
import { type AgentTool, type AskPerson, agentTool } from "./agentTool.ts";
import { visibleText } from "./visibleText.ts";

export interface ProposeToolDeps extends Pick<VerifyDeps, "engine" | "filesOf"> {
  /** With several, paths begin with a root's name. */
  readonly roots: () => readonly EngineRoot[];
  readonly onProposal: (patch: ProposedPatch) => void;
  /** Affected tests run with a proposal, in a copy, where the person allows it; not given: none are run. */
  readonly tests?: EditTests["session"] | undefined;
  /** The project's checkers likewise. */
  readonly checks?: EditChecks["session"] | undefined;
}

/** More files in one proposal are not read. */
const MOST_FILES = 40;
/** A longer diff is no reading for a question. UTF-16 units. */
const LONGEST_ASKED = 3_000;

export const proposeTool = (deps: ProposeToolDeps): AgentTool =>
  agentTool(
    {
      name: "propose_edit",
      about:
        "Proposes changes of files, which the person sees as a diff and accepts or rejects. Nothing is changed by the call. It is checked first, and what is found is told.",
      params: {
        title: { kind: "text", about: "What the change does, in a few words." },
        edits: {
          kind: "text",
          about:
            "Edit blocks. Each: a line with the path, a line `<<<<<<< SEARCH`, lines of the file exactly as they are, a line `=======`, the lines that replace them, a line `>>>>>>> REPLACE`. An empty search part makes a new file. Files are deleted and moved by `*** Begin Patch`, `*** Delete File: path`, or `*** Update File: path` with `*** Move to: path`, `*** End Patch`.",
        },
      },
    },
    ({ title, edits }) => ({
      subject: title,
      ...(deps.tests || deps.checks ? { mayAsk: true as const } : {}),
      run: async (signal, ask = async () => false) => {
        const { patches, pieces, refused, problems } = await proposalOf(deps, { title, edits, ask }, signal);
        for (const patch of patches) deps.onProposal(patch);
        const what = countOf(
          patches.reduce((sum, { changes }) => sum + changes.length, 0),
          "file",
        );
        const bad = problems === 0 ? what : `${what}, ${countOf(problems, "problem")}`;
        const summary = refused === 0 ? bad : `${what}, ${refused} refused`;
        return { pieces, summary, ...(patches.length > 0 ? {} : { isEmpty: true as const }) };
      },
    }),
  );

interface Proposal {
  /** One for each root. */
  readonly patches: readonly ProposedPatch[];
  /** What the model is told. */
  readonly pieces: readonly ChatPiece[];
  /** Edits that found no place. */
  readonly refused: number;
  /** Found with what is proposed. */
  readonly problems: number;
}

interface ProposedEdits {
  readonly title: string;
  readonly edits: string;
  readonly ask: AskPerson;
}

interface Below {
  readonly root: string;
  readonly path: string;
}

/** Of a path as the model knows files. */
function placeOf(path: string, roots: readonly EngineRoot[]): Below | undefined {
  const [only] = roots;
  if (roots.length === 1 && only) return { root: only.path, path };
  const root = roots.find(({ name }) => path.startsWith(`${name}/`));
  return root && { root: root.path, path: path.slice(root.name.length + 1) };
}

const absoluteOf = ({ root, path }: Below): string => `${root.replace(/\/$/, "")}/${path}`;

/** Texts that the edits are about, as a person has them. */
async function readEdited({ roots, filesOf }: ProposeToolDeps, answer: string): Promise<FileTexts> {
  const blocks = parseAnswer(answer, new Map());
  const named = blocks.flatMap(({ path, edit }) =>
    [path ?? [], edit.kind === "rename" ? edit.to : []].flat(),
  );
  const paths = [...new Set(named)].filter((path) => pathFault(path) === undefined).slice(0, MOST_FILES);
  const texts = await Promise.all(
    paths.map(async (path) => {
      const place = placeOf(path, roots());
      const found = place && (await (await filesOf(place.root)).read(place.path));
      return found?.kind === "text" ? [[path, found.text] as const] : [];
    }),
  );
  return new Map(texts.flat());
}

/** Whole or not at all: with an edit that has no place there is no patch. */
async function proposalOf(
  deps: ProposeToolDeps,
  { title, edits: answer, ask }: ProposedEdits,
  signal: AbortSignal,
): Promise<Proposal> {
  const texts = await readEdited(deps, answer);
  const applied = applyAnswer(texts, answer);
  const split = splitByRoot(applied.changes, deps.roots());
  const refused = [...applied.refused, ...split.refused];
  if (refused.length > 0 || applied.changes.length === 0) {
    const none =
      refused.length > 0
        ? "Nothing was proposed; mend these edits and call again:\n"
        : "The edits change nothing.\n";
    const reasons = refused.map(({ path, reason }): ChatPiece => {
      const text = `- Refused${path === undefined ? "" : ` in ${path}`}: ${reason}\n`;
      const place = path === undefined ? undefined : placeOf(path, deps.roots());
      return place ? { text, sources: [{ path: absoluteOf(place), isLibrary: false }] } : { text };
    });
    return { patches: [], pieces: [{ text: none }, ...reasons], refused: refused.length, problems: 0 };
  }
  const patches: ProposedPatch[] = [];
  const told: ChatPiece[] = [];
  let count = 0;
  for (const [root, changes] of split.byRoot) {
    const verified = await verify(deps, root, changes, ask, signal);
    patches.push({ title, root, changes, verdict: undefined, ...evidenceOf(verified, changes) });
    const problems = problemsOf(verified, root, changes);
    count += problems.length;
    told.push(...problems, ...outcomesOf(verified));
  }
  const paths = applied.changes.map(({ path }) => path).join(", ");
  const shown = { text: `Shown to the person as a proposal, who decides: ${paths}\n` };
  const faulty = { text: "It has problems, which the person is shown too; a better proposal is welcome:\n" };
  return { patches, pieces: [shown, ...(count > 0 ? [faulty] : []), ...told], refused: 0, problems: count };
}

async function verify(
  { engine, filesOf, tests, checks }: ProposeToolDeps,
  root: string,
  changes: readonly FileChange[],
  ask: AskPerson,
  signal: AbortSignal,
): Promise<VerifiedEdit> {
  const consent = (question: string) => ask(`${question}\n\n${readable(changes)}`);
  const verifier = new EditVerifier(
    {
      engine,
      filesOf,
      tests: tests && { session: tests, consent },
      checks: checks && { session: checks, consent },
    },
    root,
  );
  try {
    return await verifier.verify(changes, signal);
  } finally {
    await verifier.dispose();
  }
}

/** What would run, for the person who is asked: all of it, or of which files it is. */
function readable(changes: readonly FileChange[]): string {
  // The lines below say of which files it is, too.
  const diff = renderDiff(changes)
    .replaceAll("\r\n", "\n")
    .replace(/^diff --git .*\n(?=(?:(?!diff --git ).*\n)*--- )/gm, "")
    .trimEnd();
  if (diff.length <= LONGEST_ASKED && visibleText(diff) === diff) return diff;
  return `It changes ${changes.map(({ path }) => path).join(", ")}.`;
}

/** What the model may mend. */
function problemsOf(
  { checked, diagnosed, tested }: VerifiedEdit,
  root: string,
  changes: readonly FileChange[],
): readonly ChatPiece[] {
  const sourceOf = (path: string) => [{ path: absoluteOf({ root, path }), isLibrary: false }];
  const found = [...checked.problems, ...(diagnosed?.appeared ?? [])];
  const sources = changes.flatMap(({ path }) => sourceOf(path));
  return [
    ...found.map(({ path, text }) => ({ text: `- ${text}\n`, sources: sourceOf(path) })),
    ...(tested?.broken ?? []).map((outcome) => ({ text: brokenText(outcome), sources })),
  ];
}

/** What was run and what was not, so that the model claims no more. */
function outcomesOf({ diagnosed, tested }: VerifiedEdit): readonly ChatPiece[] {
  const facts = [...(diagnosed?.facts ?? []), ...(tested?.facts ?? [])];
  return facts.length === 0 ? [] : [{ text: `${facts.map(({ text }) => text).join(". ")}.\n` }];
}

/** A patch is applied below one folder of the workspace. */
function splitByRoot(changes: readonly FileChange[], roots: readonly EngineRoot[]) {
  const byRoot = new Map<string, FileChange[]>();
  const refused: { readonly path: string; readonly reason: string }[] = [];
  for (const change of changes) {
    const place = placeOf(change.path, roots);
    const from = change.kind === "renamed" ? placeOf(change.from, roots) : place;
    if (!place) {
      const names = roots.map(({ name }) => `"${name}/"`).join(", ");
      refused.push({ path: change.path, reason: `paths begin with the name of a folder: ${names}` });
    } else if (from?.root !== place.root)
      refused.push({ path: change.path, reason: "a file is not moved to another folder of the workspace" });
    else {
      const own = { ...change, path: place.path, ...(change.kind === "renamed" ? { from: from.path } : {}) };
      byRoot.set(place.root, [...(byRoot.get(place.root) ?? []), own]);
    }
  }
  return { byRoot, refused };
}
