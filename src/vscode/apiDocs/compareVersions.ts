/** Compare Versions of a Dependency: which package, which version, and a document of what changed with links to the uses. */
import * as vscode from "vscode";
import type { PackageVersion, PackageVersions } from "../../core/apiDocs/compare/comparison.ts";
import { renderComparison } from "../../core/apiDocs/compare/renderComparison.ts";
import { packageRows, versionRows } from "../../features/apiDocsView/compareRows.ts";
import type { ApiComparisonQuery, ApiDocs } from "../../ports/apiDocs.ts";
import * as fromVscode from "../fromVscode.ts";
import * as toVscode from "../toVscode.ts";

const scheme = "touchstone-versions";
/** Documents that may still be open. */
const MOST_KEPT = 20;

interface Kept {
  readonly text: string;
  readonly links: readonly vscode.DocumentLink[];
}

export interface VersionDocuments extends vscode.Disposable {
  /** Asks for a package and a version, and shows what changed. */
  compare(docs: ApiDocs): Promise<void>;
  /** Shows what changed between two versions. */
  show(docs: Pick<ApiDocs, "compareApis">, query: ApiComparisonQuery): Promise<void>;
}

export function versionDocuments(): VersionDocuments {
  const kept = new Map<string, Kept>();
  const registration = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: ({ path }) => kept.get(path)?.text ?? "",
    }),
    vscode.languages.registerDocumentLinkProvider(
      { scheme },
      { provideDocumentLinks: ({ uri }) => [...(kept.get(uri.path)?.links ?? [])] },
    ),
  );
  const show = async (docs: Pick<ApiDocs, "compareApis">, query: ApiComparisonQuery): Promise<void> => {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: `Comparing versions of ${query.package}`,
      cancellable: true,
    };
    const found = await vscode.window.withProgress(options, (_progress, token) =>
      docs.compareApis(query, fromVscode.signal(token)),
    );
    if (typeof found === "string") {
      void vscode.window.showInformationMessage(`${found}.`);
      return;
    }
    const shown = (path: string) => vscode.workspace.asRelativePath(toVscode.uri(path));
    const { markdown, uses } = renderComparison(found, shown, query.all);
    const title = `${found.name} ${found.before.version} to ${found.after.version}${query.all ? ", all" : ""}`;
    const uri = vscode.Uri.from({ scheme, path: `/${title.replace(/[/\\]/g, "∕")}.md` });
    const lines = markdown.split("\n");
    const links = [...uses].map(([line, { path, line: at, column }]) => {
      const end = lines[line]!.indexOf(": ");
      const target = toVscode.uri(path).with({ fragment: `L${at + 1},${column + 1}` });
      return new vscode.DocumentLink(new vscode.Range(line, 2, line, Math.max(3, end)), target);
    });
    kept.delete(uri.path);
    kept.set(uri.path, { text: markdown, links });
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
  };
  return {
    show,
    async compare(docs) {
      const name = await pickPackage(docs);
      if (name === undefined) return;
      const versions = await docs.apiVersions({ package: name }, new AbortController().signal);
      if (versions === undefined) {
        void vscode.window.showInformationMessage(`No package "${name}" is installed.`);
        return;
      }
      const other = await pickVersion(versions);
      if (other === undefined) return;
      const isAll = await pickExtent();
      if (isAll !== undefined) await show(docs, { package: name, with: other, all: isAll });
    },
    dispose: () => registration.dispose(),
  };
}

async function pickPackage(docs: ApiDocs): Promise<string | undefined> {
  const options = {
    location: vscode.ProgressLocation.Window,
    title: "Looking for libraries",
    cancellable: true,
  };
  const { packages } = await vscode.window.withProgress(options, (_progress, token) =>
    docs.apiPackages(fromVscode.signal(token)),
  );
  const picked = await vscode.window.showQuickPick([...packageRows(packages)], {
    title: "Compare Versions of a Dependency",
    placeHolder: packages.length === 0 ? "No libraries are installed" : "A library of this workspace",
    matchOnDescription: true,
  });
  return picked?.label;
}

type Other = ApiComparisonQuery["with"];

async function pickVersion({ name, versions }: PackageVersions): Promise<Other | undefined> {
  const [installed, ...others] = versions as readonly [PackageVersion, ...PackageVersion[]];
  const folder = {
    label: "$(folder) Another Folder…",
    description: "the package, a project that has it, or its sources",
  };
  const items: vscode.QuickPickItem[] = [...versionRows(others), folder];
  const picked = await vscode.window.showQuickPick(items, {
    title: `Compare ${name} ${installed.version}`,
    placeHolder:
      others.length === 0
        ? "No other version was read on this machine: pick a folder that has one"
        : "The version to compare it with",
  });
  if (picked === undefined) return undefined;
  if (picked !== folder) return { version: picked.label };
  const [chosen] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: "Compare",
      title: `Folder with another version of ${name}`,
    })) ?? [];
  return chosen && { folder: fromVscode.path(chosen) };
}

async function pickExtent(): Promise<boolean | undefined> {
  const used = { label: "What This Workspace Uses", description: "of what may break" };
  const all = { label: "Everything That Changed" };
  const picked = await vscode.window.showQuickPick([used, all], { title: "What to Compare" });
  return picked && picked === all;
}
