/** Where a path of a patch is on the disk, and whether anything but plain folders stands above it. */
import { join } from "node:path";
import { pathFault } from "../../core/patch/pathGuard.ts";
import type { ApplyFault } from "../../ports/userFiles.ts";
import type { UserDisk, UserFileStat } from "./userDisk.ts";

/** A file larger than this is not changed. */
export const MOST_BYTES = 16_000_000;

export interface Target {
  readonly absolute: string;
  /** Undefined when nothing is there. */
  readonly stat: UserFileStat | undefined;
  /** Folders above it that are not there, outermost first, relative to the root. */
  readonly missing: readonly string[];
}

/** A file that cannot be changed. */
export class TargetError extends Error {
  override readonly name = "TargetError";
  readonly fault: ApplyFault;
  constructor(fault: ApplyFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/**
 * @param root absolute, without links
 * @throws TargetError, and what the system says
 */
export function targetOf(disk: UserDisk, root: string, path: string): Target {
  const fault = pathFault(path);
  if (fault !== undefined) throw new TargetError("path", `Cannot change it: ${fault}`);
  const parts = path.split("/");
  const missing: string[] = [];
  for (let count = 1; count < parts.length; count++) {
    const folder = parts.slice(0, count).join("/");
    const found = disk.stat(join(root, folder));
    if (!found) missing.push(folder);
    else if (found.kind === "link")
      throw new TargetError("link", `Cannot change "${path}": "${folder}" is a link`);
    else if (found.kind !== "folder")
      throw new TargetError("kind", `Cannot change "${path}": "${folder}" is no folder`);
  }
  const absolute = join(root, ...parts);
  const stat = missing.length > 0 ? undefined : disk.stat(absolute);
  if (stat?.kind === "link") throw new TargetError("link", `Cannot change "${path}": it is a link`);
  if (stat && stat.kind !== "file")
    throw new TargetError("kind", `Cannot change "${path}": it is no plain file`);
  if (stat && stat.sizeBytes > MOST_BYTES)
    throw new TargetError("kind", `Cannot change "${path}": it has ${stat.sizeBytes} bytes`);
  checkReal(disk, root, { path, parts, missing: missing.length, isThere: stat !== undefined });
  return { absolute, stat, missing };
}

/** What is there must have exactly the name by which it is asked for: other letters may name a protected file. */
function checkReal(
  disk: UserDisk,
  root: string,
  {
    path,
    parts,
    missing,
    isThere,
  }: { path: string; parts: readonly string[]; missing: number; isThere: boolean },
): void {
  const present = isThere ? parts : parts.slice(0, parts.length - 1 - missing);
  const expected = join(root, ...present);
  if (disk.realPath(expected) !== expected) {
    throw new TargetError("path", `Cannot change "${path}": the disk knows it by another name`);
  }
}
