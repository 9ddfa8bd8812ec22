/** What a site says the rest of the line is: its text as it stands there, and with the names that are used here. */
import { endsLine } from "../../syntax/tokens/newline.ts";
import type { CopySite } from "./copySites.ts";
import { hasLine } from "./lineCompare.ts";
import type { PartRenames } from "./partRenames.ts";
import { Renames } from "./renames.ts";
import type { View } from "./view.ts";

const MAX_LINE_TOKENS = 60;
/** Lines that teach names, as steps from the cursor's line; the first lesson about a name stays. */
const TEACHING = [-1, 1, -2, 2, -3, -4];

export interface Copy {
  readonly raw: readonly number[];
  /** Undefined when replacing names changes nothing. */
  readonly renamed: readonly number[] | undefined;
}

/** @param parts shared by all sites of a request */
export function copyFrom(view: View, site: CopySite, parts: PartRenames): Copy {
  const raw = continuation(site);
  const renames = learnRenames(view, site, parts);
  const renamed = raw.map((token) => renames.apply(token));
  return { raw, renamed: renamed.some((token, i) => token !== raw[i]) ? renamed : undefined };
}

/** Tokens from a site to the end of its line. */
function continuation({ source, position }: CopySite): number[] {
  const tokens: number[] = [];
  for (let at = position; at < source.tokens.length && tokens.length < MAX_LINE_TOKENS; at++) {
    if (endsLine(source.tokens[at]! >> 1)) break;
    tokens.push(source.tokens[at]!);
  }
  return tokens;
}

/** The typed part of the line counts first, then the nearest lines. */
function learnRenames(
  { current, vocabulary }: View,
  { source, position, line }: CopySite,
  parts: PartRenames,
): Renames {
  const renames = new Renames(vocabulary, parts);
  const { file, cursor, typed } = current;
  if (position - source.lineStarts[line]! === typed) {
    renames.learnTokens(source.tokens, position - typed, file.tokens, cursor - typed, typed);
  }
  for (const step of TEACHING) {
    if (step > 0 && !current.hasNext) continue;
    const beside = line + step;
    if (source === file && beside === current.line) continue;
    if (!hasLine(source, line, beside) || !hasLine(file, current.line, current.line + step)) continue;
    renames.learnLines(source, beside, file, current.line + step);
  }
  return renames;
}
