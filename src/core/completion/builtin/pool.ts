/** Candidates for the rest of the line: copied ones with the votes of all places they come from, and n-gram ones. */
import type { Provenance } from "../suggestion.ts";
import { type BeamLine, searchLines } from "./beam.ts";
import { copyFrom } from "./copies.ts";
import { type SiteEvidence, siteEvidence, voteWeight } from "./copyScore.ts";
import { type CopySite, findCopySites } from "./copySites.ts";
import { type EnclosingLikeness, EnclosingLines } from "./enclosing.ts";
import { fitToSuffix, insertText } from "./insertText.ts";
import type { NgramTree, Node } from "./ngramTree.ts";
import { PartRenames } from "./partRenames.ts";
import { addSite, noSites, type SiteSums } from "./siteSums.ts";
import type { View } from "./view.ts";

/** Candidates kept. */
const MAX_CANDIDATES = 24;
/** Of these places for beam lines. */
const MIN_BEAM = 4;
/** What an import of a name that is needed counts more than another line. */
const NEEDED = [1, 10, 40];
/** Part of a site's vote that goes to its text with names replaced, when that changes it; the rest to the text as is. */
const RENAMED_PART = 0.88;

export interface Candidate {
  /** Rest of the line from the cursor on, without what stands after the cursor. */
  readonly text: string;
  /** Tokens up to the line's end. */
  readonly tokens: readonly number[];
  /** Sum and maximum of the votes of sites; 0 when only n-grams made it. */
  votes: number;
  topVote: number;
  sites: number;
  /** Most tokens of context that agree at one of its sites, and how many sites agree in that many. */
  longest: number;
  longestSites: number;
  /** Where its sites are, and the best of what each says. */
  readonly sums: SiteSums;
  /** Of the site with the highest vote. */
  evidence: SiteEvidence | undefined;
  provenance: Provenance | undefined;
  /** Whether the text came about by replacing names only. */
  renamed: boolean;
  beam: boolean;
  /** Whether it is the line after an accepted one in its source. */
  follows: boolean;
  /** 1 when it imports a name that the text uses and does not import, 2 when in order between its neighbours, else 0. */
  needed: number;
}

/** A site with all that is compared there. */
interface SeenSite {
  readonly site: CopySite;
  readonly evidence: SiteEvidence;
  readonly under: EnclosingLikeness;
}

export class Pool {
  readonly #view: View;
  readonly #byText = new Map<string, Candidate>();
  readonly #parts: PartRenames;
  readonly #enclosing: EnclosingLines;

  constructor(view: View) {
    this.#view = view;
    this.#parts = new PartRenames(view.vocabulary);
    this.#enclosing = new EnclosingLines(view);
  }

  /**
   * All copied candidates, then the beam's.
   *
   * @param next the line after an accepted one in its source
   */
  static fill(
    view: View,
    tree: NgramTree,
    endProbability: (node: Node) => number,
    next: CopySite | undefined,
  ): Candidate[] {
    const pool = new Pool(view);
    const following = next && pool.#follow(next);
    for (const site of findCopySites(view)) pool.#vote(site);
    const copied = [...pool.#byText.values()].sort((a, b) => b.votes - a.votes || compare(a.text, b.text));
    const kept = copied.slice(0, MAX_CANDIDATES - MIN_BEAM);
    if (following !== undefined && !kept.includes(following)) kept[kept.length - 1] = following;
    for (const line of searchLines(tree, endProbability)) {
      const candidate = pool.#addBeam(line);
      if (candidate !== undefined && !kept.includes(candidate)) kept.push(candidate);
    }
    return kept.slice(0, MAX_CANDIDATES);
  }

  #follow(site: CopySite): Candidate | undefined {
    const { raw, renamed } = copyFrom(this.#view, site, this.#parts);
    this.#vote(site);
    const candidate = this.#candidate(renamed ?? raw);
    if (candidate !== undefined) candidate.follows = true;
    return candidate;
  }

  #vote(site: CopySite): void {
    const evidence = siteEvidence(this.#view, site);
    const weight = voteWeight(evidence) * NEEDED[site.needed]!;
    const { raw, renamed } = copyFrom(this.#view, site, this.#parts);
    const seen = { site, evidence, under: this.#enclosing.likeness(site.source, site.line) };
    if (renamed !== undefined && site.needed === 0) {
      this.#add(renamed, weight * RENAMED_PART, seen, true);
      this.#add(raw, weight * (1 - RENAMED_PART), seen, false);
    } else this.#add(raw, weight, seen, false);
  }

  #add(
    tokens: readonly number[],
    weight: number,
    { site, evidence, under }: SeenSite,
    renamed: boolean,
  ): void {
    const candidate = this.#candidate(tokens);
    if (candidate === undefined) return;
    candidate.votes += weight;
    candidate.sites++;
    addSite(candidate.sums, this.#view, site, evidence, under, weight);
    if (!renamed) candidate.needed = Math.max(candidate.needed, site.needed);
    candidate.renamed &&= renamed;
    if (evidence.order >= candidate.longest) {
      candidate.longestSites = 1 + (evidence.order === candidate.longest ? candidate.longestSites : 0);
      candidate.longest = evidence.order;
    }
    if (weight <= candidate.topVote) return;
    candidate.topVote = weight;
    candidate.evidence = evidence;
    candidate.provenance = {
      path: site.source.pathOf(site.source.fileAt(site.position)),
      line: site.source.lineNumbers[site.line]!,
    };
  }

  #addBeam(line: BeamLine): Candidate | undefined {
    const candidate = this.#candidate(line.tokens);
    if (candidate !== undefined) candidate.beam = true;
    return candidate;
  }

  #candidate(tokens: readonly number[]): Candidate | undefined {
    const { current, vocabulary } = this.#view;
    const whole = insertText(tokens, current, vocabulary);
    const text = whole === undefined ? undefined : fitToSuffix(whole, current.after);
    if (text === undefined) return undefined;
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const made: Candidate = {
      text,
      tokens: current.partial === "" ? tokens : [tokens[0]! & ~1, ...tokens.slice(1)],
      votes: 0,
      topVote: 0,
      sites: 0,
      longest: 0,
      longestSites: 0,
      sums: noSites(),
      evidence: undefined,
      provenance: undefined,
      renamed: true,
      beam: false,
      needed: 0,
      follows: false,
    };
    this.#byText.set(text, made);
    return made;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
