/** Loads `node:sqlite` when it is first needed, and without the warning that Node 22 prints for it. */
import type { DatabaseSync } from "node:sqlite";

export type Sqlite = typeof import("node:sqlite");
export type Database = DatabaseSync;

let loaded: Sqlite | undefined;

/**
 * Node 22 calls the module experimental on standard error, which belongs to the log and to programs that read it. The
 * warning is swallowed while the module loads, and nothing else is.
 *
 * @throws Error on a Node without the module
 */
export function loadSqlite(): Sqlite {
  if (loaded) return loaded;
  const { emitWarning } = process;
  const filtered = (...args: unknown[]): void => {
    if (args[1] !== "ExperimentalWarning") Reflect.apply(emitWarning, process, args);
  };
  process.emitWarning = filtered as typeof emitWarning;
  try {
    const found = process.getBuiltinModule("node:sqlite") as Sqlite | undefined;
    if (!found) throw new Error(`Cannot open a database: Node ${process.versions.node} has none`);
    loaded = found;
    return found;
  } finally {
    process.emitWarning = emitWarning;
  }
}
