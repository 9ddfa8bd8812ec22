/** Runners that projects are tested with and that are not known here: said in place of an empty list of tests. */
import * as z from "zod";
import type { TestProject } from "../testProject.ts";
import type { SetupFiles } from "./setupFiles.ts";

interface UnknownSigns {
  readonly name: string;
  /** In a script for tests. */
  readonly command: RegExp;
  /** A dependency that is there for tests alone. */
  readonly dependency?: string;
}

/** A word of a command, also as the end of a path. */
const word = (name: string): RegExp => new RegExp(String.raw`(?:^|[\s/"'&|;])${name}(?=$|[\s"'&|;])`);

/** In the order in which they are told: `tape` writes what `tap` reads, so a script may name both. */
const unknown: readonly UnknownSigns[] = [
  { name: "tape", command: word("tape"), dependency: "tape" },
  { name: "tap", command: word("tap"), dependency: "tap" },
  { name: "AVA", command: word("ava"), dependency: "ava" },
  { name: "Jasmine", command: word("jasmine"), dependency: "jasmine" },
  { name: "bun test", command: word(String.raw`bun\s+test`) },
  { name: "deno test", command: word(String.raw`deno\s+test`) },
];

const scripts = z.record(z.string(), z.unknown()).catch({});
const manifest = z.object({
  scripts,
  tasks: scripts,
  dependencies: scripts,
  devDependencies: scripts,
});

/** Of files that say how a project is tested. */
const manifests = /(?:^|\/)(?:package\.json|deno\.jsonc?)$/;
/** Each is a sentence. */
const mostTold = 3;

/**
 * @param projects those that can be run: where one is, nothing is missing
 * @returns a sentence for each folder, for a person
 */
export function unknownRunners(setup: SetupFiles, projects: readonly TestProject[]): readonly string[] {
  const covered = new Set(projects.map(({ folder }) => folder));
  const found = setup.matchingAnywhere(manifests).flatMap(({ folder, name, text }) => {
    const why = covered.has(folder) ? undefined : signIn(text, name);
    return why ? [{ folder, ...why }] : [];
  });
  return found.slice(0, mostTold).map(({ folder, runner, sign }) => {
    const what = folder === "" ? "This repository" : `"${folder}"`;
    return `${what} seems to be tested with ${runner} (${sign}), which Touchstone does not run yet: a command of your own in the setting touchstone.tests.command runs the tests as a whole; repairs need a runner that is known`;
  });
}

function signIn(text: string, name: string): { readonly runner: string; readonly sign: string } | undefined {
  const { data } = manifest.safeParse(parsed(text));
  if (!data) return undefined;
  const lines = Object.entries({ ...data.scripts, ...data.tasks }).flatMap(([script, line]) =>
    typeof line === "string" && /test|unit|spec|^ci$/.test(script) ? [{ script, line }] : [],
  );
  for (const one of unknown) {
    const named = lines.find(({ line }) => one.command.test(line));
    if (named)
      return { runner: one.name, sign: `"${named.script}": "${named.line.slice(0, 80)}" in ${name}` };
  }
  const depends = unknown.find(
    ({ dependency = "" }) =>
      Object.hasOwn(data.devDependencies, dependency) || Object.hasOwn(data.dependencies, dependency),
  );
  return (
    depends && { runner: depends.name, sign: `"${depends.dependency}" among the dependencies in ${name}` }
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
