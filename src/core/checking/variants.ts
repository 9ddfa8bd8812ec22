/** Several texts of one file beside each other, so that a checker judges all of them in one run. */
import type { CheckFinding } from "./checkFinding.ts";

/** The name under which a text stands beside the file: `cart.touchstone3.ts`, `cart_touchstone3.py`. */
export function variantPath(path: string, number: number): string {
  const slash = path.lastIndexOf("/") + 1;
  const [, stem = "", end = ""] = /^(\.?[^.]*)(.*)$/.exec(path.slice(slash)) ?? [];
  const joint = /\.pyi?$/.test(path) ? "_" : ".";
  return `${path.slice(0, slash)}${stem}${joint}touchstone${number}${end}`;
}

/** Findings by the number of the variant they are about, told as if they were of the file itself. */
export function findingsOfVariants(
  findings: readonly CheckFinding[],
  path: string,
  count: number,
): readonly (readonly CheckFinding[])[] {
  const numbers = new Map<string, number>();
  for (let number = 0; number < count; number++) numbers.set(variantPath(path, number), number);
  const own: CheckFinding[][] = Array.from({ length: count }, () => []);
  for (const finding of findings) {
    const number = numbers.get(finding.path);
    if (number === undefined) continue;
    // Messages that name the module name that of the variant.
    const message = finding.message.replaceAll(/[._]touchstone\d+/g, "");
    own[number]!.push({ ...finding, path, message });
  }
  return own;
}
