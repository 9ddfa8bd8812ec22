/** The settings of a machine whose chat asks a scripted model, and an answer that waits until it was looked at. */
import type { ScriptedModel } from "../../support/scriptedModel/scriptedModel.ts";

export const chatsWith = (model: ScriptedModel) => ({
  "touchstone.model.endpoint": model.baseUrl,
  "touchstone.model.name": "scripted",
  "touchstone.completion.engine": "builtin",
});

/** Something that happens once, at the earliest when `resolve` is called. */
export interface Latch {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

export function latch(): Latch {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
