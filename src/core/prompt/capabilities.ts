/** What an endpoint turned out not to do, learned from its answers, so that no request fails twice for the same reason. */

export interface Capabilities {
  /** Fields of a body that it refuses. Ascending. */
  readonly refused: readonly string[];
  /** It answers at once as a whole, though a stream was asked for. */
  readonly ignoresStream: boolean;
}

export const allCapabilities: Capabilities = { refused: [], ignoresStream: false };

/** Fields without which a request still makes sense; without `suffix` it is a plain continuation. */
const optional = ["suffix", "stop", "temperature", "stream", "cache_prompt", "max_tokens"] as const;
/** Left out together where a server says that a field is wrong, but not which. */
const oftenRefused = ["stop", "temperature"] as const;
/** Statuses that mean the request itself: bad request, unprocessable content. */
const aboutRequest: ReadonlySet<number> = new Set([400, 422]);

/** As far as a fault tells. */
export interface Refusal {
  readonly kind: string;
  /** With what the server said. */
  readonly message: string;
  readonly status?: number;
}

/**
 * @param sent names of the fields of the body
 * @returns more than before, or undefined when the refusal teaches nothing
 */
export function learnRefusal(
  known: Capabilities,
  { kind, message, status }: Refusal,
  sent: readonly string[],
): Capabilities | undefined {
  if (kind !== "rejected" || status === undefined || !aboutRequest.has(status)) return undefined;
  const left = optional.filter((field) => sent.includes(field) && !known.refused.includes(field));
  const named = left.filter((field) => new RegExp(`\\b${field}\\b`).test(message));
  const blamed =
    named.length > 0 ? named : status === 422 ? left.filter((field) => isOftenRefused(field)) : [];
  if (blamed.length === 0) return undefined;
  return { ...known, refused: [...known.refused, ...blamed].sort() };
}

const isOftenRefused = (field: string): boolean => (oftenRefused as readonly string[]).includes(field);

export const learnWholeAnswer = (known: Capabilities): Capabilities => ({ ...known, ignoresStream: true });

/** One line each for a person; none when the endpoint does all. */
export function describeCapabilities({ refused, ignoresStream }: Capabilities): readonly string[] {
  return [
    ...(refused.length === 0 ? [] : [`refuses ${refused.join(", ")}`]),
    ...(ignoresStream ? ["answers as a whole, not as a stream"] : []),
  ];
}

/** A value that was kept, or all capabilities when it is none. */
export function parseCapabilities(value: unknown): Capabilities {
  const { refused, ignoresStream } = (value ?? {}) as Partial<Record<keyof Capabilities, unknown>>;
  return {
    refused: Array.isArray(refused) ? refused.filter((name) => typeof name === "string") : [],
    ignoresStream: ignoresStream === true,
  };
}
