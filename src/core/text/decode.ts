/** Bytes of a file -> text, or the finding that it is no text. */

export type TextEncoding = "utf8" | "utf16le" | "utf16be" | "latin1";

/** `latin1` text was not valid UTF-8: fit for reading, never for writing back. The mark of byte order is left out. */
export type DecodedText =
  | {
      readonly kind: "text";
      readonly text: string;
      readonly encoding: TextEncoding;
      readonly hadBom: boolean;
    }
  | { readonly kind: "binary" };

/** Strict: `undefined` when the bytes are not valid UTF-8. */
export type Utf8Decoder = (bytes: Uint8Array) => string | undefined;

/** How far a NUL byte is looked for; git looks at the same number (`buffer_is_binary`). */
const NUL_SEARCH_BYTES = 8000;

/** Characters made by one call of `String.fromCharCode`, below any engine's limit of arguments. */
const CHUNK = 4096;

/**
 * A byte order mark decides between UTF-8 and UTF-16; without one a NUL byte means binary, valid UTF-8 is UTF-8 and
 * everything else is read as latin-1, which never fails.
 */
export function decodeText(bytes: Uint8Array, decodeUtf8: Utf8Decoder): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes, "utf16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes, "utf16be");
  const hadBom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (bytes.subarray(0, NUL_SEARCH_BYTES).includes(0)) return { kind: "binary" };
  const body = hadBom ? bytes.subarray(3) : bytes;
  const text = decodeUtf8(body);
  if (text !== undefined) return { kind: "text", text, encoding: "utf8", hadBom };
  return { kind: "text", text: fromUnits(body), encoding: "latin1", hadBom };
}

function utf16(bytes: Uint8Array, encoding: "utf16le" | "utf16be"): DecodedText {
  const units = new Uint16Array((bytes.length - 2) >> 1);
  const low = encoding === "utf16le" ? 0 : 1;
  for (let i = 0; i < units.length; i++) {
    const at = 2 + 2 * i;
    units[i] = bytes[at + low]! | (bytes[at + 1 - low]! << 8);
  }
  return { kind: "text", text: fromUnits(units), encoding, hadBom: true };
}

function fromUnits(units: Uint8Array | Uint16Array): string {
  const parts: string[] = [];
  for (let at = 0; at < units.length; at += CHUNK) {
    parts.push(String.fromCharCode(...units.subarray(at, at + CHUNK)));
  }
  return parts.join("");
}
