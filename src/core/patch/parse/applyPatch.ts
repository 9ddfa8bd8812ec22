/** Envelopes of the `apply_patch` tool: `*** Begin Patch`, then files, then `*** End Patch`. */
import type { AnswerLines } from "./answerLines.ts";
import { hunkOf, parseHunkHeader, readHunkBody } from "./hunkLines.ts";
import {
  closesFence,
  type EnvelopeHeader,
  envelopeHeader,
  type Fence,
  isBeginPatch,
  isEndPatch,
  isHunkHeader,
} from "./marks.ts";

/** Reads the envelope whose first line is at hand, and goes behind it. */
export function readEnvelope(answer: AnswerLines, fence: Fence | undefined): void {
  const start = answer.at;
  const begins = isBeginPatch(answer.line()!);
  if (begins) answer.at++;
  const first = answer.blocks.length;
  let isClosed = !begins;
  while (!answer.isOver) {
    const line = answer.line()!;
    const header = envelopeHeader(line);
    if (isEndPatch(line)) {
      isClosed = true;
      answer.at++;
      break;
    }
    if (fence && closesFence(line, fence)) {
      isClosed = true;
      break;
    }
    if (header && header.kind !== "endOfFile" && header.kind !== "move")
      readFile(answer, header, fence !== undefined);
    else if (line.trim() === "" || header) answer.at++;
    else break;
  }
  answer.markRead();
  if (answer.blocks.length === first) {
    answer.add(start, undefined, { kind: "malformed", reason: "the patch names no file" });
  } else if (!isClosed && answer.isOver) {
    const last = answer.blocks.pop()!;
    answer.blocks.push({
      ...last,
      edit: { kind: "malformed", reason: "the answer ends within the patch (no *** End Patch)" },
    });
  }
}

function readFile(
  answer: AnswerLines,
  header: Extract<EnvelopeHeader, { path: string }>,
  isFenced: boolean,
): void {
  const start = answer.at;
  answer.at++;
  if (header.kind === "delete") answer.add(start, header.path, { kind: "delete", lines: undefined });
  else if (header.kind === "add") readNewFile(answer, start, header.path);
  else readHunks(answer, start, header.path, isFenced);
}

function readNewFile(answer: AnswerLines, start: number, path: string): void {
  const lines: string[] = [];
  for (; answer.line()?.startsWith("+"); answer.at++) lines.push(answer.line()!.slice(1));
  const next = answer.line();
  const isOver =
    next === undefined ||
    next.trim() === "" ||
    isEndPatch(next) ||
    envelopeHeader(next) !== undefined ||
    /^[`~]{3}/.test(next);
  if (isOver) answer.add(start, path, { kind: "create", lines, finalNewline: true });
  else {
    while (!answer.isOver && !isEndPatch(answer.line()!) && !envelopeHeader(answer.line()!)) answer.at++;
    answer.add(start, path, { kind: "malformed", reason: 'a line of the new file does not begin with "+"' });
  }
}

function readHunks(answer: AnswerLines, start: number, path: string, isFenced: boolean): void {
  const move = envelopeHeader(answer.line() ?? "");
  if (move?.kind === "move") {
    answer.at++;
    answer.add(start, path, { kind: "rename", to: move.path });
  }
  let count = 0;
  while (!answer.isOver) {
    const first = answer.at;
    const anchors: string[] = [];
    let counts: ReturnType<typeof parseHunkHeader>["counts"];
    for (; isHunkHeader(answer.line() ?? ""); answer.at++) {
      const header = parseHunkHeader(answer.line()!);
      anchors.push(header.heading);
      counts = header.counts;
    }
    const body = readHunkBody(answer, counts, isFenced || anchors.length > 0);
    while (envelopeHeader(answer.line() ?? "")?.kind === "endOfFile") answer.at++;
    if (body.lines.length === 0) break;
    answer.add(first, path, hunkOf(body, { counts, anchors }));
    count++;
  }
  if (count === 0 && move?.kind !== "move") {
    answer.add(start, path, { kind: "malformed", reason: "nothing is changed in this file" });
  }
}
