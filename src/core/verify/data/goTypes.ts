/** Names that are in every Go file, by the language's specification. */
import { readNames, readNameTable } from "./nameTable.ts";

/** Predeclared names. */
export const goGlobals: ReadonlySet<string> = readNames(`
append cap clear close complex copy delete imag len make max min new panic print println real recover true
false nil iota bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune
string uint uint8 uint16 uint32 uint64 uintptr any _ init main C
`);

/** Members of predeclared types. */
export const goTypes: ReadonlyMap<string, ReadonlySet<string>> = readNameTable(`
error: Error
string slice:
`);
