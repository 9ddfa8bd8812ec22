/** Images of a workspace's chats, kept by their hash beside the chats. */
import type { ChatImage } from "../core/prompt/image.ts";

export type KeptImage = Omit<ChatImage, "data">;

export interface ChatImages {
  /**
   * @param data base64
   * @returns what it is by its bytes, or why it is not taken
   */
  keep(data: string): Promise<KeptImage | { readonly problem: string }>;
  /** Undefined when it is not kept any more, or was damaged. Never rejects. */
  read(hash: string): Promise<ChatImage | undefined>;
  /** Forgets these; one that is not there is forgotten already. Never rejects. */
  forget(hashes: readonly string[]): Promise<void>;
  /** Forgets all but these, and but those of the last day: other windows may have put them beside a question. Never rejects. */
  keepOnly(hashes: ReadonlySet<string>): Promise<void>;
}
