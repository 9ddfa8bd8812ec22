/** Places in the sample workspace where suggestions are sure to come. */
import type { Workbench } from "./workbench.ts";

export const report = "python/inventory/report.py";
/** The line after the last of `report`. */
export const endOfReport = { line: 34, column: 1 } as const;

/** Writes the start of one more function at the end of `report`; the editor indents its second line by itself. */
export async function beginFunction(workbench: Workbench): Promise<void> {
  await workbench.openFile(report, endOfReport);
  await workbench.type(
    "\n\ndef print_low_items(store: Store) -> None:\nfor item in store.low_items():\nprint(",
  );
}

/** Starts a function whose name begins as nothing in the samples does, so that only a model can go on. */
export async function beginUnknownFunction(workbench: Workbench): Promise<void> {
  await workbench.openFile(report, endOfReport);
  await workbench.type("\n\ndef describe_");
}
