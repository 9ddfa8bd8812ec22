import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const usual = fileURLToPath(new URL("../../../shared/data/suggestion-log.jsonl", import.meta.url));

/** The log given, or the one beside this checkout. Ends the process with a named skip when there is none. */
export function findLog(given?: string): string {
  const path = given ?? usual;
  if (existsSync(path)) return path;
  console.log("SKIPPED: suggestion-log.jsonl is not there (../shared/data/, or its path as an argument)");
  process.exit(0);
}
