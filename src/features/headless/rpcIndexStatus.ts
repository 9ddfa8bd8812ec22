import type { IndexStatus } from "../../core/repo/indexStatus.ts";
import type { RpcIndexStatus } from "../../ports/rpc.ts";

/** The state of the index in the words of the wire. */
export function toRpcIndexStatus({ libraries: _, ...status }: IndexStatus): RpcIndexStatus {
  return { ...status, languages: Object.fromEntries(status.languages) };
}
