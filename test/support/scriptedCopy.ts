/** A copy of files in memory, in which Flake8 seems to run: it objects to each `BAD_name` as an undefined name. */
import type { WorkCopy } from "../../src/ports/workCopy.ts";

export interface ScriptedCopy {
  readonly copy: WorkCopy;
  readonly files: Map<string, string>;
  /** Files of each run, as they were named. */
  readonly runs: (readonly string[])[];
  readonly disposed: () => number;
}

export function scriptedCopy(
  given: Readonly<Record<string, string>>,
  { installed = true }: { readonly installed?: boolean } = {},
): ScriptedCopy {
  const files = new Map(Object.entries(given));
  const runs: (readonly string[])[] = [];
  let disposed = 0;
  const run: WorkCopy["run"] = async ({ argv }) => {
    const end = { stderr: "", droppedBytes: 0, durationMs: 1, stragglers: 0 };
    if (argv[0] === "ls") return { ...end, kind: "exited", code: 2, stdout: "" };
    if (!installed || argv[0] !== "flake8") return { ...end, kind: "notStarted", stdout: "" };
    const named = argv.filter((one) => one.endsWith(".py"));
    runs.push(named);
    const lines = named.flatMap((path) =>
      (files.get(path) ?? "").split("\n").flatMap((line, at) => {
        const name = /\bBAD_\w+/.exec(line)?.[0];
        return name === undefined ? [] : [`./${path}:${at + 1}:1: F821 undefined name '${name}'\n`];
      }),
    );
    return { ...end, kind: "exited", code: lines.length === 0 ? 0 : 1, stdout: lines.join("") };
  };
  const copy: WorkCopy = {
    path: "/copy",
    seenAs: "/w",
    isolation: "sandbox",
    leftOut: [],
    scratch: "/scratch",
    cache: "/cache",
    run,
    start: () => {
      throw new Error("Nothing is talked to here");
    },
    read: async (path) => files.get(path),
    write: async (path, text) => void files.set(path, text),
    remove: async (path) => void files.delete(path),
    list: async () => [],
    alone: (_name, work) => work(),
    dispose: async () => void disposed++,
  };
  return { copy, files, runs, disposed: () => disposed };
}
