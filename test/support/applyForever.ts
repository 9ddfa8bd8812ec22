/** Applies and takes back patches until it is killed: `node applyForever.ts ROOT JOURNAL`. Tells when it begins. */
import { nodeStoreFiles } from "../../src/node/store/storeFiles.ts";
import { JournalledFiles } from "../../src/node/userFiles/journalledFiles.ts";
import { nodeUserDisk } from "../../src/node/userFiles/userDisk.ts";
import { killedChanges } from "./applyKills.ts";

const [root, journalFolder] = process.argv.slice(2) as [string, string];
const files = new JournalledFiles({
  disk: nodeUserDisk,
  journalFiles: nodeStoreFiles,
  journalFolder,
  root,
  now: () => Date.now(),
});
files.recover();
process.stdout.write("begun\n");
for (;;) {
  const outcome = await files.apply({ title: "Killed", changes: killedChanges });
  if (outcome.kind !== "applied") throw new Error(`Cannot apply: ${JSON.stringify(outcome)}`);
  const undone = await files.undo(outcome.id);
  if (undone.kind !== "applied") throw new Error(`Cannot undo: ${JSON.stringify(undone)}`);
}
