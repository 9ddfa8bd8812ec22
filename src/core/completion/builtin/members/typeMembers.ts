/** Members that types of the repository declare, read from tokens: the names at the top of a type's block. */
import { endsLine, indentChange } from "../../../syntax/tokens/newline.ts";
import { Kind, type Vocabulary } from "../../../syntax/tokens/vocabulary.ts";
import { lineEnd } from "../lineCompare.ts";
import { findIntervals, sampleRing } from "../matcher.ts";
import { tokenBefore } from "../suffixSort.ts";
import type { TokenSource } from "../tokenSource.ts";
import type { View } from "../view.ts";
import type { Marks } from "./receiver.ts";

/** Bases followed from a type, lines of a type's block, types, and places of a type's name looked at. */
const DEPTH = 3;
const MOST_LINES = 1500;
const MOST_TYPES = 12;
const PLACES = 200;
const TYPE_NAME = /^_*\p{Lu}/u;

export function isTypeName(id: number, vocabulary: Vocabulary): boolean {
  return vocabulary.kind(id) === Kind.word && TYPE_NAME.test(vocabulary.text(id));
}

/** Ids of names that the types with these names and their bases declare. */
export function declaredMembers(view: View, types: Iterable<number>, marks: Marks): Set<number> {
  const members = new Set<number>();
  const seen = new Set<number>(types);
  let level = [...seen];
  for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
    const bases: number[] = [];
    for (const type of level) {
      forEachPlace(view, type, (source, position) => {
        const before = tokenBefore(source.tokens, position, 2);
        if (marks.typeDefiners.has(before))
          readType(source, position, members, bases, marks, view.vocabulary);
        else readMethod(source, position, members, marks, view.vocabulary);
      });
    }
    level = bases.filter((base) => !seen.has(base) && seen.size < MOST_TYPES && seen.add(base));
  }
  return members;
}

/** Calls with positions right after a name: all of a rare one, some of a frequent one. */
export function forEachPlace(
  view: View,
  name: number,
  visit: (source: TokenSource, position: number) => void,
): void {
  const { current, segments, loose } = view;
  const caps = { pairs: 0, singles: PLACES, looks: 4000 };
  for (const { segment, weights } of segments) {
    const intervals = findIntervals(segment, [name]);
    if (intervals.depth === 0) continue;
    sampleRing(segment, intervals, 1, PLACES, (position) => {
      if (weights[segment.fileAt(position - 1)]! > 0) visit(segment, position);
    });
  }
  for (const { file } of [...loose, { file: current.file }]) {
    file.forEachMatch([name], caps, (position) => visit(file, position));
  }
}

/** Reads the block under the line of a type's name; its header may name bases. */
function readType(
  source: TokenSource,
  position: number,
  members: Set<number>,
  bases: number[],
  marks: Marks,
  vocabulary: Vocabulary,
): void {
  const { tokens, lineStarts } = source;
  const header = source.lineAt(position);
  for (let at = position; at < lineEnd(source, header); at++) {
    const id = tokens[at]! >> 1;
    if (isTypeName(id, vocabulary)) bases.push(id);
  }
  const last = Math.min(source.endLine(source.fileOfLine(header)), header + MOST_LINES);
  let depth = 0;
  for (let line = header; line < last; line++) {
    if (line > header) {
      if (depth <= 0) break;
      if (depth === 1) readMember(source, line, members, vocabulary);
      else readSelf(source, line, members, marks, vocabulary);
    }
    depth += indentChange(tokens[lineStarts[line + 1]! - 1]! >> 1);
  }
}

/** The name that a line at the top of a type declares: the last word before the first bracket, colon, `=` or end. */
function readMember(source: TokenSource, line: number, members: Set<number>, vocabulary: Vocabulary): void {
  const { tokens } = source;
  const start = source.lineStarts[line]!;
  const end = lineEnd(source, line);
  let name: number | undefined;
  for (let at = start; at < end; at++) {
    const id = tokens[at]! >> 1;
    if (vocabulary.kind(id) === Kind.word) name = id;
    else if (vocabulary.kind(id) === Kind.punctuation && STOPS.has(vocabulary.text(id))) break;
    if (at === start && vocabulary.kind(id) === Kind.punctuation) return;
  }
  if (name !== undefined) members.add(name);
  const first = tokens[start]! >> 1;
  if (vocabulary.kind(first) === Kind.word) members.add(first);
}
const STOPS: ReadonlySet<string> = new Set(["(", "=", ":", ";", "?", ",", "{"]);

/** Members that a method gives to itself: `self.name =`, `this.name`. */
function readSelf(
  source: TokenSource,
  line: number,
  members: Set<number>,
  marks: Marks,
  vocabulary: Vocabulary,
): void {
  const { tokens } = source;
  const start = source.lineStarts[line]!;
  const [self, dot, name] = [tokens[start]! >> 1, tokens[start + 1]! >> 1, tokens[start + 2]! >> 1];
  if (marks.selves.has(self) && marks.dots.has(dot) && vocabulary.kind(name) === Kind.word) members.add(name);
}

/** A method declared apart from its type, as in `func (s *Server) Close()`. */
function readMethod(
  { tokens }: TokenSource,
  position: number,
  members: Set<number>,
  marks: Marks,
  vocabulary: Vocabulary,
): void {
  const name = tokens[position + 1]! >> 1;
  if (tokens[position]! >> 1 !== marks.round[1] || tokens[position + 2]! >> 1 !== marks.round[0]) return;
  if (endsLine(name) || vocabulary.kind(name) !== Kind.word) return;
  for (let back = 1; back < 6; back++) {
    if (marks.definers.has(tokenBefore(tokens, position, back))) members.add(name);
  }
}
