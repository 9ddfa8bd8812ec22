/** A conversation with the Python worker: `media/repair/pythonWorker.py`. */

import type {
  Confirmation,
  Trial,
  TrialAnswer,
  TrialBaseline,
  TrialStart,
  TrialWorker,
} from "../../ports/trials.ts";
import { codePoints } from "./codePoints.ts";
import { type LineProcess, tellingLine } from "./lineProcess.ts";

/** Why no worker can serve a project's tests; its message is for people. */
export class TrialsUnavailable extends Error {
  override readonly name = "TrialsUnavailable";
}

const refused = "Cannot try repairs: ";

/** The process of a worker is gone. */
export function workerHasEnded({ lastWords }: Pick<LineProcess, "lastWords">): TrialsUnavailable {
  const words = lastWords?.() ?? "";
  const how = words === "" ? "" : ` (${words})`;
  return new TrialsUnavailable(`${refused}the process that runs tests has ended${how}`);
}

/** For the evidence of what is found without it. */
export const notStarted = ({ message }: TrialsUnavailable): string =>
  `The fast worker did not start: ${tellingLine(message.replace(refused, ""))}`;

interface Message {
  readonly kind?: "ready" | "failed" | "done" | "confirmed";
  readonly reason?: string;
}

/**
 * @param textOf text of a file by absolute path as it is before any change
 * @throws TrialsUnavailable when the tests cannot be collected or end the process
 */
export async function openPythonTrials(
  process: LineProcess,
  start: TrialStart,
  textOf: (path: string) => string,
): Promise<TrialWorker> {
  const next = async (): Promise<Message> => {
    const line = await process.read();
    if (line === undefined) throw workerHasEnded(process);
    return JSON.parse(line) as Message;
  };
  process.write(JSON.stringify(start));
  const first = await next();
  if (first.kind !== "ready") {
    process.end();
    throw new TrialsUnavailable(`${refused}${first.reason ?? "the tests cannot be run"}`);
  }
  return {
    baseline: first as unknown as TrialBaseline,
    async tryAll(trials, { isPatient, budgetMs }, onAnswer) {
      const candidates = trials.map((trial) => toWire(trial, textOf(trial.path)));
      process.write(JSON.stringify({ candidates, patient: isPatient, seconds: budgetMs / 1000 }));
      for (;;) {
        const message = await next();
        if (message.kind === "done") return;
        onAnswer(message as unknown as TrialAnswer);
      }
    },
    async confirm(texts, seconds) {
      process.write(JSON.stringify({ texts, seconds }));
      return ((await next()) as unknown as { readonly outcomes: Confirmation }).outcomes;
    },
    close: () => process.end(),
  };
}

/** Offsets in UTF-16 units become those in code points, which the worker counts in. */
function toWire({ id, path, edits }: Trial, text: string): object {
  const at = codePoints(text);
  return { id, edits: { [path]: edits.map((edit) => [at(edit.start), at(edit.end), edit.text]) } };
}
