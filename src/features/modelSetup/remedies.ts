/** Commands that mend a model's fault, the likeliest first. */
import type { CommandName } from "../../core/config/commands.ts";
import type { ModelFaultKind } from "../../ports/languageModel.ts";

const mended: Partial<Record<ModelFaultKind, readonly CommandName[]>> = {
  keyRejected: ["setApiKey", "testConnection"],
  forbidden: ["setApiKey", "setUpModel"],
  badUrl: ["setUpModel"],
  unknownHost: ["setUpModel", "testConnection"],
  notFound: ["setUpModel", "testConnection"],
  webPage: ["setUpModel", "testConnection"],
  redirected: ["setUpModel", "testConnection"],
  modelMissing: ["setUpModel", "testConnection"],
  contextTooLong: ["setUpModel", "testConnection"],
  rejected: ["setUpModel", "testConnection"],
};

/** A fault that no key and no other setting mends may pass by itself: try again, and read the log. */
export const remediesOf = (kind: ModelFaultKind): readonly CommandName[] =>
  mended[kind] ?? ["testConnection", "showLog"];
