/** The writer of a person's files for the command line: one journal for the machine, in the user's own folder. */
import { join } from "node:path";
import { type Surroundings, userCacheOf } from "../store/cacheFolder.ts";
import { nodeStoreFiles } from "../store/storeFiles.ts";
import { JournalledFiles, type Recovery } from "./journalledFiles.ts";
import { nodeUserDisk } from "./userDisk.ts";

/**
 * Takes back what broke off first.
 *
 * @param root absolute
 * @throws what the disk says when it refuses
 */
export function openUserFiles(
  root: string,
  surroundings: Surroundings,
): { readonly files: JournalledFiles; readonly recovery: Recovery } {
  const files = new JournalledFiles({
    disk: nodeUserDisk,
    journalFiles: nodeStoreFiles,
    journalFolder: join(userCacheOf(surroundings), "touchstone", "applies"),
    root,
    now: Date.now,
  });
  return { files, recovery: files.recover() };
}
