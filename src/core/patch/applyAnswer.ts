/** A model's answer applied to texts of files: every edit in its one right place, or refused with the reason. */
import type { AppliedAnswer, PlacedBlock, RefusedBlock } from "./appliedAnswer.ts";
import type { EditBlock } from "./editBlock.ts";
import type { FileChange, FileTexts } from "./fileTexts.ts";
import { applyFileChanges } from "./fileTexts.ts";
import { parseAnswer } from "./parse/parseAnswer.ts";
import { pathFault } from "./pathGuard.ts";
import { planFile } from "./planFile.ts";

/** Larger files are left alone. UTF-16 units. */
export const LONGEST_TEXT = 8_000_000;

/**
 * Never throws, whatever the answer is. All blocks of a file are located in the text as given, none in what another made of it.
 *
 * @param files the texts before; no other file is taken to exist
 */
export function applyAnswer(files: FileTexts, answer: string): AppliedAnswer {
  const refused: RefusedBlock[] = [];
  const refuse = ({ number: block, line, path }: EditBlock, reason: string): void => {
    refused.push({ block, line, path, reason: sentence(reason) });
  };
  const blocks = parseAnswer(answer, files);
  if (blocks.length === 0) {
    const reason =
      "No edit was found in the answer: it needs SEARCH/REPLACE blocks, a diff or whole files, each naming its path";
    return { files, changes: [], placed: [], refused: [{ block: 0, line: 1, path: undefined, reason }] };
  }
  const byPath = new Map<string, EditBlock[]>();
  for (const block of blocks) {
    const reason = faultOf(block, files);
    if (reason !== undefined) refuse(block, reason);
    else byPath.set(block.path!, [...(byPath.get(block.path!) ?? []), block]);
  }
  const changes: FileChange[] = [];
  const placed: PlacedBlock[] = [];
  for (const [path, group] of byPath) {
    const plan = planFile(path, files, group);
    for (const { block, reason } of plan.refused) refuse(block, reason);
    const clash = plan.change && clashOf(plan.change, files, changes);
    if (clash !== undefined) for (const block of group) refuse(block, clash);
    else {
      placed.push(...plan.placed);
      if (plan.change) changes.push(plan.change);
    }
  }
  refused.sort((a, b) => a.block - b.block);
  return { files: applyFileChanges(files, changes), changes, placed, refused };
}

const sentence = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

/** Why a block cannot be applied, whatever the file holds. */
function faultOf({ path, edit }: EditBlock, files: FileTexts): string | undefined {
  if (edit.kind === "malformed") return edit.reason;
  if (path === undefined) return "the block names no file";
  const fault = pathFault(path) ?? (edit.kind === "rename" ? pathFault(edit.to) : undefined);
  if (fault !== undefined) return fault;
  const text = files.get(path);
  if (text !== undefined && text.length > LONGEST_TEXT) return `"${path}" is too large to be changed`;
  return undefined;
}

/** Why a change of paths cannot be, with the files there are and the changes so far. */
function clashOf(change: FileChange, files: FileTexts, changes: readonly FileChange[]): string | undefined {
  const { path } = change;
  if (change.kind !== "created" && change.kind !== "renamed") return undefined;
  const taken = new Set(files.keys());
  for (const other of changes) taken.add(other.path);
  if (change.kind === "renamed") taken.delete(change.from);
  for (const other of taken) {
    if (other === path) return `"${path}" is there already`;
    if (other.toLowerCase() === path.toLowerCase()) return `"${path}" differs from "${other}" by case alone`;
    if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`))
      return `"${path}" and "${other}" cannot both be files`;
  }
  return undefined;
}
