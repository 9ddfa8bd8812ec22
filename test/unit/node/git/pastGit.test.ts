import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createPastGit, parseBlame } from "../../../../src/node/git/pastGit.ts";

const place = mkdtempSync(join(tmpdir(), "touchstone-past-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const never = new AbortController().signal;
const past = createPastGit(process.env);
const env = {
  ...process.env,
  GIT_AUTHOR_NAME: "Ann",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "Ann",
  GIT_COMMITTER_EMAIL: "a@example.org",
  GIT_AUTHOR_DATE: "2024-05-06T07:08:09Z",
  GIT_CONFIG_GLOBAL: "/dev/null",
};
const git = (directory: string, ...args: string[]): string =>
  execFileSync("git", ["-C", directory, ...args], {
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
    env,
  });

function repository(name: string): string {
  const directory = join(place, name);
  mkdirSync(join(directory, "sub"), { recursive: true });
  git(directory, "init", "-q", "-b", "main");
  writeFileSync(join(directory, "sub/a.py"), "one\ntwo\n");
  git(directory, "add", "-A");
  git(directory, "commit", "-q", "-m", "Begin");
  writeFileSync(join(directory, "sub/a.py"), "one\ntwo and more\n");
  git(directory, "commit", "-q", "-a", "-m", "Say more\n\nBecause it was too little.");
  return directory;
}

test("lines with their commits, those that are not committed as well", async () => {
  const directory = repository("blame");
  writeFileSync(join(directory, "sub/a.py"), "one\ntwo and more\nthree\n");
  const lines = await past.blame(join(directory, "sub/a.py"), 0, 2, never);
  expect(lines?.map(({ line, text, author, summary }) => [line, text, author, summary])).toEqual([
    [0, "one", "Ann", "Begin"],
    [1, "two and more", "Ann", "Say more"],
    [2, "three", expect.anything(), expect.anything()],
  ]);
  expect(lines?.[0]?.timeS).toBe(Date.parse("2024-05-06T07:08:09Z") / 1000);
  expect(lines?.[2]?.commit).toMatch(/^0+$/);
  expect(await past.blame(join(directory, "sub/a.py"), 40, 50, never)).toBeUndefined();
  expect(await past.blame(join(directory, "sub/none.py"), 0, 0, never)).toBeUndefined();
  expect(await past.blame(join(place, "a.py"), 0, 0, never)).toBeUndefined();
});

test("a commit with its message and changes", async () => {
  const directory = repository("show");
  const commit = git(directory, "rev-parse", "HEAD").trim();
  const shown = await past.show(directory, commit.slice(0, 8), never);
  expect(shown?.head).toContain(`commit ${commit}\nauthor Ann\n`);
  expect(shown?.head).toContain("Say more\n\nBecause it was too little.");
  expect(shown?.diff).toContain("diff --git a/sub/a.py b/sub/a.py");
  expect(shown?.diff).toContain("+two and more");
});

test.each(["--output=/tmp/x", "HEAD", "main", "deadbeef;id", "../..", "", "f".repeat(65)])(
  "%j is no commit",
  async (name) =>
    expect(
      await past.show(repository(`odd${Math.abs(name.length)}${name.charCodeAt(0) || 0}`), name, never),
    ).toBeUndefined(),
);

test("no program that a repository names is started, though git asked plainly starts some", async () => {
  const directory = repository("hostile");
  const canary = join(place, "canary");
  const program = join(place, "program.sh");
  writeFileSync(program, `#!/bin/sh\ntouch '${canary}'\ncat\n`);
  chmodSync(program, 0o755);
  writeFileSync(join(directory, ".gitattributes"), "*.py diff=evil filter=evil\n");
  for (const [key, value] of [
    ["diff.evil.textconv", program],
    ["diff.evil.command", program],
    ["diff.external", program],
    ["filter.evil.clean", program],
    ["core.fsmonitor", program],
    ["gpg.program", program],
    ["log.showSignature", "true"],
    ["core.pager", program],
  ] as const)
    git(directory, "config", key, value);
  writeFileSync(join(directory, "sub/a.py"), "one\ntwo\nthree\n");
  const lines = await past.blame(join(directory, "sub/a.py"), 0, 1, never);
  expect(lines).toHaveLength(2);
  expect(await past.show(directory, git(directory, "rev-parse", "HEAD").trim(), never)).toBeDefined();
  expect(existsSync(canary)).toBe(false);
  git(directory, "blame", "sub/a.py");
  expect(existsSync(canary)).toBe(true);
});

test("what is no blame is passed over", () => {
  expect(parseBlame("")).toEqual([]);
  expect(parseBlame("author A\n\tline\nnonsense\n")).toHaveLength(1);
});

test("all lines of a file, one that is not tracked, one that is ignored", async () => {
  const directory = repository("blame-file");
  writeFileSync(join(directory, "sub/a.py"), "one\ntwo and more\nthree\n");
  writeFileSync(join(directory, "sub/new [1].py"), "new\n");
  writeFileSync(join(directory, ".gitignore"), "ignored.py\n");
  writeFileSync(join(directory, "ignored.py"), "x\n");
  const lines = await past.blameFile(join(directory, "sub/a.py"), never);
  expect(lines).toMatchObject([
    { line: 0, text: "one", summary: "Begin" },
    { line: 1, text: "two and more", summary: "Say more", author: "Ann" },
    { line: 2, text: "three", commit: "0".repeat(40) },
  ]);
  expect(await past.blameFile(join(directory, "sub/new [1].py"), never)).toBe("untracked");
  expect(await past.blameFile(join(directory, "ignored.py"), never)).toBeUndefined();
  expect(await past.blameFile(join(place, "a.py"), never)).toBeUndefined();
});

test("of a commit that git tells of once all lines know it", () => {
  const commit = "ab".repeat(20);
  const text = `${commit} 1 1 2\nauthor Ann\nauthor-time 7\nsummary Begin\nfilename a\n\tone\n${commit} 2 2\n\ttwo\n`;
  expect(parseBlame(text)).toMatchObject([
    { line: 0, text: "one", summary: "Begin", timeS: 7 },
    { line: 1, text: "two", summary: "Begin", author: "Ann", timeS: 7 },
  ]);
});
