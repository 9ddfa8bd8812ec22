import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { addedLines, parseDiff } from "../../../../src/core/changes/diff.ts";
import { createWorkingGit } from "../../../../src/node/git/workingGit.ts";

const place = mkdtempSync(join(tmpdir(), "touchstone-changes-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const never = new AbortController().signal;
const working = createWorkingGit(process.env);
const env = {
  ...process.env,
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.org",
  GIT_CONFIG_GLOBAL: "/dev/null",
};
const git = (directory: string, ...args: string[]): string =>
  execFileSync("git", ["-C", directory, "-c", "protocol.file.allow=always", ...args], {
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
    env,
  });

let made = 0;
function repository(files: Readonly<Record<string, string>>, message = "Begin"): string {
  const directory = join(place, `r${made++}`);
  mkdirSync(directory);
  git(directory, "init", "-q", "-b", "main");
  write(directory, files);
  git(directory, "add", "-A");
  git(directory, "commit", "-q", "-m", message);
  return directory;
}

function write(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

test("tells what is staged from what is not, from the top of the repository, whatever its settings say of diffs", async () => {
  const directory = repository({ "a.txt": "one\n", "sub/naïve b.txt": "two\n" });
  for (const setting of ["diff.noprefix", "diff.mnemonicPrefix", "diff.relative", "color.ui"])
    git(directory, "config", setting, setting === "color.ui" ? "always" : "true");
  write(directory, { "a.txt": "one\nstaged\n" });
  git(directory, "add", "a.txt");
  write(directory, { "sub/naïve b.txt": "two\nunstaged\n", "sub/new.txt": "new\n" });
  const told = async (scope: "staged" | "unstaged" | "all") =>
    parseDiff((await working.changes(join(directory, "sub"), scope, never))!.diff).map(
      (file) => `${file.path}: ${addedLines(file).map(({ text }) => text)}`,
    );
  expect(await told("staged")).toEqual(["a.txt: staged"]);
  expect(await told("unstaged")).toEqual(["sub/naïve b.txt: unstaged"]);
  expect(await told("all")).toEqual(["a.txt: staged", "sub/naïve b.txt: unstaged"]);
  expect(await working.untracked(join(directory, "sub"), never)).toEqual(["sub/new.txt"]);
  expect((await working.changes(directory, "all", never))?.repository).toBe(directory);
});

test("messages of the past, newest first, whole", async () => {
  const directory = repository({ a: "1" }, "Begin\n\nwith a body");
  write(directory, { a: "2" });
  git(directory, "commit", "-q", "-a", "-m", "Go on");
  expect(await working.messages(directory, 10, never)).toEqual(["Go on", "Begin\n\nwith a body"]);
  expect(await working.messages(directory, 1, never)).toEqual(["Go on"]);
});

test("the sides of a conflict", async () => {
  const directory = repository({ "s/a.txt": "base\n", "gone.txt": "base\n" });
  git(directory, "checkout", "-q", "-b", "other");
  write(directory, { "s/a.txt": "theirs\n", "gone.txt": "theirs\n" });
  git(directory, "commit", "-q", "-a", "-m", "Theirs");
  git(directory, "checkout", "-q", "main");
  write(directory, { "s/a.txt": "ours\n" });
  git(directory, "rm", "-q", "gone.txt");
  git(directory, "commit", "-q", "-a", "-m", "Ours");
  expect(() => git(directory, "merge", "-q", "other")).toThrow();
  const found = await working.conflicted(join(directory, "s"), never);
  expect(found).toEqual({ repository: directory, paths: ["gone.txt", "s/a.txt"] });
  expect(await working.stages(directory, "s/a.txt", never)).toEqual({
    base: "base\n",
    ours: "ours\n",
    theirs: "theirs\n",
  });
  expect(await working.stages(directory, "gone.txt", never)).toEqual({
    base: "base\n",
    ours: undefined,
    theirs: "theirs\n",
  });
});

test("nothing outside of a repository, and before its first commit", async () => {
  const empty = join(place, "empty");
  mkdirSync(empty);
  expect(await working.changes(empty, "all", never)).toBeUndefined();
  git(empty, "init", "-q");
  expect(await working.changes(empty, "all", never)).toBeUndefined();
  expect(await working.messages(empty, 5, never)).toBeUndefined();
  const aborted = AbortSignal.abort(new Error("enough"));
  await expect(working.changes(repository({ a: "1" }), "all", aborted)).rejects.toThrow("enough");
});

test("starts no program that a repository names, nor a submodule of it, where plain git starts them", async () => {
  const traps = join(place, "traps");
  mkdirSync(traps);
  const trap = (name: string, then = ""): string => {
    const path = join(traps, `${name}.sh`);
    writeFileSync(path, `#!/bin/sh\ntouch '${join(traps, name)}'\n${then}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const inner = repository({ "i.txt": "i\n" });
  const directory = repository({
    "a.txt": "one\n",
    "b.bin": "two\n",
    ".gitattributes": "*.txt filter=mine diff=mine\n*.bin diff=other\n",
  });
  git(directory, "submodule", "add", "-q", inner, "sub");
  git(directory, "commit", "-q", "-m", "Sub");
  git(directory, "config", "filter.mine.clean", trap("clean", "cat"));
  git(directory, "config", "filter.mine.smudge", "cat");
  git(directory, "config", "filter.mine.required", "true");
  git(directory, "config", "diff.mine.command", trap("command"));
  git(directory, "config", "diff.other.textconv", trap("textconv"));
  git(directory, "config", "core.fsmonitor", trap("fsmonitor"));
  git(join(directory, "sub"), "config", "core.fsmonitor", trap("inner"));
  write(directory, { "a.txt": "one\nmore\n", "b.bin": "two\nmore\n", "sub/i.txt": "changed\n" });
  const names = ["clean", "command", "textconv", "fsmonitor", "inner"];
  const sprung = () => names.filter((name) => existsSync(join(traps, name)));
  const changes = await working.changes(directory, "all", never);
  await working.untracked(directory, never);
  await working.conflicted(directory, never);
  expect(sprung()).toEqual([]);
  expect(parseDiff(changes!.diff).map(({ path }) => path)).toEqual(["a.txt", "b.bin"]);
  for (const path of ["a.txt", "b.bin", "sub"]) {
    try {
      git(directory, "diff", "HEAD", "--", path);
    } catch {
      // Of a program that does not do what git expects of it: it was started all the same.
    }
  }
  expect(sprung()).toEqual(names);
});
