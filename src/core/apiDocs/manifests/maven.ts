/** What Maven's and Gradle's files ask for. */
import { withoutMarkupComments } from "../archive/markupComments.ts";

export interface JarWanted {
  readonly group: string;
  readonly artifact: string;
  /** Empty when another file says it. */
  readonly version: string;
}

const MOST = 2000;
const coordinate = /["']([\w.-]+):([\w.-]+)(?::([\w.+-]+))?(?:@\w+)?["']/g;

export interface Pom {
  readonly wanted: readonly JarWanted[];
  /** Folders of its parts, relative. */
  readonly modules: readonly string[];
}

/** Properties of the same file are put in; those of others leave the version empty. */
export function readPom(text: string): Pom {
  const plain = withoutMarkupComments(text);
  const properties = new Map<string, string>();
  for (const [, name, value] of (blocks(plain, "properties")[0] ?? "").matchAll(/<([\w.-]+)>([^<]*)<\//g))
    properties.set(name!, value!.trim());
  const own = /<version>([^<]*)<\/version>/.exec(plain.split("<dependencies>")[0]!)?.[1]?.trim();
  if (own !== undefined) properties.set("project.version", own);
  const filled = (value: string) =>
    value.replace(/\$\{([\w.-]+)\}/g, (_, name: string) => properties.get(name) ?? "");
  const wanted = blocks(plain, "dependency").map((block) => {
    const part = (tag: string) =>
      filled(new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(block)?.[1]?.trim() ?? "");
    return { group: part("groupId"), artifact: part("artifactId"), version: part("version") };
  });
  const modules = [...plain.matchAll(/<module>([^<]*)<\/module>/g)].map(([, one]) => one!.trim());
  return { wanted: wanted.filter(isNamed).slice(0, MOST), modules: modules.slice(0, 200) };
}

function blocks(text: string, tag: string): readonly string[] {
  const found: string[] = [];
  for (let at = text.indexOf(`<${tag}>`); at >= 0; ) {
    const end = text.indexOf(`</${tag}>`, at);
    if (end < 0) break;
    found.push(text.slice(at + tag.length + 2, end));
    at = text.indexOf(`<${tag}>`, end);
  }
  return found;
}

/** `build.gradle`, `build.gradle.kts`, `gradle.lockfile`: coordinates wherever they stand. */
export function readGradle(text: string): readonly JarWanted[] {
  const locked = [...text.matchAll(/^([\w.-]+):([\w.-]+):([\w.+-]+)=/gm)];
  return [...text.matchAll(coordinate), ...locked]
    .map(([, group, artifact, version]) => ({ group: group!, artifact: artifact!, version: version ?? "" }))
    .filter(isNamed)
    .slice(0, MOST);
}

/** Gradle's `libs.versions.toml`. */
export function readVersionCatalog(text: string): readonly JarWanted[] {
  const versions = new Map<string, string>();
  for (const [, name, version] of text.matchAll(/^[ \t]*([\w.-]+)[ \t]*=[ \t]*"([^"\n]+)"[ \t]*$/gm))
    versions.set(name!, version!);
  const found: JarWanted[] = [];
  for (const line of text.split("\n")) {
    const module = /\bmodule\s*=\s*"([\w.-]+):([\w.-]+)"/.exec(line);
    const group = module?.[1] ?? /\bgroup\s*=\s*"([\w.-]+)"/.exec(line)?.[1];
    const artifact = module?.[2] ?? /\bname\s*=\s*"([\w.-]+)"/.exec(line)?.[1];
    const named = /\bversion\.ref\s*=\s*"([\w.-]+)"/.exec(line)?.[1];
    const version = named === undefined ? /\bversion\s*=\s*"([^"]+)"/.exec(line)?.[1] : versions.get(named);
    if (group !== undefined && artifact !== undefined)
      found.push({ group, artifact, version: version ?? "" });
  }
  return [...found, ...readGradle(text)].slice(0, MOST);
}

const isNamed = ({ group, artifact }: JarWanted) => /^\w[\w.-]*$/.test(group) && /^\w[\w.-]*$/.test(artifact);
