/** Processes by `/proc`, where Linux has it: who belongs to a run, and how much memory they hold. */
import { readdir, readFile } from "node:fs/promises";
import { runMark } from "./environment.ts";

const read = (path: string): Promise<string> => readFile(path, "latin1").catch(() => "");

/** The process and all below it. A child whose parent has ended is not below it any more. */
export async function familyOf(pid: number, most: number): Promise<number[]> {
  const family = [pid];
  for (let at = 0; at < family.length && family.length <= most; at++) {
    const threads = await readdir(`/proc/${family[at]}/task`).catch(() => []);
    const lists = await Promise.all(
      threads.map((thread) => read(`/proc/${family[at]}/task/${thread}/children`)),
    );
    family.push(...lists.flatMap((list) => list.split(" ").filter(Boolean).map(Number)));
  }
  return family;
}

/** All processes that carry the mark of a run in their environment, and that we may look at. Zombies carry nothing. */
export async function markedBy(mark: string): Promise<number[]> {
  const names = await readdir("/proc").catch(() => []);
  const wanted = `${runMark}=${mark}`;
  const others = names.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const environments = await Promise.all(others.map((name) => read(`/proc/${name}/environ`)));
  return others.filter((_, i) => environments[i]!.split("\0").includes(wanted)).map(Number);
}

const pageBytes = 4096;

/** Resident memory of all of them together, pages they share counted for each. */
export async function memoryOf(pids: readonly number[]): Promise<number> {
  const lines = await Promise.all(pids.map((pid) => read(`/proc/${pid}/statm`)));
  return lines.reduce((sum, line) => sum + pageBytes * (Number(line.split(" ")[1]) || 0), 0);
}
