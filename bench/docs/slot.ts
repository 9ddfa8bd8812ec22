/** What a model would be told of at real calls: how often, of what, at which price. */
import { join } from "node:path";
import { isWellKnown } from "../../src/core/apiDocs/use/wellKnown.ts";
import { apiItem } from "../../src/core/prompt/apiText.ts";
import { estimateTokens } from "../../src/core/prompt/tokens.ts";
import { languageIdOf } from "../../src/core/syntax/language.ts";
import { LocalApiDocs } from "../../src/features/apiDocs/localApiDocs.ts";
import { nodePackageFiles } from "../../src/node/files/packageFiles.ts";
import { threadYielder } from "../../src/node/files/threadYielder.ts";
import type { EngineConfig } from "../../src/ports/engine.ts";
import { quietLog } from "../../test/support/indexerHarness.ts";
import { readFolder } from "../completion/sources.ts";
import type { CursorKind } from "./cursors.ts";
import type { Site } from "./sites.ts";
import { cpuMs } from "./workspace.ts";

export interface Told {
  readonly site: Site;
  readonly kind: CursorKind;
  /** Whether the called API is of a library that is common; undefined where it is not told which. */
  readonly isCommon: boolean | undefined;
  readonly count: number;
  readonly hasCalled: boolean;
  readonly hasOwnUse: boolean;
  /** The called name stands nowhere else in the text. */
  readonly isNew: boolean;
  readonly tokens: number;
  readonly cpuMs: number;
}

const never = new AbortController().signal;

/** Answers as the engine does, with the repository's files as its index would have them. */
export function openSlot(root: string): (site: Site, kind: CursorKind) => Promise<Told> {
  const texts = new Map(readFolder(root).map(({ path, text }) => [join(root, path), text] as const));
  const byName = new Map<string, string[]>();
  for (const [path, text] of texts)
    for (const name of new Set(text.match(/[A-Za-z_$][\w$]*/g)))
      byName.set(name, [...(byName.get(name) ?? []), path]);
  const imports = (text: string) =>
    [
      ...text.matchAll(
        /\bfrom\s+["']([^"']+)["']|\brequire\(\s*["']([^"']+)["']|^[ \t]*(?:from|import)[ \t]+([\w.]+)/gm,
      ),
    ].map(([, a, b, c]) => (a ?? b ?? c)!);
  const docs = new LocalApiDocs({
    files: nodePackageFiles,
    yielder: threadYielder,
    log: quietLog,
    workspace: {
      filesNaming: (name, most) => (byName.get(name) ?? []).slice(0, most),
      importsOf: (path) => imports(texts.get(path) ?? ""),
      definesName: (name) =>
        (byName.get(name) ?? []).some((path) =>
          new RegExp(`\\b(?:def|class|function)\\s+${name.replace(/\$/g, "\\$")}\\b`).test(texts.get(path)!),
        ),
      languageIdOf,
      text: async (path) => texts.get(path),
    },
  });
  docs.configure({ roots: [{ name: "bench", path: root }] } as unknown as EngineConfig);
  return (site, kind) => askAt(docs, root, site, kind);
}

async function askAt(docs: LocalApiDocs, root: string, site: Site, kind: CursorKind): Promise<Told> {
  const { text, start, end, languageId, name } = site;
  const at = kind === "call" ? end + 1 : Math.min(end, start + kind);
  const lineEnd = text.indexOf("\n", at);
  const suffix = lineEnd < 0 ? "" : text.slice(lineEnd);
  const path = join(root, site.path);
  const place = { path, languageId, prefix: text.slice(0, at), suffix };
  const called = await docs.apiNamed({ path, languageId, text, end }, never);
  const before = cpuMs();
  const told = await docs.apisForPrompt({ ...place, draft: "", limit: 4 }, never);
  const spent = cpuMs() - before;
  const others = text.slice(0, start) + suffix;
  return {
    site,
    kind,
    isCommon: called && isWellKnown(called.package),
    count: told.length,
    hasCalled: told.some(({ entry }) => entry.name.split(".").at(-1) === name),
    hasOwnUse: told.some(({ entry }) => (entry.uses?.length ?? 0) > 0),
    isNew: !new RegExp(`(?<![\\w$])${name.replace(/\$/g, "\\$")}(?![\\w$])`).test(others),
    tokens: told.reduce((sum, { entry, reason }) => sum + estimateTokens(apiItem(entry, reason).text), 0),
    cpuMs: spent,
  };
}
