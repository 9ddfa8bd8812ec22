/** Rows of text in columns. */

/** Wider cells push the next column aside, for their row only. UTF-16 units. */
const WIDEST = 72;

/** Columns aligned at their widest cell, two spaces apart; no blanks at the ends of lines. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      if (cell.length <= WIDEST) widths[column] = Math.max(widths[column] ?? 0, cell.length);
    }
  }
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  return rows.map((row) => line(row).trimEnd()).join("\n");
}

/** Text that a terminal shows and does not obey: control characters, be they in a file's name, become `�`. */
export const printable = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
