/**
 * What of the Model Context Protocol is spoken (https://modelcontextprotocol.io/specification): its stdio transport, one
 * JSON-RPC 2.0 message to a line, and tools. No resources, prompts or sampling.
 */
import * as z from "zod";

/** Versions spoken, the newest first; a client that wants another is offered the newest. */
const protocolVersions = ["2025-06-18", "2025-03-26", "2024-11-05"] as const;
export type ProtocolVersion = (typeof protocolVersions)[number];

export const negotiated = (wanted: string): ProtocolVersion =>
  protocolVersions.find((version) => version === wanted) ?? protocolVersions[0];

/** The one version in which several messages may come as an array. */
export const takesBatches = (version: ProtocolVersion | undefined): boolean => version === "2025-03-26";

export const initializeParams = z.object({ protocolVersion: z.string() });

export const listParams = z.object({ cursor: z.string().optional() });

export const callParams = z.object({
  name: z.string(),
  arguments: z.record(z.string(), z.unknown()).optional(),
  _meta: z.object({ progressToken: z.union([z.string(), z.number()]).optional() }).optional(),
});

export const cancelledParams = z.object({ requestId: z.union([z.string(), z.number()]) });

/** How far a call is; `total` where it is known. */
export interface Progress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

/** Something a client's model may call. */
export interface McpTool {
  /** Letters and `_`. */
  readonly name: string;
  readonly title: string;
  /** For the model: what it answers, and when to use it. */
  readonly description: string;
  readonly params: z.ZodType;
  /** Whether nothing at all comes of it but the answer; running tests executes code of the workspace. */
  readonly isReadOnly: boolean;
  /**
   * @param params as the schema gives them
   * @returns the answer as text; empty when nothing was found
   * @throws RpcError and others, whose message is told to the model
   */
  call(params: unknown, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<string>;
}
