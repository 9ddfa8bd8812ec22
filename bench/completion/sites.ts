/** Sites of copies with their evidence at many positions: what the weights of votes are fitted on. */
import { copyFrom } from "../../src/core/completion/builtin/copies.ts";
import { evidenceVector, siteEvidence } from "../../src/core/completion/builtin/copyScore.ts";
import { findCopySites } from "../../src/core/completion/builtin/copySites.ts";
import { insertText } from "../../src/core/completion/builtin/insertText.ts";
import { PartRenames } from "../../src/core/completion/builtin/partRenames.ts";
import type { View } from "../../src/core/completion/builtin/view.ts";
import { collapse } from "./measures.ts";

export interface SiteExample {
  readonly vector: readonly number[];
  /** Whether the text with names replaced, and as it stands, is right. */
  readonly right: boolean;
  readonly rawRight: boolean;
  readonly changed: boolean;
}

export function siteExamples(view: View, truth: string): SiteExample[] {
  const { current, vocabulary } = view;
  const parts = new PartRenames(vocabulary);
  const isRight = (tokens: readonly number[]) =>
    collapse(insertText(tokens, current, vocabulary) ?? "") === truth;
  return findCopySites(view).map((site) => {
    const { raw, renamed } = copyFrom(view, site, parts);
    const vector = evidenceVector(siteEvidence(view, site)).map((value) => Math.round(value * 1e3) / 1e3);
    return { vector, right: isRight(renamed ?? raw), rawRight: isRight(raw), changed: renamed !== undefined };
  });
}
