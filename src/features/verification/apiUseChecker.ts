/** Checks whole files against the installed libraries, in the engine's thread. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import { apiFaultMessage } from "../../core/verify/apiFaultMessage.ts";
import { type ApiFault, findApiFaults } from "../../core/verify/apiUses.ts";
import { readNames, rulesOf } from "../../core/verify/languages.ts";
import type { ApiCheck, ApiChecks, ApiFinding } from "../../ports/apiChecks.ts";
import { patientParseMs, type Trees } from "../../ports/trees.ts";
import type { Ecosystem } from "../apiDocs/ecosystem.ts";
import type { Libraries } from "../apiDocs/libraries.ts";
import type { TextGuard } from "../engine/textGuard.ts";
import type { SourceTexts } from "../search/sourceTexts.ts";
import type { RepoWorlds } from "./repoWorlds.ts";

export interface ApiUseCheckerDeps {
  readonly index: Pick<RepoIndex, "paths">;
  readonly texts: SourceTexts;
  readonly trees: Trees;
  readonly guard: TextGuard;
  readonly worlds: RepoWorlds;
  readonly libraries: () => Promise<Libraries>;
}

/** Libraries that the file uses are read for so long. Milliseconds. */
const asking = { maxMs: 8000, waitsForLibraries: true };
const nothing: ApiCheck = { findings: [], judged: [] };

export class ApiUseChecker implements ApiChecks {
  readonly #deps: ApiUseCheckerDeps;

  constructor(deps: ApiUseCheckerDeps) {
    this.#deps = deps;
  }

  checkApis: ApiChecks["checkApis"] = async ({ path, languageId, text: given }, signal) => {
    signal.throwIfAborted();
    const { guard, trees, texts, worlds, libraries } = this.#deps;
    const rules = rulesOf(languageId);
    const loader = (await libraries()).loaderFor(languageId);
    if (rules === undefined || loader === undefined) return nothing;
    const text = given ?? (await texts.read(path));
    if (text === undefined) return { ...nothing, isUnread: true };
    const parse = () => trees.tree(languageId, text, patientParseMs);
    const tree = await guard.runAsync("parsing", path, text, parse, undefined);
    const file = tree && readNames(tree, path, languageId, { start: 0, end: text.length });
    if (!file) return nothing;
    const { faults, judged } = await worlds.ask(file, rules, asking, signal, (world) =>
      findApiFaults(file, world, rules),
    );
    const findings: ApiFinding[] = [];
    for (const fault of faults) findings.push(await this.#finding(fault, text, loader.ecosystem));
    return { findings, judged };
  };

  checkablePaths: ApiChecks["checkablePaths"] = async (signal) => {
    signal.throwIfAborted();
    const libraries = await this.#deps.libraries();
    const isCheckable = (path: string) => {
      const languageId = languageIdOf(path) ?? "";
      return rulesOf(languageId) !== undefined && libraries.loaderFor(languageId) !== undefined;
    };
    return [...this.#deps.index.paths()].filter(isCheckable).sort();
  };

  async #finding(fault: ApiFault, text: string, ecosystem: Ecosystem): Promise<ApiFinding> {
    const { name, start, reason, place, owner, path, nearest, alternatives, deprecation, together } = fault;
    const { library, version } = await libraryOf(path, ecosystem);
    const before = text.slice(0, start);
    const replacement = deprecation?.replacement;
    return {
      name,
      offset: start,
      line: before.split("\n").length - 1,
      column: start - (before.lastIndexOf("\n") + 1),
      reason,
      place,
      owner,
      library,
      version,
      ...(nearest === undefined ? {} : { nearest }),
      alternatives,
      together,
      ...(replacement === undefined ? {} : { replacement }),
      message: apiFaultMessage(fault, `${library} ${version}`.trim()),
    };
  }
}

/** The package that a file is of; a module of the language's own library goes by the language. */
async function libraryOf(
  path: string,
  ecosystem: Ecosystem,
): Promise<{ readonly library: string; readonly version: string }> {
  const found = await ecosystem.packageOf(path);
  if (found) return { library: found.id.name, version: found.id.version };
  const python = /\/python(\d+(?:\.\d+)?)\//.exec(path)?.[1];
  return python === undefined ? { library: "", version: "" } : { library: "Python", version: python };
}
