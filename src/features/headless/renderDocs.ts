/** Libraries and their APIs as text for a terminal. */
import { printable, renderTable } from "../../core/text/table.ts";
import type { RpcApiEntry, RpcApiHit, RpcDocsPackages } from "../../ports/rpc.ts";

const full = ({ module, name }: RpcApiEntry) => printable(`${module}.${name}`);
const versioned = ({ package: name, version }: RpcApiEntry) =>
  printable(version === "" ? name : `${name} ${version}`);

export function renderPackages({ packages, skipped }: RpcDocsPackages): string {
  const rows = packages.map(({ name, version, role, ecosystem }) => [
    printable(name),
    printable(version),
    role,
    ecosystem,
  ]);
  const left = skipped.map(({ name, reason }) => [printable(name), "", "skipped", reason]);
  return renderTable([...rows, ...left]);
}

/** Name, package and first sentence, one a line. */
export const renderApiHits = (hits: readonly RpcApiHit[]): string =>
  renderTable(
    hits.map((hit) => [
      full(hit),
      versioned(hit),
      hit.deprecated === undefined ? "" : "deprecated",
      printable(hit.summary === "" ? (hit.signatures[0] ?? "") : hit.summary),
    ]),
  );

const indented = (text: string) =>
  text
    .split("\n")
    .map((line) => printable(`    ${line}`).trimEnd())
    .join("\n");

function renderEntry(entry: RpcApiEntry): string {
  const { signatures, doc, examples, uses = [], deprecated, replacedBy, path, line } = entry;
  const instead = replacedBy === undefined ? "" : ` Use ${printable(replacedBy)}.`;
  return [
    `${full(entry)}  (${versioned(entry)})`,
    ...signatures.map(indented),
    ...(deprecated === undefined ? [] : [`Deprecated.${instead} ${printable(deprecated)}`.trim()]),
    ...(doc === "" ? [] : [doc.split("\n").map(printable).join("\n")]),
    ...uses.map((use) => `Used in ${printable(`${use.path}:${use.line}`)}:\n${indented(use.code)}`),
    ...examples.map((example) => `Example:\n${indented(example)}`),
    printable(`${path}:${line}`),
  ].join("\n");
}

export const renderEntries = (entries: readonly RpcApiEntry[]): string =>
  entries.map(renderEntry).join("\n\n");
