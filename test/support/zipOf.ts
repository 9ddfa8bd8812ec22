/** A zip file in memory. */
import { deflateRawSync } from "node:zlib";

const encoder = new TextEncoder();

/** @param texts by name, taken as they are; without a check sum, which is not looked at */
export function zipOf(texts: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(texts)) {
    const name = encoder.encode(path);
    const plain = typeof content === "string" ? encoder.encode(content) : content;
    const packed = deflateRawSync(plain);
    const head = new Uint8Array(30 + name.length);
    const own = new DataView(head.buffer);
    own.setUint32(0, 0x04034b50, true);
    own.setUint16(26, name.length, true);
    head.set(name, 30);
    const listed = new Uint8Array(46 + name.length);
    const view = new DataView(listed.buffer);
    view.setUint32(0, 0x02014b50, true);
    view.setUint16(10, 8, true);
    view.setUint32(20, packed.length, true);
    view.setUint32(24, plain.length, true);
    view.setUint16(28, name.length, true);
    view.setUint32(42, offset, true);
    listed.set(name, 46);
    files.push(head, packed);
    directory.push(listed);
    offset += head.length + packed.length;
  }
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(10, directory.length, true);
  view.setUint32(16, offset, true);
  return new Uint8Array(Buffer.concat([...files, ...directory, end]));
}
