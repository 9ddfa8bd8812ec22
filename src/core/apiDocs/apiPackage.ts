/** Installed packages, and what is said of their APIs. */
import type { SymbolKind } from "../syntax/outline/outline.ts";
import type { ApiParameter } from "./apiSymbol.ts";

export const ecosystems = [
  "npm",
  "python",
  "go",
  "cargo",
  "maven",
  "gem",
  "composer",
  "nuget",
  "folder",
] as const;
/** Where a package comes from; `folder` is one that a person added. */
export type EcosystemName = (typeof ecosystems)[number];

export interface PackageId {
  readonly ecosystem: EcosystemName;
  readonly name: string;
  /** As installed; empty when nothing tells it. */
  readonly version: string;
}

/** `direct`: the workspace asks for it; `indirect`: another package does; `private`: a part of the workspace; `platform`: comes with the language. */
export type PackageRole = "direct" | "indirect" | "private" | "platform";

export interface InstalledPackage {
  readonly id: PackageId;
  /** Absolute, links resolved. */
  readonly folder: string;
  readonly role: PackageRole;
  /** What it is imported by: names of modules, first parts of them. */
  readonly importNames: readonly string[];
}

/** A package that is not read, and why. */
export interface SkippedPackage {
  readonly name: string;
  readonly folder: string;
  readonly reason: string;
}

/** What is known of one public API. */
export interface ApiEntry {
  readonly package: PackageId;
  /** The module that it is imported from, as written in an import. */
  readonly module: string;
  /** Within the module, dotted: `Session.get`; the module's own name for the module. */
  readonly name: string;
  readonly kind: SymbolKind;
  /** On one line. Overloads are several. */
  readonly signatures: readonly string[];
  readonly parameters?: readonly ApiParameter[] | undefined;
  /** Of a class that is made in one way only, what it is made with. */
  readonly makes?: readonly ApiParameter[] | undefined;
  /** Further imports that give it: module and name, as `module:name`. */
  readonly aliases?: readonly string[] | undefined;
  readonly summary: string;
  readonly doc: string;
  readonly examples: readonly string[];
  readonly deprecated?: string | undefined;
  readonly replacedBy?: string | undefined;
  readonly since?: string | undefined;
  /** Absolute. */
  readonly path: string;
  /** 0-based. */
  readonly line: number;
  /** How the workspace itself uses it, the best example first; only in answers, never kept. */
  readonly uses?: readonly ApiUse[] | undefined;
}

/** A statement of the workspace that uses an API. */
export interface ApiUse {
  /** Absolute. */
  readonly path: string;
  /** 0-based, where the statement begins. */
  readonly line: number;
  readonly code: string;
}

/** `npm:zod@4.1.0`. */
export const packageKey = ({ ecosystem, name, version }: PackageId): string =>
  `${ecosystem}:${name}@${version}`;
