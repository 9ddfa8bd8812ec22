/** A conversation with the Java worker: `media/repair/JavaWorker.java`. */
import type { Confirmation, Trial, TrialAnswer, TrialBaseline, TrialWorker } from "../../ports/trials.ts";
import type { LineProcess } from "./lineProcess.ts";
import { literalsIn } from "./literalsIn.ts";
import { TrialsUnavailable, workerHasEnded } from "./pythonTrials.ts";

/** Where and what to run; paths absolute, names of classes with their packages. */
export interface JavaStart {
  /** Of the tests, as the project's builder gave it. */
  readonly classPath: readonly string[];
  readonly sourceFolders: readonly string[];
  /** Those entries of the class path that hold the project's own classes. */
  readonly classFolders: readonly string[];
  readonly testClasses: readonly string[];
  /** Tests to repair, as `class#method`; empty for all that fail. */
  readonly targets: readonly string[];
  /** Text of `media/repair/JUnitRun.java`. */
  readonly junitRun: string;
  /** Text of `media/repair/JUnit4Run.java`, for projects without JUnit's platform. */
  readonly junit4Run: string;
}

interface Message {
  readonly kind?: "ready" | "failed" | "done" | "confirmed";
  readonly reason?: string;
}

/** @throws TrialsUnavailable when the tests cannot be run in this way */
export async function openJavaTrials(process: LineProcess, start: JavaStart): Promise<TrialWorker> {
  const next = async (): Promise<Message> => {
    const line = await process.read();
    if (line === undefined) throw workerHasEnded(process);
    const message = JSON.parse(line) as Message;
    if (message.kind !== "failed") return message;
    process.end();
    throw new TrialsUnavailable(`Cannot try repairs: ${message.reason ?? "the tests cannot be run"}`);
  };
  const { classPath, sourceFolders, classFolders, testClasses, targets, junitRun, junit4Run } = start;
  const lists = [classPath, sourceFolders, classFolders, testClasses, targets];
  const words = [...lists.map((list) => list.join("\n")), junitRun, junit4Run].map(word);
  process.write(["start", ...words].join(" "));
  const told = (await next()) as unknown as TrialBaseline;
  const cases = told.cases.map((one) => ({ ...one, expected: literalsIn(one.error ?? "") }));
  return {
    baseline: { ...told, cases },
    async tryAll(trials, { isPatient }, onAnswer) {
      process.write([`try ${isPatient ? 1 : 0} ${trials.length}`, ...trials.map(lineOf)].join("\n"));
      for (;;) {
        const message = await next();
        if (message.kind === "done") return;
        onAnswer(message as unknown as TrialAnswer);
      }
    },
    async confirm(texts) {
      const lines = Object.entries(texts).map(([path, text]) => `${word(path)} ${word(text)}`);
      process.write([`confirm ${lines.length}`, ...lines].join("\n"));
      return ((await next()) as unknown as { readonly outcomes: Confirmation }).outcomes;
    },
    close: () => process.end(),
  };
}

const lineOf = ({ id, path, edits }: Trial): string =>
  [id, word(path), ...edits.flatMap(({ start, end, text }) => [start, end, word(text)])].join(" ");

/** Texts as words of a line: never empty, without blanks. */
function word(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text === "" ? "-" : btoa(binary);
}
