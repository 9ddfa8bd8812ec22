import { expect, test } from "vitest";
import { documentedName, replacementsFor } from "../../../../src/features/apiUsage/apiReplacements.ts";
import type { ApiFinding } from "../../../../src/ports/apiChecks.ts";

const base: ApiFinding = {
  name: "fetchAll",
  offset: 0,
  line: 0,
  column: 0,
  reason: "missing",
  place: "member",
  owner: "Client",
  library: "wire",
  version: "1.2.0",
  alternatives: [],
  together: [],
  message: "",
};

/** What is offered, sure ones with `!`, and what is shown for documentation. */
function check(part: Partial<ApiFinding>, offered: string, documented: string): void {
  const finding = { ...base, ...part };
  const shown = replacementsFor(finding).map(({ text, isSure }) => text + (isSure ? "!" : ""));
  expect(shown.join(" ")).toBe(offered);
  expect(documentedName(finding)).toBe(documented);
}

const old = { reason: "deprecated" } as const;

for (const [what, part, offered, documented] of [
  ["nothing like it", {}, "", "Client"],
  ["nothing like it in a module", { owner: "" }, "", "wire"],
  [
    "a name that is meant, and others",
    { nearest: "fetch", alternatives: ["fetch", "all", "each", "one"] },
    "fetch! all each",
    "Client.fetch",
  ],
  ["names like it", { alternatives: ["all", "each", "one", "two"] }, "all each one", "Client"],
  ["deprecated, with no replacement", old, "", "Client.fetchAll"],
  ["a replacement", { ...old, replacement: "fetch" }, "fetch!", "Client.fetchAll"],
  ["a replacement as a call", { ...old, replacement: "fetch()" }, "fetch!", "Client.fetchAll"],
  ["one of the same class", { ...old, replacement: "Client.fetch" }, "fetch!", "Client.fetchAll"],
  ["one of something else", { ...old, replacement: "Pool.fetch" }, "", "Client.fetchAll"],
  ["itself, of something else", { ...old, replacement: "fetchAll" }, "", "Client.fetchAll"],
  ["no name", { ...old, replacement: "a b" }, "", "Client.fetchAll"],
] as const)
  test(what, () => check(part, offered, documented));
