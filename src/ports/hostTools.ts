/** Tools that the editor has from other extensions and from servers of the Model Context Protocol that a person set up there. */
export interface HostTool {
  readonly name: string;
  /** For a model, as whoever made the tool wrote it: never trusted. */
  readonly description: string;
  /** JSON Schema of its input. */
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface HostTools {
  /** Without our own. */
  list(): readonly HostTool[];
  /** The editor asks the person where the tool wants it. @returns its text @throws what went wrong, as the tool says it */
  invoke(name: string, input: object, signal: AbortSignal): Promise<string>;
}
