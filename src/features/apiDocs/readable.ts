/** A package with what reads it. */
import type { InstalledPackage } from "../../core/apiDocs/apiPackage.ts";
import type { PackageReading } from "./ecosystem.ts";
import type { LibraryLoader } from "./libraryLoader.ts";

export interface Readable {
  readonly installed: InstalledPackage;
  /** Reads all of it; what it took is not kept. */
  read(signal?: AbortSignal): Promise<PackageReading>;
  /** Follows its imports, where that is known for its language. */
  readonly load?: (() => LibraryLoader) | undefined;
}
