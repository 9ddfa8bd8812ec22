/** What a Python project asks for, as its files write it: names alone, in the lower case that distributions are compared in. */
import type { BoundedFiles } from "../boundedFiles.ts";

/** `Foo_Bar` and `foo.bar` are `foo-bar` (PEP 503). */
export const normalName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-");

const requirement = /^\s*([A-Za-z0-9][\w.-]*)/;
const quoted = /["']([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[<>=!~;@ ][^"']*)?["']/g;

export async function declaredPackages(
  files: BoundedFiles,
  roots: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const root of roots) {
    const names = (await files.list(root)).map(({ name }) => name);
    for (const name of names.filter((one) => /^requirements.*\.txt$/.test(one))) {
      for (const line of ((await files.text(`${root}/${name}`)) ?? "").split("\n")) {
        const one = line.startsWith("-") ? undefined : requirement.exec(line)?.[1];
        if (one !== undefined) found.add(normalName(one));
      }
    }
    for (const name of ["pyproject.toml", "setup.py", "setup.cfg", "Pipfile"]) {
      if (names.includes(name))
        for (const one of namesIn((await files.text(`${root}/${name}`)) ?? "")) found.add(one);
    }
  }
  return found;
}

/** Quoted requirements, keys of tables of dependencies, and indented lines of `install_requires`. */
function namesIn(text: string): readonly string[] {
  const found = [...text.matchAll(quoted)].map(([, name]) => normalName(name!));
  let isTable = false;
  let isList = false;
  for (const line of text.split("\n")) {
    const section = /^\s*\[([^\]]+)\]/.exec(line)?.[1];
    if (section !== undefined) isTable = /dependencies|packages/.test(section);
    const key = isTable ? /^\s*["']?([A-Za-z0-9][\w.-]*)["']?\s*=/.exec(line)?.[1] : undefined;
    if (key !== undefined && key !== "python") found.push(normalName(key));
    if (/^\s*(?:install_requires|tests_require)\s*=/.test(line)) isList = true;
    else if (isList && /^\S/.test(line)) isList = false;
    const item = isList ? /^\s+([A-Za-z0-9][\w.-]*)/.exec(line)?.[1] : undefined;
    if (item !== undefined) found.push(normalName(item));
  }
  return found;
}
