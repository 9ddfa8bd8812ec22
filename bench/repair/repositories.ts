/** Real repositories with the packages that their tests need, as folders on disk. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Sources {
  /** `OWNER/NAME` on GitHub. */
  readonly repository: string;
  /** Files and folders of the code, relative to the root. */
  readonly sources: readonly string[];
}

export interface Repository extends Sources {
  readonly language: "javascript" | "typescript" | "python";
  readonly runner: "node" | "mocha" | "vitest" | "pytest" | "unittest";
  /** Paths of test files, as a regular expression; not given: told by the product's own finder. */
  readonly tests?: string;
  /** From npm. */
  readonly packages: readonly string[];
}

export interface RepositoryList {
  readonly mutated: readonly Repository[];
  readonly history: readonly Repository[];
}

export const repositoryList: RepositoryList = JSON.parse(
  readFileSync(new URL("../repairRepositories.json", import.meta.url), "utf8"),
);

export const isTestPath = (path: string): boolean =>
  /(?:^|\/)(?:tests?|spec|__tests__)\/|(?:^|\/)test_|\.(?:test|spec)\.\w+$/.test(path);
export const isTestModule = (path: string): boolean =>
  isTestPath(path) && /(?:(?:^|\/)test_[^/]*\.py|\.[cm]?[jt]s)$/.test(path);

const folderName = (repository: string): string => repository.replace("/", "+");

/** Bare repository below a folder of clones: `OWNER+NAME/repo`, or `OWNER+NAME`. */
export function gitDirOf(clones: string, { repository }: Sources): string {
  const found = [join(clones, folderName(repository), "repo"), join(clones, folderName(repository))];
  const path = found.find((one) => existsSync(join(one, "HEAD")) || existsSync(join(one, ".git")));
  if (!path) throw new Error(`Cannot find a clone of ${repository}: ${found.join(" and ")} hold none`);
  return existsSync(join(path, ".git")) ? join(path, ".git") : path;
}

export const git = (dir: string, ...args: readonly string[]): string =>
  execFileSync("git", [`--git-dir=${dir}`, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });

/** Writes the files of a commit; large ones that a clone lacks are left out. */
export function writeCommit(dir: string, commit: string, root: string): void {
  rmSync(root, { recursive: true, force: true });
  writeFiles(dir, commit, root);
}

function writeFiles(dir: string, commit: string, root: string): void {
  mkdirSync(root, { recursive: true });
  const listed = git(dir, "ls-tree", "-r", "-l", "-z", commit).split("\0");
  const paths = listed.flatMap((row) => {
    const [head = "", path = ""] = row.split("\t");
    return /^(?:100|120)/.test(head) && Number(head.split(/\s+/)[3]) < 500_000 ? [path] : [];
  });
  for (let at = 0; at < paths.length; at += 500) {
    const some = paths.slice(at, at + 500);
    const tar = execFileSync("git", [`--git-dir=${dir}`, "archive", commit, "--", ...some], {
      maxBuffer: 1 << 28,
    });
    execFileSync("tar", ["x", "-C", root], { input: tar });
  }
}

/** Installs the packages of a repository once, beside its folders. */
export function installPackages(root: string, { packages }: Repository): void {
  if (packages.length === 0 || existsSync(join(root, "node_modules"))) return;
  const manifest = join(root, "package.json");
  const aside = join(root, "package.json.aside");
  const isOfNode = existsSync(manifest);
  if (isOfNode) renameSync(manifest, aside);
  const locks = readdirSync(root).filter((name) =>
    /^(?:package-lock\.json|npm-shrinkwrap\.json)$/.test(name),
  );
  for (const lock of locks) renameSync(join(root, lock), join(root, `${lock}.aside`));
  try {
    writeFileSync(manifest, "{}");
    execFileSync(
      "npm",
      ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", ...packages],
      { cwd: root, stdio: "ignore" },
    );
  } finally {
    if (isOfNode) renameSync(aside, manifest);
    else rmSync(manifest);
    for (const lock of locks) renameSync(join(root, `${lock}.aside`), join(root, lock));
  }
}

/** A repository at its newest commit, with its packages; kept between runs, but for what one that was ended has left. */
export function checkOut(clones: string, into: string, repository: Repository): string {
  const root = join(into, folderName(repository.repository));
  const dir = gitDirOf(clones, repository);
  writeFiles(dir, "HEAD", root);
  installPackages(root, repository);
  return root;
}

/** Paths below folders, relative to the root. */
export function filesBelow(root: string, path: string): string[] {
  if (!existsSync(join(root, path))) return [];
  try {
    return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
      const inner = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.name === "node_modules" || entry.name === ".git") return [];
      return entry.isDirectory() ? filesBelow(root, inner) : [inner];
    });
  } catch {
    return [path];
  }
}

/** Absolute. */
export function testFilesOf(root: string, { tests }: Repository): string[] {
  const pattern = tests === undefined ? undefined : new RegExp(tests);
  return filesBelow(root, "")
    .filter((path) => (pattern ? pattern.test(path) : isTestModule(path)))
    .map((path) => join(root, path));
}
