/** Whether an answer says what the code proves, and nothing else. */
import type { Fact } from "./facts.ts";

export interface Given {
  readonly markdown: string;
  readonly citations: readonly { readonly path: string; readonly line: number; readonly endLine: number }[];
  readonly refused?: string;
}

export interface LastChange {
  readonly author: string;
  /** `2026-01-31`, UTC. */
  readonly day: string;
}

export interface Verdict {
  readonly isRight: boolean;
  /** Citations, and those whose lines hold what they are cited for. */
  readonly cited: number;
  readonly borne: number;
}

/** Answers name at most so many places. */
const MOST_SHOWN = 12;

/** @param lineOf the text of a line, 1-based; undefined where there is none */
export function judge(
  fact: Fact,
  given: Given,
  lineOf: (path: string, line: number) => string | undefined,
  lastChange: LastChange | undefined,
): Verdict {
  const { citations, markdown, refused } = given;
  const name =
    fact.kind === "importedBy" ? moduleWord(fact.name) : fact.name.slice(fact.name.lastIndexOf(".") + 1);
  const holds = ({ path, line, endLine }: Given["citations"][number]): boolean => {
    if (fact.kind === "importedBy" && fact.sites.some((site) => site.path === path && site.line === line))
      return true;
    for (let at = line; at <= endLine; at++) if (lineOf(path, at)?.includes(name)) return true;
    return false;
  };
  // What an answer says besides (members, other uses) is proven by its own lines, not by this fact.
  // Who changed a file stands in no line of it: that is judged by the words of the answer.
  const told = fact.kind === "changes" ? [] : fact.kind === "definition" ? citations.slice(0, 1) : citations;
  const count = { cited: told.length, borne: told.filter(holds).length };
  if (refused !== undefined) return { ...count, isRight: false };
  switch (fact.kind) {
    case "definition":
    case "configure":
    case "open": {
      const [first] = citations;
      const isRight =
        first?.path === fact.path &&
        first.line >= fact.line - 5 &&
        first.line <= (fact.endLine ?? fact.line) &&
        first.endLine >= fact.line;
      return { ...count, isRight };
    }
    case "changes":
      return {
        ...count,
        isRight:
          lastChange !== undefined &&
          markdown.includes(lastChange.author) &&
          markdown.includes(lastChange.day),
      };
    case "importedBy": {
      const gold = new Set(fact.sites.map(({ path }) => path));
      return {
        ...count,
        isRight: coversPlaces(
          citations.map(({ path }) => path),
          gold,
        ),
      };
    }
    default: {
      const gold = new Set(fact.sites.map(({ path, line }) => `${path}:${line}`));
      const within = new Map(fact.sites.map((site) => [`${site.path}:${site.line}`, groupOf(site)]));
      const shown = citations.map(({ path, line }) => `${path}:${line}`);
      const groups = new Set([...within.values()].filter((group) => !group.endsWith(" <module>")));
      // Every place that is shown is one of them, and as many are shown as there is room for.
      const isRight =
        shown.every((place) => gold.has(place)) && new Set(shown).size >= Math.min(MOST_SHOWN, groups.size);
      return { ...count, isRight };
    }
  }
}

/** A caller or test counts once; where the fact does not tell what is around, a file does. */
const groupOf = ({ path, within }: { readonly path: string; readonly within: string }): string =>
  within === "" ? path : `${path} ${within}`;

function coversPlaces(shown: readonly string[], gold: ReadonlySet<string>): boolean {
  const found = new Set(shown);
  return [...found].every((place) => gold.has(place)) && found.size >= Math.min(MOST_SHOWN, gold.size);
}

/** What an import of a file says of it: `./plugin` of `plugin.d.ts` too. */
const moduleWord = (path: string): string =>
  path
    .replace(/\/(?:__init__\.py|index\.[cm]?[jt]sx?)$/, "")
    .replace(/(?:\.d)?\.[^./]+$/, "")
    .split("/")
    .at(-1)!;
