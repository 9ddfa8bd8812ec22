/** The program of a workspace that runs a project's tests: an installed package's script, an environment's interpreter. */
import { parentFolder } from "../../core/testing/detect/setupFiles.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import type { Files } from "../../ports/files.ts";

const environments = [".venv", "venv", "env", ".env"];
const interpreters = ["bin/python", "Scripts/python.exe"];
const mostManifestBytes = 1 << 20;

/** @returns relative to the root; undefined: the machine's own program of that name */
export async function findProgram(
  files: Files,
  root: string,
  project: TestProject,
): Promise<string | undefined> {
  const isThere = async (path: string): Promise<boolean> =>
    (await files.stat(`${root}/${path}`).catch(() => undefined)) !== undefined;
  for (let at: string | undefined = project.folder; at !== undefined; at = parentFolder(at)) {
    const prefix = at === "" ? "" : `${at}/`;
    for (const path of candidates(project)) if (await isThere(prefix + path)) return prefix + path;
    if (project.runner === "vitest" || project.runner === "jest" || project.runner === "mocha") {
      const script = await packageScript(
        files,
        `${root}/${prefix}node_modules/${project.runner}`,
        project.runner,
      );
      if (script !== undefined) return `${prefix}node_modules/${project.runner}/${script}`;
    }
  }
  return undefined;
}

function candidates({ runner }: TestProject): string[] {
  switch (runner) {
    case "pytest":
    case "unittest":
      return environments.flatMap((folder) => interpreters.map((path) => `${folder}/${path}`));
    case "maven":
      return ["mvnw"];
    case "gradle":
      return ["gradlew"];
    default:
      return [];
  }
}

/** What a package's manifest names as its program, `./` left out. */
async function packageScript(files: Files, folder: string, name: string): Promise<string | undefined> {
  const bytes = await files.read(`${folder}/package.json`, mostManifestBytes).catch(() => undefined);
  if (!bytes) return undefined;
  try {
    const { bin } = JSON.parse(new TextDecoder().decode(bytes)) as { bin?: string | Record<string, string> };
    const path = typeof bin === "string" ? bin : bin?.[name];
    return path?.replace(/^\.\//, "");
  } catch {
    return undefined;
  }
}
