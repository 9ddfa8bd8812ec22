import { expect, test } from "vitest";
import { reasonsMarkdown, reasonText } from "../../../../src/features/fixView/suspectRows.ts";

test("reasons that quote a commit or the code bring no picture, link, icon or HTML into the hover", () => {
  const subject = "![x](https://example.org/x.png) <img src=y> $(alert) [go](command:x)";
  const recent = reasonText({ kind: "recent", commit: "0123456789", subject, days: 1 });
  const text = reasonsMarkdown([recent, reasonText({ kind: "mentions", what: "**a** `b`" })]);
  expect(text.split("\n")).toHaveLength(2);
  expect(text).not.toMatch(/(?<!\\)[![\]()*`$]|</);
  expect(text).toContain("committed a day ago");
});
