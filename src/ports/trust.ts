import type { Disposable } from "./disposable.ts";

/** Whether a person trusts the workspace. Asked anew before each dangerous call, never remembered. */
export interface Trust {
  isTrusted(): boolean;
  /** Called when trust is granted. */
  onGranted(listener: () => void): Disposable;
}
