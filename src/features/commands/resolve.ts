/** `/resolve`: proposals for the conflicts of a merge that stopped, as a patch; where no result is sure, the conflict is left. */
import { type Conflict, findConflicts, hasMarkers } from "../../core/changes/conflicts.ts";
import type { MergeRule } from "../../core/changes/mergeTokens.ts";
import {
  type MergeTexts,
  type Resolution,
  resolveText,
  withResolutions,
} from "../../core/changes/resolve.ts";
import type { Citation } from "../../core/chat/answer.ts";
import { escapeMarkdown, inlineCode, renderPlace } from "../../core/chat/renderAnswer.ts";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { findLanguage, languageIdOf } from "../../core/syntax/language.ts";
import { countOf } from "../../core/text/counts.ts";
import type { PatchFact, ProposedPatch } from "../../ports/patchReview.ts";
import { type AskedResolutions, askAboutLeft } from "./resolveByModel.ts";
import { testResolved } from "./resolveTests.ts";
import { type CommandDeps, type CommandHandler, type CommandRequest, refusal } from "./slashCommand.ts";

const MOST_FILES = 50;

const told: Readonly<Record<MergeRule, string>> = {
  same: "both sides are the same",
  oneSide: "only one side changed more than white space",
  tokens: "both sides' changes stand apart and are both kept",
  imports: "both sides' imports are kept",
};

interface Resolved {
  readonly path: string;
  readonly relative: string;
  readonly text: string;
  readonly resolutions: readonly Resolution[];
  /** What parsing refused. */
  readonly refused: number;
  readonly left: readonly Conflict[];
}

export const resolve: CommandHandler = async (deps, request, listener, signal) => {
  if (!deps.trust.isTrusted())
    return refusal(
      "The sides of a merge are read by git, which does not run in an untrusted workspace: trust it first",
    );
  listener.onProgress?.("Looking for conflicts");
  const found = await conflictedIn(deps, request, signal);
  if (found === undefined || found.paths.length === 0)
    return refusal("There is nothing to resolve: git knows of no file with conflicts in this workspace");
  const files: Resolved[] = [];
  for (const relative of found.paths.slice(0, MOST_FILES)) {
    listener.onProgress?.(`Merging ${relative}`);
    const one = await resolveFile(deps, found.repository, relative, signal);
    if (one !== undefined) files.push(one);
  }
  if (files.length === 0)
    return refusal(
      "There is nothing to resolve: no file with conflicts has markers left, or they are no text",
    );
  const asked = await askAboutLeft(
    deps,
    request,
    files,
    (file, one) => breaks(deps, { ...file, languageId: languageIdOf(file.path) ?? "" }, one, signal),
    listener,
    signal,
  );
  const sure = files.map((file) => ({ file, after: withResolutions(file.text, file.resolutions) }));
  const all = files.map((file) => {
    const own = asked.proposals.flatMap((one) => (one.file === file ? [one.resolution] : []));
    return { file, after: withResolutions(file.text, [...file.resolutions, ...own]) };
  });
  const isAllResolved = all.every(({ after }) => !hasMarkers(after.split("\n")));
  const open: PatchFact = { kind: "open", text: "Not tested: conflicts are left" };
  const tested = isAllResolved
    ? await testResolved(deps, found.repository, changesOf(all), listener, signal)
    : open;
  const isByModel = asked.proposals.length > 0;
  const patches = [
    ...patchOf(files, found.repository, changesOf(sure), isByModel ? open : tested),
    ...patchByModel(files, found.repository, changesOf(all), asked, tested),
  ];
  return {
    markdown: render(files, deps, asked, isAllResolved ? tested : undefined),
    citations: files.flatMap(({ path, left, resolutions }): Citation[] =>
      [...resolutions, ...left].map(({ start, end }) => ({ path, line: start, endLine: end - 1 })),
    ),
    patches,
    ...(asked.model === undefined ? {} : { model: asked.model }),
  };
};

type Changed = Extract<FileChange, { readonly kind: "changed" }>;

const changesOf = (
  texts: readonly { readonly file: Resolved; readonly after: string }[],
): readonly Changed[] =>
  texts.flatMap(({ file: { relative, text }, after }) =>
    after === text ? [] : [{ kind: "changed", path: relative, before: text, after }],
  );

/** The file at hand when it has conflicts, else all that have. */
async function conflictedIn({ git, roots }: CommandDeps, { place }: CommandRequest, signal: AbortSignal) {
  for (const { path: root } of roots()) {
    const found = await git.conflicted(root, signal);
    if (found === undefined || found.paths.length === 0) continue;
    const own = found.paths.filter((relative) => `${found.repository}/${relative}` === place?.path);
    return own.length > 0 ? { ...found, paths: own } : found;
  }
  return undefined;
}

async function resolveFile(
  deps: CommandDeps,
  repository: string,
  relative: string,
  signal: AbortSignal,
): Promise<Resolved | undefined> {
  const path = `${repository}/${relative}`;
  const text = await deps.readText(path);
  if (text === undefined || !hasMarkers(text.split("\n"))) return undefined;
  const stages = await deps.git.stages(repository, relative, signal);
  const isWhole = stages?.base !== undefined && stages.ours !== undefined && stages.theirs !== undefined;
  const texts = isWhole ? (stages as MergeTexts) : undefined;
  const languageId = languageIdOf(path) ?? "";
  const isCode = findLanguage(languageId)?.checksParse === true;
  const { resolutions, left } = resolveText(text, texts, isCode);
  const kept: Resolution[] = [];
  for (const one of resolutions)
    if (!(await breaks(deps, { path, languageId, text }, one, signal))) kept.push(one);
  return { path, relative, text, resolutions: kept, refused: resolutions.length - kept.length, left };
}

/** Whether the file would not parse with a proposal in place and our side in all others. */
async function breaks(
  { engine }: CommandDeps,
  { path, languageId, text }: { readonly path: string; readonly languageId: string; readonly text: string },
  one: Pick<Resolution, "start" | "end" | "lines">,
  signal: AbortSignal,
): Promise<boolean> {
  const others = findConflicts(text.split("\n"))
    .filter(({ start, end }) => end <= one.start || start >= one.end)
    .map(({ start, end, ours }): Resolution => ({ start, end, lines: ours, rule: "oneSide" }));
  const without = withResolutions(text, [...others, { ...one, lines: [] }]);
  const moved = others
    .filter(({ start }) => start < one.start)
    .reduce((sum, { start, end, lines }) => sum + lines.length - (end - start), 0);
  const offset = without
    .split("\n")
    .slice(0, one.start + moved)
    .reduce((sum, line) => sum + line.length + 1, 0);
  const insert = one.lines.map((line) => `${line}\n`).join("");
  if (insert === "") return false;
  const check = { path, languageId, text: without, replace: { start: offset, end: offset }, insert };
  return (await engine.checkParse(check, signal)) === "breaks";
}

function patchOf(
  files: readonly Resolved[],
  repository: string,
  changes: readonly Changed[],
  tested: PatchFact,
): readonly ProposedPatch[] {
  if (changes.length === 0) return [];
  const title = `Resolve ${countOf(resolvedIn(files), "conflict")}`;
  const evidence = [merged(files), tested];
  return [{ title, root: repository, changes, verdict: undefined, ...headingOf(tested), evidence }];
}

/** With those that are sure, so that it can be taken instead of the other patch. */
function patchByModel(
  files: readonly Resolved[],
  repository: string,
  changes: readonly Changed[],
  { proposals, prose }: Asked,
  tested: PatchFact,
): readonly ProposedPatch[] {
  if (proposals.length === 0) return [];
  const sure = resolvedIn(files);
  const count = countOf(sure + proposals.length, "conflict");
  const title =
    sure === 0
      ? `Resolve ${count}, by the model`
      : `Resolve ${count}, ${proposals.length} of them by the model`;
  const proposed: PatchFact = {
    kind: "open",
    text: `${countOf(proposals.length, "proposal")} of the model, parsed where the language is checked`,
    details: proposals.map(({ file, resolution }) => `${file.relative}:${resolution.start + 1}`),
  };
  const evidence = [...(sure === 0 ? [] : [merged(files)]), proposed, tested];
  const patch = { title, root: repository, changes, verdict: undefined, ...headingOf(tested), evidence };
  return [prose === "" ? patch : { ...patch, explanation: prose }];
}

/** What stands above the evidence. */
const headingOf = ({ kind }: PatchFact): Pick<ProposedPatch, "heading"> =>
  kind === "open" ? {} : { heading: kind === "good" ? "Tests Pass" : "Tests Fail" };

const resolvedIn = (files: readonly Resolved[]): number =>
  files.reduce((sum, { resolutions }) => sum + resolutions.length, 0);

const merged = (files: readonly Resolved[]): PatchFact => ({
  kind: "good",
  text: "Merged by words from the three sides, parsed where the language is checked",
  details: files.flatMap(({ relative, resolutions }) =>
    resolutions.map(({ start, rule }) => `${relative}:${start + 1} ${told[rule]}`),
  ),
});

type Asked = AskedResolutions<Resolved>;

function render(
  files: readonly Resolved[],
  { shortPath }: Pick<CommandDeps, "shortPath">,
  { proposals, refused: unfit, why }: Asked,
  tested: PatchFact | undefined,
): string {
  const sure = resolvedIn(files);
  const all = sure + files.reduce((sum, { left, refused }) => sum + left.length + refused, 0);
  const place = (path: string, line: number) =>
    renderPlace({ path, line, endLine: line }, shortPath) ?? inlineCode(path);
  const fateOf = (file: Resolved, start: number): string => {
    if (proposals.some((one) => one.file === file && one.resolution.start === start))
      return "is not sure: the model has a proposal";
    if (unfit.some((one) => one.file === file && one.conflict.start === start))
      return "is left to you: the model's proposal would not parse";
    return "is left to you: no result is sure";
  };
  const lines = files.flatMap((file) => [
    ...[
      ...file.resolutions.map(({ start, rule }) => ({ start, said: told[rule] })),
      ...file.left.map(({ start }) => ({ start, said: fateOf(file, start) })),
    ]
      .toSorted((a, b) => a.start - b.start)
      .map(({ start, said }) => `- ${place(file.path, start)} ${said}`),
    ...(file.refused > 0
      ? [
          `- ${place(file.path, 0)} ${countOf(file.refused, "proposal")} would not parse and ${file.refused === 1 ? "is" : "are"} left out`,
        ]
      : []),
  ]);
  const more = proposals.length > 0 ? `, ${proposals.length} more as the model proposes` : "";
  const head = `${sure} of ${countOf(all, "conflict")} can be resolved${more}.`;
  const parts = [
    head,
    lines.join("\n"),
    ...(tested ? testsText(tested) : []),
    why === "" ? "" : `${escapeMarkdown(why)}.`,
  ];
  return `${parts.filter((one) => one !== "").join("\n\n")}\n`;
}

const testsText = ({ text, details = [] }: PatchFact): readonly string[] => [
  `${escapeMarkdown(text)}.`,
  details.map((detail) => `- ${inlineCode(detail)}`).join("\n"),
];
