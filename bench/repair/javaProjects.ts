/** Real Java repositories, compiled once, in which one file at a time has a fault that their tests notice. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const repositories = z.object({
  seed: z.number(),
  repositories: z.array(
    z.object({
      name: z.string(),
      tag: z.string(),
      role: z.enum(["development", "benchmark"]),
      faults: z.number(),
    }),
  ),
});
export type JavaRepository = z.infer<typeof repositories>["repositories"][number];

export const javaRepositories = repositories.parse(
  JSON.parse(readFileSync(new URL("javaRepositories.json", import.meta.url), "utf8")),
);

export interface JavaProject {
  readonly root: string;
  readonly classes: string;
  readonly testClasses: string;
  readonly jars: readonly string[];
  /** Absolute. */
  readonly mainFiles: readonly string[];
  /** By name of a test class its text. */
  readonly tests: ReadonlyMap<string, string>;
  /** Which of these pass as the code is, as far as it is known. */
  readonly passing: Map<string, boolean>;
}

const javaFolder = "/usr/share/java";
const libraryNames = [
  "junit-jupiter-api",
  "junit-jupiter-params",
  "junit-jupiter-engine",
  "junit-platform-commons",
  "junit-platform-engine",
  "junit-platform-launcher",
  "opentest4j",
  "apiguardian-api",
  "hamcrest",
  "commons-io",
  "commons-lang3",
  "univocity-parsers",
];

/** @param git folder of the repository's git directory */
export function openJavaProject(repository: JavaRepository, git: string): JavaProject {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "repair-java-")));
  const paths = presentFiles(git, repository.tag);
  const archive = execFileSync("git", ["--git-dir", git, "archive", repository.tag, "--", ...paths], {
    maxBuffer: 1 << 30,
  });
  execFileSync("tar", ["-x", "-C", root], { input: archive });
  const jars = libraryNames.map((name) => join(javaFolder, `${name}.jar`));
  const [classes, testClasses] = [join(root, "target/classes"), join(root, "target/test-classes")];
  for (const folder of [classes, testClasses]) mkdirSync(folder, { recursive: true });
  const sources = (folder: string) =>
    globSync(`${folder}/**/*.java`, { cwd: root }).map((path) => join(root, path));
  const mainFiles = sources("src/main/java")
    .filter((path) => !/(?:package|module)-info\.java$/.test(path))
    .sort();
  compileAll(mainFiles, jars, classes);
  const kept = compileAll(sources("src/test/java"), [...jars, classes], testClasses);
  copyResources(root, classes, testClasses);
  cpSync(classes, `${classes}.right`, { recursive: true });
  const tests = new Map<string, string>();
  for (const path of kept.filter((one) => /Test\.java$/.test(one))) {
    const text = readFileSync(path, "utf8");
    const packageName = /^package ([\w.]+);/m.exec(text)?.[1];
    const name = basename(path, ".java");
    if (/@(?:Test|ParameterizedTest)\b/.test(text) && !/abstract class/.test(text))
      tests.set(packageName ? `${packageName}.${name}` : name, text);
  }
  return { root, classes, testClasses, jars, mainFiles, tests, passing: new Map() };
}

/** A mirror may lack large files: tests that read these fail as the code is, and are left out. */
function presentFiles(git: string, tag: string): string[] {
  const at = (args: readonly string[], input = "") =>
    execFileSync("git", ["--git-dir", git, ...args], { encoding: "utf8", input, maxBuffer: 1 << 28 });
  const files = at(["ls-tree", "-r", tag, "src"])
    .trim()
    .split("\n")
    .map((line) => line.split(/\s/));
  const told = at(["cat-file", "--batch-check"], files.map(([, , hash]) => `${hash}\n`).join("")).split("\n");
  return files
    .filter((_, index) => !told[index]?.endsWith("missing"))
    .map((words) => words.slice(3).join(" "));
}

/** Leaves out files that need what is not here. @returns those that were compiled */
function compileAll(paths: readonly string[], classPath: readonly string[], to: string): string[] {
  let left = [...paths];
  for (let round = 0; round < 8; round++) {
    const list = join(to, "..", "files.txt");
    writeFileSync(list, left.join("\n"));
    const options = ["-proc:none", "-nowarn", "-g", "-encoding", "UTF-8", "-Xmaxerrs", "100000", "-d", to];
    const { status, stderr } = spawnSync("javac", [...options, "-cp", classPath.join(":"), `@${list}`], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (status === 0) return left;
    const bad = new Set([...stderr.matchAll(/^(\/[^:\n]+\.java):\d+: error/gm)].map(([, path]) => path));
    if (bad.size === 0) throw new Error(`Cannot compile: ${stderr.slice(0, 500)}`);
    left = left.filter((path) => !bad.has(path));
  }
  throw new Error("Cannot compile: files that others need are missing");
}

function copyResources(root: string, classes: string, testClasses: string): void {
  for (const [from, to] of [
    ["src/main/resources", classes],
    ["src/test/resources", testClasses],
  ] as const) {
    spawnSync("sh", ["-c", `[ ! -d "$1" ] || cp -r "$1"/. "$2"`, "sh", join(root, from), to]);
  }
}

/** Compiles one file over what is there. @returns whether it compiles */
export function compileOne({ classes, jars }: JavaProject, path: string): boolean {
  const options = ["-proc:none", "-nowarn", "-g", "-encoding", "UTF-8", "-d", classes];
  return spawnSync("javac", [...options, "-cp", [classes, ...jars].join(":"), path]).status === 0;
}

/** Tests that name a class, its own first. */
export function testsNaming({ tests }: JavaProject, path: string, most: number): string[] {
  const name = basename(path, ".java");
  const names = new RegExp(`\\b${name}\\b`);
  const own = (test: string) => test.endsWith(`.${name}Test`);
  return [...tests]
    .filter(([, text]) => names.test(text))
    .map(([test]) => test)
    .sort((a, b) => Number(own(b)) - Number(own(a)) || (a < b ? -1 : 1))
    .slice(0, most);
}

export const restoreClasses = ({ classes }: JavaProject): void =>
  cpSync(`${classes}.right`, classes, { recursive: true, force: true });

/** The worker compiled once: what its own start costs is measured elsewhere. @returns arguments of `java` */
export function workerClasses({ root }: JavaProject): string[] {
  const to = join(root, "worker");
  execFileSync(
    "javac",
    ["-nowarn", "-d", to, fileURLToPath(new URL("../../media/repair/JavaWorker.java", import.meta.url))],
    {
      stdio: "ignore",
    },
  );
  return ["-cp", to, "touchstone.JavaWorker"];
}
