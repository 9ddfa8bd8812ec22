/** The files that say how a project is tested, as far as they were read. */
import type { FoundTest } from "../discover/foundTest.ts";
import type { TestLanguage } from "../discover/testFiles.ts";
import type { TestRunnerName } from "../testCase.ts";
import type { TestReason } from "../testProject.ts";

/** A file with tests. */
export interface TestFile {
  /** Relative to the root. */
  readonly path: string;
  readonly language: TestLanguage;
  readonly tests: readonly FoundTest[];
  /** Names of test libraries that it imports. */
  readonly uses: readonly string[];
}

/** Which runner a file's tests belong to, and where that is started. */
export interface Detected {
  readonly runner: TestRunnerName;
  readonly folder: string;
  readonly reasons: readonly TestReason[];
  readonly options?: readonly string[];
}

/** Names of files that may say it. */
const setupNames =
  /^(?:package\.json|deno\.jsonc?|pyproject\.toml|setup\.(?:cfg|py)|pytest\.ini|tox\.ini|noxfile\.py|conftest\.py|requirements[\w.-]*\.txt|(?:uv|poetry|pdm)\.lock|Pipfile|go\.(?:mod|work)|Cargo\.toml|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|gradlew|mvnw|vite(?:st)?\.(?:config|workspace)\.[cm]?[jt]s|jest\.config\.(?:[cm]?[jt]s|json)|\.mocharc(?:\.(?:[cm]?js|json|jsonc|ya?ml))?|Makefile|\.gitlab-ci\.yml)$/;
const ciFile =
  /^\.github\/workflows\/[^/]+\.ya?ml$|^\.gitlab-ci\.yml$|^Makefile$|^tox\.ini$|^\.circleci\/config\.yml$/;

export const isSetupFile = (path: string): boolean =>
  setupNames.test(path.slice(path.lastIndexOf("/") + 1)) || ciFile.test(path);

/** Undefined above the root. */
export function parentFolder(path: string): string | undefined {
  if (path === "") return undefined;
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

export class SetupFiles {
  readonly #texts: ReadonlyMap<string, string>;

  /** @param texts by path relative to the root */
  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  text(folder: string, name: string): string | undefined {
    return this.#texts.get(folder === "" ? name : `${folder}/${name}`);
  }

  has(folder: string, name: string): boolean {
    return this.text(folder, name) !== undefined;
  }

  /** Files of a folder whose names match, in order of their names. */
  matching(folder: string, name: RegExp): string[] {
    const prefix = folder === "" ? "" : `${folder}/`;
    return [...this.#texts.keys()]
      .filter((path) => path.startsWith(prefix) && name.test(path.slice(prefix.length)))
      .sort();
  }

  /** Files of any folder by their whole path, those of outer folders first. */
  matchingAnywhere(
    path: RegExp,
  ): { readonly folder: string; readonly name: string; readonly text: string }[] {
    const depth = (one: string) => one.split("/").length;
    return [...this.#texts.keys()]
      .filter((one) => path.test(one))
      .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))
      .map((one) => ({
        folder: parentFolder(one) ?? "",
        name: one.slice(one.lastIndexOf("/") + 1),
        text: this.#texts.get(one)!,
      }));
  }

  /** The folder of a file and those above it, innermost first. */
  foldersAbove(path: string): string[] {
    const folders: string[] = [];
    for (let at = parentFolder(path); at !== undefined; at = parentFolder(at)) folders.push(at);
    return folders;
  }

  /** The first line of each file by which continuous integration, or a task of the root, runs a program. */
  ciLines(command: RegExp): { readonly path: string; readonly line: string }[] {
    return [...this.#texts].flatMap(([path, text]) => {
      const line = ciFile.test(path) ? text.split("\n").find((one) => command.test(one)) : undefined;
      if (line === undefined) return [];
      return [
        {
          path,
          line: line
            .trim()
            .replace(/^-\s+/, "")
            .replace(/^run:\s*/, ""),
        },
      ];
    });
  }

  ciReasons(command: RegExp): TestReason[] {
    return this.ciLines(command).map(({ path, line }) => ({
      text: `\`${line.slice(0, 80)}\` in ${path}`,
      path,
    }));
  }
}

export const reason = (text: string, folder: string, name: string): TestReason => ({
  text,
  path: folder === "" ? name : `${folder}/${name}`,
});
