/** Vitest, Jest, Mocha or Node's own runner, by the nearest `package.json` that tells. */
import * as z from "zod";
import type { TestReason } from "../testProject.ts";
import { type Detected, reason, type SetupFiles, type TestFile } from "./setupFiles.ts";

const manifest = z.object({
  scripts: z.record(z.string(), z.string()).catch({}),
  dependencies: z.record(z.string(), z.unknown()).catch({}),
  devDependencies: z.record(z.string(), z.unknown()).catch({}),
  jest: z.unknown().optional(),
  mocha: z.unknown().optional(),
});
type Manifest = z.infer<typeof manifest>;

type EcmaRunner = "vitest" | "jest" | "mocha" | "node";

interface Signs {
  readonly config: RegExp;
  /** In a script. */
  readonly command: RegExp;
  /** What a test file of it imports. */
  readonly library: RegExp;
}

/** In the order in which they are asked where a folder has signs of several. */
const runners: Readonly<Record<EcmaRunner, Signs>> = {
  vitest: {
    config: /^vitest\.(?:config|workspace)\.[cm]?[jt]s$/,
    command: /\bvitest\b/,
    library: /^vitest$/,
  },
  jest: { config: /^jest\.config\.(?:[cm]?[jt]s|json)$/, command: /\bjest\b/, library: /^@jest\/globals$/ },
  mocha: { config: /^\.mocharc(?:\..+)?$/, command: /\bmocha\b/, library: /^mocha$/ },
  node: { config: /^$/, command: /\bnode\b[^&|;]*\s--test\b/, library: /^node:test$|^test$/ },
};
const names = Object.keys(runners) as EcmaRunner[];

function parseManifest(text: string | undefined): Manifest | undefined {
  if (text === undefined) return undefined;
  try {
    return manifest.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Undefined when nothing says that this is a test: a folder named `test` may hold anything. */
export function detectEcma(file: TestFile, setup: SetupFiles): Detected | undefined {
  const imported = names.find((name) => file.uses.some((use) => runners[name].library.test(use)));
  for (const folder of setup.foldersAbove(file.path)) {
    const text = setup.text(folder, "package.json");
    const found = parseManifest(text);
    const told = names.map((name) => ({ name, reasons: reasonsFor(name, folder, found, setup) }));
    const candidates = told.filter(({ reasons }) => reasons.length > 0);
    const chosen =
      candidates.find(({ name }) => name === imported) ?? (imported === "node" ? undefined : candidates[0]);
    if (!chosen) continue;
    const { name, reasons } = chosen;
    const options = optionsOf(name, found);
    const ci = folder === "" ? setup.ciReasons(runners[name].command) : [];
    return { runner: name, folder, reasons: [...reasons, ...ci], ...(options.length > 0 ? { options } : {}) };
  }
  if (imported !== "node") return undefined;
  const folder = setup.foldersAbove(file.path).find((at) => setup.has(at, "package.json")) ?? "";
  return { runner: "node", folder, reasons: [{ text: `${file.path} imports node:test`, path: file.path }] };
}

function reasonsFor(
  name: EcmaRunner,
  folder: string,
  found: Manifest | undefined,
  setup: SetupFiles,
): TestReason[] {
  const { config, command } = runners[name];
  const inManifest = (text: string) => reason(text, folder, "package.json");
  const scripts = Object.entries(found?.scripts ?? {})
    .filter(([script, line]) => command.test(line) && /test|unit|spec|^ci$/.test(script))
    .map(([script, line]) => inManifest(`"${script}": "${line.slice(0, 80)}" in package.json`));
  const configs = setup
    .matching(folder, config)
    .map((path) => ({ text: path.slice(path.lastIndexOf("/") + 1), path }));
  const own = (name === "jest" && found?.jest) || (name === "mocha" && found?.mocha);
  const dependency =
    name !== "node" &&
    (Object.hasOwn(found?.devDependencies ?? {}, name) || Object.hasOwn(found?.dependencies ?? {}, name));
  return [
    ...scripts.slice(0, 2),
    ...configs,
    ...(own ? [inManifest(`"${name}" in package.json`)] : []),
    ...(dependency ? [inManifest(`"${name}" among the dependencies in package.json`)] : []),
  ];
}

/** Loaders and the like that the project's script passes on: without them its tests cannot be read. */
const passedOn: Readonly<Record<EcmaRunner, readonly RegExp[]>> = {
  vitest: [],
  jest: [],
  mocha: [
    /^(?:-r|--require|--import|--loader|--extension|--ui|-u|--file)$/,
    /^--(?:require|import|loader|extension|ui|file)=/,
  ],
  node: [
    /^(?:-r|--require|--import|--loader|--experimental-loader|-C|--conditions)$/,
    /^--(?:require|import|loader|experimental-\S+|conditions|env-file)(?:=.*)?$/,
  ],
};
const takesValue =
  /^(?:-r|-C|-u|--require|--import|--loader|--experimental-loader|--conditions|--extension|--ui|--file)$/;

function optionsOf(name: EcmaRunner, found: Manifest | undefined): string[] {
  const line = Object.values(found?.scripts ?? {}).find((script) => runners[name].command.test(script)) ?? "";
  const words = line.split(/\s+/).map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));
  const options: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (!passedOn[name].some((pattern) => pattern.test(word))) continue;
    options.push(word);
    if (takesValue.test(word) && at + 1 < words.length) options.push(words[++at]!);
  }
  return options;
}
