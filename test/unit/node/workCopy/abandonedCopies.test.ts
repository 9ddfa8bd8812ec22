import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ownIdentity } from "../../../../src/node/store/processIdentity.ts";
import { nameOwner, removeAbandoned } from "../../../../src/node/workCopy/abandonedCopies.ts";
import { ScratchFiles } from "../../../../src/node/workCopy/scratchFiles.ts";
import { makeFolder } from "../../../support/testing/folders.ts";
import { thisMachine } from "../../../support/testing/machine.ts";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = makeFolder(files);
  made.push(folder);
  return folder;
}

const source = (path: string) =>
  JSON.stringify(new URL(`../../../../src/node/workCopy/${path}`, import.meta.url));

/** A copy of a program that was killed while it worked. */
function leftIn(parent: string): string {
  const script = `
    const { ScratchFiles } = await import(${source("scratchFiles.ts")});
    const { nameOwner } = await import(${source("abandonedCopies.ts")});
    const files = await ScratchFiles.make(${JSON.stringify(parent)});
    await nameOwner(files);
    await files.writeText("tree/deep/secret.txt", "of the workspace");
    console.log(files.path);
    process.kill(process.pid, "SIGKILL");`;
  try {
    execFileSync(process.execPath, ["--input-type=module", "-e", script], { stdio: "pipe" });
  } catch (error) {
    return (error as { readonly stdout: Buffer }).stdout.toString().trim();
  }
  throw new Error("It was not killed");
}

/** A folder with the name of a copy and this owner. */
function namedCopy(parent: string, name: string, owner: unknown): string {
  const path = join(parent, name);
  mkdirSync(path);
  if (owner !== undefined) writeFileSync(join(path, "owner.json"), JSON.stringify(owner));
  return path;
}

test("what a killed program left goes, and nothing else", async () => {
  const parent = folderOf({});
  const left = leftIn(parent);
  expect(existsSync(join(left, "tree/deep/secret.txt"))).toBe(true);
  const own = await ScratchFiles.make(parent);
  await nameOwner(own);
  const elsewhere = folderOf({ "owner.json": JSON.stringify({ ...ownIdentity(), pid: 2 ** 30 }) });
  const link = join(parent, "touchstone-linked");
  symlinkSync(elsewhere, link);
  const gone = { ...ownIdentity(), pid: 2 ** 30 };
  const kept = [
    own.path,
    elsewhere,
    link,
    namedCopy(parent, "touchstone-aaaaaa", undefined),
    namedCopy(parent, "touchstone-bbbbbb", { ...gone, place: "another machine" }),
    namedCopy(parent, "touchstone-cccccc", { ...gone, pid: "1" }),
    namedCopy(parent, "touchstone-builds-somebody", gone),
    namedCopy(parent, "another", gone),
  ];
  await removeAbandoned(parent);
  expect(existsSync(left)).toBe(false);
  expect(kept.filter((path) => !existsSync(path))).toEqual([]);
  await removeAbandoned(join(parent, "missing"));
});

test("the next that makes a copy takes it away", async () => {
  const temporaryFolder = folderOf({});
  const left = leftIn(temporaryFolder);
  const { copies } = thisMachine({ withoutSandbox: true, temporaryFolder });
  const request = { root: folderOf({ "a.txt": "a" }), isolation: "processes", askedFor: "Test" } as const;
  const copy = await copies.create(request, new AbortController().signal);
  expect(await copy.read("a.txt")).toBe("a");
  await expect.poll(() => existsSync(left)).toBe(false);
  await copy.dispose();
  expect(existsSync(copy.path)).toBe(false);
});
