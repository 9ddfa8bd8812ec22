/** The directory of a zip file (APPNOTE.TXT 6.3.9, sections 4.3 and 4.4), as jars are. Of archives over 4 GB nothing is read. */

export interface ZipEntry {
  /** Relative with `/`; none leads out of the archive. */
  readonly name: string;
  /** As it stands, or deflated. */
  readonly method: "stored" | "deflated";
  /** Bytes. */
  readonly packedBytes: number;
  /** As the archive says; it may lie. */
  readonly sizeBytes: number;
  /** Of its own header. */
  readonly offset: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 65_535;
const MOST_ENTRIES = 65_535;
const LONGEST_NAME = 500;

/** @returns undefined for what is no zip file */
export function readZipDirectory(
  bytes: Uint8Array,
  decode: (bytes: Uint8Array) => string,
): readonly ZipEntry[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end < 0) return undefined;
  const count = Math.min(view.getUint16(end + 10, true), MOST_ENTRIES);
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count && at + 46 <= end && view.getUint32(at, true) === CENTRAL; i++) {
    const nameLength = view.getUint16(at + 28, true);
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const method = view.getUint16(at + 10, true);
    const isSecret = (view.getUint16(at + 8, true) & 1) === 1;
    const isReadable = !isSecret && (method === 0 || method === 8) && nameLength <= LONGEST_NAME;
    const name = isReadable ? decode(bytes.subarray(at + 46, Math.min(end, at + 46 + nameLength))) : "";
    if (isReadable && isInside(name))
      entries.push({
        name,
        method: method === 0 ? "stored" : "deflated",
        packedBytes: view.getUint32(at + 20, true),
        sizeBytes: view.getUint32(at + 24, true),
        offset: view.getUint32(at + 42, true),
      });
    at = next;
  }
  return entries;
}

/** The bytes of an entry as they are packed; `undefined` when they are not where the directory says. */
export function packedBytesOf(bytes: Uint8Array, { offset, packedBytes }: ZipEntry): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) return undefined;
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  return start + packedBytes > bytes.length ? undefined : bytes.subarray(start, start + packedBytes);
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - END_LENGTH - LONGEST_COMMENT);
  for (let at = view.byteLength - END_LENGTH; at >= lowest; at--)
    if (view.getUint32(at, true) === END) return at;
  return -1;
}

const isInside = (name: string): boolean =>
  name !== "" && !/^\/|\\|^[A-Za-z]:|\0/.test(name) && !name.split("/").includes("..");
