/** Slash commands for another program. */

import type { ContextRef } from "../../core/chat/contextRef.ts";
import { renderDiff } from "../../core/patch/renderDiff.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { ChatModels } from "../../ports/chatModel.ts";
import type { Engine, EngineRoot } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import type { RpcHandlers } from "../../ports/rpc.ts";
import type { Trust } from "../../ports/trust.ts";
import type { WorkingGit } from "../../ports/workingGit.ts";
import { runSlashCommand } from "../commands/runSlashCommand.ts";
import type { CommandDeps, CommandPlace } from "../commands/slashCommand.ts";
import { toAbsolute, toRelative } from "./rootPaths.ts";

export interface CommandHandlersDeps {
  readonly engine: Engine;
  readonly models: ChatModels;
  readonly git: WorkingGit;
  readonly trust: Trust;
  readonly roots: readonly EngineRoot[];
  readonly readText: CommandDeps["readText"];
  readonly maySend: CommandDeps["maySend"];
  readonly runs: CommandDeps["runs"];
  readonly rules: CommandDeps["rules"];
  readonly log: Log;
  /** Resolves when the engine knows roots and limits. */
  readonly begin: () => Promise<void>;
}

export function commandHandlers({
  roots,
  begin,
  ...given
}: CommandHandlersDeps): Pick<RpcHandlers, "command"> {
  const deps: Omit<CommandDeps, "consent"> = {
    ...given,
    roots: () => roots,
    shortPath: (path) => toRelative(path, roots),
  };
  return {
    async command({ name, argument = "", engine, path, line, endLine, runTests = false }, signal) {
      await begin();
      await given.engine.waitForIndex(signal);
      const place =
        path === undefined
          ? undefined
          : await placeOf(toAbsolute(path, roots), line, endLine, given.readText);
      const used = new Set<string>();
      const listener = {
        onRules: (rules: readonly ContextRef[]) => {
          for (const rule of rules) if (rule.path !== undefined) used.add(rule.path);
        },
      };
      const allowed = { ...deps, consent: async () => runTests };
      const result = await runSlashCommand(allowed, { name, argument, engine, place }, listener, signal);
      const { markdown, citations, patches, findings, commit, refused, model } = result;
      return {
        markdown,
        citations: citations.flatMap(({ path: absolute, line: first, endLine: last }) => {
          const relative = toRelative(absolute, roots);
          return relative === undefined ? [] : [{ path: relative, line: first + 1, endLine: last + 1 }];
        }),
        patches: patches.map(({ title, root, changes }) => ({ title, root, diff: renderDiff(changes) })),
        ...(findings === undefined
          ? {}
          : {
              findings: findings.map(({ path: relative, line: at, severity, kind, message }) => ({
                path: relative,
                line: at + 1,
                severity,
                kind,
                message,
              })),
            }),
        ...(commit === undefined ? {} : { message: commit.message }),
        ...(refused === undefined ? {} : { refused }),
        ...(model === undefined ? {} : { model }),
        ...(used.size === 0 ? {} : { rules: [...used] }),
      };
    },
  };
}

async function placeOf(
  path: string,
  line: number | undefined,
  endLine: number | undefined,
  readText: CommandDeps["readText"],
): Promise<CommandPlace> {
  const last =
    line === undefined ? Math.max(0, ((await readText(path)) ?? "").split("\n").length - 1) : line - 1;
  return {
    path,
    languageId: languageIdOf(path) ?? "",
    startLine: (line ?? 1) - 1,
    endLine: endLine === undefined ? last : Math.max(endLine - 1, (line ?? 1) - 1),
  };
}
