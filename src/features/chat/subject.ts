/** What in the repository a question's subject is. */
import type { Subject } from "../../core/chat/question.ts";
import { isTestPath } from "../../core/retrieval/rank/testPath.ts";
import type { SymbolHit } from "../../core/retrieval/symbolQuery.ts";
import type { RepoQueries } from "../../ports/repoQueries.ts";

export type Meant =
  /** Best first, never empty: tests last. */
  | { readonly kind: "symbol"; readonly name: string; readonly hits: readonly SymbolHit[] }
  /** Never empty. */
  | { readonly kind: "file"; readonly paths: readonly string[] }
  /** Stands in code, and nothing of the repository defines it. */
  | { readonly kind: "used"; readonly name: string }
  /** Stands nowhere; near names, nearest first. */
  | { readonly kind: "nothing"; readonly near: readonly string[] };

export interface SubjectDeps {
  readonly queries: Pick<RepoQueries, "findSymbols" | "findReferences">;
  /** Absolute, of all indexed files. */
  readonly paths: () => Iterable<string>;
  readonly shortPath: (path: string) => string;
}

const MOST_DEFINITIONS = 200;
const MOST_NEAR = 5;
const FUZZY = 40;

export const dottedName = ({ container, name }: Pick<SymbolHit, "container" | "name">): string =>
  container === "" ? name : `${container}.${name}`;

export const lastPart = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

export async function findMeant(deps: SubjectDeps, subject: Subject, signal: AbortSignal): Promise<Meant> {
  const paths = filesNamed(deps, subject.text);
  if (paths.length > 0) return { kind: "file", paths };
  for (const spelling of spellings(subject)) {
    const hits = await definitions(deps, spelling, signal);
    if (hits.length > 0) return { kind: "symbol", name: dottedName(hits[0]!), hits };
  }
  const name = lastPart(subject.text);
  if (subject.isCode && !subject.text.includes("/")) {
    const [use] = await deps.queries.findReferences({ name, limit: 1 }, signal);
    if (use) return { kind: "used", name };
  }
  return { kind: "nothing", near: await nearNames(deps, subject, signal) };
}

/** The files that a path or a part of it stands for; of a bare word none. */
function filesNamed({ paths, shortPath }: SubjectDeps, text: string): readonly string[] {
  const wanted = text.replace(/^\.?\//, "").replaceAll("\\", "/");
  if (!/[/.]/.test(wanted)) return [];
  const fitting: string[] = [];
  for (const path of paths()) {
    const short = shortPath(path);
    if (short === wanted) return [path];
    if (short.endsWith(`/${wanted}`)) fitting.push(path);
  }
  return fitting.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

/** A plain word may stand for a name with a capital, or in the singular. */
function spellings({ text, isCode }: Subject): readonly string[] {
  if (isCode) return [text];
  const singular = /[^s]s$/.test(text) ? [text.slice(0, -1)] : [];
  return [text, ...singular].flatMap((word) => [word, word[0]!.toUpperCase() + word.slice(1)]);
}

async function definitions(
  { queries, shortPath }: SubjectDeps,
  text: string,
  signal: AbortSignal,
): Promise<readonly SymbolHit[]> {
  const name = lastPart(text);
  const around = text.slice(0, Math.max(0, text.length - name.length - 1));
  const all = await queries.findSymbols({ name, match: "exact", limit: MOST_DEFINITIONS }, signal);
  const fitting = all.filter((hit) => isWithin(hit, around, shortPath(hit.path)));
  const isTest = ({ path }: SymbolHit) => isTestPath(shortPath(path));
  return [...fitting.filter((hit) => !isTest(hit)), ...fitting.filter(isTest)];
}

/** `Store` of `Store.add`, or the module `store` in its file's name. */
function isWithin({ container }: SymbolHit, around: string, short: string): boolean {
  if (around === "" || container === around || container.endsWith(`.${around}`)) return true;
  const module = `/${short.replace(/\.[^./]*$/, "").replace(/\/(?:__init__|index|mod)$/, "")}`;
  const asPath = `/${around.replaceAll(".", "/")}`;
  if (module.endsWith(asPath)) return true;
  const split = around.lastIndexOf(".");
  return (
    split > 0 &&
    container === around.slice(split + 1) &&
    module.endsWith(asPath.slice(0, asPath.lastIndexOf("/")))
  );
}

async function nearNames(
  { queries }: SubjectDeps,
  { text }: Subject,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const name = lastPart(text.slice(text.lastIndexOf("/") + 1)).slice(0, 64);
  const folded = await queries.findSymbols({ name, match: "prefix", limit: FUZZY }, signal);
  const fuzzy = await queries.findSymbols({ name, match: "fuzzy", limit: FUZZY }, signal);
  const names = [...folded, ...fuzzy].map((hit) => hit.name).filter((near) => near.length < name.length + 12);
  return [...new Set(names)].slice(0, MOST_NEAR);
}
