/** The variables a program gets of ours: those by which it finds tools and writes texts, and none that could be secret. */

export type Variables = Readonly<Record<string, string | undefined>>;

/** Where programs and their libraries are, the language, the clock; on Windows what every program needs. */
const passedOn = new RegExp(
  `^(?:${[
    "PATH|LANG|LANGUAGE|LC_\\w+|TZ|HOME",
    "PYENV_(?:ROOT|VERSION)|VIRTUAL_ENV|CONDA_(?:PREFIX|DEFAULT_ENV)",
    "RUSTUP_(?:HOME|TOOLCHAIN)|CARGO_HOME",
    "GO(?:ROOT|PATH|MODCACHE|FLAGS|TOOLCHAIN|PROXY|ARCH|OS)|CGO_ENABLED",
    "JAVA_HOME|M2_HOME|MAVEN_HOME|GRADLE_HOME",
    "NVM_DIR|VOLTA_HOME|FNM_DIR|ASDF_(?:DIR|DATA_DIR)|SDKMAN_DIR",
    "USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES(?:\\(X86\\))?",
    "SYSTEMROOT|SYSTEMDRIVE|WINDIR|TEMP|TMP|TMPDIR|COMSPEC|PATHEXT|NUMBER_OF_PROCESSORS|PROCESSOR_\\w+",
  ].join("|")})$`,
  "i",
);

/** Said to every program: nobody watches, nobody answers, and no paint. */
const fixed = {
  CI: "1",
  TERM: "dumb",
  NO_COLOR: "1",
  PYTHONUNBUFFERED: "1",
  PYTHONDONTWRITEBYTECODE: "1",
  GIT_TERMINAL_PROMPT: "0",
  DEBIAN_FRONTEND: "noninteractive",
};

/** Every program and what it starts carries this variable, so that none of them is lost. */
export const runMark = "TOUCHSTONE_RUN";

/** @param mark tells this run from all others */
export function programEnvironment(
  all: Variables,
  own: Readonly<Record<string, string>>,
  mark: string,
): Record<string, string> {
  const picked = Object.entries(all).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && passedOn.test(entry[0]),
  );
  return { ...Object.fromEntries(picked), ...fixed, ...own, [runMark]: mark };
}
