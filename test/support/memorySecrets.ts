import type { Secrets } from "../../src/ports/secrets.ts";

/** Keys by origin; `asked` lists the origins that a key was wanted for. */
export function memorySecrets(keys: Readonly<Record<string, string>> = {}): {
  readonly secrets: Secrets;
  readonly asked: string[];
} {
  const stored = new Map(Object.entries(keys));
  const asked: string[] = [];
  return {
    asked,
    secrets: {
      async apiKey(origin) {
        asked.push(origin);
        return stored.get(origin);
      },
      async setApiKey(origin, key) {
        if (key === undefined) stored.delete(origin);
        else stored.set(origin, key);
      },
    },
  };
}
