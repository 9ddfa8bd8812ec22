/**
 * Line breaks as tokens: one per line that is not blank, carrying how the indentation of the next such line differs.
 * This is what stands for block structure in every language.
 */

/** Id of the boundary before, between and after files. */
export const BOUNDARY = 0;

const DEEPEST_RETURN = 12;
const FIRST = 1;

/** Id of a line break followed by a deeper line (`delta` 1), a line as deep (0), or one `-delta` levels less deep. */
export function newlineId(delta: number): number {
  return FIRST + DEEPEST_RETURN + Math.max(-DEEPEST_RETURN, Math.min(1, delta));
}

/** Levels by which the line after a line break is deeper; negative when it is less deep. */
export function indentChange(id: number): number {
  return id - FIRST - DEEPEST_RETURN;
}

/** Whether an id is a line break or a boundary between files: where a line ends. */
export function endsLine(id: number): boolean {
  return id <= FIRST + DEEPEST_RETURN + 1;
}

/** Width of the white space a line starts with, in columns; a tab reaches the next multiple of 4. */
export function indentWidth(line: string): number {
  let width = 0;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === 32) width++;
    else if (code === 9) width += 4 - (width % 4);
    else break;
  }
  return width;
}

/** Follows the indentation of one file from line to line. */
export class IndentStack {
  readonly #widths: number[] = [0];

  /** Levels by which a line of this width differs from the line before: 1 deeper, 0 as deep, -k less deep. */
  next(width: number): number {
    const widths = this.#widths;
    if (width > widths[widths.length - 1]!) {
      widths.push(width);
      return 1;
    }
    let delta = 0;
    while (widths.length > 1 && width < widths[widths.length - 1]!) {
      widths.pop();
      delta--;
    }
    return delta;
  }
}
