/** For which languages there are templates. */
import { pythonRepair } from "./grammars/python.ts";
import type { RepairGrammar } from "./repairGrammar.ts";

const grammars: Readonly<Record<string, RepairGrammar>> = {
  python: pythonRepair,
};

/** Undefined for a language without templates. */
export function repairGrammarOf(languageId: string): RepairGrammar | undefined {
  return Object.hasOwn(grammars, languageId) ? grammars[languageId] : undefined;
}
