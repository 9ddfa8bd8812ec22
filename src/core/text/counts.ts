/** Numbers for people. */

const groups = new Intl.NumberFormat("en-US");

/** `1234567` as `1,234,567`. */
export const formatCount = (count: number): string => groups.format(count);

/** `1 file`, `2 files`. */
export const countOf = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
