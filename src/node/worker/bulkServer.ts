/** The inside of the thread that reads in bulk. */
import type { MessagePort } from "node:worker_threads";
import { packFacts } from "../../core/syntax/facts/packFacts.ts";
import { contentHash } from "../../core/text/contentHash.ts";
import { decodeText } from "../../core/text/decode.ts";
import type { BulkFile } from "../../ports/bulkReader.ts";
import type { Files } from "../../ports/files.ts";
import type { SyntaxReader } from "../../ports/syntaxReader.ts";
import type { FromBulkThread } from "./bulkProtocol.ts";

export interface BulkServerDeps {
  readonly files: Files;
  readonly reader: SyntaxReader;
  /** Undefined when the bytes are no UTF-8. */
  readonly decodeUtf8: (bytes: Uint8Array) => string | undefined;
  /** Bytes of the parser's memory. */
  readonly heapBytes: () => Promise<number>;
}

/** Longer files are not parsed; a UTF-16 unit takes at most three bytes. */
const MAX_FILE_BYTES = 3 << 20;

/** Answers each file in turn. */
export function serveBulk(port: MessagePort, deps: BulkServerDeps): void {
  let last: Promise<void> = Promise.resolve();
  port.on("message", (file: BulkFile) => {
    last = last.then(async () => {
      const packed = await read(file, deps);
      const answer: FromBulkThread = { hash: file.hash, packed, heapBytes: await deps.heapBytes() };
      port.postMessage(answer, packed ? [packed.buffer as ArrayBuffer] : []);
    });
  });
}

async function read(
  { path, languageId, hash }: BulkFile,
  deps: BulkServerDeps,
): Promise<Uint8Array | undefined> {
  const bytes = await deps.files.read(path, MAX_FILE_BYTES).catch(() => undefined);
  if (!bytes || contentHash(bytes) !== hash) return undefined;
  const decoded = decodeText(bytes, deps.decodeUtf8);
  const facts = decoded.kind === "text" ? await deps.reader.read(languageId, decoded.text) : undefined;
  return facts && packFacts(facts);
}
