/** The variables git gets, and no others: whatever is inherited could make it run or read something else. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where programs, the person's own configuration and texts of the right language are found. */
const passedOn =
  /^(?:PATH|HOME|LANG|LANGUAGE|LC_\w+|XDG_CONFIG_HOME|TMPDIR|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|SYSTEMROOT|SYSTEMDRIVE|WINDIR|TEMP|TMP|COMSPEC|PATHEXT)$/i;

/** The part of an environment that the engine thread hands to git. */
export function pickGitEnvironment(all: Environment): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined && passedOn.test(name)) picked[name] = value;
  }
  return picked;
}

const hardened = {
  GIT_TERMINAL_PROMPT: "0",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_PAGER: "cat",
  GIT_ASKPASS: "",
  SSH_ASKPASS: "",
  /** A partial clone fetches what it lacks as soon as it is asked for: no transport is allowed, whatever its config says. */
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "none",
};

const nullDevice = process.platform === "win32" ? "NUL" : "/dev/null";

/** Configuration that wins over every file, by key. */
const settings: readonly (readonly [key: string, value: string])[] = [
  ["core.fsmonitor", "false"],
  ["core.hooksPath", nullDevice],
  ["core.untrackedCache", "false"],
  ["log.showSignature", "false"],
  ["diff.external", ""],
  ["diff.orderFile", nullDevice],
  ["core.quotePath", "false"],
  ["diff.noprefix", "false"],
  ["diff.mnemonicPrefix", "false"],
  ["diff.relative", "false"],
  ["diff.suppressBlankEmpty", "false"],
];

/** Keys under which a repository names programs, by driver. */
const driverKeys: Readonly<Record<string, readonly string[]>> = {
  // A filter that must run would fail for being switched off.
  filter: ["clean", "smudge", "process", "required"],
  diff: ["command", "textconv"],
  merge: ["driver"],
};

/**
 * The whole environment of a git process.
 *
 * @param configuredKeys names of what the repository configures, such as `filter.lfs.clean`: their drivers are blanked
 */
export function gitEnvironment(
  picked: Environment,
  configuredKeys: readonly string[],
): Record<string, string> {
  const drivers = new Set<string>();
  for (const key of configuredKeys) {
    const match = /^(filter|diff|merge)\.(.+)\.[^.]+$/s.exec(key);
    if (match !== null)
      for (const last of driverKeys[match[1]!]!) drivers.add(`${match[1]}.${match[2]}.${last}`);
  }
  const all = [...settings, ...Array.from(drivers, (key) => [key, ""] as const)];
  const environment = { ...pickGitEnvironment(picked), ...hardened, GIT_CONFIG_COUNT: String(all.length) };
  const numbered = all.flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${i}`, key],
    [`GIT_CONFIG_VALUE_${i}`, value],
  ]);
  return { ...environment, ...Object.fromEntries(numbered) };
}
