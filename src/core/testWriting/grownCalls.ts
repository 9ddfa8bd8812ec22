/** Calls with longer arguments than those of others: how long small inputs take tells nothing of large ones. */
import { kindOfLiteral } from "./sampleCalls.ts";
import type { SubjectCall } from "./testSubject.ts";

/** How often a list or text is repeated, and how many different values a list of values gets. */
const REPEATED = 200;
const DIFFERENT = 400;
const MOST = 24;

/** Sources of a longer value like a literal; empty for what has no length. */
type Growing = (text: string) => readonly string[];

const numbers = /^\[\s*-?\d+(?:\s*,\s*-?\d+)*\s*,?\s*\]$/;
const texts = /^\[\s*(?:"[^"\\]*"|'[^'\\]*')(?:\s*,\s*(?:"[^"\\]*"|'[^'\\]*'))*\s*,?\s*\]$/;
const isEmpty = (text: string): boolean => /^(?:\[\s*\]|""|'')$/.test(text);

const growing: Readonly<Record<"python" | "ecma", Growing>> = {
  python(text) {
    const kind = kindOfLiteral(text);
    if (isEmpty(text) || (kind !== "text" && !text.startsWith("["))) return [];
    const repeated = `(${text}) * ${REPEATED}`;
    if (numbers.test(text)) return [`list(range(${DIFFERENT}))`, repeated];
    return texts.test(text) ? [`[str(one) for one in range(${DIFFERENT})]`, repeated] : [repeated];
  },
  ecma(text) {
    const kind = kindOfLiteral(text);
    if (isEmpty(text)) return [];
    if (kind === "text") return [`(${text}).repeat(${REPEATED})`];
    if (!text.startsWith("[")) return [];
    const repeated = `Array.from({ length: ${REPEATED} }, () => ${text}).flat()`;
    if (numbers.test(text)) return [`Array.from({ length: ${DIFFERENT} }, (_, at) => at)`, repeated];
    return texts.test(text)
      ? [`Array.from({ length: ${DIFFERENT} }, (_, at) => String(at))`, repeated]
      : [repeated];
  },
};

/** All arguments of a call that can be longer are, together. @returns each once, in the order of the calls; 24 at most */
export function grownCalls(
  calls: readonly SubjectCall[],
  language: "python" | "ecma",
): readonly SubjectCall[] {
  const grow = growing[language];
  const found = new Map<string, SubjectCall>();
  for (const call of calls) {
    for (const way of [0, 1]) {
      const grown = call.map((one) => {
        const longer = grow(one.text);
        return { ...one, text: longer[way] ?? longer[0] ?? one.text };
      });
      const key = JSON.stringify(grown);
      if (key !== JSON.stringify(call) && found.size < MOST) found.set(key, grown);
    }
  }
  return [...found.values()];
}
