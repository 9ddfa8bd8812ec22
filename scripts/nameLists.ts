/**
 * Writes the lists of `media/names` from the sources they name (`docs/verification.md`).
 *
 *   npm run names -- --language python|java|go|ecma [--source DIR]
 *
 * Python and Java are asked by `python3` and `java` as they are found; Go's sources are at `--source` (`go env GOROOT`),
 * declarations of TypeScript and Node among the packages installed here.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./lib/run.ts";
import { ecmaNames } from "./names/ecmaNames.ts";
import { goNames } from "./names/goNames.ts";
import { type OfferedNames, parseOffered, renderNames } from "./names/offeredNames.ts";

const { values } = parseArgs({ options: { language: { type: "string" }, source: { type: "string" } } });
const packages = join(root, "node_modules");
const script = (name: string): string => join(root, "scripts/names", name);
const ask = (program: string, path: string): OfferedNames =>
  parseOffered(execFileSync(program, [path], { encoding: "utf8", maxBuffer: 1 << 26 }));

function declarationsOfTypeScript(): string {
  const [platform] = readdirSync(join(packages, "@typescript")).sort();
  return join(packages, "@typescript", platform!, "lib");
}

const sources: Readonly<Record<string, () => OfferedNames | Promise<OfferedNames>>> = {
  python: () => ask("python3", script("pythonNames.py")),
  java: () => ask("java", script("JavaNames.java")),
  go: () => goNames(values.source ?? execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim()),
  ecma: () => ecmaNames(values.source ?? declarationsOfTypeScript(), join(packages, "@types/node")),
};

const language = values.language ?? "";
const read = sources[language];
if (!read) {
  console.error(`Usage: npm run names -- --language ${Object.keys(sources).join("|")} [--source DIR]`);
  process.exit(2);
}
const { names, modules } = await read();
for (const [file, list] of [
  [language, names],
  [`${language}Modules`, modules],
] as const) {
  writeFileSync(join(root, "media/names", `${file}.txt`), renderNames(list));
  console.log(`media/names/${file}.txt: ${list.size} names`);
}
