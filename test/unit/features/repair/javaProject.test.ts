import { expect, test } from "vitest";
import { javaStart } from "../../../../src/features/repair/javaProject.ts";
import type { CopyProcessRequest, WorkCopy } from "../../../../src/ports/workCopy.ts";

test("Gradle is asked for the class path of the module that the failing tests are in", async () => {
  const asked: CopyProcessRequest[] = [];
  const jar = "/usr/share/java/junit4.jar";
  const path = "/w/app/build/classes/java/test\t/w/app/build/classes/java/main\t/w/app/build/resources/main";
  const stdout = `Picked up\ntouchstone-class-path\t/w\ntouchstone-class-path\t/w/app\t${path}\t${jar}\n`;
  const copy = {
    seenAs: "/w",
    scratch: "/s",
    cache: "/c",
    write: async () => {},
    run: async (request: CopyProcessRequest) => {
      asked.push(request);
      return { kind: "exited", code: 0, stdout, stderr: "", droppedBytes: 0, durationMs: 1, stragglers: 0 };
    },
  } as unknown as WorkCopy;
  const common = { runner: "gradle", folder: "" } as const;
  const failing = [
    { ...common, id: "x", label: "both", path: "app/src/test/java/a/SumTest.java", suites: ["a.SumTest"] },
  ];
  const target = {
    root: "/w",
    project: { ...common, reasons: [] },
    known: failing,
    asked: undefined,
    testPaths: new Set<string>(),
  };
  const programs = { junitRun: "", junit4Run: "" };
  const start = await javaStart(copy, target, failing, programs, new AbortController().signal);
  expect(start).toMatchObject({
    classPath: [...path.split("\t"), jar],
    classFolders: ["/w/app/build/classes/java/test", "/w/app/build/classes/java/main"],
    sourceFolders: ["/w/app/src/main/java"],
    targets: ["a.SumTest#both"],
  });
  expect(asked[0]!.argv).toEqual(expect.arrayContaining(["gradle", "--offline", "--init-script"]));
  expect(asked[0]!.env).toEqual({ GRADLE_USER_HOME: "/c/gradle" });
  const elsewhere = [{ ...failing[0]!, path: "lib/src/test/java/a/SumTest.java" }];
  await expect(javaStart(copy, target, elsewhere, programs, new AbortController().signal)).rejects.toThrow(
    /class path/,
  );
});
