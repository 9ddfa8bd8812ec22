/** Whether a patch does what the right program does, on generated inputs; asked only after the search. */
import { fileURLToPath } from "node:url";
import { startLineProcess } from "./lineProcess.ts";
import type { FaultyProject } from "./projects.ts";

export interface Verdict {
  readonly same: boolean;
  /** Inputs compared, up to the first that differs. */
  readonly inputs: number;
  readonly why: string;
}

export class Judge {
  readonly #program = startLineProcess(
    "python3",
    [fileURLToPath(new URL("judge.py", import.meta.url))],
    process.cwd(),
  );

  async judge({ set, entry, correct, files, testFile }: FaultyProject, patch: string): Promise<Verdict> {
    this.#program.write(JSON.stringify({ set, entry, correct, patch, test: files[testFile] }));
    const line = await this.#program.read();
    if (line === undefined) throw new Error("Cannot judge a patch: the judge has ended");
    return JSON.parse(line) as Verdict;
  }

  end(): void {
    this.#program.end();
  }
}
