/** A few lines of code that a model wants to try: run in a sandboxed copy, each time only when a person has read and allowed them. */
import type { EngineRoot } from "../../../ports/engine.ts";
import type { ProcessEnd } from "../../../ports/processes.ts";
import type { WorkCopies } from "../../../ports/workCopy.ts";
import { type AgentTool, agentTool, nothingFound, type ToolResult } from "./agentTool.ts";
import { visibleText } from "./visibleText.ts";

export interface SnippetToolDeps {
  readonly copies: () => Promise<Pick<WorkCopies, "create" | "probe">>;
  readonly roots: () => readonly EngineRoot[];
  /** Texts that are not saved yet, by absolute path. */
  readonly unsaved: () => ReadonlyMap<string, string>;
}

/** A person must be able to read all of what would run. UTF-16 units. */
const LONGEST_CODE = 3_000;
const LONGEST_OUTPUT = 8_000;
const limits = {
  wallMs: 20_000,
  maxOutputBytes: 64 * 1024,
  maxProcesses: 32,
  maxMemoryBytes: 1024 * 2 ** 20,
};

/** In the copy's root, so that the code can import what is there. */
const programs = {
  python: { name: "Python", program: "python3", file: "touchstone_snippet.py" },
  node: { name: "JavaScript", program: "node", file: "touchstone_snippet.mjs" },
} as const;
type SnippetLanguage = keyof typeof programs;

export const snippetTool = (deps: SnippetToolDeps): AgentTool =>
  agentTool(
    {
      name: "run_snippet",
      about:
        "Runs a short program in a sandboxed copy of the files, without network, and tells what it writes. The person reads it and is asked first, each time.",
      params: {
        language: {
          kind: "choice",
          choices: Object.keys(programs) as SnippetLanguage[],
          about: "What runs it.",
        },
        code: {
          kind: "text",
          about: "The whole program; it writes what you want to see. It is in the root of the files.",
        },
      },
    },
    ({ language, code }) => {
      const { name } = programs[language];
      const shown = visibleText(code);
      if (code.length > LONGEST_CODE || shown !== code)
        return {
          subject: `${name}, not run`,
          run: async () =>
            nothingFound(
              code.length > LONGEST_CODE
                ? `The code is too long: at most ${LONGEST_CODE} characters, so that a person can read it.`
                : "The code holds characters that a person would not see. Write it without them.",
            ),
        };
      return {
        subject: `${name}: ${code.trim().split("\n")[0]!.slice(0, 80)}`,
        consent: `Run this ${name} code in a sandboxed copy of the files, without network?\n\n${code}`,
        run: (signal) => runSnippet(deps, language, code, signal),
      };
    },
  );

async function runSnippet(
  { copies, roots, unsaved }: SnippetToolDeps,
  language: SnippetLanguage,
  code: string,
  signal: AbortSignal,
): Promise<ToolResult> {
  const [root] = roots();
  if (!root) return nothingFound("No folder is open, so there is nothing to run it in.");
  const made = await copies();
  const { isolation, reason = "" } = await made.probe();
  if (isolation !== "sandbox")
    return nothingFound(
      `Nothing was run: code of a model runs in a sandbox alone, and there is none, because ${reason}.`,
    );
  const request = { root: root.path, isolation, askedFor: "Run code in chat", unsaved: unsaved() };
  const copy = await made.create(request, signal);
  try {
    const { program, file } = programs[language];
    await copy.write(file, code);
    const end = await copy.run({ argv: [program, file], folder: "", ...limits }, signal);
    signal.throwIfAborted();
    return { pieces: [{ text: reportOf(end) }], summary: endText(end) };
  } finally {
    await copy.dispose();
  }
}

function endText({ kind, code, stderr }: ProcessEnd): string {
  switch (kind) {
    case "exited":
      return `ended with code ${code}`;
    case "wallLimit":
      return `stopped after ${limits.wallMs / 1000} s`;
    case "notStarted":
      return `did not start: ${stderr.trim().split("\n")[0] ?? ""}`;
    default:
      return `stopped: ${kind}`;
  }
}

function reportOf(end: ProcessEnd): string {
  const part = (name: string, text: string) => {
    const plain = text.trimEnd();
    if (plain === "") return [];
    const cut = plain.length > LONGEST_OUTPUT / 2;
    return [`${name}:`, plain.slice(0, LONGEST_OUTPUT / 2), ...(cut ? ["(the rest is left out)"] : [])];
  };
  const lines = [endText(end), ...part("standard output", end.stdout), ...part("standard error", end.stderr)];
  return `${lines.join("\n")}\n`;
}
