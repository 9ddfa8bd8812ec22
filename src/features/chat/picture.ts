/** What stands around the subject of a question, up to two steps away: every node names a line that is there now. */
import type { Citation } from "../../core/chat/answer.ts";
import { readQuestion } from "../../core/chat/question.ts";
import {
  isDrawn,
  type PictureKind,
  type PictureNode,
  pictureKindOf,
  pointsInward,
  type RelationPicture,
} from "../../core/chat/relationPicture.ts";
import type { GraphEdge, GraphRelation } from "../../core/retrieval/symbolQuery.ts";
import { type EvidenceDeps, EvidenceReader } from "./evidence.ts";
import { dottedName, findMeant, type Meant } from "./subject.ts";

/** Drawn of the first step, and of the second for each of the first few. */
const MOST_NEAR = 8;
const EXPANDED = 6;
const MOST_FAR = 3;
/** Asked of the index, so that what is left out can be counted. */
const MOST_FOUND = 300;
/** Below it a use most likely means something else of that name. */
const LEAST_SURE = 0.2;

/** @returns undefined for a question of another kind, and where nothing stands around its subject */
export async function pictureFor(
  deps: EvidenceDeps,
  text: string,
  signal: AbortSignal,
): Promise<RelationPicture<Citation> | undefined> {
  const { kind, subject } = readQuestion(text);
  if (subject === undefined || !isDrawn(kind)) return undefined;
  const meant = await findMeant(deps, subject, signal);
  if (meant.kind !== "symbol" && meant.kind !== "file") return undefined;
  const pictured = pictureKindOf(kind, meant.kind);
  return pictured && new Drawing(new EvidenceReader(deps, signal), pictured).of(meant);
}

/** What a step leads to. */
interface Neighbour {
  readonly path: string;
  /** 0-based, shown. */
  readonly line: number;
  /** Empty for a file. */
  readonly name: string;
}

class Drawing {
  readonly #reader: EvidenceReader;
  readonly #kind: PictureKind;
  readonly #nodes: PictureNode<Citation>[] = [];
  readonly #indexOf = new Map<string, number>();
  readonly #edges: (readonly [number, number])[] = [];
  #more = 0;

  constructor(reader: EvidenceReader, kind: PictureKind) {
    this.#reader = reader;
    this.#kind = kind;
  }

  async of(
    meant: Extract<Meant, { readonly kind: "symbol" | "file" }>,
  ): Promise<RelationPicture<Citation> | undefined> {
    const own = meant.kind === "file" ? fileAt(meant.paths[0]!) : await this.#definition(meant);
    await this.#node(own);
    const near = await this.#step(0, own, MOST_NEAR, meant.kind === "symbol" && isAmbiguous(meant));
    if (near.length === 0) return undefined;
    for (const { index, neighbour } of near.slice(0, EXPANDED)) await this.#step(index, neighbour, MOST_FAR);
    return { kind: this.#kind, nodes: this.#nodes, edges: this.#edges, more: this.#more };
  }

  async #definition({ hits }: Extract<Meant, { readonly kind: "symbol" }>): Promise<Neighbour> {
    const [best] = hits;
    const line = (await this.#reader.definition(best!))?.citation?.line ?? best!.startLine;
    return { path: best!.path, line, name: dottedName(best!) };
  }

  /** @param isOfMany several definitions have the name: neighbours of all are asked for */
  async #step(from: number, of: Neighbour, most: number, isOfMany = false) {
    const found = await this.#neighbours(of, from === 0, isOfMany);
    const steps: { readonly index: number; readonly neighbour: Neighbour }[] = [];
    let left = found.length;
    for (const neighbour of found) {
      if (steps.length === most) break;
      const index = await this.#node(neighbour);
      left--;
      if (index === undefined || index === from || this.#edges.some(([a, b]) => a === from && b === index))
        continue;
      this.#edges.push([from, index]);
      // What is in the picture already is an edge more, and no node.
      steps.push({ index, neighbour });
    }
    this.#more += left;
    return steps;
  }

  /** @returns its place among the nodes; undefined for what is no longer there */
  async #node(one: Neighbour): Promise<number | undefined> {
    const name = one.name === "" ? this.#reader.deps.shortPath(one.path) : one.name;
    const key = `${one.path}\n${one.name}`;
    const known = this.#indexOf.get(key);
    if (known !== undefined) return known;
    const place = await this.#reader.cite(one.path, one.line);
    if (!place) return undefined;
    const index = this.#nodes.push({ name, place }) - 1;
    this.#indexOf.set(key, index);
    return index;
  }

  async #neighbours(of: Neighbour, isFirst: boolean, isOfMany: boolean): Promise<readonly Neighbour[]> {
    if (this.#kind === "users" && isFirst) return this.#users(of, isOfMany);
    const relation: GraphRelation = this.#kind === "users" ? "callers" : this.#kind;
    const isFile = of.name === "";
    if (isFile && relation !== "imports" && relation !== "importedBy") return [];
    const { queries } = this.#reader.deps;
    const edges = await queries.graph(
      {
        symbol: isFile ? of.path : of.name,
        relation,
        limit: MOST_FOUND,
        ...(isFile || isOfMany ? {} : { path: of.path }),
      },
      this.#reader.signal,
    );
    return edges.map((edge) => this.#shownAt(edge));
  }

  /** A caller by its first call, what is called by its definition. */
  #shownAt({ path, name, line, sites }: GraphEdge): Neighbour {
    return { path, name, line: pointsInward(this.#kind) ? (sites[0] ?? line) : line };
  }

  /** What its uses stand in, each by the first of them. */
  async #users({ name, path, line }: Neighbour, isOfMany: boolean): Promise<readonly Neighbour[]> {
    const { queries } = this.#reader.deps;
    const own = name.slice(name.lastIndexOf(".") + 1);
    const found = await queries.findReferences(
      { name: own, ...(isOfMany ? {} : { path, line }), limit: MOST_FOUND },
      this.#reader.signal,
    );
    const users = new Map<string, Neighbour>();
    for (const { role, score, ...use } of found) {
      if (role === "definition" || role === "import" || score < LEAST_SURE) continue;
      const key = `${use.path}\n${use.within}`;
      if (!users.has(key)) users.set(key, { path: use.path, line: use.line, name: use.within });
    }
    return [...users.values()];
  }
}

const fileAt = (path: string): Neighbour => ({ path, line: 0, name: "" });

const isAmbiguous = ({ hits }: Extract<Meant, { readonly kind: "symbol" }>): boolean =>
  new Set(hits.map((hit) => `${hit.path}\n${dottedName(hit)}`)).size > 1;
