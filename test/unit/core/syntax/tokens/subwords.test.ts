import fc from "fast-check";
import { expect, test } from "vitest";
import { partRename, renameParts, splitName } from "../../../../../src/core/syntax/tokens/subwords.ts";

function check(from: string, to: string, name: string, expected: string | undefined): void {
  const rename = partRename(from, to);
  expect(rename === undefined ? undefined : renameParts(name, rename)).toBe(expected);
}

test.each([
  ["getUser", "getOrder", "userId", "orderId"],
  ["getUser", "getOrder", "USER_ID", "ORDER_ID"],
  ["user", "order", "create_user", "create_order"],
  ["user", "order", "UserService", "OrderService"],
  ["loadUser", "loadLineItem", "user_id", "line_item_id"],
  ["loadUser", "loadLineItem", "UserId", "LineItemId"],
  ["getUser", "getOrder", "account", undefined],
  ["id", "key", "id", undefined],
  ["same", "same", "same", undefined],
])("%s as %s makes %s %s", check);

test("the parts of a name are the name", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (name) => {
      expect(splitName(name).join("")).toBe(name);
    }),
  );
});
