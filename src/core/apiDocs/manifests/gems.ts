/** Bundler's `Gemfile.lock`. */
export interface LockedGem {
  readonly name: string;
  readonly version: string;
  readonly isDirect: boolean;
}

export function readGemfileLock(text: string): readonly LockedGem[] {
  const direct = new Set<string>();
  const found = new Map<string, string>();
  let section = "";
  for (const line of text.split("\n")) {
    if (/^[A-Z]/.test(line)) section = line.trim();
    const asked = section === "DEPENDENCIES" ? /^ {2}([\w.-]+)/.exec(line)?.[1] : undefined;
    if (asked !== undefined) direct.add(asked);
    const locked = /^(?:GEM|GIT|PATH)$/.test(section) ? /^ {4}([\w.-]+) \(([^)]+)\)/.exec(line) : null;
    if (locked && !found.has(locked[1]!)) found.set(locked[1]!, locked[2]!);
  }
  return [...found].map(([name, version]) => ({ name, version, isDirect: direct.has(name) }));
}
