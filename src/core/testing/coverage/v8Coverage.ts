/** Reads what V8 counts: of each function its ranges, the outer ones first, in the text that was run. */
import * as z from "zod";
import { linesWithCode, type MeasuredFile } from "./measuredFile.ts";
import { decodeMappings, type MappedPlace } from "./sourceMap.ts";

const range = z.object({ startOffset: z.number(), endOffset: z.number(), count: z.number() });
const sourceMap = z.object({ mappings: z.string() });
const script = z.object({
  url: z.string(),
  functions: z.array(z.object({ ranges: z.array(range) })),
  /** The text that was run, where it is no file's. */
  source: z.string().optional(),
  map: sourceMap.optional(),
});
const cached = z.object({ lineLengths: z.array(z.number()), data: sourceMap.nullish() });
const report = z.object({
  result: z.array(script),
  "source-map-cache": z.record(z.string(), cached).optional(),
});

type Script = z.infer<typeof script>;

export interface V8Reading {
  /** @returns relative to the root; undefined leaves a file out */
  readonly pathOf: (told: string) => string | undefined;
  readonly textOf: (path: string) => Promise<string | undefined>;
}

/** One report of one process, as Node writes it for `NODE_V8_COVERAGE`. */
export async function readV8Coverage(text: string, reading: V8Reading): Promise<MeasuredFile[]> {
  const parsed = report.safeParse(jsonOf(text));
  if (!parsed.success) return [];
  const { result, "source-map-cache": maps = {} } = parsed.data;
  const files = await Promise.all(result.map((one) => fileOf(one, maps[one.url], reading)));
  return files.filter((file) => file !== undefined);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function fileOf(
  one: Script,
  cache: z.infer<typeof cached> | undefined,
  { pathOf, textOf }: V8Reading,
): Promise<MeasuredFile | undefined> {
  const path = pathOf(filePath(one.url));
  const text = path === undefined ? undefined : await textOf(path);
  if (path === undefined || text === undefined) return undefined;
  const inline = one.source === undefined ? undefined : inlineMap(one.source);
  const map = one.map ?? inline ?? cache?.data ?? undefined;
  const countAt = counts(one);
  const wanted = linesWithCode(text);
  if (!map) {
    const starts = lineStarts(text);
    const lines = text.split("\n");
    const indent = (line: number) => lines[line]!.length - lines[line]!.trimStart().length;
    return { path, lines: new Map(wanted.map((line) => [line, countAt(starts[line]! + indent(line))])) };
  }
  const starts = one.source === undefined ? startsOf(cache?.lineLengths ?? []) : lineStarts(one.source);
  return { path, lines: mappedLines(decodeMappings(map.mappings), new Set(wanted), starts, countAt) };
}

/** The first place of each line tells: what follows on it may be a function that was not called. */
function mappedLines(
  places: readonly MappedPlace[],
  wanted: ReadonlySet<number>,
  starts: readonly number[],
  countAt: (offset: number) => number,
): ReadonlyMap<number, number> {
  const first = new Map<number, MappedPlace>();
  for (const place of places) {
    if (place.source !== 0 || !wanted.has(place.sourceLine)) continue;
    const known = first.get(place.sourceLine);
    if (!known || place.sourceColumn < known.sourceColumn) first.set(place.sourceLine, place);
  }
  return new Map(
    [...first]
      .sort(([a], [b]) => a - b)
      .map(([line, place]) => [line, countAt((starts[place.line] ?? 0) + place.column)]),
  );
}

/** The count of the smallest range around an offset. */
function counts({ functions }: Script): (offset: number) => number {
  const ranges = functions
    .flatMap((one) => one.ranges)
    .sort((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset));
  return (offset) =>
    ranges.find(({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset)?.count ?? 0;
}

function inlineMap(source: string): z.infer<typeof sourceMap> | undefined {
  const comments = [
    ...source.matchAll(/\/\/# sourceMappingURL=data:application\/json[^,\n]*;base64,([\w+/=]+)/g),
  ];
  const encoded = comments.at(-1)?.[1];
  return encoded === undefined ? undefined : sourceMap.safeParse(jsonOf(decodeBase64(encoded))).data;
}

const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Mappings and names of files are all that is read of it: bytes beyond ASCII stand for themselves. */
function decodeBase64(text: string): string {
  const out: string[] = [];
  let [bits, held] = [0, 0];
  for (const char of text) {
    const digit = base64.indexOf(char);
    if (digit < 0) break;
    bits = ((bits << 6) | digit) & 0xffffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out.push(String.fromCharCode((bits >> held) & 0xff));
  }
  return out.join("");
}

function filePath(url: string): string {
  if (!url.startsWith("file://")) return url;
  const path = url
    .slice("file://".length)
    .replace(/[?#].*$/, "")
    .replace(/^\/(?=[A-Za-z]:\/)/, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const lineStarts = (text: string): number[] => startsOf(text.split("\n").map((line) => line.length));

/** @param lengths without the line breaks, which count one each */
function startsOf(lengths: readonly number[]): number[] {
  const starts: number[] = [];
  let at = 0;
  for (const length of lengths) {
    starts.push(at);
    at += length + 1;
  }
  return starts;
}
