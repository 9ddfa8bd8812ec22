/** Edges of one answer: sites of the same neighbour are one edge. */
import type { SymbolKind } from "../../syntax/outline/outline.ts";
import type { GraphEdge } from "../symbolQuery.ts";

/** A neighbour; `startLine` counts when `line` is not given. */
export interface Neighbour {
  readonly path: string;
  /** 0-based. */
  readonly line?: number;
  readonly startLine?: number;
  /** Dotted; empty for a file. */
  readonly name: string;
  readonly kind?: SymbolKind;
}

interface Gathered {
  readonly neighbour: Neighbour;
  readonly sites: Set<number>;
  score: number;
}

export class EdgeList {
  readonly #edges = new Map<string, Gathered>();

  /** @param site 0-based line, @param score 0 <= score <= 1 */
  add(neighbour: Neighbour, site: number, score: number): void {
    const key = `${neighbour.path}\n${neighbour.name}\n${lineOf(neighbour)}`;
    const known = this.#edges.get(key);
    if (!known) {
      this.#edges.set(key, { neighbour, sites: new Set([site]), score });
      return;
    }
    known.sites.add(site);
    known.score = Math.max(known.score, score);
  }

  /** Surest first, those with more sites before others. */
  best(limit: number): GraphEdge[] {
    return [...this.#edges.values()]
      .sort((a, b) => b.score - a.score || b.sites.size - a.sites.size || compare(a.neighbour, b.neighbour))
      .slice(0, limit)
      .map(({ neighbour, sites, score }) => ({
        path: neighbour.path,
        line: lineOf(neighbour),
        name: neighbour.name,
        ...(neighbour.kind ? { kind: neighbour.kind } : {}),
        sites: [...sites].sort((a, b) => a - b),
        score,
      }));
  }
}

const lineOf = ({ line, startLine }: Neighbour): number => line ?? startLine ?? 0;

const compare = (a: Neighbour, b: Neighbour): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : lineOf(a) - lineOf(b);
