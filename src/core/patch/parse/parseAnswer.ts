/** A model's answer -> the edits in it. Never throws, whatever the answer is; time grows with its length. */
import type { EditBlock } from "../editBlock.ts";
import { AnswerLines } from "./answerLines.ts";
import { readEnvelope } from "./applyPatch.ts";
import {
  closesFence,
  envelopeHeader,
  type Fence,
  fenceIn,
  isBeginPatch,
  isGitHeader,
  isHunkHeader,
  isPlainHeader,
  searchMark,
} from "./marks.ts";
import { pathHint, pathInInfo } from "./pathHint.ts";
import { readSearchReplace } from "./searchReplace.ts";
import { fencedEdit, splitSymbol } from "./symbolPath.ts";
import { readBareHunks, readUnifiedDiff } from "./unifiedDiff.ts";

/** Longer answers are no answers. UTF-16 units. */
export const LONGEST_ANSWER = 4_000_000;
/** What comes after so many blocks is not read. */
const MOST_BLOCKS = 5_000;

/**
 * @param knownPaths files that are there: what names one of them is a path whatever it looks like
 * @returns in the order of the answer; what looks like an edit and is none is `malformed`
 */
export function parseAnswer(
  answer: string,
  knownPaths: { has(path: string): boolean },
): readonly EditBlock[] {
  if (answer.length > LONGEST_ANSWER) {
    const reason = `the answer has ${answer.length} characters, more than ${LONGEST_ANSWER}`;
    return [{ number: 1, line: 1, path: undefined, edit: { kind: "malformed", reason } }];
  }
  const lines = new AnswerLines(answer, (path) => knownPaths.has(path));
  let fence: Fence | undefined;
  while (!lines.isOver && lines.blocks.length < MOST_BLOCKS) fence = readNext(lines, fence);
  return lines.blocks;
}

/** Reads what begins at the line at hand. @returns the fence that is open afterwards */
function readNext(answer: AnswerLines, open: Fence | undefined): Fence | undefined {
  const line = answer.line()!;
  if (searchMark(line)) readSearchReplace(answer);
  else if (isBeginPatch(line) || isEnvelopeStart(line)) readEnvelope(answer, open);
  else if (isDiffStart(answer, 0)) readUnifiedDiff(answer, open !== undefined);
  else if (open && isHunkHeader(line)) readBareHunks(answer, pathAbove(answer, answer.at), true);
  else if (open && closesFence(line, open)) {
    answer.at++;
    return undefined;
  } else {
    const fence = fenceIn(line);
    if (fence) return readFence(answer, fence);
    answer.at++;
  }
  return open;
}

const isEnvelopeStart = (line: string): boolean => {
  const header = envelopeHeader(line);
  return header !== undefined && header.kind !== "endOfFile" && header.kind !== "move";
};

const isDiffStart = (answer: AnswerLines, ahead: number): boolean =>
  isGitHeader(answer.line(ahead) ?? "") || isPlainHeader(answer.line(ahead) ?? "", answer.line(ahead + 1));

const startsEdits = (answer: AnswerLines, ahead: number): boolean => {
  const line = answer.line(ahead) ?? "";
  return (
    searchMark(line) !== undefined ||
    isBeginPatch(line) ||
    isEnvelopeStart(line) ||
    isDiffStart(answer, ahead)
  );
};

/** The file that a fence belongs to, by its first line or the nearest line above. */
function pathAbove(answer: AnswerLines, line: number): string | undefined {
  for (let at = line; at >= Math.max(0, line - 3); at--) {
    const info = fenceIn(answer.lines[at]!)?.info;
    const named = info === undefined ? undefined : pathInInfo(info, answer.isKnown);
    if (named !== undefined) return named;
  }
  return answer.pathAbove(line, 2);
}

/** A fence holds edits, or a file whose path stands near, or something that is only told. */
function readFence(answer: AnswerLines, fence: Fence): Fence | undefined {
  const start = answer.at;
  let first = 1;
  while (answer.line(first)?.trim() === "") first++;
  const path = pathInInfo(fence.info, answer.isKnown) ?? answer.pathAbove(start, 1);
  const isDiff = /^(?:diff|patch|udiff)\b/i.test(fence.info);
  if (
    startsEdits(answer, first) ||
    (isHunkHeader(answer.line(first) ?? "") && (isDiff || path !== undefined))
  ) {
    answer.at += first;
    return fence;
  }
  const end = endOfFence(answer, fence, path);
  const isStray = path === undefined && fence.info === "" && holdsFence(answer, end);
  if (isStray || holdsEdits(answer, first, end, path)) {
    answer.at++;
    return isStray ? undefined : fence;
  }
  readWhole(answer, { start, end, path });
  return undefined;
}

/** Line of the closing fence, or the number of lines. In a Markdown file, fences stand in pairs. */
function endOfFence(answer: AnswerLines, fence: Fence, path: string | undefined): number {
  const nests = path !== undefined && /\.(?:md|mdx|markdown|rst|qmd)$/i.test(path);
  let inner: Fence | undefined;
  for (let at = answer.at + 1; at < answer.lines.length; at++) {
    const line = answer.lines[at]!;
    if (inner) {
      if (closesFence(line, inner)) inner = undefined;
    } else if (closesFence(line, fence)) return at;
    else if (nests && fenceIn(line)?.info) inner = fenceIn(line);
  }
  return answer.lines.length;
}

/** Whether another fence opens before `end`: then the one at hand only closed one that was never opened. */
function holdsFence(answer: AnswerLines, end: number): boolean {
  for (let at = answer.at + 1; at < end; at++) if (fenceIn(answer.lines[at]!)?.info) return true;
  return false;
}

/** Whether edits follow within a fence that no file's path stands near, after remarks or a path. */
function holdsEdits(answer: AnswerLines, first: number, end: number, path: string | undefined): boolean {
  const most = path === undefined ? end - answer.at : first + 1;
  for (let ahead = first; ahead <= most && answer.at + ahead < end; ahead++) {
    if (startsEdits(answer, ahead)) return true;
  }
  return false;
}

function readWhole(answer: AnswerLines, at: { start: number; end: number; path: string | undefined }): void {
  const isClosed = at.end < answer.lines.length;
  const body = answer.lines.slice(at.start + 1, at.end);
  const inside = at.path === undefined ? pathInFirstLine(body, answer.isKnown) : undefined;
  const named = at.path ?? inside;
  answer.at = Math.min(at.end + 1, answer.lines.length);
  if (named === undefined) return;
  const { path, symbol } = answer.isKnown(named) ? { path: named } : splitSymbol(named);
  answer.add(at.start, path, fencedEdit(inside === undefined ? body : body.slice(1), symbol, isClosed));
}

/** A comment in the first line that holds nothing but a path. */
function pathInFirstLine(body: readonly string[], isKnown: (path: string) => boolean): string | undefined {
  const first = body[0]?.trim() ?? "";
  if (!/^(?:\/\/|#(?!!)|--|\/\*|<!--|;)/.test(first)) return undefined;
  return pathHint(first.replace(/^(?:\/\/+|#+|--+|\/\*+|<!--+|;+)\s*/, ""), isKnown);
}
