/** The gate for other programs: what it learns is kept for the session alone. */
import {
  acceptProbability,
  afterOutcome,
  afterShown,
  type GateState,
  initialGate,
} from "../../core/completion/gate/gate.ts";
import type { RpcHandlers } from "../../ports/rpc.ts";

export function gateHandlers(): Pick<RpcHandlers, "gate/score" | "gate/feedback"> {
  let state: GateState = initialGate;
  return {
    "gate/score": async ({ features }) => ({ accept: acceptProbability(state, features) }),
    "gate/feedback": async ({ features, outcome, visibleMs }) => {
      const predicted = acceptProbability(state, features);
      const seen = visibleMs === undefined ? { predicted } : { predicted, visibleMs };
      state = afterOutcome(afterShown(state, features), features, outcome, seen);
      return { accept: acceptProbability(state, features) };
    },
  };
}
