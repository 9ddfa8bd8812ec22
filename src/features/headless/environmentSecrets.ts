/** One API key, given by the environment for the endpoint that the same person's settings name. */
import type { Secrets } from "../../ports/secrets.ts";
import type { Settings } from "../../ports/settings.ts";

const originOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).origin : undefined);

/** The key goes to the origin of `model.endpoint` and to no other. */
export function environmentSecrets(key: string | undefined, settings: Settings): Secrets {
  return {
    async apiKey(origin) {
      return originOf(origin) === originOf(settings.get("model.endpoint")) ? key || undefined : undefined;
    },
    async setApiKey() {
      throw new Error("Cannot store an API key: without an editor it comes from TOUCHSTONE_API_KEY");
    },
  };
}
