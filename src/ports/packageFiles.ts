/** The disk as libraries are read from it: package managers put them there by links. */
import type { Files } from "./files.ts";

export interface PackageFiles extends Files {
  /** The path with all links resolved, absolute with `/`. `undefined` when nothing is there. */
  realPath(path: string): Promise<string | undefined>;
}
