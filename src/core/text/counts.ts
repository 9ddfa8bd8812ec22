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

const timeUnits = [
  ["s", 1],
  ["ms", 1e-3],
  ["µs", 1e-6],
] as const;

/** `1.24 s`, `12.4 ms`, `9.00 µs`, `124 ns`: three digits of a time, not negative. */
export function formatSeconds(seconds: number): string {
  const [name, size] = timeUnits.find((unit) => seconds >= 0.9995 * unit[1]) ?? ["ns", 1e-9];
  const value = seconds / size;
  return `${value >= 999.5 ? Math.round(value) : value.toPrecision(3)} ${name}`;
}
