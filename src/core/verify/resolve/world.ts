/** What must be known of the rest of the repository to judge the names of one file. Nothing here waits. */
import type { SymbolHit } from "../../repo/symbolHit.ts";
import type { FileNames } from "../names.ts";
import type { InstalledNames } from "./libraryNames.ts";

export interface World {
  /** Libraries of the language at hand; undefined when nothing is known of them. */
  readonly installed?: InstalledNames | undefined;
  /** Undefined when a file was not read yet, which is remembered, or cannot be read. */
  file(path: string): FileNames | undefined;
  /** Files of the repository that an import means; none for a module from outside. */
  resolve(module: string, from: string, languageId: string): readonly string[];
  /** Definitions by name, of the first tier, those of the file at hand left out. */
  definitions(name: string): readonly SymbolHit[];
  /** Whether code of another file has the identifier; undefined when it cannot be known. */
  holds(name: string): boolean | undefined;
  /** Whether a module from outside is imported elsewhere, declared as a dependency or part of the language. */
  isLibrary(module: string, languageId: string): boolean;
  /** Whether another file imports exactly this module, or from exactly this package. */
  isImportedElsewhere(module: string): boolean;
  /** Whether there is such a file on disk; undefined when it was not looked for yet, which is remembered. */
  exists(path: string): boolean | undefined;
  /** Names that members of the language's own libraries have. */
  isLibraryMember(name: string, languageId: string): boolean;
}
