/** Debian packages that the real editor and the tests of test runners need: installed when we may, else named in one line to run. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Problem } from "../lib/problem.ts";
import { run } from "../lib/run.ts";

const isOnPath = (name: string): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));

const hasMavenPlugin = (name: string): boolean =>
  existsSync(`/usr/share/maven-repo/org/apache/maven/plugins/maven-${name}-plugin`);

/** What each Debian package is for, and how to see that it (or its like on another system) is there. */
const packages = {
  chromium: () => findChromium() !== undefined,
  "libkrb5-dev": () => existsSync("/usr/include/gssapi/gssapi.h") || existsSync("/usr/include/gssapi.h"),
  "g++": () => isOnPath("g++"),
  make: () => isOnPath("make"),
  python3: () => isOnPath("python3"),
  "pkg-config": () => isOnPath("pkg-config"),
  bubblewrap: () => isOnPath("bwrap"),
  "python3-pytest": () => existsSync("/usr/lib/python3/dist-packages/pytest"),
  "python3-pyflakes": () => existsSync("/usr/lib/python3/dist-packages/pyflakes"),
  flake8: () => isOnPath("flake8"),
  mypy: () => isOnPath("mypy"),
  pylint: () => isOnPath("pylint"),
  "golang-go": () => isOnPath("go"),
  cargo: () => isOnPath("cargo"),
  gcc: () => isOnPath("cc"),
  "default-jdk-headless": () => isOnPath("javac"),
  maven: () => isOnPath("mvn"),
  junit5: () => existsSync("/usr/share/maven-repo/org/junit/jupiter"),
  "libsurefire-java": () => hasMavenPlugin("surefire"),
  "libmaven-compiler-plugin-java": () => hasMavenPlugin("compiler"),
  "libmaven-resources-plugin-java": () => hasMavenPlugin("resources"),
} as const;

export type SystemPackage = keyof typeof packages;

/** Needed to compile the editor's native addons. */
export const compilers: readonly SystemPackage[] = ["libkrb5-dev", "g++", "make", "python3", "pkg-config"];

/** A sandbox, and the test runners and checkers that samples are tried with; those of npm come with npm. */
export const testRunners: readonly SystemPackage[] = [
  "bubblewrap",
  "python3-pytest",
  "python3-pyflakes",
  "flake8",
  "mypy",
  "pylint",
  "golang-go",
  "cargo",
  "gcc",
  "default-jdk-headless",
  "maven",
  "junit5",
  "libsurefire-java",
  "libmaven-compiler-plugin-java",
  "libmaven-resources-plugin-java",
];

/** The browser that tests and the tour drive: `CHROMIUM`, or the first usual place that has one. */
export function findChromium(): string | undefined {
  return [
    process.env["CHROMIUM"],
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  ].find((path) => path !== undefined && existsSync(path));
}

/**
 * Installs those of the packages that are missing, when running as root on Debian or a system made from it.
 * @throws Problem naming the line to run when we may not install them, or when apt fails
 */
export async function installSystemPackages(wanted: readonly SystemPackage[]): Promise<void> {
  if (process.platform !== "linux") {
    if (wanted.includes("chromium") && !findChromium()) {
      throw new Problem("no Chromium or Chrome was found", "install Chrome, or set CHROMIUM to its program");
    }
    return;
  }
  const missing = wanted.filter((name) => !packages[name]());
  if (missing.length === 0) return;
  const line = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(" ")}`;
  if (!isOnPath("apt-get")) {
    throw new Problem(
      `these are missing: ${missing.join(", ")}`,
      "install them with this system's package manager (the names are Debian's)",
    );
  }
  if (process.getuid?.() !== 0) {
    throw new Problem(
      `these Debian packages are missing: ${missing.join(", ")}`,
      `run: sudo sh -c '${line}'`,
    );
  }
  console.log(`Installing Debian packages: ${missing.join(", ")}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("sh", ["-c", line], { env, quiet: true });
}

/** As `installSystemPackages`, for what can be done without: says what stays missing, and goes on. */
export async function offerSystemPackages(wanted: readonly SystemPackage[]): Promise<void> {
  if (process.platform !== "linux") return;
  await installSystemPackages(wanted).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
    console.warn(`${error.message}; ${error.nextStep}`);
  });
}
