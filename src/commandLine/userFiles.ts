/** A person's files, where a command changes them. */
import { homedir } from "node:os";
import { openUserFiles } from "../node/userFiles/openUserFiles.ts";

/** What broke off is told. */
export function openFiles(root: string): ReturnType<typeof openUserFiles> {
  const opened = openUserFiles(root, {
    platform: process.platform,
    home: homedir(),
    variables: process.env,
  });
  const { takenBack, leftAlone } = opened.recovery;
  if (takenBack.length > 0)
    console.error(
      `An apply that broke off was taken back; changed since and left alone: ${leftAlone.join(", ") || "nothing"}`,
    );
  return opened;
}
