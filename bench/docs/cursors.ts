/** Is the called API among the first five for its cursor? */
import { join } from "node:path";
import { findApisAt } from "../../src/features/apiDocs/apisAt.ts";
import type { Site } from "./sites.ts";
import { cpuMs, type Workspace } from "./workspace.ts";

/** Letters of the name that stand before the cursor; `call` is behind the opening parenthesis. */
export const cursorKinds = [0, 1, 3, "call"] as const;
export type CursorKind = (typeof cursorKinds)[number];

export interface Answer {
  readonly repository: string;
  readonly site: Site;
  readonly kind: CursorKind;
  /** 0-based; -1 when it is not among the first five. */
  readonly rank: number;
  readonly found: readonly string[];
  readonly cpuMs: number;
}

const never = new AbortController().signal;

/** The rest of the line is gone: it tells the name. */
export async function askAt(
  workspace: Workspace,
  site: Site,
  kind: CursorKind,
  repository: string,
): Promise<Answer> {
  const { text, start, end, languageId } = site;
  const at = kind === "call" ? end + 1 : Math.min(end, start + kind);
  const lineEnd = text.indexOf("\n", at);
  const query = {
    path: join(workspace.root, site.path),
    languageId,
    prefix: text.slice(0, at),
    suffix: lineEnd < 0 ? "" : text.slice(lineEnd),
    limit: 5,
  };
  const before = cpuMs();
  const hits = await findApisAt(query, workspace.libraries, workspace.shelf, never);
  const found = hits.map(({ entry }) => entry.name);
  const rank = found.findIndex((name) => name.split(".").at(-1) === site.name);
  return { repository, site, kind, rank, found, cpuMs: cpuMs() - before };
}
