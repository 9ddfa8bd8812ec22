import { expect, test } from "vitest";
import type { DocSubject } from "../../../../src/core/docWriting/docSubject.ts";
import { callsTold, proseTold, summaryOf } from "../../../../src/core/docWriting/summary.ts";

const mark = (text: string): string => `\`${text}\``;
const subjectOf = (name: string, more: Partial<DocSubject> = {}): DocSubject => ({
  ...{ name, kind: "function", startLine: 0, endLine: 1, parameters: [], returnType: "", returned: [] },
  ...{ isGenerator: false, raises: [], calls: [], offset: 0, indent: "" },
  ...more,
});
const text = [{ name: "text", type: "" }];

test.each<[name: string, more: Partial<DocSubject>, summary: string]>([
  ["parseHTTPHeader", {}, "Parse the HTTP header."],
  ["read_all", {}, "Read all."],
  ["wait_for_event", {}, "Wait for event."],
  ["load", {}, "Load."],
  ["line_count", { returned: ["n"] }, "Return the line count."],
  ["lines", { returned: ["line"], isGenerator: true }, "Yield the lines."],
  ["total", { returnType: "number" }, "Return the total."],
  ["teardown", { returnType: "None" }, "Teardown."],
  ["isValid", { parameters: text, returnType: "boolean" }, "Tell whether `text` is valid."],
  ["has_items", {}, "Tell whether it has items."],
  ["is_a", { returnType: "str" }, "Is a."],
  ["to_json", {}, "Convert to json."],
  ["from_text", {}, "Make one from text."],
  ["on_click", {}, "Handle the click."],
  ["__init__", {}, "Set up the object."],
  ["toString", {}, "Convert to string."],
  ["LineReader", { kind: "class" }, "Line reader."],
  ["_", {}, "_."],
])("%s", (name, more, summary) => expect(summaryOf(subjectOf(name, more), mark)).toBe(summary));

test("in prose: what it gives where that is short, and what it raises when", () => {
  const raises = [{ error: "ValueError", condition: "n < 0" }, { error: "KeyError" }];
  expect(proseTold(subjectOf("f", { returned: ["None", "n"], raises }), mark)).toEqual([
    "Returns `None` or `n`.",
    "Raises `ValueError` if `n < 0`.",
    "Raises `KeyError`.",
  ]);
  expect(proseTold(subjectOf("f", { returned: ["x".repeat(61)] }), mark)).toEqual([]);
  expect(proseTold(subjectOf("f", { returned: ["None"] }), mark)).toEqual([]);
  expect(proseTold(subjectOf("f", { returned: ["n"], isGenerator: true }), mark)).toEqual(["Yields `n`."]);
});

test.each<[returned: string[], more: Partial<DocSubject>, told: string]>([
  [["words"], {}, "Returns the words."],
  [["self._lowItems"], {}, "Returns the low items."],
  [["text"], { parameters: text }, "Returns `text`."],
  [["n"], {}, "Returns `n`."],
  [["self"], {}, "Returns `self`."],
  [["True", "False"], { returnType: "bool" }, "Returns `True` or `False`."],
  [["tag in self.tags"], { returnType: "bool" }, "Returns whether `tag in self.tags`."],
  [["found"], { returnType: "boolean" }, "Returns whether `found`."],
  [['"".join(letters).upper()'], {}, 'Returns the result of `"".join(letters).upper()`.'],
  [["None", "read(path)"], {}, "Returns `None` or the result of `read(path)`."],
  [["Item(sku)"], {}, "Returns `Item(sku)`."],
  [["new Item(sku)"], {}, "Returns `new Item(sku)`."],
  [["a.size() + 1"], {}, "Returns `a.size() + 1`."],
  [["[one for one in self.all()]"], {}, "Returns `[one for one in self.all()]`."],
  [["0"], {}, "Returns `0`."],
  [["LIMIT"], {}, "Returns `LIMIT`."],
])("what it gives: %j", (returned, more, told) =>
  expect(proseTold(subjectOf("f", { returned, ...more }), mark)).toEqual([told]),
);

test("what it calls, unless that is much", () => {
  expect(callsTold(subjectOf("f", { calls: ["a"] }), mark)).toEqual(["Calls `a`."]);
  expect(callsTold(subjectOf("f", { calls: ["a", "b", "c"] }), mark)).toEqual(["Calls `a`, `b` and `c`."]);
  expect(callsTold(subjectOf("f", { calls: ["a", "b", "c", "d"] }), mark)).toEqual([]);
});
