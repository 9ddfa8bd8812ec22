/** Diffs for people: in themes of high contrast the editor's chat shows the head of a diff in a blue that nobody can read on black. */

/** Of one file: `diff --git`, what git says of modes and hashes, `---` and `+++`. */
const head = /^diff --git .*\n(?:(?:index|new file mode|deleted file mode) .*\n)*--- (.*)\n\+\+\+ (.*)\n/;

/** @returns the Markdown with its diffs without heads; each hunk names its file, as git names functions there */
export const withPathsInHunks = (markdown: string): string =>
  markdown.replace(/^(`{3,}diff\n)([\s\S]*?)(?=^`{3,}$)/gm, (_all, fence: string, diff: string) =>
    [fence, ...diff.split(/^(?=diff --git )/m).map(withPaths)].join(""),
  );

function withPaths(diff: string): string {
  const [whole = "", before = "", after = ""] = head.exec(diff) ?? [];
  if (whole === "") return diff;
  const path = (after === "/dev/null" ? before : after).replace(/^[ab]\//, "");
  return diff
    .slice(whole.length)
    .replace(/^(@@ -\S+ \+\S+ @@).*$/gm, (_line, range: string) => `${range} ${path}`);
}
