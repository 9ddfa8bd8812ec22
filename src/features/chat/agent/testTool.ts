/** Tests run in a copy, when a person allows it. */
import type { TestOutcome } from "../../../core/testing/testOutcome.ts";
import type { TestSession } from "../../testing/testSession.ts";
import { type AgentTool, agentTool, nothingFound } from "./agentTool.ts";

export interface TestToolDeps {
  readonly tests: Pick<TestSession, "run" | "discover">;
}

const MOST_FAILURES = 20;
const LONGEST_MESSAGE = 1_500;
const MOST_IDS = 200;

export const testTool = ({ tests }: TestToolDeps): AgentTool =>
  agentTool(
    {
      name: "run_tests",
      about:
        "Runs tests of the repository in a copy of the files and tells what failed. The person is asked first.",
      params: {
        ids: {
          kind: "text",
          about:
            "Ids of tests, one per line, or a part of ids such as a file's path. All tests when not given.",
          isOptional: true,
        },
      },
    },
    ({ ids = "" }) => {
      const wanted = ids
        .split("\n")
        .map((id) => id.trim())
        .filter((id) => id !== "")
        .slice(0, MOST_IDS);
      const what =
        wanted.length === 0 ? "all tests" : wanted.length === 1 ? wanted[0]! : `${wanted.length} tests`;
      return {
        subject: what,
        consent: `Run ${what} in a copy of the files?`,
        run: async (signal) => {
          const { tests: known } = await tests.discover(signal);
          const meant = known.map(({ id }) => id).filter((id) => wanted.some((part) => id.includes(part)));
          if (wanted.length > 0 && meant.length === 0) return nothingFound("No test of this name is known.");
          const run = await tests.run(
            { ...(wanted.length === 0 ? {} : { ids: meant }), askedFor: "Run tests in chat" },
            signal,
          );
          const bad = run.outcomes.filter(({ status }) => status !== "passed" && status !== "skipped");
          const passed = run.outcomes.filter(({ status }) => status === "passed").length;
          const trouble = run.reports.flatMap(({ reason }) => reason ?? []);
          const summary = `${passed} passed, ${bad.length} failed`;
          const lines = [summary, ...trouble, ...bad.slice(0, MOST_FAILURES).map(failureText)];
          return { pieces: [{ text: `${lines.join("\n")}\n` }], summary };
        },
      };
    },
  );

function failureText({ id, status, message = "", expected, actual, stack = [] }: TestOutcome): string {
  const sides =
    expected === undefined || actual === undefined ? [] : [`expected: ${expected}`, `actual: ${actual}`];
  const calls = stack.slice(0, 5).map(({ path, line }) => `at ${path}:${line}`);
  return [`${status}: ${id}`, message.slice(0, LONGEST_MESSAGE), ...sides, ...calls].join("\n");
}
