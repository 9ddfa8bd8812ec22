/** Which test runners this machine has, and sample projects set up so that these find their libraries. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestRunnerName } from "../../../src/core/testing/testCase.ts";
import { makeFolder } from "./folders.ts";
import { type SampleProject, samples } from "./samples.ts";

const here = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const packages = here("node_modules");
/** Debian's own interpreter, which has what apt installs even where another one comes first on the path. */
const systemPython = "/usr/bin/python3";

const jestVersion = "30.5.2";

const isOnPath = (name: string): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));

function hasModule(python: string, name: string): boolean {
  try {
    execFileSync(python, ["-c", `import ${name}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const needsProgram = (name: string): string | undefined =>
  isOnPath(name) ? undefined : `${name} is not on the path`;

const mavenParts = [
  "org/junit/jupiter/junit-jupiter/5.9.2",
  "org/apache/maven/plugins/maven-surefire-plugin/2.22.3",
  "org/apache/maven/plugins/maven-compiler-plugin/3.10.1",
  "org/apache/maven/plugins/maven-resources-plugin/3.3.0",
];

/** Why a runner cannot be tried, for a person; undefined when it can. */
const obstacles: Readonly<Partial<Record<TestRunnerName, () => string | undefined>>> = {
  pytest: () =>
    hasModule("python3", "pytest") || hasModule(systemPython, "pytest") ? undefined : "no Python has pytest",
  unittest: () => needsProgram("python3"),
  node: () => undefined,
  vitest: () => (existsSync(join(packages, "vitest")) ? undefined : "vitest is not installed"),
  mocha: () => (existsSync(join(packages, "mocha")) ? undefined : "mocha is not installed"),
  jest: () => {
    try {
      installedJest();
      return undefined;
    } catch (error) {
      return `Jest could not be installed: ${error instanceof Error ? error.message : error}`;
    }
  },
  go: () => needsProgram("go"),
  cargo: () => needsProgram("cargo"),
  // The build of the sample is written for Debian's version, which knows no later one's words.
  gradle: () =>
    needsProgram("javac") ??
    (existsSync("/usr/share/gradle/lib") ? undefined : "Debian's Gradle is not installed") ??
    (existsSync("/usr/share/java/junit4.jar") ? undefined : "Debian's JUnit 4 is not installed"),
  maven: () => {
    const missing = mavenParts.find((path) => !existsSync(join("/usr/share/maven-repo", path)));
    return (
      needsProgram("mvn") ??
      needsProgram("javac") ??
      (missing && `Debian's Maven repository has no ${missing}`)
    );
  },
};

/** Samples whose runner is here. Says of each other one why it is left out. */
export function samplesHere(): readonly SampleProject[] {
  return samples.filter(({ runner }) => {
    const obstacle = obstacles[runner]?.();
    if (obstacle !== undefined) console.warn(`NOT TRIED HERE: ${runner}, since ${obstacle}`);
    return obstacle === undefined;
  });
}

/** A folder of its own with the sample's files, and the libraries that its runner needs. */
export function openSample({ runner, files }: Pick<SampleProject, "runner" | "files">): string {
  const root = makeFolder(files);
  if (runner === "jest") symlinkSync(installedJest(), join(root, "node_modules"));
  else if (files["package.json"] !== undefined) symlinkSync(packages, join(root, "node_modules"));
  if (runner === "pytest" && !hasModule("python3", "pytest")) {
    const options = ["-m", "venv", "--without-pip", "--system-site-packages"];
    execFileSync(systemPython, [...options, join(root, ".venv")]);
  }
  return root;
}

/** Folder of its packages, loaded once for each version. @throws Error when they cannot be loaded */
function installedJest(): string {
  const all = join(packages, ".cache/touchstone-samples");
  const folder = join(all, `jest-${jestVersion}`);
  if (!existsSync(folder)) {
    mkdirSync(all, { recursive: true });
    const fresh = mkdtempSync(join(all, "fresh-"));
    const manifest = { name: "sample", private: true, devDependencies: { jest: jestVersion } };
    writeFileSync(join(fresh, "package.json"), JSON.stringify(manifest));
    const options = ["--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund"];
    execFileSync("npm", ["install", ...options], { cwd: fresh, stdio: "pipe" });
    renameSync(fresh, folder);
  }
  return join(folder, "node_modules");
}
