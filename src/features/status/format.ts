/** Small pieces of text for people. */

/**
 * Text that stands for itself in the editor's Markdown: no formatting, no link, no icon (`$(x)`), no HTML. Line
 * breaks and other control characters become spaces.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f]+/g, " ")
    .replace(/[\\`*_{}[\]()#+\-.!|~$>:@]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;");
}

/** `src/x.ts:120`: a 0-based line counted from 1. */
export const formatProvenance = (path: string, line: number): string => `${path}:${line + 1}`;
