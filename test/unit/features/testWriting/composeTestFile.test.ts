import { expect, test } from "vitest";
import type { ObservedCall } from "../../../../src/core/testWriting/observation.ts";
import { testStyle } from "../../../../src/core/testWriting/testStyle.ts";
import { composeTestFile } from "../../../../src/features/testWriting/composeTestFile.ts";
import type { Assignment } from "../../../../src/features/testWriting/subject.ts";

const call: ObservedCall = {
  call: [{ text: "5" }],
  seen: { kind: "raised", error: "ValueError" },
  isOwn: false,
  kills: new Set(),
};

function compose(testText: string): string {
  const assignment = {
    subject: { name: "clamp", containers: [], isAsync: false, isGenerator: false },
    style: testStyle("pytest", testText),
    testText,
    languageId: "python",
    subjectImport: { form: "named", module: "bounds", name: "clamp", local: "clamp" },
  } as unknown as Assignment;
  return composeTestFile(assignment, [call]).text;
}

test.each([
  ["CRLF", "from bounds import clamp\r\n\r\n\r\ndef test_one():\r\n    assert clamp(1) == 1\r\n"],
  ["mixed ends", "from bounds import clamp\r\n\n\ndef test_one():\n    assert clamp(1) == 1\r\n"],
  ["LF", "from bounds import clamp\n\n\ndef test_one():\n    assert clamp(1) == 1\n"],
])("lines that are there keep their ends: %s", (_name, before) => {
  const after = compose(before);
  const own = before.slice(before.indexOf("\n") + 1).trimEnd();
  expect(after.startsWith(before.slice(0, before.indexOf("\n") + 1))).toBe(true);
  expect(after).toContain(own);
  expect(after).toContain("import pytest");
  expect(after.slice(after.indexOf(own) + own.length)).toContain("pytest.raises(ValueError)");
});

test("a file with one kind of ends keeps to it, and a taken name is not given twice", () => {
  const before =
    "from bounds import clamp\r\n\r\n\r\ndef test_clamp_5_raises_value_error():\r\n    clamp(5)\r\n";
  const after = compose(before);
  expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  expect(after).toContain("def test_clamp_5_raises_value_error_2():");
});
