/**
 * Starts Vitest as its own program does, without the options that the installed version does not know: it refuses to start with
 * one of them. Lines of tests are told from version 2 on.
 */
export const vitestScript = `const [node, , program, ...options] = process.argv;
const load = (name) => import(name);
const { readFileSync } = await load("node:fs");
const { dirname, join } = await load("node:path");
const { pathToFileURL } = await load("node:url");
let major = Number.NaN;
try {
  major = Number.parseInt(JSON.parse(readFileSync(join(dirname(program), "package.json"), "utf8")).version, 10);
} catch {
  // Whatever it is, it is started.
}
const known = major < 2 ? options.filter((option) => option !== "--includeTaskLocation") : options;
process.argv = [node, program, ...known];
await import(pathToFileURL(program).href);
`;
