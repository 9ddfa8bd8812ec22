import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findGit } from "../../../../src/node/git/findGit.ts";
import { gitEnvironment, pickGitEnvironment } from "../../../../src/node/git/gitEnvironment.ts";
import { createHistory } from "../../../../src/node/git/gitHistory.ts";
import { HardenedGit } from "../../../../src/node/git/hardenedGit.ts";
import type { StoredHistory } from "../../../../src/ports/indexStore.ts";

const place = mkdtempSync(join(tmpdir(), "touchstone-git-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const never = new AbortController().signal;
const limits = { maxCommits: 100, maxBytes: 1 << 20, timeoutMs: 20_000 };
const author = {
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.org",
  GIT_CONFIG_GLOBAL: "/dev/null",
};

function git(directory: string, args: readonly string[], input?: string, dateS = 1_000_000_000): string {
  const date = `${dateS} +0000`;
  return execFileSync("git", ["-C", directory, ...args], {
    encoding: "utf8",
    input: input ?? "",
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, ...author, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
  });
}

let made = 0;
/** A repository with one commit for each entry: its message and the files it writes. */
function repository(commits: readonly (readonly [message: string, files: readonly string[]])[]): string {
  const directory = join(place, `r${made++}`);
  mkdirSync(directory);
  git(directory, ["init", "-q", "-b", "main"]);
  commits.forEach(([message, files], i) => {
    for (const file of files) {
      mkdirSync(join(directory, file, ".."), { recursive: true });
      writeFileSync(join(directory, file), `${i}\n`);
    }
    git(directory, ["add", "-A"]);
    git(directory, ["commit", "-q", "-F", "-"], message, 1_000_000_000 + i);
  });
  return directory;
}

const read = (directory: string, known?: StoredHistory, own = limits) =>
  createHistory(process.env).read(directory, known, own, never);

/** What was read, as `message: paths`, newest first. */
async function check(
  directory: string,
  expected: readonly string[] | undefined,
  own = limits,
): Promise<void> {
  const history = await read(directory, undefined, own);
  expect(history?.commits.map(({ message, paths }) => `${message}: ${paths.join(" ")}`)).toEqual(expected);
}

const two = [
  ["Begin", ["a.py", "src/b.py"]],
  ["Fix the “läufer”\n\nwith a body", ["src/b.py", "src/naïve name.py"]],
] as const;
const twoRead = ["Fix the “läufer”\n\nwith a body: src/b.py src/naïve name.py", "Begin: a.py src/b.py"];

test("reads messages, times and paths, newest first", async () => {
  const directory = repository(two);
  await check(directory, twoRead);
  const history = await read(directory);
  expect(history?.repository).toBe(directory);
  expect(history?.head).toBe(git(directory, ["rev-parse", "HEAD"]).trim());
  expect(history?.commits.map(({ timeMs }) => timeMs)).toEqual([1_000_000_001_000, 1_000_000_000_000]);
});

test("answers with what is known while the head is the same", async () => {
  const directory = repository(two);
  const history = (await read(directory))!;
  expect(await read(directory, history)).toBe(history);
  git(directory, ["commit", "-q", "--allow-empty", "-m", "more"]);
  expect((await read(directory, history))?.commits).toHaveLength(3);
});

test("reads of a folder inside a repository what touched it", async () => {
  const directory = repository([...two, ["Other", ["a.py"]]]);
  await check(join(directory, "src"), [
    "Fix the “läufer”\n\nwith a body: src/b.py src/naïve name.py",
    "Begin: src/b.py",
  ]);
  expect((await read(join(directory, "src")))?.repository).toBe(directory);
});

test("keeps to its bounds and gives what was read until then", async () => {
  const many = Array.from({ length: 30 }, (_, i) => [`Change ${i} ${"x".repeat(400)}`, ["a.py"]] as const);
  const directory = repository(many);
  const commits = async (own: typeof limits) => (await read(directory, undefined, own))?.commits.length;
  expect(await commits({ ...limits, maxCommits: 7 })).toBe(7);
  expect(await commits({ ...limits, maxBytes: 5000 })).toBeLessThan(30);
  expect(await commits({ ...limits, maxBytes: 5000 })).toBeGreaterThan(5);
});

test("degrades to nothing, or to what is there", async () => {
  const empty = join(place, "empty");
  mkdirSync(empty);
  await check(empty, undefined);
  await check(join(place, "absent"), undefined);
  git(empty, ["init", "-q"]);
  await check(empty, undefined);
  const whole = repository(two);
  git(place, ["clone", "-q", "--bare", whole, "bare"]);
  await check(join(place, "bare"), undefined);
  git(place, ["clone", "-q", "--depth=1", `file://${whole}`, "shallow"]);
  expect((await read(join(place, "shallow")))?.commits.map(({ paths }) => paths)).toEqual([
    ["a.py", "src/b.py", "src/naïve name.py"],
  ]);
  git(whole, ["worktree", "add", "-q", join(place, "linked")]);
  await check(join(place, "linked"), twoRead);
  git(whole, [
    "-c",
    "protocol.file.allow=always",
    "submodule",
    "add",
    "-q",
    repository([["Inner", ["i.py"]]]),
    "sub",
  ]);
  await check(join(whole, "sub"), ["Inner: i.py"]);
  git(whole, ["config", "uploadpack.allowFilter", "true"]);
  git(place, ["clone", "-q", "--filter=blob:none", "--no-checkout", `file://${whole}`, "partial"]);
  await check(join(place, "partial"), twoRead);
  writeFileSync(join(whole, ".git", "HEAD"), "garbage");
  await check(whole, undefined);
});

test("ends with the signal's reason", async () => {
  const aborted = AbortSignal.abort(new Error("enough"));
  const reading = createHistory(process.env).read(repository(two), undefined, limits, aborted);
  await expect(reading).rejects.toThrow("enough");
});

test("starts nothing when git is not on the path, or only in a folder that is not absolute", async () => {
  const directory = repository(two);
  const found = (path: string) => createHistory({ PATH: path }).read(directory, undefined, limits, never);
  expect(await found("")).toBeUndefined();
  expect(findGit([".", "bin", ""].join(delimiter))).toBeUndefined();
  expect(findGit([".", "/usr/bin"].join(delimiter), "linux")).toBe("/usr/bin/git");
});

/** Every way known to make a reading git start a program that a repository chose; each leaves a file when it runs. */
function hostileRepository(): { directory: string; fired: () => string[] } {
  const directory = repository([
    ["One", ["a.py", "old/gone.py"]],
    ["Two", ["a.py"]],
  ]);
  const marks = join(place, `fired${made++}`);
  mkdirSync(marks);
  const program = (name: string) => {
    const path = join(marks, "..", `program${made++}-${name}`);
    writeFileSync(path, `#!/bin/sh\ntouch "${join(marks, name)}"\nexit 1\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const hooks = join(directory, "hooks");
  mkdirSync(hooks);
  for (const hook of ["fsmonitor-watchman", "post-index-change", "reference-transaction", "pre-auto-gc"]) {
    writeFileSync(join(hooks, hook), `#!/bin/sh\ntouch "${join(marks, `hook-${hook}`)}"\n`);
    chmodSync(join(hooks, hook), 0o755);
  }
  const config: readonly (readonly [string, string])[] = [
    ["core.fsmonitor", program("fsmonitor")],
    ["core.hooksPath", hooks],
    ["core.pager", program("pager")],
    ["pager.log", program("pager-log")],
    ["core.editor", program("editor")],
    ["core.askPass", program("askpass")],
    ["core.sshCommand", program("ssh")],
    ["core.gitProxy", program("proxy")],
    ["core.alternateRefsCommand", program("alternate")],
    ["credential.helper", `!${program("credential")}`],
    ["diff.external", program("external")],
    ["diff.d.textconv", program("textconv")],
    ["diff.d.command", program("command")],
    ["filter.x.clean", program("clean")],
    ["filter.x.smudge", program("smudge")],
    ["filter.x.process", program("process")],
    ["filter.x.required", "true"],
    ["merge.m.driver", program("merge")],
    ["alias.log", `!${program("alias")}`],
    ["log.showSignature", "true"],
    ["gpg.program", program("gpg")],
    ["gpg.ssh.program", program("gpg-ssh")],
    ["remote.origin.url", place],
    ["remote.origin.uploadpack", program("uploadpack")],
    ["remote.origin.promisor", "true"],
    ["core.repositoryFormatVersion", "1"],
    ["extensions.partialClone", "origin"],
  ];
  const signed = git(directory, ["cat-file", "commit", "HEAD"]).replace(
    /^(committer .*)$/m,
    "$1\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----",
  );
  const head = git(directory, ["hash-object", "-t", "commit", "-w", "--stdin"], signed).trim();
  git(directory, ["update-ref", "HEAD", head]);
  const missing = git(directory, ["rev-parse", "HEAD~1:old"]).trim();
  rmSync(join(directory, ".git", "objects", missing.slice(0, 2), missing.slice(2)));
  writeFileSync(join(directory, ".gitattributes"), "* filter=x diff=d merge=m\n");
  for (const [key, value] of config) git(directory, ["config", key, value]);
  return { directory, fired: () => readdirSync(marks).sort() };
}

test("starts no program that a repository chose", async () => {
  const { directory, fired } = hostileRepository();
  await read(directory);
  const hardened = new HardenedGit(findGit(process.env["PATH"]!)!, process.env);
  for (const [command, args] of [
    ["log", ["-p", "--name-only", "HEAD"]],
    ["rev-parse", ["HEAD:a.py"]],
  ] as const) {
    await hardened.run(directory, command, args, limits, never).catch(() => undefined);
  }
  expect(fired()).toEqual([]);
});

test("the same repository starts programs when git is asked plainly", () => {
  const { directory, fired } = hostileRepository();
  for (const args of [
    ["log", "-1"],
    ["log", "--name-only"],
    ["status"],
    ["log", "-1", "-p", "--ext-diff", "HEAD~1"],
  ]) {
    try {
      git(directory, args);
    } catch {
      // What counts is what was started.
    }
  }
  expect(fired()).toEqual(expect.arrayContaining(["fsmonitor", "gpg", "process", "uploadpack"]));
});

test("runs only commands that read", async () => {
  const hardened = new HardenedGit("/usr/bin/git", {});
  const running = hardened.run(place, "gc" as "log", [], limits, never);
  await expect(running).rejects.toThrow(
    'Cannot run "git gc": only log, rev-parse, diff, ls-files, cat-file, blame are allowed',
  );
});

test("hands over no variable but those that are named", () => {
  const key = ["API", "KEY"].join("_");
  const picked = pickGitEnvironment({
    PATH: "/bin",
    GIT_DIR: "/x",
    GIT_SSH_COMMAND: "x",
    [key]: "x",
    LC_ALL: "C",
  });
  expect(picked).toEqual({ PATH: "/bin", LC_ALL: "C" });
  const whole = gitEnvironment({ ...picked, GIT_EXTERNAL_DIFF: "x" }, [
    "filter.a=b.clean",
    "diff.tool.xfuncname",
  ]);
  expect(whole).not.toHaveProperty("GIT_EXTERNAL_DIFF");
  const keys = Object.entries(whole).filter(([name]) => name.startsWith("GIT_CONFIG_KEY_"));
  expect(keys.map(([, value]) => value)).toEqual(
    expect.arrayContaining(["filter.a=b.process", "diff.tool.textconv", "core.fsmonitor"]),
  );
});
