/** Numbers for people. */

/** `1234567` as `1,234,567`; whole numbers only. By hand, for the first use of `Intl` costs a start up to 14 ms of CPU. */
export const formatCount = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");

/** `1 file`, `2 files`. */
export const countOf = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;

/** `532 bytes`, `4.2 kB`, `31 MB`; decimal units, as disks and the editor count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return countOf(bytes, "byte");
  const unit = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** unit;
  return `${value < 10 ? value.toFixed(1) : formatCount(Math.round(value))} ${["", "kB", "MB", "GB"][unit]}`;
}
