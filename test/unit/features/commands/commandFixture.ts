/** A workspace in memory with real parsers, for slash commands: what git says is given. */
import type { CommandDeps } from "../../../../src/features/commands/slashCommand.ts";
import type { WorkingGit } from "../../../../src/ports/workingGit.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { ScriptedChatModels, says } from "../../../support/scriptedChatModels.ts";
import { verifierFixture } from "../../../support/verifierFixture.ts";

export const never = new AbortController().signal;

const noGit: WorkingGit = {
  changes: async () => undefined,
  untracked: async () => undefined,
  messages: async () => undefined,
  conflicted: async () => undefined,
  stages: async () => undefined,
};

const nothingRuns = () => Promise.reject(new Error("Cannot run anything: the test gives nothing to run"));

const noTests: Awaited<ReturnType<CommandDeps["runs"]["tests"]>> = {
  discover: async () => ({ projects: [], tests: [], incomplete: [] }),
  run: nothingRuns,
};

export interface CommandFixture {
  readonly deps: CommandDeps;
  readonly models: ScriptedChatModels;
}

/** @param texts by path below `/w`, as they are now. No model is set up unless the answer is given. */
export async function commandFixture(
  texts: Readonly<Record<string, string>>,
  {
    git = {},
    answer,
    isTrusted = true,
    runs = {},
    consents = false,
    roots = ["w"],
  }: {
    git?: Partial<WorkingGit>;
    answer?: string;
    isTrusted?: boolean;
    runs?: Partial<CommandDeps["runs"]>;
    consents?: boolean;
    roots?: readonly string[];
  } = {},
): Promise<CommandFixture> {
  const { engine } = await verifierFixture(texts);
  const models = new ScriptedChatModels(() => says(answer ?? ""));
  if (answer === undefined) models.name = undefined;
  const below = (path: string) => (path.startsWith("/w/") ? path.slice(3) : undefined);
  const deps: CommandDeps = {
    engine,
    models,
    git: { ...noGit, ...git },
    runs: {
      repairs: nothingRuns,
      writer: nothingRuns,
      optimizer: nothingRuns,
      tests: async () => noTests,
      ...runs,
    },
    trust: { isTrusted: () => isTrusted },
    roots: () => roots.map((name) => ({ path: name === "w" ? "/w" : `/w/${name}`, name })),
    readText: async (path) => texts[below(path) ?? ""],
    maySend: async () => true,
    shortPath: below,
    consent: async () => consents,
    rules: async () => [],
    log: memoryLog().log,
  };
  return { deps, models };
}

/** A diff that adds or replaces lines of a file: ` ` kept, `+` added, `-` removed; from line 1. */
export function diffOf(path: string, lines: readonly string[]): string {
  const count = (signs: string) => lines.filter((line) => signs.includes(line[0]!)).length;
  const head = `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n`;
  return `${head}@@ -1,${count(" -")} +1,${count(" +")} @@\n${lines.join("\n")}\n`;
}

export const changedBy = (...diffs: readonly string[]): Partial<WorkingGit> => ({
  changes: async () => ({ repository: "/w", diff: diffs.join(""), isWhole: true }),
  untracked: async () => [],
});
