/** The disk as libraries are read from it. */
import { realpathSync } from "node:fs";
import type { PackageFiles } from "../../ports/packageFiles.ts";
import { nodeFiles, normalizePath } from "./nodeFiles.ts";

export const nodePackageFiles: PackageFiles = {
  ...nodeFiles,
  async realPath(path) {
    try {
      return normalizePath(realpathSync.native(path));
    } catch {
      return undefined;
    }
  },
};
