/** The problem that a person means: the one a code action names, or what stands at the cursor. */
import * as vscode from "vscode";

export interface Problem {
  readonly uri: vscode.Uri;
  /** 0-based. */
  readonly line: number;
  readonly column?: number;
  readonly message: string;
  /** Who says so. */
  readonly source?: string;
  readonly code?: string;
}

/** What an extension of the editor says, as a problem to fix. */
export function problemOf(
  uri: vscode.Uri,
  { message, source, code, range }: Pick<vscode.Diagnostic, "message" | "source" | "code" | "range">,
): Problem {
  const value = typeof code === "object" ? code.value : code;
  return {
    uri,
    line: range.start.line,
    column: range.start.character,
    message,
    ...(source === undefined ? {} : { source }),
    ...(value === undefined ? {} : { code: String(value) }),
  };
}

const isProblem = (given: unknown): given is Problem => {
  const { uri, line, message } = (given ?? {}) as Partial<Record<keyof Problem, unknown>>;
  return uri instanceof vscode.Uri && typeof line === "number" && typeof message === "string";
};

/** Those at the cursor, else those of its line. */
export async function problemAtCursor(given: unknown): Promise<Problem | undefined> {
  if (isProblem(given)) return given;
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    void vscode.window.showInformationMessage("No file is open.");
    return undefined;
  }
  const { uri } = editor.document;
  const { active } = editor.selection;
  const all = vscode.languages
    .getDiagnostics(uri)
    .filter(
      ({ range, severity }) =>
        severity <= vscode.DiagnosticSeverity.Warning &&
        range.start.line <= active.line &&
        active.line <= range.end.line,
    );
  const exact = all.filter(({ range }) => range.contains(active));
  const items = (exact.length > 0 ? exact : all).map((diagnostic) => ({
    label: diagnostic.message.split("\n")[0]!,
    description: diagnostic.source ?? "",
    problem: problemOf(uri, diagnostic),
  }));
  if (items.length === 0) void vscode.window.showInformationMessage("No problem stands at the cursor.");
  if (items.length <= 1) return items[0]?.problem;
  return (await vscode.window.showQuickPick(items, { title: "Fix Problem at Cursor" }))?.problem;
}
