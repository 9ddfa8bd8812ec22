/**
 * What stands around one file or symbol, drawn: a nested list of links, which is what a screen reader hears, with lines and arrows behind it.
 * Each node has a row of one height, so that the lines need no measuring.
 */
import {
  type PictureRow,
  pointsInward,
  rowsOf,
  type ShownPicture,
  titleOfPicture,
} from "../../core/chat/relationPicture.ts";
import { element } from "./elements.ts";

/** As in the style: the height of a row, how far a step stands in, and where in it the line of its steps hangs. Pixels. */
const ROW_PX = 30;
const STEP_PX = 22;
const HANG_PX = 11;
const HALF_BOX_PX = 12;
const ARROW_PX = 4;
/** Ways of edges that lead across, side by side. */
const LANES = 4;
const LANE_PX = 7;

export function pictureView(picture: ShownPicture, open: (href: string) => void): HTMLElement {
  const { rows, others } = rowsOf(picture);
  const list = element("ul", { class: "nodes" }, itemOf(picture, rows, 0, open, new Set(others.flat())));
  const canvas = element(
    "div",
    { class: others.length > 0 ? "canvas across" : "canvas" },
    treeLines(rows, pointsInward(picture.kind)),
    crossLines(others, rows.length, pointsInward(picture.kind)),
    list,
  );
  const more = picture.more > 0 ? [element("p", {}, `${picture.more} more are left out.`)] : [];
  return element(
    "details",
    { class: "picture", open: "" },
    element("summary", {}, titleOfPicture(picture)),
    canvas,
    ...crossNotes(picture, rows, others),
    ...more,
  );
}

function itemOf(
  picture: ShownPicture,
  rows: readonly PictureRow[],
  at: number,
  open: (href: string) => void,
  crossed: ReadonlySet<number>,
): HTMLElement {
  const below = rows.flatMap(({ parent }, row) => (parent === at ? [row] : []));
  const item = element("li", {}, boxOf(picture, rows[at]!, open, crossed.has(at)));
  if (below.length > 0)
    item.append(element("ul", {}, ...below.map((row) => itemOf(picture, rows, row, open, crossed))));
  return item;
}

function boxOf(
  { nodes }: ShownPicture,
  { node, depth }: PictureRow,
  open: (href: string) => void,
  isCrossed: boolean,
): HTMLElement {
  const { name, place } = nodes[node]!;
  const row = element("div", { class: isCrossed ? "node crossed" : "node" });
  const kind = depth === 0 ? "box subject" : "box";
  if (!place) {
    row.append(element("span", { class: kind }, element("code", {}, name)));
    return row;
  }
  const shown = `${place.path}:${place.line}`;
  const isFile = place.path === name;
  const file = place.path.slice(place.path.lastIndexOf("/") + 1);
  const link = element(
    "a",
    { class: kind, href: `#L${place.line}`, title: `${name}, ${shown}` },
    element("code", {}, name),
    ...(isFile ? [] : [element("span", { class: "at" }, `${file}:${place.line}`)]),
  );
  link.addEventListener("click", (event) => {
    event.preventDefault();
    open(`${place.path.split("/").map(encodeURIComponent).join("/")}#L${place.line}`);
  });
  row.append(link);
  return row;
}

const middleOf = (row: number): number => row * ROW_PX + ROW_PX / 2;

/** From each node to those below it; the arrow stands where the edge leads to. */
function treeLines(rows: readonly PictureRow[], isInward: boolean): SVGElement {
  const lines: string[] = [];
  const arrows: string[] = [];
  rows.forEach(({ parent, depth }, row) => {
    if (parent === undefined) return;
    const x = (depth - 1) * STEP_PX + HANG_PX;
    const end = depth * STEP_PX;
    const top = middleOf(parent) + HALF_BOX_PX;
    lines.push(`M${x} ${top}V${middleOf(row) - 5}q0 5 5 5H${end}`);
    if (!isInward) arrows.push(arrowRight(end, middleOf(row)));
    else if (rows.findIndex((one) => one.parent === parent) === row) arrows.push(arrowUp(x, top));
  });
  return drawing("lines", STEP_PX * 4, rows.length, lines, arrows);
}

/** Edges between nodes that both stand elsewhere in the tree: along the right side. */
function crossLines(
  others: readonly (readonly [number, number])[],
  rows: number,
  isInward: boolean,
): SVGElement {
  const lines: string[] = [];
  const arrows: string[] = [];
  others.forEach(([near, far], at) => {
    const x = 8 + ((at % LANES) + 1) * LANE_PX;
    const [from, to] = [middleOf(near), middleOf(far)];
    const target = isInward ? from : to;
    lines.push(near === far ? `M0 ${from - 4}H${x}V${from + 4}H0` : `M0 ${from}H${x}V${to}H0`);
    arrows.push(arrowLeft(0, target));
  });
  return drawing("lines across", 8 + (LANES + 1) * LANE_PX, rows, lines, arrows);
}

const arrowRight = (x: number, y: number): string =>
  `M${x - ARROW_PX} ${y - ARROW_PX}L${x} ${y}L${x - ARROW_PX} ${y + ARROW_PX}z`;
const arrowLeft = (x: number, y: number): string =>
  `M${x + ARROW_PX} ${y - ARROW_PX}L${x} ${y}L${x + ARROW_PX} ${y + ARROW_PX}z`;
const arrowUp = (x: number, y: number): string =>
  `M${x - ARROW_PX} ${y + ARROW_PX}L${x} ${y}L${x + ARROW_PX} ${y + ARROW_PX}z`;

function drawing(
  name: string,
  width: number,
  rows: number,
  lines: readonly string[],
  arrows: readonly string[],
): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", name);
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(rows * ROW_PX));
  svg.setAttribute("aria-hidden", "true");
  for (const [kind, paths] of [
    ["line", lines],
    ["arrow", arrows],
  ] as const) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("class", kind);
    path.setAttribute("d", paths.join(""));
    svg.append(path);
  }
  return svg;
}

/** What the lines across show, in words for those who do not see them. */
function crossNotes(
  picture: ShownPicture,
  rows: readonly PictureRow[],
  others: readonly (readonly [number, number])[],
): readonly HTMLElement[] {
  if (others.length === 0) return [];
  const name = (row: number) => picture.nodes[rows[row]!.node]!.name;
  const notes = others.map(([near, far]) =>
    pointsInward(picture.kind)
      ? `${name(far)} leads to ${name(near)}`
      : `${name(near)} leads to ${name(far)}`,
  );
  return [element("p", { class: "spoken" }, `Besides: ${notes.join("; ")}.`)];
}
