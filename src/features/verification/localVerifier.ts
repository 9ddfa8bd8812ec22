/** Checks suggestions in the engine's thread. */
import type { Engine } from "../../ports/engine.ts";
import type { Verifier } from "../../ports/verification.ts";

export interface LocalVerifierDeps {
  readonly checkParse: Engine["checkParse"];
}

export class LocalVerifier implements Verifier {
  readonly #deps: LocalVerifierDeps;

  constructor(deps: LocalVerifierDeps) {
    this.#deps = deps;
  }

  verify: Verifier["verify"] = async ({ path, languageId, prefix, suffix, suggestion }, signal) => {
    const place = { start: prefix.length, end: prefix.length };
    const check = { path, languageId, text: prefix + suffix, replace: place, insert: suggestion };
    const parse = await this.#deps.checkParse(check, signal);
    if (parse === "breaks") {
      const findings = [{ name: suggestion, offset: 0, reason: "syntax" as const }];
      return { verdict: "dropped", text: "", findings, unknown: [] };
    }
    return { verdict: parse === "parses" ? "ok" : "unknown", text: suggestion, findings: [], unknown: [] };
  };

  members: Verifier["members"] = async (_query, signal) => {
    signal.throwIfAborted();
    return [];
  };
}
