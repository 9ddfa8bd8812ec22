/** What Go's packages offer, from the lists of their API that come with Go (`api/go1*.txt`). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { OfferedNames } from "./offeredNames.ts";

/** `pkg net/http, method (*Client) Do(...)`, `pkg syscall (linux-386), const X = 1`, `pkg io, type Reader interface, Read(...)`. */
const line = /^pkg ([^\s,]+)(?: \([\w-]+\))?, (.*)$/;
const offered = [
  /^(?:func|const|var) (\w+)/,
  /^type (\w+)/,
  /^type \w+(?:\[.*?\])? (?:struct|interface), (?:embedded )?(\w+)/,
  /^method \([^)]*\) (\w+)/,
] as const;

/** Packages that need no list, or that came after Go 1.19; imports of these are not invented. */
const otherModules = [
  "C",
  "cmp",
  "crypto/hkdf",
  "crypto/mlkem",
  "crypto/pbkdf2",
  "crypto/sha3",
  "encoding/json/v2",
  "go/version",
  "iter",
  "log/slog",
  "maps",
  "math/rand/v2",
  "slices",
  "structs",
  "testing/slogtest",
  "testing/synctest",
  "unique",
  "unsafe",
  "weak",
];

/** @param directory of Go's own files */
export function goNames(directory: string): OfferedNames {
  const names = new Set<string>();
  const modules = new Set(otherModules);
  const files = readdirSync(join(directory, "api")).filter((file) => /^go1(?:\.\d+)?\.txt$/.test(file));
  for (const file of files.sort())
    for (const text of readFileSync(join(directory, "api", file), "utf8").split("\n")) {
      const [, module, what = ""] = line.exec(text) ?? [];
      if (module === undefined) continue;
      modules.add(module);
      if (module === "syscall") continue;
      for (const pattern of offered) {
        const name = pattern.exec(what)?.[1];
        if (name !== undefined && /^[A-Z]\w{2,}$/.test(name)) names.add(name);
      }
    }
  return { names, modules };
}
