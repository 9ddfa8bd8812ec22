/** A commit message from what was changed, without a model: which files and symbols, in the repository's own style. */
import { isTestPath } from "../retrieval/rank/testPath.ts";
import type { OutlineSymbol } from "../syntax/outline/outline.ts";
import { listed } from "../text/phrases.ts";
import type { CommitStyle } from "./commitStyle.ts";
import { addedLines, type ChangedFile } from "./diff.ts";

/** A file with the symbols that the change touched in it. */
export interface CommittedFile {
  readonly file: ChangedFile;
  readonly added: readonly OutlineSymbol[];
  readonly removed: readonly OutlineSymbol[];
  readonly touched: readonly OutlineSymbol[];
}

type Verb = "add" | "remove" | "rename" | "change";

/** Named one by one; of more the rest is counted. */
const MOST_NAMED = 3;
const MOST_BODY = 20;

const past: Readonly<Record<Verb, string>> = {
  add: "added",
  remove: "removed",
  rename: "renamed",
  change: "changed",
};
const documents = /\.(?:md|rst|adoc|txt)$|(?:^|\/)docs?\//i;
const ci = /^\.(?:github\/workflows|gitlab-ci|circleci)|(?:^|\/)(?:Jenkinsfile|azure-pipelines[\w.-]*)$/i;
const build =
  /(?:^|\/)(?:package(?:-lock)?\.json|pnpm-lock\.yaml|yarn\.lock|pyproject\.toml|setup\.(?:py|cfg)|requirements[\w.-]*\.txt|go\.(?:mod|sum)|Cargo\.(?:toml|lock)|pom\.xml|build\.gradle(?:\.kts)?|Makefile|Dockerfile|CMakeLists\.txt)$/;

export function commitMessage(files: readonly CommittedFile[], style: CommitStyle): string {
  const { verb, what } = subjectOf(files);
  const said = style.mood === "past" ? past[verb] : style.mood === "present" ? `${verb}s` : verb;
  const text = `${said} ${what}`;
  const head = prefixOf(files, style);
  const cased = style.isCapitalized ? text[0]!.toUpperCase() + text.slice(1) : text;
  const subject =
    shortened(head + cased, Math.max(style.usualLength, 50)) + (style.endsWithPeriod ? "." : "");
  const body = style.bodyShare > 0.5 && files.length > 1 ? bodyOf(files) : "";
  return body === "" ? subject : `${subject}\n\n${body}`;
}

function subjectOf(files: readonly CommittedFile[]): { readonly verb: Verb; readonly what: string } {
  const code = files.filter(({ file }) => !isTestPath(file.path) && !documents.test(file.path));
  const counted = code.length > 0 ? code : files;
  const renamed = counted.filter(({ file }) => file.kind === "renamed" && file.hunks.length === 0);
  if (renamed.length === counted.length && renamed.length > 0) {
    const [{ file } = files[0]!] = renamed;
    return {
      verb: "rename",
      what:
        renamed.length === 1
          ? `${file.from} to ${file.path}`
          : listedShortly(renamed.map((one) => one.file.path)),
    };
  }
  const names = (symbols: readonly OutlineSymbol[]) =>
    symbols.filter((one) => !symbols.some((other) => other.name === one.container)).map(({ name }) => name);
  const added = counted.flatMap((one) => (one.file.kind === "added" ? [] : names(one.added)));
  const removed = counted.flatMap((one) => (one.file.kind === "deleted" ? [] : names(one.removed)));
  const touched = counted.flatMap((one) =>
    one.file.kind === "changed" || one.file.kind === "renamed" ? names(one.touched) : [],
  );
  const newFiles = counted.filter(({ file }) => file.kind === "added").map(({ file }) => file.path);
  const goneFiles = counted.filter(({ file }) => file.kind === "deleted").map(({ file }) => file.path);
  const where = counted.length === 1 ? ` in ${shortName(counted[0]!.file.path)}` : "";
  const changedOnly = touched.filter((name) => !added.includes(name));
  if (newFiles.length > 0 && newFiles.length >= counted.length / 2)
    return { verb: "add", what: listedShortly(newFiles.map(shortName)) };
  if (goneFiles.length > 0 && goneFiles.length >= counted.length / 2)
    return { verb: "remove", what: listedShortly(goneFiles.map(shortName)) };
  if (added.length > 0) return { verb: "add", what: listedShortly(added) + where };
  if (removed.length > 0) return { verb: "remove", what: listedShortly(removed) + where };
  if (changedOnly.length > 0) return { verb: "change", what: listedShortly(changedOnly) + where };
  return { verb: "change", what: listedShortly(counted.map(({ file }) => shortName(file.path))) };
}

const shortName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

function listedShortly(names: readonly string[]): string {
  const all = [...new Set(names)];
  const shown = all.slice(0, MOST_NAMED);
  const more = all.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : listed(shown);
}

function prefixOf(files: readonly CommittedFile[], style: CommitStyle): string {
  const paths = files.map(({ file }) => file.path);
  const scope = scopeOf(paths, style.scopes);
  if (style.isConventional) {
    const type = typeOf(files, paths, style.types);
    return scope !== undefined && style.scopeShare > 0.3 ? `${type}(${scope}): ` : `${type}: `;
  }
  if (!style.hasAreaPrefix) return "";
  const folder = commonFolder(paths);
  return folder === "" ? "" : `${folder}: `;
}

/** Only what the change proves: a file of one sort alone, or a new public symbol; a fix is not told from a change by its text. */
function typeOf(files: readonly CommittedFile[], paths: readonly string[], used: readonly string[]): string {
  const known = (...names: readonly string[]): string =>
    names.find((name) => used.includes(name)) ?? names[0]!;
  const all = (fits: (path: string) => boolean): boolean => paths.every(fits);
  if (all((path) => isTestPath(path))) return known("test", "tests");
  if (all((path) => documents.test(path))) return known("docs");
  if (all((path) => ci.test(path))) return known("ci", "chore");
  if (all((path) => build.test(path))) return known("build", "deps", "chore");
  const isNew = files.some(
    ({ file, added }) => !isTestPath(file.path) && (file.kind === "added" || added.length > 0),
  );
  if (isNew) return known("feat", "feature");
  const isSmall = files.reduce((sum, { file }) => sum + addedLines(file).length, 0) <= 20;
  return isSmall && used.includes("fix") ? "fix" : known("refactor", "chore");
}

/** A scope that was used before and is a part of every path. */
function scopeOf(paths: readonly string[], scopes: readonly string[]): string | undefined {
  const parts = paths.map(
    (path) => new Set(path.split(/[/.]/).flatMap((part) => [part, part.toLowerCase()])),
  );
  return scopes.find((scope) => parts.every((own) => own.has(scope) || own.has(scope.toLowerCase())));
}

function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split("/").slice(0, -1));
  const common = first.filter(
    (part, at) =>
      others.every((other) => first.slice(0, at + 1).every((one, i) => other[i] === one)) && part !== "",
  );
  return common.at(-1) ?? "";
}

function shortened(subject: string, most: number): string {
  if (subject.length <= most) return subject;
  const cut = subject.slice(0, most - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), Math.floor(most / 2))).replace(/[\s,]+$/, "")}…`;
}

function bodyOf(files: readonly CommittedFile[]): string {
  const lines = files.slice(0, MOST_BODY).map(({ file, added, removed, touched }) => {
    const told = [
      added.length > 0 ? `adds ${listedShortly(added.map(({ name }) => name))}` : "",
      removed.length > 0 ? `removes ${listedShortly(removed.map(({ name }) => name))}` : "",
      added.length === 0 && touched.length > 0
        ? `changes ${listedShortly(touched.map(({ name }) => name))}`
        : "",
    ].filter((one) => one !== "");
    const kind = { added: "new", deleted: "removed", renamed: `renamed from ${file.from}`, changed: "" }[
      file.kind
    ];
    return `- ${file.path}${kind === "" ? "" : ` (${kind})`}${told.length === 0 || file.kind !== "changed" ? "" : `: ${told.join(", ")}`}`;
  });
  const more = files.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more files`] : [])].join("\n");
}
