/** An answer that holds several alternatives, each under a heading of its own. */

const heading = /^#{1,4}\s*\**\s*(?:candidate|alternative|option)\s*#?\d+\b/i;
const most = 4;

/** The alternatives in the order of the answer; the whole of it when it has no such headings. */
export function splitCandidates(answer: string): string[] {
  const parts: string[][] = [];
  let fence: string | undefined;
  let lead: string[] = [];
  for (const line of answer.split("\n")) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && fence === undefined) fence = mark;
    else if (mark && fence !== undefined && mark.startsWith(fence)) fence = undefined;
    if (fence === undefined && heading.test(line)) parts.push([]);
    else (parts.at(-1) ?? lead).push(line);
  }
  if (parts.length === 0) return [answer];
  const texts = parts.map((lines) => lines.join("\n"));
  // Edits before the first heading belong to it.
  if (/^(?:<{5,}|@@|---\s|\*{3} )/m.test(lead.join("\n"))) texts[0] = `${lead.join("\n")}\n${texts[0]}`;
  lead = [];
  return texts.slice(0, most);
}
