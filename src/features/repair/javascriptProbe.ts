/** Asks `media/repair/javascriptProbe.mjs` how functions of a JavaScript or TypeScript project behave, without a change and with some. */

import type { FileChange } from "../../core/patch/fileTexts.ts";
import { textEditsBetween } from "../../core/patch/textEdits.ts";
import type { ProbedCall } from "../../core/repair/behaviour.ts";
import type { Replacement } from "../../core/repair/candidate.ts";
import type { Schema, Variant } from "../../core/repair/schema.ts";
import type { WatchQuestion } from "../../core/repair/watch.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import { type JavascriptStart, javascriptRunners } from "./javascriptTrials.ts";
import { nodeOptionsOf } from "./openTrials.ts";
import type { ProbeDeps, ProbedValues } from "./probeDeps.ts";
import { placesOf } from "./testPlaces.ts";

interface Answer {
  readonly kind: "probed";
  readonly inputs: readonly ProbedCall[];
  readonly values: readonly ProbedValues[];
}

const wallMs = 90_000;
const mostBytes = 1 << 16;

export const isJavascriptRunner = (runner: string): runner is JavascriptStart["runner"] =>
  (javascriptRunners as readonly string[]).includes(runner);

/**
 * What variables held while tests failed, in the functions around some lines.
 *
 * @param suspected by path relative to the root the text and 0-based lines
 */
export async function javascriptValues(
  deps: ProbeDeps,
  suspected: ReadonlyMap<string, { readonly text: string; readonly lines: readonly number[] }>,
  signal: AbortSignal,
): Promise<readonly ProbedValues[]> {
  const files: WatchedFile[] = [];
  for (const [path, { text, lines }] of suspected) {
    const schema = await watchedSchema(
      deps,
      { path, text, variants: [], lines, what: "values" },
      files.length,
      signal,
    );
    if (schema) files.push({ path, schema });
  }
  const answer = await ask(deps, { files, versions: 0, isFailingOnly: true }, signal);
  return answer?.values ?? [];
}

/** As `probeBehaviour`; empty also where a change stands outside of functions that can be called by a name. */
export async function javascriptBehaviour(
  deps: ProbeDeps,
  patches: readonly (readonly FileChange[])[],
  signal: AbortSignal,
): Promise<readonly ProbedCall[]> {
  const texts = new Map<string, string>();
  const variants = new Map<string, Variant[]>();
  for (const [at, changes] of patches.entries()) {
    for (const change of changes) {
      if (change.kind !== "changed") return [];
      texts.set(change.path, change.before);
      const edits = smallEdits(change.before, change.after);
      variants.set(change.path, [...(variants.get(change.path) ?? []), { id: at + 1, edits }]);
    }
  }
  const files: WatchedFile[] = [];
  for (const [path, text] of texts) {
    const own = variants.get(path)!;
    const question = { path, text, variants: own, lines: [], what: "calls" } as const;
    const schema = await watchedSchema(deps, question, files.length, signal);
    const placed = new Set(schema?.placed.map(({ id }) => id));
    if (!schema || own.some(({ id }) => !placed.has(id))) return [];
    files.push({ path, schema });
  }
  const answer = await ask(deps, { files, versions: patches.length + 1, isFailingOnly: false }, signal);
  return answer?.inputs ?? [];
}

interface WatchedFile {
  /** Relative to the root. */
  readonly path: string;
  readonly schema: Schema;
}

interface SchemaNeed {
  readonly path: string;
  readonly text: string;
  readonly variants: readonly Variant[];
  readonly lines: readonly number[];
  readonly what: WatchQuestion["what"];
}

async function watchedSchema(
  { engine }: ProbeDeps,
  { path, text, variants, lines, what }: SchemaNeed,
  as: number,
  signal: AbortSignal,
): Promise<Schema | undefined> {
  const languageId = languageIdOf(path);
  if (languageId === undefined) return undefined;
  const schema = await engine.buildSchema({ languageId, text, variants, watch: { as, lines, what } }, signal);
  return schema && schema.watched.length > 0 ? schema : undefined;
}

/** Lines that differ, without what they have in common at their start and end. */
function smallEdits(before: string, after: string): readonly Replacement[] {
  return textEditsBetween(before, after).map(({ range, text }) => {
    const old = before.slice(range.start, range.end);
    const most = Math.min(old.length, text.length);
    let start = 0;
    while (start < most && old[start] === text[start]) start++;
    let end = 0;
    while (end < most - start && old.at(-1 - end) === text.at(-1 - end)) end++;
    return {
      start: range.start + start,
      end: range.end - end,
      text: text.slice(start, text.length - end),
    };
  });
}

interface Question {
  readonly files: readonly WatchedFile[];
  /** With the one without any patch; 0: only values are asked for. */
  readonly versions: number;
  readonly isFailingOnly: boolean;
}

async function ask(
  deps: ProbeDeps,
  { files, versions, isFailingOnly }: Question,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  const { copy, target, programs } = deps;
  const { project } = target;
  if (!isJavascriptRunner(project.runner) || files.length === 0) return undefined;
  const scratch = `${copy.scratch}/probe`;
  for (const name of ["javascriptTests.mjs", "javascriptProbe.mjs"] as const)
    await copy.write(`${scratch}/${name}`, await programs(name));
  for (const { path, schema } of files) await copy.write(path, schema.text);
  const { root, tests, targets } = placesOf(deps);
  const options = project.options ?? [];
  const answers = `${scratch}/answers.jsonl`;
  const job = {
    mode: "probe",
    root: copy.seenAs,
    folder: root,
    runner: project.runner,
    tests,
    targets: isFailingOnly ? targets.map(({ file, names }) => [file, names.join("::")]) : [],
    nodeOptions: nodeOptionsOf(project.runner, options),
    options,
    answers,
    versions,
    watched: files.map(({ path, schema }) => ({ path, names: schema.watched.map(({ name }) => name) })),
  };
  await copy.write(`${scratch}/job.json`, JSON.stringify(job));
  await copy.run(
    {
      argv: ["node", ...job.nodeOptions, `${scratch}/javascriptTests.mjs`],
      folder: project.folder,
      env: {
        TOUCHSTONE_JOB: `${scratch}/job.json`,
        NODE_ENV: "test",
        CI: "1",
        TS_NODE_TRANSPILE_ONLY: "true",
      },
      wallMs,
      maxOutputBytes: mostBytes,
    },
    signal,
  );
  return answerIn((await copy.read(answers)) ?? "");
}

/** Undefined when the tests could not be run so. */
function answerIn(text: string): Answer | undefined {
  for (const line of text.split("\n").filter(Boolean)) {
    const message = JSON.parse(line) as { readonly kind: string };
    if (message.kind === "probed") return message as Answer;
  }
  return undefined;
}
