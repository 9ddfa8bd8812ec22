/** Source maps of version 3, as far as places need them (tc39.es/ecma426). */

/** Places are 0-based; columns are UTF-16 units. */
export interface MappedPlace {
  readonly line: number;
  readonly column: number;
  /** Index in the map's sources. */
  readonly source: number;
  readonly sourceLine: number;
  readonly sourceColumn: number;
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Ascending by line and column. What cannot be read is left out. */
export function decodeMappings(mappings: string): MappedPlace[] {
  const places: MappedPlace[] = [];
  let [source, sourceLine, sourceColumn] = [0, 0, 0];
  mappings.split(";").forEach((group, line) => {
    let column = 0;
    for (const segment of group.split(",")) {
      const values = decodeVlq(segment);
      column += values[0] ?? 0;
      if (values.length < 4) continue;
      source += values[1]!;
      sourceLine += values[2]!;
      sourceColumn += values[3]!;
      places.push({ line, column, source, sourceLine, sourceColumn });
    }
  });
  return places;
}

function decodeVlq(segment: string): number[] {
  const values: number[] = [];
  let [value, shift] = [0, 0];
  for (const char of segment) {
    const digit = digits.indexOf(char);
    if (digit < 0) return values;
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    values.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return values;
}
