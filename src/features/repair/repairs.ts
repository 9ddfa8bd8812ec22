/** Repairs as everyone asks for them: of what tests show, and of what is only described. */
import type { Choice, Questions } from "../../ports/questions.ts";
import { type DescribedFixDeps, fixDescribed, type Reproduction } from "./describedFix.ts";
import { Fixer } from "./fixer.ts";
import { fixProblem } from "./problemFix.ts";

export { repairDocs } from "./repairDocs.ts";

export type Repairs = Pick<Fixer, "fix" | "localize">;

export function openRepairs(deps: DescribedFixDeps): Repairs {
  const fixer = new Fixer(deps);
  return {
    localize: (request, signal) => fixer.localize(request, signal),
    fix(request, onProgress, signal) {
      const { description, testIds, path, problem } = request;
      if (problem) return fixProblem(deps, { ...request, problem }, onProgress, signal);
      const isDescribed = description !== undefined && testIds.length === 0 && path === undefined;
      return isDescribed
        ? fixDescribed(deps, { ...request, description }, onProgress, signal)
        : fixer.fix(request, onProgress, signal);
    },
  };
}

/** Of a failure: its first line, with the next where that one only announces it. */
function firstSentence(failure: string): string {
  const [first = "", next = ""] = failure.split("\n").filter((line) => line.trim() !== "");
  return first.trimEnd().endsWith(":") ? `${first.trim()} ${next.trim()}` : first.trim();
}

/** Asks a person whether a test that fails says what they mean. */
export const confirmedBy =
  (questions: Pick<Questions, "askChoice">) =>
  async ({ path, text, expectation, failure }: Reproduction): Promise<boolean> => {
    const asserts = text.split("\n").find((line) => /\bassert|\bexpect\(|\bequal\(/i.test(line)) ?? "";
    const choices: Choice<boolean>[] = [
      {
        label: "Yes: repair the code until this passes",
        description: asserts.trim(),
        detail: expectation.split("\n")[0] ?? "",
        value: true,
      },
      {
        label: "No: this is not what I mean",
        detail: `Now: ${firstSentence(failure)}`,
        value: false,
      },
    ];
    const answer = await questions.askChoice({
      title: "Is this what should be?",
      step: 1,
      totalSteps: 1,
      placeholder: `${path}: a test that fails now and comes with the patch`,
      choices,
    });
    return answer.kind === "value" && answer.value;
  };
