/** Facts as bytes, to be kept by their text's hash: about a tenth of the text. */
import { symbolKinds } from "../outline/outline.ts";
import {
  type SyntaxDefinition,
  type SyntaxFacts,
  type SyntaxImport,
  type SyntaxReference,
  syntaxRoles,
} from "./facts.ts";
import { ByteReader, ByteWriter } from "./packedBytes.ts";

/** Changed with the layout and whenever a query finds other facts. */
const VERSION = 1;

export function packFacts({ definitions, references, imports }: SyntaxFacts): Uint8Array {
  const strings = new Map<string, number>();
  const body = new ByteWriter();
  const name = (text: string): void => {
    let id = strings.get(text);
    if (id === undefined) {
      id = strings.size;
      strings.set(text, id);
    }
    body.number(id);
  };
  let line = 0;
  body.number(definitions.length);
  for (const definition of definitions) {
    name(definition.name);
    body.number(symbolKinds.indexOf(definition.kind));
    body.number(definition.parent + 1);
    name(definition.container);
    body.signed(definition.startLine - line);
    body.number(definition.endLine - definition.startLine);
    body.number(definition.nameLine - definition.startLine);
    body.number(definition.nameColumn);
    line = definition.startLine;
  }
  line = 0;
  body.number(references.length);
  for (const reference of references) {
    name(reference.name);
    body.number(syntaxRoles.indexOf(reference.role));
    body.signed(reference.line - line);
    body.number(reference.column);
    body.number(reference.within + 1);
    name(reference.receiver);
    line = reference.line;
  }
  line = 0;
  body.number(imports.length);
  for (const entry of imports) {
    name(entry.module);
    body.signed(entry.line - line);
    body.number(entry.names.length);
    for (const bound of entry.names) {
      name(bound.name);
      name(bound.local);
    }
    line = entry.line;
  }
  return joined(strings, body.bytes());
}

function joined(strings: ReadonlyMap<string, number>, body: Uint8Array): Uint8Array {
  const head = new ByteWriter();
  head.number(VERSION);
  head.number(strings.size);
  for (const text of strings.keys()) head.string(text);
  const first = head.bytes();
  const bytes = new Uint8Array(first.length + body.length);
  bytes.set(first);
  bytes.set(body, first.length);
  return bytes;
}

/** Undefined for bytes of another version or of no facts. */
export function unpackFacts(bytes: Uint8Array): SyntaxFacts | undefined {
  try {
    const reader = new ByteReader(bytes);
    if (reader.number() !== VERSION) return undefined;
    const strings = Array.from({ length: reader.count() }, () => reader.string());
    const definitions = readDefinitions(reader, strings);
    const references = readReferences(reader, strings, definitions.length);
    const facts = { definitions, references, imports: readImports(reader, strings) };
    return reader.isAtEnd ? facts : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readDefinitions(reader: ByteReader, strings: readonly string[]): SyntaxDefinition[] {
  let line = 0;
  return Array.from({ length: reader.count() }, (_, index) => {
    const name = entry(strings, reader.number());
    const kind = entry(symbolKinds, reader.number());
    const parent = reader.number() - 1;
    if (parent >= index) throw new RangeError("Cannot read a definition: it stands in a later one");
    const container = entry(strings, reader.number());
    line += reader.signed();
    const endLine = line + reader.number();
    const nameLine = line + reader.number();
    return { name, kind, parent, container, startLine: line, endLine, nameLine, nameColumn: reader.number() };
  });
}

function readReferences(
  reader: ByteReader,
  strings: readonly string[],
  definitions: number,
): SyntaxReference[] {
  let line = 0;
  return Array.from({ length: reader.count() }, () => {
    const name = entry(strings, reader.number());
    const role = entry(syntaxRoles, reader.number());
    line += reader.signed();
    const column = reader.number();
    const within = reader.number() - 1;
    if (within >= definitions) throw new RangeError("Cannot read a reference: it stands in no definition");
    return { name, role, line, column, within, receiver: entry(strings, reader.number()) };
  });
}

function readImports(reader: ByteReader, strings: readonly string[]): SyntaxImport[] {
  let line = 0;
  return Array.from({ length: reader.count() }, () => {
    const module = entry(strings, reader.number());
    line += reader.signed();
    const names = Array.from({ length: reader.count() }, () => ({
      name: entry(strings, reader.number()),
      local: entry(strings, reader.number()),
    }));
    return { module, line, names };
  });
}

function entry<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError("Cannot read an entry: it is not in its list");
  return value;
}
