/** Unpacks by `node:zlib`. */
import { inflateRawSync } from "node:zlib";
import type { Inflate } from "../../ports/inflate.ts";

export const inflate: Inflate = (bytes, maxBytes) => {
  try {
    return inflateRawSync(bytes, { maxOutputLength: maxBytes });
  } catch {
    return undefined;
  }
};
