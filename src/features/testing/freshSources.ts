/** Sources that are newer than what another copy left in the compilers' cache. */
import type { WorkCopy } from "../../ports/workCopy.ts";

const deepest = 12;
const mostFiles = 5_000;

/**
 * Cargo tells by times alone whether a source has changed: the results of another copy would count for this one, whatever its texts
 * are. Where another copy compiled last, all sources of this one are written anew.
 *
 * @param results folder in the cache that is compiled into
 */
export async function freshenSources(
  copy: Pick<WorkCopy, "path" | "read" | "write" | "list">,
  results: string,
): Promise<void> {
  const owner = `${results}-compiled-for`;
  if ((await copy.read(owner)) === copy.path) return;
  let count = 0;
  const freshen = async (folder: string, depth: number): Promise<void> => {
    for (const name of await copy.list(folder === "" ? "." : folder)) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (name.endsWith(".rs") && count++ < mostFiles) {
        const text = await copy.read(path);
        if (text !== undefined && !text.includes("\ufffd"))
          await copy.write(path, text).catch(() => undefined);
      } else if (!name.includes(".") && name !== "target" && depth < deepest) await freshen(path, depth + 1);
    }
  };
  await freshen("", 0);
  await copy.write(owner, copy.path);
}
