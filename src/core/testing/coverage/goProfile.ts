import { linesWithCode, type MeasuredFile, mergeMeasured } from "./measuredFile.ts";

export interface GoProfile {
  /** As `go.mod` names it. */
  readonly module: string;
  /** @param told relative to the module's folder @returns relative to the root; undefined leaves a file out */
  readonly pathOf: (told: string) => string | undefined;
  readonly textOf: (path: string) => Promise<string | undefined>;
}

const block = /^(.+\.go):(\d+)\.\d+,(\d+)\.\d+ \d+ (\d+)$/;

/** Reads a profile of `go test -coverprofile`: of blocks, each once for every package that was tested. */
export async function readGoProfile(
  text: string,
  { module, pathOf, textOf }: GoProfile,
): Promise<readonly MeasuredFile[]> {
  const blocks = new Map<string, { start: number; end: number; count: number }[]>();
  for (const line of text.split("\n")) {
    const [, file, start, end, count] = block.exec(line) ?? [];
    if (file === undefined || !file.startsWith(`${module}/`)) continue;
    const own = blocks.get(file) ?? [];
    own.push({ start: Number(start) - 1, end: Number(end) - 1, count: Number(count) });
    blocks.set(file, own);
  }
  const files = [...blocks].map(async ([file, own]): Promise<MeasuredFile[]> => {
    const path = pathOf(file.slice(module.length + 1));
    const source = path === undefined ? undefined : await textOf(path);
    if (path === undefined || source === undefined) return [];
    const lines = new Map<number, number>();
    for (const line of linesWithCode(source)) {
      const around = own.filter(({ start, end }) => start <= line && line <= end);
      if (around.length > 0) lines.set(line, Math.max(...around.map(({ count }) => count)));
    }
    return [{ path, lines }];
  });
  return mergeMeasured((await Promise.all(files)).flat());
}
