/** A workspace's libraries as the engine's thread reads them, with nothing kept on disk unless a folder is given. */
import { resolve } from "node:path";
import { ApiShelf } from "../../src/features/apiDocs/apiShelf.ts";
import { Libraries } from "../../src/features/apiDocs/libraries.ts";
import { nodePackageFiles } from "../../src/node/files/packageFiles.ts";
import { threadYielder } from "../../src/node/files/threadYielder.ts";
import type { IndexStore } from "../../src/ports/indexStore.ts";
import { quietLog } from "../../test/support/indexerHarness.ts";

export interface Workspace {
  readonly root: string;
  readonly libraries: Libraries;
  readonly shelf: ApiShelf;
}

export async function openWorkspace(directory: string, store?: IndexStore): Promise<Workspace> {
  const root = resolve(directory);
  const libraries = await Libraries.open({ roots: [root] }, nodePackageFiles, threadYielder);
  return { root, libraries, shelf: new ApiShelf(() => store, quietLog) };
}

/** Processor time of this process, ms. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
