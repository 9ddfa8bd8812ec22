/** What the person has around them in the editor: documents, problems, failing tests, changes, the terminal. */
import * as vscode from "vscode";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type {
  Problem,
  Surroundings,
  TerminalCommand,
  TestFailure,
  WorkingChanges,
} from "../../ports/surroundings.ts";
import type { Trust } from "../../ports/trust.ts";
import * as fromVscode from "../fromVscode.ts";
import { wholePath } from "../shortPath.ts";
import * as toVscode from "../toVscode.ts";

/** Longer files are no context. Bytes, or UTF-16 units of an open document. */
const LONGEST_FILE = 2_000_000;
/** Of a command's output its end is kept. UTF-16 units. */
const LONGEST_OUTPUT = 20_000;
const MOST_CHANGED = 300;

async function readText(path: string): Promise<string | undefined> {
  const uri = toVscode.uri(path);
  const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  if (open) return fromVscode.documentLength(open) > LONGEST_FILE ? undefined : open.getText();
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    // A link may lead out of the workspace.
    if (size > LONGEST_FILE || type !== vscode.FileType.File) return undefined;
    return new TextDecoder("utf-8", { fatal: true }).decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

/** Signs that a glob would take for more than themselves. */
const plainGlob = (text: string): string => text.replace(/[[\]{}*?!\\]/g, "?");

const pathsOf = (uris: readonly vscode.Uri[]): readonly string[] => uris.map(fromVscode.path);

function problems(): readonly Problem[] {
  const severities = new Map([
    [vscode.DiagnosticSeverity.Error, "error" as const],
    [vscode.DiagnosticSeverity.Warning, "warning" as const],
  ]);
  const all = vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) =>
    diagnostics.flatMap(({ severity, range, message }): Problem[] => {
      const known = severities.get(severity);
      return known && vscode.workspace.getWorkspaceFolder(uri)
        ? [{ path: fromVscode.path(uri), line: range.start.line, severity: known, message }]
        : [];
    }),
  );
  return [...all.filter((one) => one.severity === "error"), ...all.filter((one) => one.severity !== "error")];
}

/** What the editor's own git extension gives others; the few of it that are used. */
interface GitApi {
  readonly repositories: readonly {
    readonly rootUri: vscode.Uri;
    readonly state: {
      readonly workingTreeChanges: readonly { readonly uri: vscode.Uri }[];
      readonly indexChanges: readonly { readonly uri: vscode.Uri }[];
    };
    diff(cached?: boolean): Promise<string>;
  }[];
}

/** The editor asks git, not we; in a workspace that is not trusted its extension does not run. */
async function changes(trust: Trust): Promise<WorkingChanges | undefined> {
  if (!trust.isTrusted()) return undefined;
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>("vscode.git");
  const api = extension && (await extension.activate()).getAPI(1);
  if (!api || api.repositories.length === 0) return undefined;
  const all = await Promise.all(
    api.repositories.map(async (repository) => {
      const { workingTreeChanges, indexChanges } = repository.state;
      const diff = `${await repository.diff(true)}${await repository.diff(false)}`;
      return {
        diff,
        uris: [...indexChanges, ...workingTreeChanges].slice(0, MOST_CHANGED).map(({ uri }) => uri),
      };
    }),
  );
  const paths = new Set(all.flatMap(({ uris }) => pathsOf(uris)));
  return { diff: all.map(({ diff }) => diff).join(""), paths: [...paths] };
}

/** Colours, titles and movements of the cursor. */
const controls =
  /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-_])|\r(?!\n)|[\u0000-\u0008\u000b\u000c\u000e-\u001a]/g;

/**
 * Follows terminals that tell their commands apart; nothing is kept but the last of them, in memory. The end of a command may be
 * told before the last of what it wrote, so its output is looked at when it is asked for.
 */
function followTerminals(): vscode.Disposable & { last(): TerminalCommand | undefined } {
  let last: Pick<TerminalCommand, "command" | "exitCode"> | undefined;
  let heardOfLast: { readonly text: string } | undefined;
  const heard = new WeakMap<vscode.TerminalShellExecution, { text: string }>();
  const started = vscode.window.onDidStartTerminalShellExecution(({ execution }) => {
    const own = { text: "" };
    heard.set(execution, own);
    const listen = async (): Promise<void> => {
      for await (const text of execution.read()) own.text = (own.text + text).slice(-2 * LONGEST_OUTPUT);
    };
    listen().catch(() => undefined);
  });
  const ended = vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => {
    heardOfLast = heard.get(execution);
    last = { command: execution.commandLine.value, exitCode };
  });
  const output = () => (heardOfLast?.text ?? "").replace(controls, "").trimEnd().slice(-LONGEST_OUTPUT);
  return {
    last: () => last && { ...last, output: output() },
    dispose: () => vscode.Disposable.from(started, ended).dispose(),
  };
}

export interface EditorSurroundings extends Surroundings, vscode.Disposable {
  /** What became of tests, as it is told; paths as people name them. */
  hearTests(outcomes: readonly TestOutcome[]): void;
}

export function editorSurroundings(trust: Trust): EditorSurroundings {
  const terminals = followTerminals();
  const failures = new Map<string, TestFailure>();
  return {
    readText,
    findFiles: async (text, limit) =>
      pathsOf(await vscode.workspace.findFiles(`**/*${plainGlob(text)}*`, undefined, limit)),
    filesBelow: async (folder, limit) =>
      pathsOf(
        await vscode.workspace.findFiles(
          new vscode.RelativePattern(toVscode.uri(folder), "**/*"),
          undefined,
          limit,
        ),
      ).toSorted(),
    problems,
    failedTests: () => [...failures.values()],
    changes: () => changes(trust),
    lastCommand: terminals.last,
    hearTests(outcomes) {
      for (const { id, status, message = "", stack = [] } of outcomes) {
        const [frame] = stack;
        if (status === "passed" || status === "skipped") failures.delete(id);
        else {
          const place = frame
            ? { path: wholePath(frame.path), line: frame.line }
            : { path: undefined, line: undefined };
          failures.set(id, { name: id, message: message || "It failed", ...place });
        }
      }
    },
    dispose: () => terminals.dispose(),
  };
}
