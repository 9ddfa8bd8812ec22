import { expect, test } from "vitest";
import { pythonEnvironments } from "../../../src/features/workspace/pythonEnvironments.ts";

/** An extension that tells a path. */
const told = (path: unknown) => ({ environments: { getActiveEnvironmentPath: () => ({ id: "x", path }) } });

for (const [title, exported, expected] of [
  ["an environment", told("/w/.venv/bin/python"), "/w/.venv/bin/python"],
  ["a version of its own", told("/opt/py/bin/python3.12"), "/opt/py/bin/python3.12"],
  ["on Windows", told("C:\\w\\.venv\\Scripts\\python.exe"), "C:/w/.venv/Scripts/python.exe"],
  ["a folder without an interpreter", told("/opt/conda/envs/a"), undefined],
  ["a relative path", told("bin/python"), undefined],
  ["no path", told(undefined), undefined],
  ["nothing selected", { environments: { getActiveEnvironmentPath: () => undefined } }, undefined],
  ["an API that is not known", { environments: {} }, undefined],
  ["no API", undefined, undefined],
] as const)
  test(title, () => expect(pythonEnvironments(exported)?.interpreter()).toBe(expected));

test("tells of another selection until it is not wanted any more", () => {
  const listeners = new Set<() => void>();
  const environments = {
    getActiveEnvironmentPath: () => ({ path: "/a/bin/python" }),
    onDidChangeActiveEnvironmentPath: (listener: () => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
  let changes = 0;
  const end = pythonEnvironments({ environments })!.onChange(() => changes++);
  for (const listener of listeners) listener();
  end();
  expect([changes, listeners.size]).toEqual([1, 0]);
});
