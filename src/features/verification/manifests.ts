/** What a project says it depends on: the texts of its manifests, looked through for names. */
import { decodeText } from "../../core/text/decode.ts";
import type { Files } from "../../ports/files.ts";
import { decodeUtf8 } from "../indexing/readSource.ts";

const LONGEST_MANIFEST = 1 << 18;
const manifests: Readonly<Record<string, readonly string[]>> = {
  python: [
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "requirements.txt",
    "requirements-dev.txt",
    "Pipfile",
    "tox.ini",
  ],
  ecma: ["package.json"],
  java: ["pom.xml", "build.gradle", "build.gradle.kts"],
  go: ["go.mod"],
};

export class Manifests {
  readonly #files: Files;
  /** Text of what was found by directory and language. */
  readonly #texts = new Map<string, string>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** Reads the manifests above a file; each directory is looked into once. */
  async lookAbove(path: string, language: string): Promise<void> {
    for (const directory of above(path)) {
      const key = `${language} ${directory}`;
      if (this.#texts.has(key)) continue;
      const texts = await Promise.all(
        (manifests[language] ?? []).map((name) => this.#read(`${directory}/${name}`)),
      );
      this.#texts.set(key, texts.join("\n").toLowerCase());
    }
  }

  /** Whether a manifest above a file names a package. */
  declares(path: string, language: string, name: string): boolean {
    const wanted = name.toLowerCase();
    const spellings = [wanted, wanted.replaceAll("_", "-")];
    return above(path).some((directory) => {
      const text = this.#texts.get(`${language} ${directory}`) ?? "";
      return spellings.some((spelling) => isNamed(text, spelling));
    });
  }

  async #read(path: string): Promise<string> {
    const bytes = await this.#files.read(path, LONGEST_MANIFEST).catch(() => undefined);
    const decoded = bytes && decodeText(bytes, decodeUtf8);
    return decoded?.kind === "text" ? decoded.text : "";
  }
}

function above(path: string): string[] {
  const directories: string[] = [];
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
    directories.push(path.slice(0, end));
  return directories;
}

function isNamed(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before = " ", after = " "] = [text[at - 1], text[at + name.length]];
    if (!/[\w-]/.test(before) && !/[\w-]/.test(after)) return true;
  }
  return false;
}
