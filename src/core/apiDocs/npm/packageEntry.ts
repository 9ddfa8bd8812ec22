/** Where the types of an npm package are, told from its manifest: as TypeScript looks for them, without running anything. */

/** The parts of `package.json` that are looked at; anything may stand there. */
export interface PackageManifest {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly types?: unknown;
  readonly typings?: unknown;
  readonly main?: unknown;
  readonly module?: unknown;
  readonly exports?: unknown;
  readonly typesVersions?: unknown;
  readonly dependencies?: unknown;
  readonly devDependencies?: unknown;
  readonly peerDependencies?: unknown;
  readonly optionalDependencies?: unknown;
}

/** Conditions of `exports`, those for types first. */
const conditions = ["types", "import", "node", "module", "require", "default"];
const MAX_DEPTH = 8;

/** `react` of `react`, `@a/b` of `@a/b/c`; undefined for what names no package. */
export function packageNameOf(
  specifier: string,
): { readonly name: string; readonly subpath: string } | undefined {
  const found = /^((?:@[\w.~-]+\/)?[\w~-][\w.~-]*)(\/.+)?$/.exec(specifier);
  if (!found || specifier.includes("..") || specifier.includes(":")) return undefined;
  return { name: found[1]!, subpath: `.${found[2] ?? ""}` };
}

/** `@types/node` of `node`, `@types/a__b` of `@a/b`. */
export const typesPackageOf = (name: string): string =>
  `@types/${name.startsWith("@") ? name.slice(1).replace("/", "__") : name}`;

/**
 * Files of a package, relative and without `./`, where the types of a subpath may be, most likely first; none of them may
 * exist.
 *
 * @param subpath `.` or `./sub/path`
 */
export function typeFilesOf(manifest: PackageManifest, subpath: string): readonly string[] {
  const found: string[] = [];
  const mapped = fromExports(manifest.exports, subpath);
  for (const path of mapped) found.push(...declarationsBeside(path));
  if (subpath === ".") {
    for (const path of [...versioned(manifest, subpath), manifest.types, manifest.typings]) {
      if (typeof path === "string") found.push(...asDeclarations(clean(path)));
    }
    for (const path of [manifest.module, manifest.main, "index.js"]) {
      if (typeof path === "string") found.push(...declarationsBeside(clean(path)));
    }
  } else {
    for (const path of versioned(manifest, subpath)) found.push(...asDeclarations(clean(path)));
    if (mapped.length === 0) found.push(...declarationsBeside(subpath.slice(2)));
  }
  return [...new Set(found)].filter(staysInside);
}

/**
 * Files that a path written in a module specifier may mean, most likely first: `./parse.js` is `./parse.d.ts`.
 */
export function declarationsBeside(path: string): readonly string[] {
  const written = /\.d\.[cm]?ts$/.test(path);
  if (written) return [path];
  const script = /^(.*)\.([cm]?)([jt])(s|sx)$/.exec(path);
  const direct = script
    ? [
        `${script[1]}.d.${script[2]}ts`,
        `${script[1]}.${script[2]}ts`,
        `${script[1]}.tsx`,
        `${script[1]}.d.ts`,
      ]
    : [];
  const added = ["d.ts", "ts", "tsx", "d.mts", "d.cts"].map((ending) => `${path}.${ending}`);
  const inside = ["index.d.ts", "index.ts", "index.d.mts", "index.d.cts"].map((name) =>
    path === "" ? name : `${path}/${name}`,
  );
  return [...direct, ...added, ...(script ? [] : inside)];
}

const asDeclarations = (path: string) =>
  /\.d\.[cm]?ts$|\.[cm]?tsx?$/.test(path) ? [path] : declarationsBeside(path);

const clean = (path: string) => path.replace(/^\.\//, "").replace(/\/$/, "");

const staysInside = (path: string) =>
  !path.startsWith("/") && !path.split("/").includes("..") && !path.includes("\\");

function versioned({ typesVersions }: PackageManifest, subpath: string): readonly string[] {
  if (!isRecord(typesVersions)) return [];
  const paths = Object.entries(typesVersions).find(([range]) => range === "*" || range.startsWith(">"))?.[1];
  if (!isRecord(paths)) return [];
  const wanted = subpath === "." ? "index" : subpath.slice(2);
  return Object.entries(paths).flatMap(([pattern, targets]) => {
    const part = matched(pattern, wanted);
    return part === undefined || !Array.isArray(targets)
      ? []
      : targets.filter((one) => typeof one === "string").map((one) => one.replace("*", part));
  });
}

function fromExports(exports: unknown, subpath: string): readonly string[] {
  if (exports === undefined || exports === null) return [];
  const isMap = isRecord(exports) && Object.keys(exports).some((key) => key.startsWith("."));
  if (!isMap) return subpath === "." ? targetsOf(exports, 0).map(clean) : [];
  const map = exports as Record<string, unknown>;
  if (subpath in map) return targetsOf(map[subpath], 0).map(clean);
  const patterns = Object.keys(map).filter((key) => key.includes("*"));
  patterns.sort((a, b) => b.length - a.length);
  for (const pattern of patterns) {
    const part = matched(pattern, subpath);
    if (part !== undefined)
      return targetsOf(map[pattern], 0).map((target) => clean(target.replaceAll("*", part)));
  }
  return [];
}

/** What `*` of a pattern stands for. */
function matched(pattern: string, path: string): string | undefined {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === path ? "" : undefined;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const fits = path.length >= before.length + after.length && path.startsWith(before) && path.endsWith(after);
  return fits ? path.slice(before.length, path.length - after.length) : undefined;
}

/** Targets by their conditions, those for types first. */
function targetsOf(value: unknown, depth: number): readonly string[] {
  if (typeof value === "string") return [value];
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((one) => targetsOf(one, depth + 1));
  if (!isRecord(value)) return [];
  const known = conditions.filter((one) => one in value);
  const versionedTypes = Object.keys(value).filter((key) => key.startsWith("types@"));
  return [...versionedTypes, ...known].flatMap((one) => targetsOf(value[one], depth + 1));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
