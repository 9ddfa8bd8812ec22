/** The check of suggestions before they are shown, and what may follow a dot. */
import type { MemberCandidate } from "../core/verify/members.ts";
import type { Verification } from "../core/verify/verification.ts";

export type { MemberCandidate, MemberSource } from "../core/verify/members.ts";
export type {
  Finding,
  FindingReason,
  UnknownName,
  Verdict,
  Verification,
} from "../core/verify/verification.ts";

/** A place in a text that need not be open, indexed or on disk. */
export interface CursorQuery {
  /** As the index knows it: absolute, with `/`. */
  readonly path: string;
  /** The editor's language identifier. */
  readonly languageId: string;
  /** The whole text before and after the cursor. */
  readonly prefix: string;
  readonly suffix: string;
}

export interface VerifyQuery extends CursorQuery {
  /** What would be inserted at the cursor. */
  readonly suggestion: string;
  /** How long files may be read for it; what is not read by then is unknown. Milliseconds; short when not given. */
  readonly maxMs?: number | undefined;
}

export interface MembersQuery extends CursorQuery {
  readonly limit: number;
}

export interface Verifier {
  /** Whether a suggestion parses in place and names only what exists, and what is to be shown instead if not. */
  verify(query: VerifyQuery, signal: AbortSignal): Promise<Verification>;
  /** What may follow the dot before the cursor, part of a name behind it considered; best first. */
  members(query: MembersQuery, signal: AbortSignal): Promise<readonly MemberCandidate[]>;
}

/**
 * Something that knows names better than syntax does, such as a language server. It may confirm a name that was found
 * wanting, never condemn one.
 */
export interface NameOracle {
  /**
   * @param offset of the name in the text as it would be with the suggestion in place, UTF-16 units
   * @returns true when the name exists there; undefined when it cannot tell in time
   */
  confirms(path: string, offset: number, name: string): Promise<boolean | undefined> | boolean | undefined;
}
