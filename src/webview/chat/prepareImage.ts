/** An image as a person gives it, made ready to be sent: checked by its bytes, within the bounds, without notes of cameras and programs. */
import {
  fittedSize,
  type ImageHead,
  type ImageSize,
  LONGEST_SIDE,
  MOST_GIVEN_BYTES,
  MOST_GIVEN_PIXELS,
  MOST_IMAGE_BYTES,
  readImageHead,
} from "../../core/prompt/image.ts";
import { withoutNotes } from "../../core/prompt/imageNotes.ts";

export type PreparedImage =
  | {
      /** Base64. */
      readonly data: string;
      /** Shows it. */
      readonly blob: Blob;
      /** What was done to it. */
      readonly note?: string;
    }
  | { readonly problem: string };

const JPEG_QUALITY = 0.88;
/** Each time an image is still too large it loses so much of its sides. */
const SHRINK = 0.75;
const MOST_TRIES = 5;
const NOTES_TAKEN_OUT = "without the notes that were in it";

export async function prepareImage(name: string, given: Blob): Promise<PreparedImage> {
  if (given.size > MOST_GIVEN_BYTES)
    return { problem: `${name} is too large: at most ${MOST_GIVEN_BYTES / 1_000_000} MB are read` };
  const bytes = new Uint8Array(await given.arrayBuffer());
  const head = readImageHead(bytes);
  if (!head) return { problem: `${name} is no PNG, JPEG, GIF or WebP image` };
  if (head.width * head.height > MOST_GIVEN_PIXELS)
    return { problem: `${name} is too large: it has ${head.width} × ${head.height} pixels` };
  const blob = new Blob([bytes], { type: head.mime });
  const bitmap = await createImageBitmap(blob).catch(() => undefined);
  if (!bitmap) return { problem: `${name} cannot be read: it is damaged` };
  try {
    return (await asGiven(bytes, head)) ?? (await redrawn(name, bitmap, head));
  } finally {
    bitmap.close();
  }
}

/** @returns undefined for what must be drawn anew: what is too large, and what has notes at its beginning: one may say how it is turned */
async function asGiven(bytes: Uint8Array, head: ImageHead): Promise<PreparedImage | undefined> {
  if (head.hasMetadata || Math.max(head.width, head.height) > LONGEST_SIDE) return undefined;
  const kept = withoutNotes(bytes, head.mime);
  if (!kept || kept.length > MOST_IMAGE_BYTES) return undefined;
  const blob = new Blob([Uint8Array.from(kept)], { type: head.mime });
  const data = await base64Of(blob);
  return kept.length < bytes.length ? { data, blob, note: NOTES_TAKEN_OUT } : { data, blob };
}

/** Drawn anew, which leaves nothing of it but its pixels. */
async function redrawn(name: string, bitmap: ImageBitmap, head: ImageHead): Promise<PreparedImage> {
  let size = fittedSize(bitmap);
  // What was drawn by a program stays sharp, if it is small enough.
  const kinds = head.mime === "image/jpeg" ? ["image/jpeg"] : ["image/png", "image/jpeg"];
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    for (const kind of kinds) {
      const blob = await draw(bitmap, size, kind);
      if (!blob || blob.size > MOST_IMAGE_BYTES) continue;
      return { data: await base64Of(blob), blob, note: noteOf(bitmap, size, head, kind) };
    }
    size = fittedSize(bitmap, Math.max(size.width, size.height) * SHRINK);
  }
  return { problem: `${name} could not be made small enough to be sent` };
}

function draw(bitmap: ImageBitmap, { width, height }: ImageSize, kind: string): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return Promise.resolve(null);
  if (kind === "image/jpeg") {
    // It knows no transparency: paper is white.
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, kind, JPEG_QUALITY));
}

function noteOf(before: ImageSize, after: ImageSize, { mime, hasMetadata }: ImageHead, kind: string): string {
  const isSmaller = before.width !== after.width || before.height !== after.height;
  return [
    ...(isSmaller ? [`made smaller, it had ${before.width} × ${before.height} pixels`] : []),
    ...(kind === "image/jpeg" && mime !== "image/jpeg" ? ["became a JPEG"] : []),
    ...(mime === "image/gif" ? ["its first picture alone"] : []),
    ...(hasMetadata ? [NOTES_TAKEN_OUT] : []),
  ].join("; ");
}

const base64Of = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });

export const blobOfBase64 = (data: string, type = ""): Blob =>
  new Blob([Uint8Array.from(atob(data), (char) => char.charCodeAt(0))], { type });
