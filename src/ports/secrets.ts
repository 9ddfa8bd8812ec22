/** Keeps API keys, one for each origin, so that a key never goes to another host than it was stored for. */
export interface Secrets {
  /** @param origin scheme, host and port, such as `https://api.example.org` */
  apiKey(origin: string): Promise<string | undefined>;
  /** Stores the key, or forgets it when `key` is undefined. */
  setApiKey(origin: string, key: string | undefined): Promise<void>;
}
