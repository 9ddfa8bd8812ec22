/** A comparison of two versions as a Markdown document for a person. */
import { fullName } from "../renderApi.ts";
import { type ChangeKind, changeKinds } from "./compareApis.ts";
import type { ApiComparison, ChangeUse, UsedChange } from "./comparison.ts";
import { describeDifference, describeKind, describeVersion } from "./describeChange.ts";

const titles: Readonly<Record<ChangeKind, string>> = {
  removed: "Removed",
  renamed: "Renamed or moved",
  changed: "Called or declared in another way",
  deprecated: "Newly deprecated",
};

/** What is written in a library is not ours: it stands as code. */
const code = (text: string): string => {
  const plain = text.replace(/\s+/g, " ");
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest > 0 ? `${fence} ${plain} ${fence}` : `\`${plain}\``;
};

export interface RenderedComparison {
  readonly markdown: string;
  /** Lines of the document, 0-based, that stand for a use. */
  readonly uses: ReadonlyMap<number, ChangeUse>;
}

/** @param shown a path as a person reads it, such as relative to its root */
export function renderComparison(
  comparison: ApiComparison,
  shown: (path: string) => string,
  isAll: boolean,
): RenderedComparison {
  const { name, before, after, changes, changeCount, files, added } = comparison;
  const lines = [
    `# ${name} ${before.version} → ${after.version}`,
    "",
    `Before: ${describeVersion(before)}. After: ${describeVersion(after)}.`,
    "",
    summary(changes, changeCount, isAll),
    ...(files.looked < files.all
      ? ["", `Uses were looked for in ${files.looked} of ${files.all} files, until time was up.`]
      : []),
  ];
  const uses = new Map<number, ChangeUse>();
  for (const kind of changeKinds) {
    const own = changes.filter((change) => change.kind === kind);
    if (own.length === 0) continue;
    lines.push("", `## ${titles[kind]}`);
    for (const change of own) {
      lines.push("", ...renderChange(change));
      for (const use of change.uses) {
        uses.set(lines.length, use);
        const doubt = use.isSure ? "" : ", perhaps";
        lines.push(`- ${shown(use.path)}:${use.line + 1}${doubt}: ${code(use.text)}`);
      }
    }
  }
  if (added.length > 0) lines.push("", "## New", "", ...added.map((entry) => `- ${code(fullName(entry))}`));
  return { markdown: `${lines.join("\n")}\n`, uses };
}

function summary(changes: readonly UsedChange[], all: number, isAll: boolean): string {
  if (all === 0) return "Nothing that was there is gone, renamed, deprecated or called in another way.";
  const used = changes.filter(({ uses }) => uses.length > 0).length;
  const whole = `${all} ${all === 1 ? "API" : "APIs"} changed`;
  if (isAll) return `${whole}; ${used} of them are used here.`;
  return used === 0
    ? `${whole}; none of what may break is used here.`
    : `${whole}. What may break and is used here:`;
}

function renderChange(change: UsedChange): readonly string[] {
  const { before, evidence, differences } = change;
  return [
    `### ${code(fullName(before))}: ${describeKind(change)}`,
    "",
    ...(evidence.length > 0 ? [`Taken for the same, since ${evidence.map(inText).join(", and ")}.`, ""] : []),
    ...differences.map((one) => `- ${marks[one.weight]}: ${describeDifference(one, code)}`),
    ...(differences.length > 0 ? [""] : []),
  ];
}

const marks = { breaks: "breaks calls", may: "may break", harmless: "harmless" } as const;

const inText = (text: string) => text.replace(/[\\`*_[\]<>#|]/g, "\\$&");
