/**
 * Unpacks raw deflated bytes (RFC 1951).
 *
 * @param maxBytes what is larger unpacked is not unpacked
 * @returns undefined for what is larger, or is not deflated
 */
export type Inflate = (bytes: Uint8Array, maxBytes: number) => Uint8Array | undefined;
