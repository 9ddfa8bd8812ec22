/** Which paths of one root are kept out: ignore files at every level, and the person's exclude globs. */
import ignore, { type Ignore } from "ignore";
import { expandBraces } from "../text/expandBraces.ts";

/** Names of the files that hold rules. Each kind is a layer of its own: a path is out when either layer says so. */
export const ignoreFileNames = [".gitignore", ".touchstoneignore"] as const;
export type IgnoreFileName = (typeof ignoreFileNames)[number];

/** Rules of a directory with those of all directories above it, the deepest last, as git orders them. */
interface Chain {
  readonly patterns: readonly string[];
  readonly matcher: Matcher;
}

/** Paths after which a matcher starts anew: the library keeps what it found for each, and asks them by folders. */
const MOST_KEPT = 512;

/** Patterns, without what the library would remember of every path it has ever seen. */
class Matcher {
  #rules: Ignore;
  #tested = 0;
  readonly #isEmpty: boolean;

  constructor(patterns: readonly string[]) {
    this.#rules = ignore({ ignorecase: false }).add(patterns.flatMap(usablePattern));
    this.#isEmpty = patterns.length === 0;
  }

  ignores(path: string): boolean {
    if (this.#isEmpty) return false;
    if (++this.#tested > MOST_KEPT) {
      this.#tested = 0;
      // Shares the rules, which are compiled when they are first needed.
      this.#rules = ignore({ ignorecase: false }).add(this.#rules);
    }
    return this.#rules.ignores(path);
  }
}

/** Paths are relative to the root, with `/`, without one at either end; `""` is the root. */
export class IgnoreRules {
  readonly #exclude: Matcher;
  readonly #layers: readonly Layer[];

  /**
   * @param exclude globs as in `files.exclude`; no ignore file can take them back
   * @param infoExclude text of `.git/info/exclude`, weaker than any `.gitignore`
   */
  constructor(exclude: readonly string[], infoExclude = "") {
    this.#exclude = new Matcher(exclude.flatMap(expandBraces).map(patternOfGlob));
    this.#layers = ignoreFileNames.map((name) => new Layer(name === ".gitignore" ? infoExclude : ""));
  }

  /**
   * Sets the text of an ignore file of a directory; `undefined` when there is none.
   *
   * @returns whether that changed anything
   */
  setFile(directory: string, name: IgnoreFileName, text: string | undefined): boolean {
    return this.#layers[ignoreFileNames.indexOf(name)]!.setFile(directory, text);
  }

  /** Forgets the ignore files of a directory that is gone and of those below it. */
  removeDirectory(directory: string): void {
    for (const layer of this.#layers) layer.removeDirectory(directory);
  }

  /** Whether an entry is out, given that its directory is not. */
  isEntryIgnored(path: string, isDirectory: boolean): boolean {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (name === ".git") return true;
    const tested = isDirectory ? `${path}/` : path;
    return this.#exclude.ignores(tested) || this.#layers.some((layer) => layer.ignores(path, tested));
  }

  /** Whether a path is out by itself or by a directory above it. */
  isIgnored(path: string, isDirectory: boolean): boolean {
    for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
      if (this.isEntryIgnored(path.slice(0, slash), true)) return true;
    }
    return this.isEntryIgnored(path, isDirectory);
  }
}

/** One kind of ignore file over all directories. */
class Layer {
  readonly #texts = new Map<string, string>();
  readonly #chains = new Map<string, Chain>();
  readonly #base: Chain;

  constructor(baseText: string) {
    this.#base = newChain(readPatterns("", baseText));
  }

  setFile(directory: string, text: string | undefined): boolean {
    if (this.#texts.get(directory) === text) return false;
    if (text === undefined) this.#texts.delete(directory);
    else this.#texts.set(directory, text);
    this.#chains.clear();
    return true;
  }

  removeDirectory(directory: string): void {
    for (const known of this.#texts.keys()) {
      if (known === directory || known.startsWith(`${directory}/`)) this.setFile(known, undefined);
    }
  }

  ignores(path: string, tested: string): boolean {
    const slash = path.lastIndexOf("/");
    return this.#chainOf(slash < 0 ? "" : path.slice(0, slash)).matcher.ignores(tested);
  }

  #chainOf(directory: string): Chain {
    const known = this.#chains.get(directory);
    if (known) return known;
    const slash = directory.lastIndexOf("/");
    const above = directory === "" ? this.#base : this.#chainOf(slash < 0 ? "" : directory.slice(0, slash));
    const text = this.#texts.get(directory);
    const chain =
      text === undefined ? above : newChain([...above.patterns, ...readPatterns(directory, text)]);
    this.#chains.set(directory, chain);
    return chain;
  }
}

function newChain(patterns: readonly string[]): Chain {
  return { patterns, matcher: new Matcher(patterns) };
}

/** The lines of an ignore file as patterns that mean the same from the root. */
function readPatterns(directory: string, text: string): string[] {
  const patterns: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.replace(/(?<!\\)[ \t]+$/, "");
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    patterns.push(directory === "" ? trimmed : rebase(directory, trimmed));
  }
  return patterns;
}

/** A pattern with a slash inside is bound to its directory, any other matches at every depth below it. */
function rebase(directory: string, pattern: string): string {
  const negated = pattern.startsWith("!");
  const body = (negated ? pattern.slice(1) : pattern).replace(/^\\(?=[!#])/, "");
  const place = `/${directory.replace(/[\\*?[\]! #]/g, "\\$&")}/`;
  const slash = body.indexOf("/");
  const bound = slash >= 0 && slash < body.length - 1;
  return `${negated ? "!" : ""}${place}${bound ? body.replace(/^\//, "") : `**/${body}`}`;
}

/** An editor's glob without a slash means the root only; in an ignore file it would mean any depth. */
function patternOfGlob(glob: string): string {
  return glob.startsWith("**/") || glob.startsWith("/") ? glob : `/${glob}`;
}

/** UTF-16 units. No path is longer, and no regular expression can be made of a pattern of a hundred thousand. */
const LONGEST_PATTERN = 4096;

/** Inner `**` of a pattern beyond which matching it against a deep path takes seconds. */
const MOST_GLOBSTARS = 2;

/**
 * A pattern with more `**` inside than anybody writes keeps its beginning and its end, and so ignores rather too much;
 * one that takes something back is dropped, and one longer than any path.
 */
function usablePattern(pattern: string): readonly string[] {
  if (pattern.length > LONGEST_PATTERN) return [];
  const parts = pattern.replace(/(?:\/\*{2,})+(?=\/)/g, "/**").split("/**/");
  if (parts.length - 1 <= MOST_GLOBSTARS) return [parts.join("/**/")];
  return pattern.startsWith("!") ? [] : [`${parts[0]}/**/${parts.at(-1)}`];
}
