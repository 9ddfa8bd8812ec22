/** What the Python extension hands to other extensions: the interpreter that a person selected. Its shape is not ours. */

export interface PythonEnvironments {
  /** Absolute; undefined when none is selected or the extension tells it in a way that is not known here. */
  interpreter(): string | undefined;
  /** @returns what ends it */
  onChange(listener: () => void): () => void;
}

type Call = (...args: readonly unknown[]) => unknown;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  (typeof value === "object" && value !== null) || typeof value === "function";

/** @param exported what the extension exports; `environments` of its API since 2022 */
export function pythonEnvironments(exported: unknown): PythonEnvironments | undefined {
  const environments = isRecord(exported) ? exported["environments"] : undefined;
  if (!isRecord(environments)) return undefined;
  const { getActiveEnvironmentPath: active, onDidChangeActiveEnvironmentPath: changed } = environments;
  if (typeof active !== "function") return undefined;
  return {
    interpreter() {
      const found: unknown = (active as Call).call(environments);
      const path = isRecord(found) ? found["path"] : undefined;
      if (typeof path !== "string") return undefined;
      const plain = path.replaceAll("\\", "/");
      // Of an environment without an interpreter the folder is told.
      const isInterpreter = /^(?:\/|[A-Za-z]:\/).*\/(?:bin|Scripts)\/python[\w.]*$/i.test(plain);
      return isInterpreter ? plain : undefined;
    },
    onChange(listener) {
      const subscription: unknown =
        typeof changed === "function" ? (changed as Call).call(environments, () => listener()) : undefined;
      return () => {
        if (isRecord(subscription) && typeof subscription["dispose"] === "function")
          (subscription["dispose"] as Call).call(subscription);
      };
    },
  };
}
