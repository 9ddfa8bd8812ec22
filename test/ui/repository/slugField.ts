/** A place in Django where a person goes on writing: its model fields, cut before the last method of `SlugField`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Workbench } from "../support/workbench.ts";

export const fieldsPath = "django/db/models/fields/__init__.py";

/** Cuts the file in this copy of Django. @returns the line, from 1, where writing goes on */
export function cutFields(folder: string): number {
  const path = join(folder, fieldsPath);
  const text = readFileSync(path, "utf8");
  const classAt = text.indexOf("class SlugField(");
  const methodAt = text.indexOf("    def deconstruct(self):", classAt);
  if (classAt < 0 || methodAt < 0) throw new Error(`Cannot cut "${path}": it has no SlugField.deconstruct`);
  const kept = text.slice(0, methodAt);
  writeFileSync(path, kept);
  return kept.split("\n").length;
}

/** Starts a method whose name begins as nothing in Django does, so that only a model can go on. */
export async function beginUnknownMethod(workbench: Workbench, line: number): Promise<void> {
  await workbench.openFile(fieldsPath, { line, column: 1 });
  await workbench.type("    def zq_");
}

/** Writes the start of the method; its rest stands in other fields of the same file. */
export async function beginMethod(workbench: Workbench, line: number): Promise<void> {
  await workbench.openFile(fieldsPath, { line, column: 1 });
  await workbench.type("    def deco");
}
