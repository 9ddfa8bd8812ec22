/** Images beside a question as pieces of what a model is asked. */
import type { ShownImage } from "../../core/chat/shownImage.ts";
import type { ChatPiece } from "../../core/prompt/conversation.ts";
import type { ChatImages } from "../../ports/chatImages.ts";

export interface ImagePiecesDeps {
  readonly store: ChatImages;
  /** Absolute, of a path as people read it. @throws when it leads nowhere in the workspace */
  readonly wholePath: (short: string) => string;
}

/** One for each, in order. An image of a file is judged as the file is; of one that is gone a line says so. */
export const imagePieces = (
  deps: ImagePiecesDeps,
  images: readonly ShownImage[],
): Promise<readonly ChatPiece[]> => Promise.all(images.map((image) => imagePiece(deps, image)));

async function imagePiece(
  { store, wholePath }: ImagePiecesDeps,
  { id, name, path }: ShownImage,
): Promise<ChatPiece> {
  const image = await store.read(id);
  if (!image) return { text: `[The image ${name} is not kept any more]\n`, title: name };
  const piece = { text: `Image ${name}:\n`, title: name, image };
  if (path === undefined) return piece;
  try {
    return { ...piece, sources: [{ path: wholePath(path), isLibrary: false }] };
  } catch {
    // What cannot be judged is not sent.
    return { text: `[The image ${name} is left out: its folder is not open any more]\n`, title: name };
  }
}
