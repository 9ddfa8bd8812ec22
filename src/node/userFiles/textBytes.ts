/** Texts as the bytes of files, in the encoding that a file has. */
import { decodeText, type TextEncoding } from "../../core/text/decode.ts";

/** A file's text with its mark of byte order, and how it was encoded. */
export interface EncodedText {
  readonly text: string;
  readonly encoding: TextEncoding;
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** @returns undefined for what would not be the same bytes when written back */
export function textOfBytes(bytes: Uint8Array): EncodedText | undefined {
  const decoded = decodeText(bytes, decodeUtf8);
  if (decoded.kind !== "text" || decoded.encoding === "latin1") return undefined;
  const text = (decoded.hadBom ? "\ufeff" : "") + decoded.text;
  const again = bytesOfText(text, decoded.encoding);
  const isSame = again !== undefined && Buffer.compare(again, bytes) === 0;
  return isSame ? { text, encoding: decoded.encoding } : undefined;
}

/** @returns undefined for a text that the encoding cannot hold: half a pair of surrogates, or UTF-16 without its mark */
export function bytesOfText(text: string, encoding: TextEncoding): Uint8Array | undefined {
  if (/[\ud800-\udfff]/u.test(text) && encoding === "utf8") return undefined;
  if (encoding === "utf8") return new TextEncoder().encode(text);
  if (encoding === "latin1" || !text.startsWith("\ufeff")) return undefined;
  const bytes = Buffer.from(text, "utf16le");
  return encoding === "utf16be" ? bytes.swap16() : bytes;
}
