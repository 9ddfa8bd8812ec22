/** What a person reads after a connection was tested. */

import type { CommandName } from "../../core/config/commands.ts";
import type { ModelFaultKind } from "../../ports/languageModel.ts";
import type { ConnectionReport } from "../completion/completer.ts";

export interface ConnectionMessage {
  readonly severity: "info" | "error";
  readonly text: string;
  /** Buttons: what to do next. */
  readonly actions: readonly { readonly label: string; readonly command: CommandName }[];
}

const again = { label: "Test Again", command: "testConnection" } as const;
const setKey = { label: "Set API Key", command: "setApiKey" } as const;
const setUp = { label: "Set Up Model", command: "setUpModel" } as const;
const log = { label: "Show Log", command: "showLog" } as const;

/** Faults that a key or another setting mends; after all others trying again comes first. */
const remedies: Partial<Record<ModelFaultKind, ConnectionMessage["actions"]>> = {
  keyRejected: [setKey, again],
  forbidden: [setKey, setUp],
  badUrl: [setUp],
  unknownHost: [setUp, again],
  notFound: [setUp, again],
  webPage: [setUp, again],
  redirected: [setUp, again],
  modelMissing: [setUp, again],
  contextTooLong: [setUp, again],
  rejected: [setUp, again],
};

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** The cause and the next step for a failure, what was found for a success. */
export function connectionMessage(report: ConnectionReport): ConnectionMessage {
  if (report.fault && !report.ok) {
    return {
      severity: "error",
      text: [report.fault.message, report.fault.nextStep].map(sentence).join(" "),
      actions: remedies[report.fault.kind] ?? [again, log],
    };
  }
  const steps = report.steps.map(({ text }) => sentence(text)).join(" ");
  return report.ok
    ? {
        severity: "info",
        text: `The connection works. ${steps}`,
        actions: [{ label: "Show Last Context", command: "showLastContext" }],
      }
    : { severity: "error", text: steps, actions: [setUp, log] };
}
