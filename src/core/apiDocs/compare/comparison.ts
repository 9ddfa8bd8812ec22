/** Two versions of a package side by side, with where a repository uses what changed. */
import type { ApiEntry, EcosystemName } from "../apiPackage.ts";
import type { ApiChange } from "./compareApis.ts";

/** `installed`: a copy in the workspace. `kept`: read once on this machine. `folder`: one that a person named. */
export const versionSources = ["installed", "kept", "folder"] as const;
export type VersionSource = (typeof versionSources)[number];

/** One version that a package can be compared in. */
export interface PackageVersion {
  readonly version: string;
  readonly source: VersionSource;
  /** Absolute; missing for what is kept. */
  readonly folder?: string | undefined;
}

/** The versions there are of a package, the one that the workspace takes for it first. */
export interface PackageVersions {
  readonly ecosystem: EcosystemName;
  readonly name: string;
  readonly versions: readonly PackageVersion[];
}

/** A place that uses something that changed. */
export interface ChangeUse {
  /** Absolute. */
  readonly path: string;
  /** 0-based. */
  readonly line: number;
  /** 0-based, UTF-16 units. */
  readonly column: number;
  /** The line, trimmed, at most 160 characters. */
  readonly text: string;
  /** What it means was followed to the package; else only its name says so, in a file that imports the package. */
  readonly isSure: boolean;
}

export interface UsedChange extends ApiChange {
  /** Surest first, then by path and line. */
  readonly uses: readonly ChangeUse[];
}

export interface ApiComparison {
  readonly ecosystem: EcosystemName;
  readonly name: string;
  /** The older version, by its number; what is installed when numbers do not tell. */
  readonly before: PackageVersion;
  readonly after: PackageVersion;
  readonly changes: readonly UsedChange[];
  /** Names that only the version after has. */
  readonly added: readonly Pick<ApiEntry, "module" | "name" | "kind">[];
  /** How many changes there are in all, those that nothing here uses included. */
  readonly changeCount: number;
  /** Files that hold the names of what changed; fewer were looked into when time ran out. */
  readonly files: { readonly looked: number; readonly all: number };
}

/**
 * Order of version numbers: parts by number, a version before its pre-releases' ends; 0 when neither is the older one.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let i = 0; i < Math.max(left.numbers.length, right.numbers.length); i++) {
    const step = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0);
    if (step !== 0) return Math.sign(step);
  }
  if (left.rest === right.rest) return 0;
  if (left.rest === "" || right.rest === "") return left.rest === "" ? 1 : -1;
  return left.rest < right.rest ? -1 : 1;
}

function partsOf(version: string): { readonly numbers: readonly number[]; readonly rest: string } {
  const found = /^[vV=]?(?:\d+!)?(\d+(?:\.\d+)*)[.-]?([^+]*)/.exec(version);
  return { numbers: (found?.[1] ?? "").split(".").map(Number), rest: found?.[2] ?? "" };
}
