/** For which languages there are templates. */
import { ecmaRepair } from "./grammars/ecma.ts";
import { goRepair } from "./grammars/go.ts";
import { javaRepair } from "./grammars/java.ts";
import { pythonRepair } from "./grammars/python.ts";
import { rustRepair } from "./grammars/rust.ts";
import type { RepairGrammar } from "./repairGrammar.ts";

const grammars: Readonly<Record<string, RepairGrammar>> = {
  python: pythonRepair,
  java: javaRepair,
  go: goRepair,
  rust: rustRepair,
  javascript: ecmaRepair,
  javascriptreact: ecmaRepair,
  typescript: ecmaRepair,
  typescriptreact: ecmaRepair,
};

/** Undefined for a language without templates. */
export function repairGrammarOf(languageId: string): RepairGrammar | undefined {
  return Object.hasOwn(grammars, languageId) ? grammars[languageId] : undefined;
}
