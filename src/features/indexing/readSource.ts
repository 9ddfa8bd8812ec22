/** Reads one file for the index, or says why it is not worth it. */
import { skipFileName, skipText } from "../../core/repo/fileFilter.ts";
import type { SkipReason } from "../../core/repo/indexStatus.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import { contentHash } from "../../core/text/contentHash.ts";
import { decodeText } from "../../core/text/decode.ts";
import type { FileStat, Files } from "../../ports/files.ts";

export type SourceRead =
  | {
      readonly kind: "source";
      readonly languageId: string;
      readonly text: string;
      readonly hash: number;
      readonly sizeBytes: number;
    }
  | { readonly kind: "unchanged" }
  | { readonly kind: "skipped"; readonly reason: SkipReason; readonly hash?: number };

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Never throws. `unchanged` when the bytes have the hash that is known already. */
export async function readSource(
  files: Files,
  path: string,
  stat: FileStat,
  maxBytes: number,
  knownHash: number | undefined,
): Promise<SourceRead> {
  if (stat.kind !== "file") return { kind: "skipped", reason: "notRegular" };
  const byName = skipFileName(path.slice(path.lastIndexOf("/") + 1));
  if (byName) return { kind: "skipped", reason: byName };
  const languageId = languageIdOf(path);
  if (languageId === undefined) return { kind: "skipped", reason: "unknownLanguage" };
  if (stat.sizeBytes > maxBytes) return { kind: "skipped", reason: "tooLarge" };
  const judge = (bytes: Uint8Array) => judgeBytes(bytes, languageId, knownHash);
  return files.readInto(path, maxBytes, judge).catch(() => ({ kind: "skipped", reason: "unreadable" }));
}

function judgeBytes(bytes: Uint8Array, languageId: string, knownHash: number | undefined): SourceRead {
  const hash = contentHash(bytes);
  if (hash === knownHash) return { kind: "unchanged" };
  const decoded = decodeText(bytes, decodeUtf8);
  if (decoded.kind === "binary") return { kind: "skipped", reason: "binary", hash };
  const byText = skipText(decoded.text);
  if (byText) return { kind: "skipped", reason: byText, hash };
  return { kind: "source", languageId, text: decoded.text, hash, sizeBytes: bytes.length };
}
