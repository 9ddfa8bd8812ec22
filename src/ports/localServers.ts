/** Servers of models that run on this machine. */

export interface LocalServer {
  /** As a person knows it: `Ollama`. */
  readonly name: string;
  /** What to set as endpoint. */
  readonly baseUrl: string;
  /** The format of `completion.format` that fits whatever model it runs; undefined where that depends on the model. */
  readonly format: "suffix" | "infill" | undefined;
}

export interface LocalServers {
  /**
   * Asks the usual ports of the loopback interface who they are, and nothing else. Only ever called when a person asks
   * for it. Ends within a second; empty when nobody answers.
   */
  find(signal: AbortSignal): Promise<readonly LocalServer[]>;
}
