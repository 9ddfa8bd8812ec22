/** What a person reads after a connection was tested. */

import { type CommandName, commands } from "../../core/config/commands.ts";
import type { ConnectionReport } from "../completion/completer.ts";
import { remediesOf } from "./remedies.ts";

export interface ConnectionMessage {
  readonly severity: "info" | "error";
  readonly text: string;
  /** Buttons: what to do next. */
  readonly actions: readonly { readonly label: string; readonly command: CommandName }[];
}

const action = (command: CommandName) => ({
  label: command === "testConnection" ? "Test Again" : commands[command].title,
  command,
});

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** The cause and the next step for a failure, what was found for a success. */
export function connectionMessage(report: ConnectionReport): ConnectionMessage {
  if (report.fault && !report.ok) {
    return {
      severity: "error",
      text: [report.fault.message, report.fault.nextStep].map(sentence).join(" "),
      actions: remediesOf(report.fault.kind).map(action),
    };
  }
  const steps = report.steps.map(({ text }) => sentence(text)).join(" ");
  return report.ok
    ? {
        severity: "info",
        text: `The connection works. ${steps}`,
        actions: [action("showLastContext")],
      }
    : { severity: "error", text: steps, actions: [action("setUpModel"), action("showLog")] };
}
