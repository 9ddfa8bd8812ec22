/** Both sides of a review as documents that cannot be changed: a file as it is, and with what is checked. */
import * as vscode from "vscode";
import type { ReviewFile } from "../../features/review/reviewFile.ts";

const reviewScheme = "touchstone-review";

/** `base` is the file that the patch was made for. */
export type Side = "before" | "after" | "base";

export interface ReviewDocuments extends vscode.Disposable {
  uri(file: number, side: Side): vscode.Uri;
  explanationUri(): vscode.Uri;
  /** Which file and side a document shows; undefined for any other document and for those of reviews that are over. */
  placeOf(uri: vscode.Uri): { readonly file: number; readonly side: Side } | undefined;
  changed(): void;
}

export interface ShownReview {
  readonly files: readonly ReviewFile[];
  readonly explanation: string;
}

let reviews = 0;

export function reviewDocuments(shown: () => ShownReview): ReviewDocuments {
  const own = ++reviews;
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const uri = (file: number, side: Side): vscode.Uri => {
    const { path } = shown().files[file]!.proposed;
    return vscode.Uri.from({ scheme: reviewScheme, path: `/${path}`, query: `${own}.${file}.${side}` });
  };
  const explanationUri = (): vscode.Uri =>
    vscode.Uri.from({ scheme: reviewScheme, path: "/Explanation.txt", query: `${own}.explanation` });
  const placeOf: ReviewDocuments["placeOf"] = ({ scheme, query }) => {
    const [, review, file, side] = /^(\d+)\.(\d+)\.(before|after|base)$/.exec(query) ?? [];
    const isOwn = scheme === reviewScheme && Number(review) === own && shown().files[Number(file)];
    return isOwn ? { file: Number(file), side: side as Side } : undefined;
  };
  const provider = vscode.workspace.registerTextDocumentContentProvider(reviewScheme, {
    onDidChange: changes.event,
    provideTextDocumentContent(wanted) {
      const place = placeOf(wanted);
      if (place) return sideOf(shown().files[place.file]!, place.side).replace(/^\ufeff/, "");
      return wanted.query === explanationUri().query ? shown().explanation : "This review is over.";
    },
  });
  return {
    uri,
    explanationUri,
    placeOf,
    changed() {
      for (const file of shown().files.keys())
        for (const side of ["before", "after"] as const) changes.fire(uri(file, side));
      changes.fire(explanationUri());
    },
    dispose: () => vscode.Disposable.from(provider, changes).dispose(),
  };
}

function sideOf(file: ReviewFile, side: Side): string {
  const { proposed } = file;
  if (side !== "base") return file.sides()[side];
  return proposed.kind === "created" ? "" : proposed.before;
}
