/** Paths as people name them: below their folder, whose name comes first when there are several. */

import { toAbsolute, toRelative } from "../features/headless/rootPaths.ts";
import type { EngineRoot } from "../ports/engine.ts";
import * as fromVscode from "./fromVscode.ts";
import { diskFolders } from "./workspaceSync.ts";

const roots = (): readonly EngineRoot[] =>
  diskFolders().map(({ uri, name }) => ({ path: fromVscode.path(uri), name }));

/** Undefined for a file outside of the workspace. */
export const shortPath = (path: string): string | undefined => toRelative(path, roots());

/** The other way round. @throws when it leads nowhere in the workspace */
export const wholePath = (short: string): string => toAbsolute(short, roots());
