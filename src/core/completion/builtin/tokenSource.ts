/** Where continuations are looked up and lines copied from: a segment of the index, an edited file, the current text. */
export interface TokenSource {
  /** `id * 2 + (1 when white space stands before)`; each line ends with a line break, each file starts with a boundary. */
  readonly tokens: Int32Array;
  /** Index in `tokens` of the first token of each line, and one more element. */
  readonly lineStarts: Int32Array;
  /** 0-based number of each line in its file's text. */
  readonly lineNumbers: Int32Array;
  readonly shapes: Int32Array;
  /** The file, the line a token belongs to. */
  fileAt(position: number): number;
  lineAt(position: number): number;
  fileOfLine(line: number): number;
  /** First line of a file, and the line after its last. */
  firstLine(file: number): number;
  endLine(file: number): number;
  pathOf(file: number): string;
}
