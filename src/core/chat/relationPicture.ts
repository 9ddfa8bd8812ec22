/** What stands around one file or symbol, up to two steps away, as a picture shows it and as an indented list says it. */
import { hasFields, isListOf, isMaybe, isOneOf, isText, isWhole } from "../text/plainData.ts";
import type { Citation } from "./answer.ts";
import type { QuestionKind } from "./question.ts";
import { inlineCode, renderPlace, type ShortPath } from "./renderAnswer.ts";

const pictureKinds = [
  "callers",
  "callees",
  "users",
  "implementers",
  "bases",
  "importedBy",
  "imports",
] as const;
export type PictureKind = (typeof pictureKinds)[number];

/** What is drawn for a question about a symbol, and about a file. */
const drawn: Readonly<
  Partial<Record<QuestionKind, { readonly symbol?: PictureKind; readonly file?: PictureKind }>>
> = {
  callers: { symbol: "callers", file: "importedBy" },
  callees: { symbol: "callees", file: "imports" },
  uses: { symbol: "users", file: "importedBy" },
  importedBy: { symbol: "users", file: "importedBy" },
  imports: { file: "imports" },
  implementers: { symbol: "implementers" },
  bases: { symbol: "bases" },
};

/** Whether there is a picture for questions of the kind at all. */
export const isDrawn = (kind: QuestionKind): boolean => drawn[kind] !== undefined;

export const pictureKindOf = (kind: QuestionKind, of: "symbol" | "file"): PictureKind | undefined =>
  drawn[kind]?.[of];

/** One file or symbol. */
export interface PictureNode<Place> {
  /** Dotted name, or a path as people read it. */
  readonly name: string;
  readonly place?: Place | undefined;
}

/** Where a node stands: from its root, with `/`; 1-based. */
export interface ShownPlace {
  readonly path: string;
  readonly line: number;
}

export interface RelationPicture<Place> {
  readonly kind: PictureKind;
  /** The first is what was asked about; none twice. */
  readonly nodes: readonly PictureNode<Place>[];
  /** Indices of nodes, the one that is nearer to the first before the other; none twice. */
  readonly edges: readonly (readonly [near: number, far: number])[];
  /** Neighbours that are known and left out. */
  readonly more: number;
}

export type ShownPicture = RelationPicture<ShownPlace>;

const isEdge = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(isWhole(0));

const isShape = hasFields<ShownPicture>({
  kind: isOneOf(...pictureKinds),
  nodes: isListOf(
    hasFields<PictureNode<ShownPlace>>({
      name: isText(),
      place: isMaybe(hasFields<ShownPlace>({ path: isText(), line: isWhole(1) })),
    }),
  ),
  edges: isListOf(isEdge),
  more: isWhole(0),
});

/** A picture whose edges lead somewhere. */
export const isShownPicture = (value: unknown): value is ShownPicture =>
  isShape(value) &&
  value.nodes.length > 0 &&
  value.edges.every((edge) => edge.every((index) => index < value.nodes.length));

/** Absolute places as people read them; what is outside of the workspace has none. */
export function shownPicture(picture: RelationPicture<Citation>, short: ShortPath): ShownPicture {
  const nodes = picture.nodes.map(({ name, place }): PictureNode<ShownPlace> => {
    const path = place && short(place.path);
    return place && path !== undefined ? { name, place: { path, line: place.line + 1 } } : { name };
  });
  return { ...picture, nodes };
}

/** A node on a line of its own. */
export interface PictureRow {
  readonly node: number;
  /** Steps from the first. */
  readonly depth: number;
  /** The row that it hangs on; none for the first. */
  readonly parent: number | undefined;
}

export interface PictureRows {
  /** Each node once, under one that is a step nearer. */
  readonly rows: readonly PictureRow[];
  /** Edges that no row's place tells: from row to row, in the order of `edges`. */
  readonly others: readonly (readonly [near: number, far: number])[];
}

/** The picture as a tree of shortest ways, in the order of nodes. Nodes that nothing leads to are left out. */
export function rowsOf({ nodes, edges }: Pick<ShownPicture, "nodes" | "edges">): PictureRows {
  const parents = new Map<number, number | undefined>([[0, undefined]]);
  for (const near of parents.keys()) {
    for (const [from, to] of edges) if (from === near && !parents.has(to)) parents.set(to, near);
  }
  const rows: PictureRow[] = [];
  const rowOf = new Map<number, number>();
  const add = (node: number, depth: number, parent: number | undefined): void => {
    const own = rows.push({ node, depth, parent }) - 1;
    rowOf.set(node, own);
    for (let next = 0; next < nodes.length; next++) {
      if (next !== 0 && parents.get(next) === node) add(next, depth + 1, own);
    }
  };
  add(0, 0, undefined);
  const others = edges.flatMap(([near, far]) => {
    const [from, to] = [rowOf.get(near), rowOf.get(far)];
    return from === undefined || to === undefined || parents.get(far) === near ? [] : [[from, to] as const];
  });
  return { rows, others };
}

const titles: Readonly<Record<PictureKind, string>> = {
  callers: "Who calls",
  callees: "What is called by",
  users: "What uses",
  implementers: "What extends or implements",
  bases: "What is extended by",
  importedBy: "What imports",
  imports: "What is imported by",
};

/** Whether arrows lead to what was asked about: it is called, used, extended. */
export const pointsInward = (kind: PictureKind): boolean =>
  kind !== "callees" && kind !== "bases" && kind !== "imports";

/** `Who calls Store.get_item, and who calls them` */
export function titleOfPicture({ kind, nodes, edges }: ShownPicture): string {
  const isDeep = edges.some(([near]) => near !== 0);
  return `${titles[kind]} ${nodes[0]!.name}${isDeep ? ", in two steps" : ""}`;
}

/** The picture as an indented list in Markdown. */
export function renderPicture(picture: ShownPicture): string {
  const { rows } = rowsOf(picture);
  const lines = rows.map(({ node, depth }) => {
    const { name, place } = picture.nodes[node]!;
    const link =
      place &&
      renderPlace({ path: place.path, line: place.line - 1, endLine: place.line - 1 }, (path) => path);
    return `${"  ".repeat(depth)}- ${[inlineCode(name), link].filter((part) => part !== undefined).join(" ")}`;
  });
  if (picture.more > 0) lines.push(`- and ${picture.more} more`);
  return `**${titleOfPicture(picture).replace(picture.nodes[0]!.name, () => inlineCode(picture.nodes[0]!.name))}**\n\n${lines.join("\n")}\n`;
}
