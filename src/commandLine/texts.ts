/** Texts of files as commands read them. */
import { readFile } from "node:fs/promises";
import { decodeText } from "../core/text/decode.ts";
import { decodeUtf8 } from "../features/indexing/readSource.ts";
import { nodeFiles } from "../node/files/nodeFiles.ts";
import { textOfBytes } from "../node/userFiles/textBytes.ts";
import type { UserText } from "../ports/userFiles.ts";
import { CommandError } from "./commandError.ts";

/** As `UserFiles.read`; nothing is written here. */
export async function readUserText(path: string): Promise<UserText> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return { kind: "absent" };
  const decoded = textOfBytes(bytes);
  return decoded ? { kind: "text", text: decoded.text } : { kind: "unfit", reason: "encoding" };
}

export async function readText(path: string): Promise<string> {
  const maxBytes = 64 * 1024 * 1024;
  const bytes = await nodeFiles.read(path, maxBytes).catch((error: Error) => {
    throw new CommandError(`Cannot read "${path}": ${error.message}`, 1);
  });
  const decoded = decodeText(bytes, decodeUtf8);
  if (decoded.kind === "binary") throw new CommandError(`Cannot read "${path}": it is not text`, 1);
  return decoded.text;
}
