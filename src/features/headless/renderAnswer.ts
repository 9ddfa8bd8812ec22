/** Answers about the repository as text for a terminal: a place that can be clicked first, then what is there. */
import type { RepoMap } from "../../core/retrieval/repoMap.ts";
import type { ScorePart } from "../../core/retrieval/search.ts";
import { printable, renderTable } from "../../core/text/table.ts";
import type {
  EditedPatch,
  RepoAnswer,
  RpcGraphEdge,
  RpcOutline,
  RpcReference,
  RpcSearchHit,
  RpcSymbol,
} from "../../ports/rpc.ts";
import { renderCompare, renderVersions } from "./renderCompare.ts";
import { renderApiHits, renderEntries, renderPackages } from "./renderDocs.ts";

/** What speaks for it, then the diff; nothing was changed. */
const renderPatch = ({ title, root, evidence, diff }: EditedPatch): string =>
  [
    `Proposed for ${root}: ${title}`,
    ...evidence.flatMap(({ text, details }) => [`- ${text}`, ...details.map((detail) => `    ${detail}`)]),
    "",
    diff.trimEnd(),
  ].join("\n");

/** A path of the wire as a terminal in some folder finds it. */
export type ShowPath = (path: string) => string;

interface Place {
  readonly path: string;
  readonly line?: number;
}
const place = ({ path, line }: Place, show: ShowPath): string =>
  printable(line === undefined ? show(path) : `${show(path)}:${line}`);
const dotted = ({ container, name }: { readonly container?: string; readonly name?: string }): string =>
  printable([container, name].filter(Boolean).join("."));

function renderPart({ part, score, terms = [] }: ScorePart): readonly string[] {
  const signed = `${score < 0 ? "" : "+"}${score.toFixed(2)}`;
  return [`    ${part}`, signed, printable(terms.join(", "))];
}

/** Parts that add nothing are left out. */
function renderExplanation(parts: readonly ScorePart[]): readonly string[] {
  const telling = parts.filter(({ score }) => Math.abs(score) >= 0.005);
  return telling.length === 0 ? [] : [renderTable(telling.map(renderPart))];
}

function renderHits(hits: readonly RpcSearchHit[], show: ShowPath): string {
  const heads = renderTable(
    hits.map((hit) => [place(hit, show), hit.score.toFixed(2), hit.kind ?? "", dotted(hit)]),
  ).split("\n");
  return hits
    .flatMap(({ explanation }, i) => [heads[i] ?? "", ...renderExplanation(explanation ?? [])])
    .join("\n");
}

const renderSymbols = (symbols: readonly RpcSymbol[], show: ShowPath): string =>
  renderTable(symbols.map((symbol) => [place(symbol, show), symbol.kind, dotted(symbol)]));

const renderReferences = (references: readonly RpcReference[], show: ShowPath): string =>
  renderTable(
    references.map((reference) => [
      `${place(reference, show)}:${reference.column + 1}`,
      reference.role,
      printable(reference.within),
      printable(reference.text),
    ]),
  );

const renderEdges = (edges: readonly RpcGraphEdge[], show: ShowPath): string =>
  renderTable(
    edges.map((edge) => [
      place(edge, show),
      edge.kind ?? "",
      printable(edge.name),
      edge.sites.length === 0 ? "" : `at line ${edge.sites.join(", ")}`,
    ]),
  );

/** Inner symbols stand deeper. */
function renderOutline({ symbols, imports }: RpcOutline, path: string, show: ShowPath): string {
  // A name may hold dots itself, such as a selector or a heading.
  const depths = new Map([["", 0]]);
  const rows = symbols.map(({ line, kind, name, container, signature }) => {
    const depth = depths.get(container) ?? container.split(".").length;
    depths.set(container === "" ? name : `${container}.${name}`, depth + 1);
    return [place({ path, line }, show), kind, `${"  ".repeat(depth)}${printable(signature)}`];
  });
  const imported = imports.map(({ line, module }) => [
    place({ path, line }, show),
    "import",
    printable(module),
  ]);
  return renderTable([...imported, ...rows]);
}

/** A terminal knows places, and no links. */
const withoutLinks = (markdown: string): string => markdown.replace(/\[`([^`\]]+)`\]\([^)]*\)/g, "$1");

const printableLines = (markdown: string): string => markdown.split("\n").map(printable).join("\n").trimEnd();

const renderMap = ({ text }: RepoMap): string => printable(text).trimEnd();

/** Empty when nothing was found. */
export function renderAnswer(answer: RepoAnswer, show: ShowPath): string {
  switch (answer.method) {
    case "search":
      return renderHits(answer.result, show);
    case "symbols":
      return renderSymbols(answer.result, show);
    case "references":
      return renderReferences(answer.result, show);
    case "outline":
      return renderOutline(answer.result, answer.params.path, show);
    case "graph":
      return renderEdges(answer.result, show);
    case "map":
      return renderMap(answer.result);
    case "ask":
      return printableLines(
        [
          withoutLinks(answer.result.markdown).trimEnd(),
          ...(answer.result.imagesUnread === undefined ? [] : [answer.result.imagesUnread]),
          ...(answer.result.patches ?? []).map(renderPatch),
        ].join("\n\n"),
      );
    case "docs/packages":
      return renderPackages(answer.result);
    case "docs/search":
      return renderApiHits(answer.result);
    case "docs/versions":
      return renderVersions(answer.result);
    case "docs/compare":
      return renderCompare(answer.result, show);
    case "docs/show":
      return renderEntries(answer.result);
  }
}
