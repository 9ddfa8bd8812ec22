/**
 * `node commitForever.ts FOLDER [STOP]`: keeps numbered commits in a store, one after the other, and prints the number of
 * each that was kept. Each holds its number everywhere. Ends by a line of JSON when one is refused or `STOP` are kept.
 */
import { openSqliteIndexStore } from "../../../src/node/store/sqliteIndexStore.ts";

const [folder, stop] = process.argv.slice(2);
const store = openSqliteIndexStore(folder!);
const last = Number([...store.loadSegments().keys()][0] ?? 0);
let number = last;
let kept = true;
while (kept && number - last < Number(stop ?? Number.POSITIVE_INFINITY)) {
  number++;
  const files = Array.from({ length: 50 }, (_, i) => ({
    path: `/w/${i}.py`,
    sizeBytes: number,
    mtimeMs: number,
    hash: number,
  }));
  kept = store.commit({
    addSegments: new Map([[String(number), new TextEncoder().encode(`${number} `.repeat(30_000))]]),
    removeSegments: [String(number - 1)],
    setFiles: files,
  });
  if (kept) process.stdout.write(`${number}\n`);
}
const { access, problem } = store;
process.stdout.write(`${JSON.stringify({ access, problem })}\n`);
store.close();
