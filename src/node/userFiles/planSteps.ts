/** Changes of texts as steps on bytes, one path each, checked against the disk. */
import { createHash } from "node:crypto";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { protectionOfChange, protectionTexts } from "../../core/patch/protectedPaths.ts";
import { MOST_BYTES, type Target, TargetError, targetOf } from "./target.ts";
import { bytesOfText, textOfBytes } from "./textBytes.ts";
import type { UserDisk } from "./userDisk.ts";

export interface FileState {
  readonly bytes: Uint8Array;
  /** Undefined: as the system gives new files. */
  readonly mode: number | undefined;
}

/** What a file is and becomes; undefined where there is none. */
export interface Step {
  readonly path: string;
  readonly target: Target;
  readonly before: FileState | undefined;
  readonly after: FileState | undefined;
}

export const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The file as it is now. @throws TargetError */
export function currentState(
  disk: UserDisk,
  root: string,
  path: string,
): { target: Target; state: FileState | undefined } {
  const target = targetOf(disk, root, path);
  const state = target.stat && { bytes: disk.read(target.absolute, MOST_BYTES), mode: target.stat.mode };
  return { target, state };
}

/** Texts that count instead of those on the disk, by path: an editor holds them unsaved. */
type Held = ReadonlyMap<string, string>;

/** @throws TargetError when the change cannot be made as it is */
export function stepsOf(
  disk: UserDisk,
  root: string,
  change: FileChange,
  { allowed, held = new Map() }: { readonly allowed: ReadonlySet<string>; readonly held?: Held },
): readonly Step[] {
  const existing = (path: string, before: string) => existingStep(disk, root, { path, before }, held);
  const paths = change.kind === "renamed" ? [change.from, change.path] : [change.path];
  for (const path of paths) targetOf(disk, root, path);
  const protection = protectionOfChange(change);
  if (protection !== undefined && !paths.every((path) => allowed.has(path))) {
    throw new TargetError(
      "protected",
      `Cannot change "${change.path}" without being asked to: it holds ${protectionTexts[protection]}`,
    );
  }
  switch (change.kind) {
    case "created":
      return [createStep(disk, root, change.path, { text: change.after })];
    case "deleted":
      return [existing(change.path, change.before).step];
    case "changed": {
      const { step, encoding } = existing(change.path, change.before);
      return [
        { ...step, after: { bytes: encode(change.path, change.after, encoding), mode: step.before?.mode } },
      ];
    }
    case "renamed": {
      const { step, encoding } = existing(change.from, change.before);
      return [
        createStep(disk, root, change.path, { text: change.after, encoding, mode: step.before?.mode }),
        step,
      ];
    }
  }
}

type Encoding = NonNullable<ReturnType<typeof textOfBytes>>["encoding"];

function createStep(
  disk: UserDisk,
  root: string,
  path: string,
  { text, encoding = "utf8", mode }: { text: string; encoding?: Encoding; mode?: number | undefined },
): Step {
  const { target, state } = currentState(disk, root, path);
  if (state) throw new TargetError("stale", `Cannot create "${path}": it is there already`);
  return { path, target, before: undefined, after: { bytes: encode(path, text, encoding), mode } };
}

function existingStep(
  disk: UserDisk,
  root: string,
  { path, before }: { readonly path: string; readonly before: string },
  held: Held,
): { step: Step; encoding: Encoding } {
  const { target, state } = currentState(disk, root, path);
  if (!state) throw new TargetError("stale", `Cannot change "${path}": it is gone`);
  const decoded = textOfBytes(state.bytes);
  if (!decoded)
    throw new TargetError("encoding", `Cannot change "${path}": it is no text in UTF-8 or UTF-16`);
  const text = held.get(path) ?? decoded.text;
  if (text !== before)
    throw new TargetError("stale", `Cannot change "${path}": it was changed since the patch was made`);
  if (((state.mode ?? 0) & 0o200) === 0) {
    throw new TargetError("readOnly", `Cannot change "${path}": it is read only`);
  }
  const bytes = text === decoded.text ? state.bytes : encode(path, text, decoded.encoding);
  const step = { path, target, before: { ...state, bytes }, after: undefined };
  return { step, encoding: decoded.encoding };
}

function encode(path: string, text: string, encoding: Encoding): Uint8Array {
  const bytes = bytesOfText(text, encoding);
  if (!bytes)
    throw new TargetError("encoding", `Cannot change "${path}": its new text does not fit its encoding`);
  if (bytes.length > MOST_BYTES)
    throw new TargetError("kind", `Cannot change "${path}": its new text is too large`);
  return bytes;
}
