/**
 * Files whose change can make a program run, loosen a guard or steer a tool: a patch never changes them without a
 * question of its own. Names are compared without regard to case and to compatible forms of letters, as some file systems do.
 */
import type { FileChange } from "./fileTexts.ts";

const protections = [
  "versionControl",
  "editor",
  "continuousIntegration",
  "hooks",
  "environment",
  "packageManager",
  "lockFile",
  "rules",
  "shell",
  "build",
  "testConfiguration",
  "hidden",
] as const;
/** What a protected file has power over. */
export type Protection = (typeof protections)[number];

/** What people are told. */
export const protectionTexts: Readonly<Record<Protection, string>> = {
  versionControl: "settings of version control",
  editor: "settings of an editor, which may run programs",
  continuousIntegration: "what a build server runs",
  hooks: "what runs when something is committed",
  environment: "variables and secrets of the environment",
  packageManager: "settings of a package manager",
  lockFile: "the exact versions of dependencies",
  rules: "rules for tools that write code",
  shell: "what a shell runs when it starts",
  build: "what building or installing runs",
  testConfiguration: "how tests are run",
  hidden: "a hidden file of unknown purpose",
};

/** Patterns of a folded path, first match decides. `(^|/)name($|/)` stands for a file or folder anywhere. */
const patterns: readonly (readonly [Protection, RegExp])[] = [
  [
    "versionControl",
    /(?:^|\/)\.(?:git|hg|svn|bzr|jj)(?:\/|$)|(?:^|\/)\.git(?:attributes|modules|config)$|(?:^|\/)\.hgrc$/,
  ],
  [
    "hooks",
    /(?:^|\/)\.(?:husky|githooks)(?:\/|$)|(?:^|\/)\.?(?:lefthook|pre-commit(?:-config)?)\.ya?ml$|(?:^|\/)\.(?:lintstagedrc|pre-commit-config)[^/]*$/,
  ],
  [
    "editor",
    /(?:^|\/)\.(?:vscode|idea|devcontainer|vs|fleet|zed)(?:\/|$)|\.code-workspace$|(?:^|\/)\.(?:vimrc|exrc|nvimrc|dir-locals\.el|nvim\.lua|devcontainer\.json)$/,
  ],
  [
    "rules",
    /(?:^|\/)(?:agents|claude|gemini)(?:\.local)?\.md$|(?:^|\/)\.(?:cursor|claude|codex|gemini|roo|continue|windsurf|aider|amazonq|touchstone)(?:\/|$)|(?:^|\/)\.(?:cursorrules|windsurfrules|clinerules[^/]*|roorules[^/]*|roomodes|mcp\.json|aider[^/]*|cursorignore)(?:\/|$)|(?:^|\/)\.github\/(?:copilot-instructions\.md$|instructions\/|prompts\/|agents\/)/,
  ],
  [
    "continuousIntegration",
    /(?:^|\/)\.(?:github|gitlab|circleci|buildkite|woodpecker|forgejo|gitea|drone|teamcity|ci)(?:\/|$)|(?:^|\/)\.(?:gitlab-ci|travis|appveyor|cirrus|drone|woodpecker)[^/]*\.ya?ml$|(?:^|\/)(?:azure-pipelines|bitbucket-pipelines|appveyor|cloudbuild)[^/]*\.ya?ml$|(?:^|\/)jenkinsfile[^/]*$/,
  ],
  [
    "environment",
    /(?:^|\/)\.env(?:rc|[.\-_][^/]*)?$|(?:^|\/)\.(?:direnvrc|netrc|pgpass|htpasswd)$|(?:^|\/)\.(?:ssh|aws|kube|docker|gnupg|config|azure|gcloud)(?:\/|$)/,
  ],
  [
    "lockFile",
    /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|pdm\.lock|uv\.lock|pipfile\.lock|cargo\.lock|gemfile\.lock|composer\.lock|go\.sum|flake\.lock|gradle\.lockfile|packages\.lock\.json|mix\.lock|podfile\.lock|pubspec\.lock|deno\.lock)$/,
  ],
  [
    "packageManager",
    /(?:^|\/)\.(?:npmrc|yarnrc|pnpmrc|pypirc|condarc|gemrc|cargo|bundle|mvn|yarn|pnp|pnpmfile)[^/]*(?:\/|$)|(?:^|\/)(?:pip\.conf|bunfig\.toml|nuget\.config|pnpm-workspace\.yaml)$/,
  ],
  [
    "shell",
    /(?:^|\/)\.(?:bash|zsh|zprofile|zlogin|zlogout|profile|login|cshrc|tcshrc|kshrc|inputrc)[^/]*$|(?:^|\/)\.fish(?:\/|$)/,
  ],
  [
    "testConfiguration",
    /(?:^|\/)(?:conftest\.py|pytest\.ini|tox\.ini|noxfile\.py|\.coveragerc|\.mocharc[^/]*|\.nycrc[^/]*|(?:jest|vitest|karma|playwright|cypress|ava|wtr)[^/]*\.(?:config|setup|workspace)\.[^/]+|jest\.config[^/]*)$/,
  ],
  [
    "build",
    /(?:^|\/)(?:gnu)?makefile$|\.mk$|(?:^|\/)(?:dockerfile|containerfile|vagrantfile|rakefile|gemfile|procfile|justfile|snakefile|brewfile|podfile|fastfile)[^/]*$|(?:^|\/)(?:docker-compose|compose)[^/]*\.ya?ml$|(?:^|\/)(?:setup\.py|setup\.cfg|pyproject\.toml|pipfile|build\.rs|cargo\.toml|go\.mod|pom\.xml|build\.sbt|cmakelists\.txt|meson\.build|configure|gruntfile[^/]*|gulpfile[^/]*|binding\.gyp|composer\.json|sitecustomize\.py|usercustomize\.py|manage\.py|gradlew(?:\.bat)?|mvnw(?:\.cmd)?)$|\.gradle(?:\.kts)?$|\.(?:csproj|vbproj|fsproj|props|targets|sln|pth|vcxproj)$|(?:^|\/)(?:webpack|rollup|vite|babel|metro|next|nuxt|astro|svelte|postcss|tailwind|esbuild|tsup|eslint|prettier|stylelint)[^/]*\.config\.[^/]+$/,
  ],
];

/** Hidden files that no program runs. */
const harmless =
  /(?:^|\/)\.(?:gitignore|gitkeep|keep|editorconfig|dockerignore|npmignore|prettierignore|eslintignore|mailmap|nojekyll|nvmrc|node-version|python-version|ruby-version|tool-versions)$/;

const fold = (path: string): string => path.normalize("NFKC").toLowerCase();

/** @returns undefined for a file that may be changed like any other; `package.json` is judged by `protectionOfChange` alone */
export function protectionOf(path: string): Protection | undefined {
  const folded = fold(path);
  for (const [protection, pattern] of patterns) if (pattern.test(folded)) return protection;
  return /(?:^|\/)\./.test(folded) && !harmless.test(folded) ? "hidden" : undefined;
}

/** Keys of `package.json` that run something or say what is installed. */
const powerfulKeys = [
  "scripts",
  "bin",
  "main",
  "exports",
  "imports",
  "type",
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
  "overrides",
  "resolutions",
  "pnpm",
  "workspaces",
  "packageManager",
  "gypfile",
  "config",
  "husky",
  "lint-staged",
  "jest",
  "mocha",
  "ava",
  "nyc",
  "c8",
  "babel",
  "eslintConfig",
];

/** The same for what a change makes of a file: by both paths of a rename, and by the keys of `package.json` that differ. */
export function protectionOfChange(change: FileChange): Protection | undefined {
  const paths = change.kind === "renamed" ? [change.from, change.path] : [change.path];
  for (const path of paths) {
    const protection = protectionOf(path);
    if (protection !== undefined) return protection;
  }
  if (!paths.some((path) => /(?:^|\/)package\.json$/.test(fold(path)))) return undefined;
  return change.kind === "changed" && !differsInPower(change.before, change.after) ? undefined : "build";
}

function differsInPower(before: string, after: string): boolean {
  try {
    const [old, now] = [JSON.parse(before), JSON.parse(after)] as Record<string, unknown>[];
    return powerfulKeys.some((key) => JSON.stringify(old?.[key]) !== JSON.stringify(now?.[key]));
  } catch {
    return true;
  }
}
