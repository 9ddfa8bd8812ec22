import { expect, test } from "vitest";
import { previewEdit } from "../../../src/features/edit/previewEdit.ts";

const before = "one\ntwo\nthree\n";
const answer = `I do it.

a.py
<<<<<<< SEARCH
one
=======
ONE
EINS
>>>>>>> REPLACE

a.py
<<<<<<< SEARCH
three
=======
THREE
>>>>>>> REPLACE
`;

test.each<[written: string, text: string]>([
  ["", before],
  ["I do it.\n\na.py\n<<<<<<< SEARCH\none\n", before],
  ["I do it.\n\na.py\n<<<<<<< SEARCH\none\n=======\nONE\nEI", "ONE\ntwo\nthree\n"],
  ["a.py\n<<<<<<< SEARCH\none\ntwo\nthree\n=======\nONE\ntwo\n", "ONE\ntwo\nthree\n"],
  ["a.py\n<<<<<<< SEARCH\none\ntwo\nthree\n=======\none\nEINS\n", "one\nEINS\nthree\n"],
  [answer.slice(0, answer.indexOf("EINS") + 5), "ONE\nEINS\ntwo\nthree\n"],
  [answer.slice(0, answer.indexOf("three")), "ONE\nEINS\ntwo\nthree\n"],
  [answer, "ONE\nEINS\ntwo\nTHREE\n"],
  ["a.py\n<<<<<<< SEARCH\nnowhere\n=======\nx\n", before],
  ["*** Begin Patch\n*** Delete File: a.py\n*** End Patch\n", before],
])("shows what is written so far: %j", (written, text) => {
  expect(previewEdit(new Map([["a.py", before]]), written, "a.py")).toBe(text);
});

test("every beginning of an answer shows a text, and never half a line", () => {
  const allowed = new Set(["one", "two", "three", "ONE", "EINS", "THREE", ""]);
  for (let end = 0; end <= answer.length; end++) {
    const text = previewEdit(new Map([["a.py", before]]), answer.slice(0, end), "a.py");
    expect(text.split("\n").filter((line) => !allowed.has(line))).toEqual([]);
  }
});
