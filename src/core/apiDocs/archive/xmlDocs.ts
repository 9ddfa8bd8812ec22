/** The documentation files of .NET assemblies (ECMA-334, annex D): members by their identifiers, with what is said of them. */

import { firstSentence } from "../../syntax/outline/docComment.ts";
import type { SymbolKind } from "../../syntax/outline/outline.ts";
import { docLimits, replacementIn } from "../apiDoc.ts";
import type { ApiEntry, PackageId } from "../apiPackage.ts";
import { unindented } from "../fences.ts";

const kinds: Readonly<Record<string, SymbolKind>> = {
  T: "class",
  M: "method",
  P: "field",
  F: "field",
  E: "field",
};
const MOST_MEMBERS = 20_000;
const LONGEST_MEMBER = 20_000;

interface Member {
  readonly kind: string;
  /** Whole, dotted, without the arity of generics. */
  readonly name: string;
  readonly types: readonly string[];
  readonly body: string;
}

/** @param path of the file, absolute */
export function readXmlDocs(text: string, path: string, id: PackageId): readonly ApiEntry[] {
  const members = membersIn(text);
  const types = new Set(members.filter(({ kind }) => kind === "T").map(({ name }) => name));
  const entries: ApiEntry[] = [];
  for (const member of members) {
    const { module, name } = split(member, types);
    if (name === "") continue;
    const doc = readBody(member.body);
    const own = name.slice(name.lastIndexOf(".") + 1);
    const parameters = doc.parameters.map((one) => ({ name: one }));
    const shown = member.types
      .map((type, i) => [type, doc.parameters[i]].filter(Boolean).join(" "))
      .join(", ");
    entries.push({
      package: id,
      module,
      name,
      kind: kinds[member.kind] ?? "field",
      signatures: [member.kind === "M" ? `${own}(${shown})` : member.kind === "T" ? `class ${own}` : own],
      ...(parameters.length === 0 ? {} : { parameters }),
      summary: doc.summary,
      doc: doc.text,
      examples: doc.examples,
      ...(doc.deprecated === undefined ? {} : { deprecated: doc.deprecated }),
      ...(doc.replacedBy === undefined ? {} : { replacedBy: doc.replacedBy }),
      path,
      line: 0,
    });
  }
  return entries;
}

function membersIn(text: string): readonly Member[] {
  const found: Member[] = [];
  const opening = '<member name="';
  for (let at = text.indexOf(opening); at >= 0 && found.length < MOST_MEMBERS; ) {
    const nameEnd = text.indexOf('"', at + opening.length);
    const next = text.indexOf(opening, at + opening.length);
    const end = text.indexOf("</member>", at);
    if (nameEnd < 0) break;
    const last = Math.min(
      end < 0 ? text.length : end,
      next < 0 ? text.length : next,
      nameEnd + LONGEST_MEMBER,
    );
    const identifier = /^([TMPFE]):([\w.`#{},@]+)(?:\((.*)\))?/.exec(
      text.slice(at + opening.length, nameEnd),
    );
    if (identifier)
      found.push({
        kind: identifier[1]!,
        name: identifier[2]!.replace(/`+\d+/g, "").replace(/#/g, "."),
        types: identifier[3] === undefined ? [] : identifier[3].split(",").map(shortType),
        body: text.slice(nameEnd, last),
      });
    at = next;
  }
  return found;
}

const shortType = (type: string) =>
  type
    .replace(/(?:\w+\.)+(?=\w)/g, "")
    .replace(/`+\d+/g, "T")
    .replace("{", "<")
    .replace("}", ">");

/** Namespace and what is below it, told by the types that the file names. */
function split(
  { kind, name }: Member,
  types: ReadonlySet<string>,
): { readonly module: string; readonly name: string } {
  const parts = name.split(".").filter((part) => part !== "");
  const last = kind === "T" ? parts.length - 1 : parts.length - 2;
  let first = Math.max(0, last);
  while (first > 0 && types.has(parts.slice(0, first).join("."))) first--;
  const below = parts
    .slice(first)
    .map((part) => (part === "ctor" || part === "cctor" ? (parts.at(-2) ?? "") : part));
  return { module: parts.slice(0, first).join("."), name: below.join(".") };
}

function readBody(body: string) {
  const part = (tag: string) => plain(inner(body, tag)[0] ?? "");
  const summary = part("summary");
  const text = [summary, part("remarks"), part("returns") && `Returns ${part("returns")}`]
    .filter(Boolean)
    .join("\n\n");
  const examples = inner(body, "code").map((one) =>
    unindented(unescaped(one).split("\n")).slice(0, docLimits.example),
  );
  const note = /\b(?:obsolete|deprecated)\b.*/i.exec(summary)?.[0];
  const replacedBy = note === undefined ? undefined : replacementIn(note);
  return {
    summary: firstSentence(summary) ?? "",
    text: text.slice(0, docLimits.text),
    examples: examples.slice(0, docLimits.examples),
    parameters: [...body.matchAll(/<param name="(\w+)"/g)].map(([, name]) => name!),
    ...(note === undefined ? {} : { deprecated: note.slice(0, docLimits.part) }),
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
}

/** What stands in the elements of a name, those in them included. */
function inner(body: string, tag: string): readonly string[] {
  const found: string[] = [];
  for (let at = body.indexOf(`<${tag}`); at >= 0 && found.length < docLimits.examples; ) {
    const open = body.indexOf(">", at);
    const end = open < 0 ? -1 : body.indexOf(`</${tag}>`, open);
    if (end < 0) break;
    found.push(body.slice(open + 1, end));
    at = body.indexOf(`<${tag}`, end);
  }
  return found;
}

const plain = (xml: string) =>
  unescaped(
    xml
      .replace(
        /<(?:see|seealso|paramref|typeparamref)\s+\w+="(?:\w:)?([^"<>]*)"[^<>]*>/g,
        (_, target: string) =>
          target.replace(/\(.*$/, "").replace(/`+\d+/g, "").split(".").slice(-2).join("."),
      )
      .replace(/<\/?[a-zA-Z][^<>]*>/g, ""),
  )
    .replace(/\s+/g, " ")
    .trim();

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const unescaped = (text: string) =>
  text
    .replace(/<!\[CDATA\[|\]\]>/g, "")
    .replace(/&(\w{2,4});/g, (whole, name: string) => entities[name] ?? whole);
