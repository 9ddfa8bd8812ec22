/** What a program that runs tests in a copy must know of places; absolute, as programs in the copy see them. */
import type { TestCase } from "../../core/testing/testCase.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import type { TargetTests } from "./targets.ts";

export interface PlacesRequest {
  readonly copy: Pick<WorkCopy, "seenAs">;
  readonly target: Pick<TargetTests, "project">;
  readonly failing: readonly TestCase[];
}

export function placesOf({ copy, target: { project }, failing }: PlacesRequest) {
  const absolute = (path: string) => `${copy.seenAs}/${path}`;
  return {
    absolute,
    root: project.folder === "" ? copy.seenAs : absolute(project.folder),
    tests: [...new Set(failing.map(({ path }) => path))].map(absolute),
    targets: failing.map(({ path, suites, label }) => ({ file: absolute(path), names: [...suites, label] })),
  };
}
