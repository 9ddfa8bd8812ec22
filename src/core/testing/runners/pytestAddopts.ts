/** Options in a project's `addopts` whose plugin is not installed: pytest then runs nothing at all. */

interface PluginOptions {
  readonly plugin: string;
  readonly option: RegExp;
  /** Whether tests mean the same without it: it measures, reports, checks other things, or says how many run at once. */
  readonly isBeside: boolean;
}

const plugins: readonly PluginOptions[] = [
  { plugin: "pytest-cov", option: /^--(?:no-)?cov(?:$|[-=])/, isBeside: true },
  {
    plugin: "pytest-xdist",
    option: /^(?:-n\d*$|--(?:numprocesses|maxprocesses|dist|tx)(?:$|=))/,
    isBeside: true,
  },
  { plugin: "pytest-timeout", option: /^--timeout(?:$|[-=_])/, isBeside: true },
  { plugin: "pytest-html", option: /^--(?:html|self-contained-html)(?:$|=)/, isBeside: true },
  { plugin: "pytest-rerunfailures", option: /^--(?:reruns|only-rerun)(?:$|[-=])/, isBeside: true },
  { plugin: "pytest-randomly", option: /^--randomly-/, isBeside: true },
  { plugin: "pytest-mypy", option: /^--mypy(?:$|[-=])/, isBeside: true },
  { plugin: "pytest-ruff", option: /^--ruff(?:$|[-=])/, isBeside: true },
  { plugin: "pytest-flake8", option: /^--flake8$/, isBeside: true },
  { plugin: "pytest-black", option: /^--black$/, isBeside: true },
  { plugin: "pytest-asyncio", option: /^--asyncio-/, isBeside: false },
  {
    plugin: "pytest-django",
    option: /^--(?:ds|dc|reuse-db|create-db|no-?migrations|migrations)(?:$|=)/,
    isBeside: false,
  },
  { plugin: "pytest-benchmark", option: /^--benchmark-/, isBeside: false },
];

export interface UnknownOptions {
  /** What is wrong and what to do, for a person. */
  readonly why: string;
  /** Whether the tests mean the same without `addopts`. */
  readonly isBeside: boolean;
  /** What is said where they are run without, for a person. */
  readonly note: string;
}

/**
 * @param said standard error of a run
 * @param root absolute, as the program sees it
 * @returns undefined when that is not what is wrong
 */
export function unknownOptions(said: string, root: string): UnknownOptions | undefined {
  const [, list = ""] = /error: unrecognized arguments: (.*)/.exec(said) ?? [];
  const [, file] = /^\s*inifile: (.*)$/m.exec(said) ?? [];
  const options = list.split(/\s+/).filter((one) => one.startsWith("-"));
  if (options.length === 0 || file === undefined || file.trim() === "None") return undefined;
  const where = file.trim().replace(`${root}/`, "");
  const found = options.map((option) => plugins.find((one) => one.option.test(option)));
  const names = [...new Set(found.flatMap((one) => one?.plugin ?? []))];
  const shown = inWords([...new Set(options.map((option) => option.split("=")[0]!))]);
  const missing = found.every((one) => one !== undefined)
    ? `${inWords(names)} ${names.length === 1 ? "is" : "are"} not installed`
    : `${names.length > 0 ? `${inWords(names)} or another plugin` : "the plugin that brings it"} is not installed`;
  return {
    why: `pytest does not know ${shown}, named by addopts in ${where}: ${missing} for the interpreter that runs the tests. Install what is missing there, or take the options out of ${where}`,
    isBeside: found.every((one) => one?.isBeside),
    note: `The tests ran without the addopts of ${where}: pytest does not know ${shown}, since ${missing}`,
  };
}

const inWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** The same command with an empty `addopts`. @param behind an argument that the command has */
export function withoutAddopts<T extends readonly string[]>(argv: T, behind: string): T {
  const at = argv.indexOf(behind) + 1;
  return [...argv.slice(0, at), "-o", "addopts=", ...argv.slice(at)] as unknown as T;
}
