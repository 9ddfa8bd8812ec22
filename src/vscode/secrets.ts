import type * as vscode from "vscode";
import type { Secrets } from "../ports/secrets.ts";

const prefix = "touchstone.apiKey:";

/** The origin as browsers write it, so that `HTTPS://Host:443` and `https://host` are one. */
export const originOf = (url: string): string => new URL(url).origin;

/** Keeps keys in the editor's secret storage, which the operating system's keychain encrypts where there is one. */
export function vscodeSecrets(storage: vscode.SecretStorage): Secrets {
  return {
    async apiKey(origin) {
      return (await storage.get(prefix + originOf(origin))) || undefined;
    },
    async setApiKey(origin, key) {
      const name = prefix + originOf(origin);
      await (key ? storage.store(name, key) : storage.delete(name));
    },
  };
}
