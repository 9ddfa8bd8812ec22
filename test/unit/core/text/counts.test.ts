import { expect, test } from "vitest";
import { formatSeconds } from "../../../../src/core/text/counts.ts";

test.each([
  [0, "0.00 ns"],
  [1.24e-7, "124 ns"],
  [9e-6, "9.00 µs"],
  [9.996e-4, "1.00 ms"],
  [0.0124, "12.4 ms"],
  [1, "1.00 s"],
  [74.26, "74.3 s"],
  [5000, "5000 s"],
])("%s seconds are %s", (seconds, text) => expect(formatSeconds(seconds)).toBe(text));
