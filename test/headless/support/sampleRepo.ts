import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder of files that is removed by `remove`. */
export interface SampleRepo {
  readonly path: string;
  write(path: string, content: string | Uint8Array): void;
  remove(): void;
}

export function sampleRepo(files: Readonly<Record<string, string | Uint8Array>>): SampleRepo {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "touchstone-")));
  const repo: SampleRepo = {
    path,
    write(name, content) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), content);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
  for (const [name, content] of Object.entries(files)) repo.write(name, content);
  return repo;
}

/** Small modules that follow one pattern, so that the next line can be told from the others. */
export function shop(modules: number): Record<string, string> {
  const things = Array.from({ length: modules }, (_, index) => `thing${index}`);
  return Object.fromEntries(
    things.map((name) => [
      `shop/${name}.py`,
      [
        "from shop.registry import register_handler",
        "",
        "",
        `def load_${name}(session, identifier):`,
        `    record = session.query_by_identifier("${name}", identifier)`,
        "    if record is None:",
        `        raise LookupError("no ${name} with this identifier")`,
        "    return record.as_dictionary()",
        "",
        "",
        `register_handler("${name}", load_${name})`,
        "",
      ].join("\n"),
    ]),
  );
}
