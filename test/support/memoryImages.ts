import { imageFiles } from "../../src/node/store/imageFiles.ts";
import { nodeStoreFiles } from "../../src/node/store/storeFiles.ts";
import type { ChatImages } from "../../src/ports/chatImages.ts";
import { quietLog } from "./indexerHarness.ts";

/** Images of chats as they are kept where there is no folder for them. */
export const memoryImages = (): ChatImages =>
  imageFiles({ folder: undefined, files: nodeStoreFiles, now: () => 0, log: quietLog });
