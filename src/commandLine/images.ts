/** Images that go with a question, from files that a person names. */
import { createHash } from "node:crypto";
import {
  type ChatImage,
  LONGEST_SIDE,
  MOST_GIVEN_BYTES,
  MOST_IMAGE_BYTES,
  readImageHead,
} from "../core/prompt/image.ts";
import { withoutNotes } from "../core/prompt/imageNotes.ts";
import { nodeFiles } from "../node/files/nodeFiles.ts";

/**
 * What an image is its bytes say. Nothing is drawn here, so what is too large to be sent is not made smaller.
 *
 * @param path absolute
 * @returns what is wrong with it and what to do, as the end of a sentence, when it cannot be sent
 */
export async function readImage(path: string): Promise<ChatImage | { readonly problem: string }> {
  const given = await nodeFiles.read(path, MOST_GIVEN_BYTES).catch((error: Error & { code?: string }) => ({
    problem: error.code === "ENOENT" ? "there is no such file" : error.message,
  }));
  if ("problem" in given) return given;
  const head = readImageHead(given);
  if (!head) return { problem: "it is no PNG, JPEG, GIF or WebP image" };
  const { mime, width, height } = head;
  const bytes = withoutNotes(given, mime);
  if (!bytes) return { problem: "it is damaged: save it anew" };
  if (Math.max(width, height) > LONGEST_SIDE)
    return {
      problem: `it has ${width} × ${height} pixels. Make it smaller: at most ${LONGEST_SIDE} a side are sent`,
    };
  if (bytes.length > MOST_IMAGE_BYTES)
    return {
      problem: `it has ${(bytes.length / 1e6).toFixed(1)} MB. Make it smaller: at most ${MOST_IMAGE_BYTES / 1e6} MB are sent`,
    };
  return {
    ...{ mime, width, height, sizeBytes: bytes.length },
    hash: createHash("sha256").update(bytes).digest("hex"),
    data: Buffer.from(bytes).toString("base64"),
  };
}
