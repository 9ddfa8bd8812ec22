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
    const { command } = runners[name];
    const isRoot = folder === "";
    const ciLines = isRoot ? setup.ciLines(command).map(({ line }) => line) : [];
    const options = optionsOf(name, found, ciLines);
    const ci = isRoot ? setup.ciReasons(command) : [];
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

/** Configurations, loaders and the like that the project's own command passes on: without them its tests cannot be read. */
interface PassedOn {
  /** They are followed by their value, or hold it after `=`. */
  readonly values: RegExp;
  readonly flags: RegExp;
  /** Whether they stand behind the runner's own name, which tells its `-c` from that of another program. */
  readonly areBehind: boolean;
}

const passedOn: Readonly<Record<EcmaRunner, PassedOn>> = {
  vitest: {
    values: /^(?:-c|-r|--(?:config|root|mode|environment|project|pool|testTimeout|setupFiles))$/,
    flags: /^--globals$/,
    areBehind: true,
  },
  jest: {
    values: /^(?:-c|--(?:config|rootDir|preset|env|testEnvironment|testTimeout))$/,
    flags: /^--(?:forceExit|runInBand)$/,
    areBehind: true,
  },
  mocha: {
    values: /^(?:-r|-u|--(?:require|import|loader|extension|ui|file|config|package))$/,
    flags: /^$/,
    areBehind: false,
  },
  node: {
    values: /^(?:-r|-C|--(?:require|import|loader|experimental-loader|conditions))$/,
    flags: /^--(?:experimental-\S+|env-file=.*)$/,
    areBehind: false,
  },
};
/** What Jest needs of Node to load modules. */
const nodeFlag = /^--experimental-vm-modules$/;

function optionsOf(name: EcmaRunner, found: Manifest | undefined, ciLines: readonly string[]): string[] {
  const { command } = runners[name];
  const lines = [...scriptsInOrder(found), ...ciLines];
  const line = lines.find((one) => command.test(one)) ?? "";
  const words = wordsOf(line.split(/&&|\|\||[;|]/).find((part) => command.test(part)) ?? "");
  const { values, flags, areBehind } = passedOn[name];
  const options: string[] = name === "jest" ? words.filter((word) => nodeFlag.test(word)) : [];
  for (let at = areBehind ? words.findIndex((word) => command.test(word)) + 1 : 0; at < words.length; at++) {
    const word = words[at]!;
    const [flag = ""] = word.split("=", 1);
    if (flags.test(word)) options.push(word);
    else if (values.test(flag)) {
      options.push(word);
      if (flag === word && at + 1 < words.length) options.push(words[++at]!);
    }
  }
  return options;
}

/** Those that are for tests first, `test` itself before all. */
function scriptsInOrder(found: Manifest | undefined): string[] {
  const place = (name: string): number => (name === "test" ? 0 : /test|unit|spec/.test(name) ? 1 : 2);
  const scripts = Object.entries(found?.scripts ?? {});
  return scripts.sort(([a], [b]) => place(a) - place(b)).map(([, line]) => line);
}

/** As a shell would part them; what `NODE_OPTIONS` is set to stands for itself. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'])+/g) ?? [];
  const plain = words.map((word) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_, a, b) => a?.replace(/\\(.)/g, "$1") ?? b),
  );
  return plain.flatMap((word) => (word.startsWith("NODE_OPTIONS=") ? word.slice(13).split(/\s+/) : [word]));
}
