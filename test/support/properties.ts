/**
 * Set up for each unit test file: properties are tried with the same values in each run, so that a run that fails does so again. `SEED=random` (or a
 * number) tries others, `RUNS` so many of each property that does not say how many it wants.
 */
import fc from "fast-check";

const { SEED = "20261122", RUNS } = process.env;

fc.configureGlobal({
  ...(SEED === "random" ? {} : { seed: Number(SEED) }),
  ...(RUNS === undefined ? {} : { numRuns: Number(RUNS) }),
});
