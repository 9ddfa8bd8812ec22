import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { goNames } from "../../../scripts/names/goNames.ts";
import { parseOffered, renderNames } from "../../../scripts/names/offeredNames.ts";

const list = (name: string): string =>
  readFileSync(new URL(`../../../media/names/${name}.txt`, import.meta.url), "utf8");

test("names and modules are told apart", () => {
  const { names, modules } = parseOffered("name b\nmodule os.path\nname a\n\nother x\n");
  expect([...names]).toEqual(["b", "a"]);
  expect([...modules]).toEqual(["os.path"]);
});

test("every list is in order, each name once, as it is written", () => {
  for (const language of ["python", "java", "go", "ecma"])
    for (const name of [language, `${language}Modules`]) {
      const text = list(name);
      expect(text, name).toBe(renderNames(new Set(text.trim().split("\n"))));
    }
});

test("the lists of Go's API name functions, types, methods and fields", () => {
  const root = mkdtempSync(join(tmpdir(), "touchstone-names-"));
  mkdirSync(join(root, "api"));
  writeFileSync(
    join(root, "api/go1.5.txt"),
    `pkg io, func ReadAll(Reader) ([]uint8, error)
pkg io, type Reader interface { Read }
pkg io, type Reader interface, Read([]uint8) (int, error)
pkg net/http, method (*Client) CloseIdleConnections()
pkg net/http, type Server struct, ReadTimeout time.Duration
pkg net/http, type Server struct, embedded sync.Mutex
pkg syscall (linux-386), const SYS_READ = 3
pkg sort, type By interface, unexported methods
`,
  );
  writeFileSync(join(root, "api/except.txt"), "pkg os, func Gone()\n");
  const { names, modules } = goNames(root);
  rmSync(root, { recursive: true });
  expect([...names].sort()).toEqual([
    "CloseIdleConnections",
    "Read",
    "ReadAll",
    "ReadTimeout",
    "Reader",
    "Server",
  ]);
  expect(modules.has("net/http") && modules.has("syscall") && modules.has("unsafe")).toBe(true);
});
