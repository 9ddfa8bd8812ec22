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
  expect(after).toContain(before.slice(0, before.indexOf("\n") + 1));
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

test.each([
  [
    "before the project's, with a line between",
    "from bounds import clamp\n",
    "import pytest\n\nfrom bounds import clamp\n",
  ],
  [
    "between the standard library and the project",
    "import os\n\nfrom bounds import clamp\n",
    "import os\n\nimport pytest\n\nfrom bounds import clamp\n",
  ],
  [
    "among other libraries, by name, before imports of names",
    "import numpy\nimport requests\nfrom attr import s\n\nfrom bounds import clamp\n",
    "import numpy\nimport pytest\nimport requests\nfrom attr import s\n\nfrom bounds import clamp\n",
  ],
  [
    "without lines between where the file has none",
    "import os\nfrom bounds import clamp\n",
    "import os\nimport pytest\nfrom bounds import clamp\n",
  ],
  [
    "below documentation, comments and what must come first",
    '"""Tests.\n\nimport this\n"""\n# isort\nfrom __future__ import annotations\n\nfrom bounds import (\n    clamp,\n)\n',
    '"""Tests.\n\nimport this\n"""\n# isort\nfrom __future__ import annotations\n\nimport pytest\n\nfrom bounds import (\n    clamp,\n)\n',
  ],
  [
    "with the project's own behind it where that is missing",
    "import os\n",
    "import os\n\nimport pytest\n\nfrom bounds import clamp\n",
  ],
])("pytest is imported %s", (_name, head, expected) => {
  const after = compose(`${head}\n\ndef test_one():\n    assert os\n`);
  expect(after.slice(0, after.indexOf("\n\n\ndef ") + 1)).toBe(expected);
});
