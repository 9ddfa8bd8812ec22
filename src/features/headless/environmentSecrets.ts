/** One API key, given by the environment for the endpoint that the same person's settings name. */
import { originOf } from "../../core/config/endpoint.ts";
import { modelOrigins } from "../../core/config/taskModel.ts";
import type { Secrets } from "../../ports/secrets.ts";
import type { Settings } from "../../ports/settings.ts";

/** The key goes to the origin of `model.endpoint`, where that is not set to the first that is, and to no other. */
export function environmentSecrets(key: string | undefined, settings: Settings): Secrets {
  return {
    async apiKey(origin) {
      return originOf(origin) === modelOrigins((name) => settings.get(name))[0]
        ? key || undefined
        : undefined;
    },
    async setApiKey() {
      throw new Error("Cannot store an API key: without an editor it comes from TOUCHSTONE_API_KEY");
    },
  };
}
