/** What the session of tests is told by the editor. */
import type { TestSessionDeps } from "../../features/testing/testSession.ts";
import * as fromVscode from "../fromVscode.ts";
import { vscodeUserSettings } from "../settings.ts";
import { diskFolders } from "../workspaceSync.ts";
import { testConsent, unsavedTexts } from "./testConsent.ts";

export const testRoots: TestSessionDeps["roots"] = () =>
  diskFolders().map(({ uri, name }) => ({ path: fromVscode.path(uri), name }));

export const testSurroundings = (): Pick<TestSessionDeps, "roots" | "unsaved" | "consent"> => ({
  roots: testRoots,
  unsaved: () => unsavedTexts(fromVscode.path),
  consent: testConsent(vscodeUserSettings),
});
