/** Go, Rust and Java: one runner by language, started where the outermost part of the project is. */
import { type Detected, reason, type SetupFiles, type TestFile } from "./setupFiles.ts";

export function detectCompiled(file: TestFile, setup: SetupFiles): Detected | undefined {
  const above = setup.foldersAbove(file.path);
  switch (file.language) {
    case "go": {
      const folder = above.find((at) => setup.has(at, "go.mod"));
      if (folder === undefined) return undefined;
      return {
        runner: "go",
        folder,
        reasons: [reason("go.mod", folder, "go.mod"), ...setup.ciReasons(/\bgo test\b/)],
      };
    }
    case "rust": {
      const crate = above.find((at) => setup.has(at, "Cargo.toml"));
      if (crate === undefined) return undefined;
      const workspace = above.find((at) => /^\[workspace\]/m.test(setup.text(at, "Cargo.toml") ?? ""));
      const folder = workspace ?? crate;
      const ci = setup.ciReasons(/\bcargo (?:test|nextest)\b/);
      return { runner: "cargo", folder, reasons: [reason("Cargo.toml", folder, "Cargo.toml"), ...ci] };
    }
    default:
      return detectJava(above, setup);
  }
}

function detectJava(above: readonly string[], setup: SetupFiles): Detected | undefined {
  const pom = outermost(above, (at) => setup.has(at, "pom.xml"));
  if (pom !== undefined) {
    return {
      runner: "maven",
      folder: pom,
      reasons: [reason("pom.xml", pom, "pom.xml"), ...setup.ciReasons(/\bmvnw?\b.*\b(?:test|verify)\b/)],
    };
  }
  const names = ["build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"];
  const gradle = outermost(above, (at) => names.some((name) => setup.has(at, name)));
  if (gradle === undefined) return undefined;
  const name = names.find((one) => setup.has(gradle, one))!;
  return {
    runner: "gradle",
    folder: gradle,
    reasons: [reason(name, gradle, name), ...setup.ciReasons(/\bgradlew?\b.*\b(?:test|check)\b/)],
  };
}

/** From the file outwards, as long as each folder or the one around it has it. */
function outermost(above: readonly string[], has: (folder: string) => boolean): string | undefined {
  return above.filter(has).at(-1);
}
