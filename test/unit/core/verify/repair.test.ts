import { expect, test } from "vitest";
import { repairSuggestion } from "../../../../src/core/verify/repair.ts";

/** `«name»` or `«name>nearest»` in `marked` is a finding. */
function check(marked: string, expected: string): void {
  const findings: { name: string; offset: number; reason: "scope"; nearest?: string }[] = [];
  let text = "";
  for (const part of marked.split(/(«[^»]*»)/)) {
    const [, name, nearest] = /^«([^>»]*)(?:>([^»]*))?»$/.exec(part) ?? [];
    if (name !== undefined)
      findings.push({
        name,
        offset: text.length,
        reason: "scope",
        ...(nearest === undefined ? {} : { nearest }),
      });
    text += name ?? part;
  }
  const { verdict, text: made } = repairSuggestion(text, findings);
  expect(made === "" ? verdict : `${verdict} ${made}`).toBe(expected);
}

test("replaces names by those that are meant", () => {
  check("call(«conut>count», «b>bb»)", "repaired call(count, bb)");
});
test("cuts before the argument that names nothing", () => {
  check("call(first, «second», third)", "cut call(first");
  check("call(first, key=«second»)", "cut call(first");
  check("call(inner(1), «second»", "cut call(inner(1)");
  check("call(', ', «second»", "cut call(', '");
});
test("cuts before the statement that names nothing, repairs before it kept", () => {
  check("a = «conut>count»\nb = «second» + 1\nc = 2", "cut a = count");
});
test("drops what leaves nothing worth showing", () => {
  check("«second»", "dropped");
  check("x + «second»", "dropped");
  check("return («second»)", "dropped");
});
test("completes a name that was begun before the suggestion", () => {
  const findings = [{ name: "cuont", offset: 0, reason: "scope" as const, nearest: "cute" }];
  expect(repairSuggestion("ont + 1", findings)).toEqual({ verdict: "repaired", text: "te + 1" });
});
