import { expect, test } from "vitest";
import type { ApiEntry, PackageId } from "../../../../src/core/apiDocs/apiPackage.ts";
import { type PromptCandidate, promptReason } from "../../../../src/core/apiDocs/use/promptReason.ts";
import { evidenceOf } from "../../../../src/core/apiDocs/use/rankApis.ts";
import { isWellKnown } from "../../../../src/core/apiDocs/use/wellKnown.ts";

const entry: ApiEntry = {
  package: { ecosystem: "npm", name: "wire", version: "1.2.0" },
  module: "wire",
  name: "Session.send",
  kind: "method",
  signatures: ["send(body: string): Reply"],
  summary: "Sends it.",
  doc: "",
  examples: [],
  path: "/w/node_modules/wire/index.d.ts",
  line: 3,
};

/** What is told of the entry, changed, at the end of a text. */
function check(text: string, change: Partial<ApiEntry & PromptCandidate>, expected: string | undefined) {
  const { isPrivate = false, isCalled = false, isDrafted = false, ...changed } = change;
  const candidate = { entry: { ...entry, ...changed }, isPrivate, isCalled, isDrafted };
  expect(promptReason(candidate, evidenceOf(text, ""))).toBe(expected);
}

const react = { ecosystem: "npm", name: "react", version: "18.2.0" } as const;
for (const [what, text, change, expected] of [
  ["a library that is not common", "s.", {}, "uncommon"],
  ["a part of the workspace", "s.", { isPrivate: true }, "private"],
  ["a common library", "s.", { package: react }, undefined],
  ["a newer major version of it", "s.", { package: { ...react, version: "99.0.0" } }, "uncommon"],
  ["what the file shows often", "s.send(1); s.send(2);\ns.", {}, undefined],
  ["what the file shows once", "s.send(1);\ns.", {}, "uncommon"],
  ["a call that is being written", "s.send(1);\ns.send(", { isCalled: true }, "uncommon"],
  ["what is deprecated and not drafted", "s.", { deprecated: "" }, undefined],
  ["what is deprecated and drafted", "s.", { deprecated: "", isDrafted: true }, "deprecated"],
  ["the same of a common library", "s.", { package: react, deprecated: "", isDrafted: true }, "deprecated"],
  ["what says no more than its name", "s.", { summary: "", signatures: ["send()"] }, undefined],
] as const) {
  test(what, () => check(text, change, expected));
}

for (const [id, expected] of [
  ["npm lodash 4.17.21", true],
  ["npm lodash ", true],
  ["npm lodash 9.0.0", false],
  ["python PyYAML 6.0", true],
  ["python typing_extensions 4.4.0", true],
  ["python numpy 2.1.0", false],
  ["npm requests 2.0.0", false],
  ["npm __proto__ 1.0.0", false],
] as const) {
  test(`${id} is ${expected ? "" : "not "}common`, () => {
    const [ecosystem, name, version] = id.split(" ") as [PackageId["ecosystem"], string, string];
    expect(isWellKnown({ ecosystem, name, version })).toBe(expected);
  });
}
