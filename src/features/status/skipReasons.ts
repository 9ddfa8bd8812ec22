/** Why files are not in the index, for a person: in a word, in a sentence, and what to change. */
import type { IndexStatus, SkipReason } from "../../core/repo/indexStatus.ts";
import { formatCount } from "../../core/text/counts.ts";

export interface SkipReasonText {
  /** After a number of files: `12 too large`. */
  readonly label: string;
  /** At most 36 characters, to be read whole in a narrow side bar. */
  readonly short: string;
  readonly why: string;
  /** What to do to have such a file in the index; or that it is well so. */
  readonly remedy: string;
}

export const skipReasonTexts: { readonly [R in SkipReason]: SkipReasonText } = {
  ignored: {
    label: "ignored",
    short: "By an ignore file or a setting",
    why: "Named by .gitignore, .touchstoneignore, `files.exclude` or `touchstone.index.exclude`.",
    remedy: "Take the pattern out there. What is ignored never enters a prompt either.",
  },
  binary: {
    label: "binary",
    short: "The bytes are not text",
    why: "The bytes are not text in UTF-8, UTF-16 or Latin-1.",
    remedy: "Nothing to change: there is no code in it to find.",
  },
  tooLarge: {
    label: "too large",
    short: "Above touchstone.index.maxFileKb",
    why: "Larger than `touchstone.index.maxFileKb`.",
    remedy: "Raise that setting, or leave it out for good in .touchstoneignore.",
  },
  minified: {
    label: "minified",
    short: "Lines that no person wrote",
    why: "Its lines are so long that no person wrote them, or it is named so (.min.js).",
    remedy: "Nothing to change: its source is what is worth finding.",
  },
  generated: {
    label: "generated",
    short: "Written by a tool",
    why: "A tool wrote it: a lock file, protocol code, a cache, or its first lines say so.",
    remedy: "Nothing to change, unless its header is wrong: then take the mark out of its first lines.",
  },
  vendored: {
    label: "third-party",
    short: "In a folder of others' code",
    why: "In a folder of other people's code, such as node_modules, vendor or .venv.",
    remedy: "Move it to a folder with another name if it is your own code.",
  },
  unreadable: {
    label: "unreadable",
    short: "The system did not let it be read",
    why: "The operating system did not let it be read.",
    remedy: "Look at its permissions, then rebuild the index.",
  },
  outsideRoot: {
    label: "outside the folder",
    short: "Outside the workspace's folders",
    why: "It lies outside the folders of the workspace.",
    remedy: "Add its folder to the workspace.",
  },
  notRegular: {
    label: "links and devices",
    short: "Links are not followed",
    why: "A link, a device or a pipe: these are not followed.",
    remedy: "Open the folder that the link leads to, if it is to be indexed.",
  },
  quarantined: {
    label: "set aside after a crash",
    short: "Stopped the engine once",
    why: "Indexing this text stopped the engine once.",
    remedy: "It is tried again when the file changes. Please report it, if you can share the file.",
  },
  limit: {
    label: "over the limit",
    short: "Above touchstone.index.maxFiles",
    why: "The index holds as many files as `touchstone.index.maxFiles` allows.",
    remedy: "Raise that setting, or leave out what you do not need in .touchstoneignore.",
  },
  unknownLanguage: {
    label: "of no known language",
    short: "The name tells no language",
    why: "Its name tells no language that Touchstone reads.",
    remedy: "Nothing to change: text without a known language is not indexed.",
  },
};

/** Reasons with the number of files each, most first; those with none are left out. */
export function countedReasons(skipped: IndexStatus["skipped"]): readonly (readonly [SkipReason, number])[] {
  return (Object.entries(skipped) as [SkipReason, number][])
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a);
}

/** Numbers of skipped files by reason in one line, most first; empty when none. */
export const skippedText = (skipped: IndexStatus["skipped"]): string =>
  countedReasons(skipped)
    .map(([reason, count]) => `${formatCount(count)} ${skipReasonTexts[reason].label}`)
    .join(", ");
