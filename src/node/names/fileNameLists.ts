/** Lists of names from files, one name to a line, each read once. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { NameLists } from "../../ports/nameLists.ts";

const noNames: ReadonlySet<string> = new Set();

/** @param directory where the lists lie as `NAME.txt` */
export function fileNameLists(directory: string): NameLists {
  const lists = new Map<string, Promise<ReadonlySet<string>>>();
  const load = async (name: string): Promise<ReadonlySet<string>> => {
    const text = await readFile(join(directory, `${name}.txt`), "utf8").catch(() => undefined);
    return text === undefined ? noNames : new Set(text.split("\n"));
  };
  return {
    read(name) {
      const list = lists.get(name) ?? load(name);
      lists.set(name, list);
      return list;
    },
  };
}
