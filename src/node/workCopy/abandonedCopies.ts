/** Copies whose program was ended before it could take them away: each copy names the process that made it. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { mayLive, ownIdentity, type ProcessIdentity } from "../store/processIdentity.ts";
import { copyName, ScratchFiles } from "./scratchFiles.ts";

/** Beside the parts of a copy, where programs in it do not look. */
const ownerFile = "owner.json";
const longestOwner = 10_000;

export const nameOwner = (files: ScratchFiles): Promise<void> =>
  files.writeText(ownerFile, JSON.stringify(ownIdentity()));

/** Those of this user whose process has surely ended; what is older than such names, or of another machine, stays. Never rejects. */
export async function removeAbandoned(parent: string): Promise<void> {
  const own = ownIdentity();
  for (const name of await readdir(parent).catch(() => [])) {
    if (!copyName.test(name)) continue;
    const files = await ScratchFiles.keep(join(parent, name)).catch(() => undefined);
    const owner = files && parsed(await files.readText(ownerFile, longestOwner).catch(() => undefined));
    if (owner && !mayLive(owner, own)) await files?.destroy();
  }
}

function parsed(text: string | undefined): ProcessIdentity | undefined {
  if (text === undefined) return undefined;
  try {
    const { pid, startedAt, place } = JSON.parse(text);
    const isWhole = Number.isSafeInteger(pid) && pid > 0 && typeof place === "string";
    return isWhole
      ? { pid, place, startedAt: typeof startedAt === "string" ? startedAt : undefined }
      : undefined;
  } catch {
    return undefined;
  }
}
