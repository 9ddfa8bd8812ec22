/** What tests told of faults, kept on disk: ways to rank lines are compared on it without running a test again. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { TrialBaseline } from "../../src/ports/trials.ts";
import type { BugKind, RepositoryBug } from "./repositoryBug.ts";

export interface SavedSpectrum {
  readonly repository: string;
  readonly kind: BugKind;
  readonly name: string;
  readonly change: string;
  /** Absolute. */
  readonly root: string;
  /** Absolute. */
  readonly path: string;
  /** 0-based lines at fault, any of them. */
  readonly lines: readonly number[];
  readonly baseline: TrialBaseline;
  /** By absolute path the texts of what was loaded and of the tests, as they were. */
  readonly texts: Readonly<Record<string, string>>;
}

export function spectrumOf(
  bug: RepositoryBug,
  baseline: TrialBaseline,
  textOf: (path: string) => string,
): SavedSpectrum {
  const paths = new Set([...baseline.watched, ...baseline.cases.map(({ file }) => file)]);
  const texts = Object.fromEntries(
    [...paths].filter((path) => existsSync(path)).map((path) => [path, textOf(path)]),
  );
  const { repository, kind, name, change, root, path, lines } = bug;
  return { repository: repository.repository, kind, name, change, root, path, lines, baseline, texts };
}

export function writeSpectrum(folder: string, spectrum: SavedSpectrum): void {
  mkdirSync(folder, { recursive: true });
  const name = `${spectrum.kind} ${spectrum.name}`.replace(/[^\w.-]+/g, "_").slice(0, 150);
  writeFileSync(join(folder, `${name}.json.gz`), gzipSync(JSON.stringify(spectrum)));
}

/** In the order of their names. */
export function* readSpectra(folder: string): Generator<SavedSpectrum> {
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith(".json.gz")) continue;
    yield JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString("utf8"));
  }
}
