/** How far a repair is, told with what was told before. */
import type { FixPhase, FixProgress } from "./fix.ts";

export type Tell = (phase: FixPhase, counts?: Partial<FixProgress>) => void;

export const telling = (onProgress: (progress: FixProgress) => void): Tell => {
  let last: FixProgress = { phase: "finding", tried: 0, waiting: 0, found: 0 };
  return (phase, counts = {}) => {
    last = { ...last, ...counts, phase };
    onProgress(last);
  };
};
