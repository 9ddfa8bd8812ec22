/**
 * Every setting, declared once: type, default, scope and text. `package.json` and `docs/settings.md` are written from
 * here by `npm run generate`.
 *
 * Scopes: a setting that widens power (where text is sent, with which headers, what is withheld) is `machine` or
 * `application`, which the editor never reads from a workspace's own files.
 */

export type SettingScope = "application" | "machine" | "window" | "resource" | "language-overridable";

interface SettingBase<T> {
  readonly default: T;
  readonly scope: SettingScope;
  /** Markdown, shown in the settings editor. */
  readonly about: string;
}

interface BooleanSetting extends SettingBase<boolean> {
  readonly type: "boolean";
}
interface NumberSetting extends SettingBase<number> {
  readonly type: "number" | "integer";
  readonly minimum: number;
  readonly maximum: number;
}
interface StringSetting extends SettingBase<string> {
  readonly type: "string";
}
interface ChoiceSetting<T extends string = string> extends SettingBase<T> {
  readonly type: "choice";
  /** Value and what it means. */
  readonly choices: readonly (readonly [T, string])[];
}
interface StringListSetting extends SettingBase<readonly string[]> {
  readonly type: "stringList";
  /** Lists of a workspace add to a person's own and never replace it: what a person withholds stays withheld. */
  readonly workspaceAdds?: true;
}
interface StringMapSetting extends SettingBase<Readonly<Record<string, string>>> {
  readonly type: "stringMap";
}
interface BooleanMapSetting extends SettingBase<Readonly<Record<string, boolean>>> {
  readonly type: "booleanMap";
}

export type Setting =
  | BooleanSetting
  | NumberSetting
  | StringSetting
  | ChoiceSetting
  | StringListSetting
  | StringMapSetting
  | BooleanMapSetting;

const boolean = (scope: SettingScope, value: boolean, about: string): BooleanSetting => ({
  type: "boolean",
  scope,
  default: value,
  about,
});
const integer = (
  scope: SettingScope,
  value: number,
  [minimum, maximum]: readonly [number, number],
  about: string,
): NumberSetting => ({ type: "integer", scope, default: value, minimum, maximum, about });
const fraction = (scope: SettingScope, value: number, about: string, minimum = 0): NumberSetting => ({
  type: "number",
  scope,
  default: value,
  minimum,
  maximum: 1,
  about,
});
const string = (scope: SettingScope, value: string, about: string): StringSetting => ({
  type: "string",
  scope,
  default: value,
  about,
});
const choice = <const T extends string>(
  scope: SettingScope,
  value: T,
  choices: readonly (readonly [T, string])[],
  about: string,
): ChoiceSetting<T> => ({ type: "choice", scope, default: value, choices, about });

/** Keys are without the `touchstone.` in front. */
export const settings = {
  "completion.enabled": boolean("resource", true, "Show inline suggestions while typing."),
  "completion.languages": {
    type: "booleanMap",
    scope: "resource",
    default: { "*": true },
    about:
      'Languages with inline suggestions, by the editor\'s language identifier; `*` stands for all others. For example `{ "*": true, "markdown": false }`.',
  } as BooleanMapSetting,
  "completion.engine": choice(
    "machine",
    "auto",
    [
      ["auto", "The built-in engine at once, and the model, where one is set up, when it knows better."],
      ["builtin", "Only the built-in engine: nothing leaves the machine."],
      ["model", "Only the model; the built-in engine steps in while the endpoint fails."],
    ],
    "Which engine makes inline suggestions.",
  ),
  "completion.minimumConfidence": fraction(
    "window",
    0.65,
    "A suggestion of the built-in engine is shown when the chance that it is exactly right is at least this. Higher is quieter.",
  ),
  "completion.eagerness": fraction(
    "window",
    0.5,
    "How readily suggestions are shown, from quiet (0) to eager (1). What you would most likely reject is held back: at 0.5 suggestions of which others rejected nine in ten, at 1 none. What you accept and reject moves it, on this machine alone (**Touchstone: Show What Was Learned of Your Accepts**).",
  ),
  "completion.debounceMs": integer(
    "window",
    120,
    [0, 2000],
    "Idle time after a keystroke before the model is asked, in milliseconds. The built-in engine answers at once.",
  ),
  "completion.format": choice(
    "machine",
    "suffix",
    [
      ["suffix", "`/completions` with a `suffix` field: the server fills in the middle itself."],
      ["infill", "`/infill` of llama.cpp: the server fills in the middle itself, with other files."],
      ["mistral", "`/fim/completions` of Mistral's API."],
      ["qwen", "`/completions` with the tokens of Qwen2.5-Coder and Qwen3-Coder."],
      ["starcoder2", "`/completions` with the tokens of StarCoder 2."],
      ["codellama", "`/completions` with the tokens of Code Llama."],
      ["deepseek", "`/completions` with the tokens of DeepSeek-Coder, first and second version."],
      ["codestral", "`/completions` with the tokens of Codestral."],
      ["codegemma", "`/completions` with the tokens of CodeGemma."],
      ["granite", "`/completions` with the tokens of Granite Code, StarCoder 1 and Stable Code."],
      ["seedcoder", "`/completions` with the tokens of Seed-Coder."],
      ["mellum", "`/completions` with the tokens of Mellum."],
      ["chat", "`/chat/completions` with an instruction: for endpoints that have nothing else."],
    ],
    "How the model is asked to fill in the middle. It is never guessed from the model's name: a wrong format gives useless suggestions without any error.",
  ),
  "completion.sureConfidence": fraction(
    "window",
    0.8,
    "When the built-in engine is this sure of its suggestion, it is shown at once and no model is asked. 1 asks the model always.",
  ),
  "completion.prefetch": choice(
    "machine",
    "loopback",
    [
      ["loopback", "Only of a model on this machine, which costs nothing."],
      ["always", "Of any model: suggestions come sooner, and more tokens are used."],
      ["never", "Never."],
    ],
    "Whether the model is asked for what follows a suggestion while it is shown, so that the next is there when it is accepted.",
  ),
  "completion.endpoint": string(
    "machine",
    "",
    "Base URL of another endpoint for inline suggestions. Empty: `model.endpoint`. Headers of `model.headers` go along only where both have the same origin.",
  ),
  "completion.model": string("machine", "", "Another model for inline suggestions. Empty: `model.name`."),
  "completion.maxTokens": integer(
    "window",
    96,
    [8, 1024],
    "Longest suggestion asked of the model, in tokens.",
  ),
  "completion.contextTokens": integer(
    "window",
    2048,
    [256, 32768],
    "Longest prompt sent to the model for an inline suggestion, in tokens (estimated).",
  ),
  "completion.autoImport": boolean(
    "resource",
    true,
    "When an accepted suggestion uses a name that the file does not import, add the import: by the name's only definition in the repository, or as other files import it. One undo takes both back.",
  ),
  "nextEdit.enabled": boolean(
    "resource",
    true,
    "After an edit that belongs elsewhere too (a renamed symbol, an added or removed argument, the same change made twice), offer the next place: `Tab` goes there, `Tab` again makes the change, `Escape` sends the offer away.",
  ),
  "model.endpoint": string(
    "machine",
    "",
    "Base URL of an OpenAI-compatible endpoint, such as `http://127.0.0.1:11434/v1`. Empty: no model, nothing leaves the machine. Workspace settings cannot set it.",
  ),
  "model.name": string("machine", "", "Name of the model, as the endpoint's `/models` lists it."),
  "model.headers": {
    type: "stringMap",
    scope: "machine",
    default: {},
    about:
      "Further HTTP headers, sent to whatever `model.endpoint` names. Put the API key in **Touchstone: Set API Key**, not here.",
  } as StringMapSetting,
  "model.firstByteTimeoutMs": integer(
    "machine",
    8000,
    [500, 120000],
    "How long an inline suggestion may wait for the model's first data, in milliseconds.",
  ),
  "chat.endpoint": string(
    "machine",
    "",
    "Base URL of another endpoint for chat and instructed edits. Empty: `model.endpoint`.",
  ),
  "chat.model": string("machine", "", "Another model for chat and instructed edits. Empty: `model.name`."),
  "chat.hostModel": string(
    "machine",
    "",
    "A model that VS Code offers, such as one of Copilot, as `provider/model`: asked in chat, for instructed edits and - unless `repair.endpoint` or `repair.model` is set - for fixes, instead of an endpoint. What is sent leaves this machine through its provider. **Touchstone: Choose Who Answers in Chat** lists them. Never asked for inline suggestions.",
  ),
  "chat.hostTools": {
    type: "stringList",
    scope: "machine",
    default: [],
    about:
      "Tools of VS Code - of other extensions, and of servers of the Model Context Protocol that you set up there - that a model may call in the chat panel, by name. **Touchstone: Choose Tools of VS Code in Chat** lists them. You are asked before each call; what a tool gives goes to the model as data.",
  } as StringListSetting,
  "chat.engine": choice(
    "machine",
    "auto",
    [
      [
        "auto",
        "The index where it answers exactly, such as callers, uses, tests or changes; the model, where one is set up, for the rest.",
      ],
      ["builtin", "Only the index: nothing leaves the machine."],
      ["model", "Only the model, with what the index finds."],
    ],
    "Who answers questions in chat.",
  ),
  "chat.images": choice(
    "machine",
    "auto",
    [
      ["auto", "Images go to the model unless it refused some before; that is remembered for each model."],
      ["on", "Images go to the model, whatever it said before."],
      ["off", "No image goes to a model."],
    ],
    "Whether images that you put beside a question in chat are sent to the model. They are sent as they are, but for notes of cameras and programs in them: secrets in an image are not found.",
  ),
  "chat.maxTokens": integer(
    "window",
    4096,
    [64, 65536],
    "Longest answer asked of the model in chat, for a fix or for an edit, in tokens.",
  ),
  "chat.contextTokens": integer(
    "window",
    24000,
    [1024, 1000000],
    "Longest conversation sent to the model in chat, for a fix or for an edit, in tokens (estimated). What is oldest is left out first.",
  ),
  "repair.endpoint": string(
    "machine",
    "",
    "Base URL of another endpoint for fixes. Empty: `model.endpoint`.",
  ),
  "repair.model": string("machine", "", "Another model for fixes. Empty: `model.name`."),
  "embeddings.endpoint": string(
    "machine",
    "",
    "Base URL of another endpoint for search by meaning. Empty: `model.endpoint`.",
  ),
  "privacy.exclude": {
    type: "stringList",
    scope: "machine",
    default: [
      "**/.env",
      "**/.env.*",
      "**/*.pem",
      "**/*.key",
      "**/id_rsa*",
      "**/id_ed25519*",
      "**/*.pfx",
      "**/*.p12",
      "**/.npmrc",
      "**/.pypirc",
      "**/.netrc",
    ],
    about:
      "Files whose text never enters a prompt, as globs relative to a workspace folder, besides ignored and excluded files. A workspace can add to what is withheld by its ignore files, never take away.",
  } as StringListSetting,
  "docs.folders": {
    type: "stringList",
    scope: "machine",
    default: [],
    about:
      "Folders of libraries that no package manager of the workspace knows, as absolute paths: what their sources declare is found and shown like that of installed packages. They are read only.",
  } as StringListSetting,
  "docs.hover": choice(
    "window",
    "auto",
    [
      [
        "auto",
        "Signature, text and example where no language extension shows them; beside one only what it does not tell: the installed version and where the workspace uses it.",
      ],
      ["on", "All of it, also beside a language extension."],
      ["off", "Nothing."],
    ],
    "What is shown of an installed library when the pointer rests on one of its names.",
  ),
  "docs.byMeaning": boolean(
    "machine",
    false,
    "Where `embeddings.model` names a model, ask it also about questions to **Search API Documentation**: with the question, what the 31 APIs that fit by words say of themselves is sent there, and they are ordered by words and by meaning.",
  ),
  "docs.inPrompt": choice(
    "machine",
    "auto",
    [
      [
        "auto",
        "Where it changes what a model would write: APIs of libraries that are not widely known, of other parts of the workspace, and those in place of what is deprecated or does not exist.",
      ],
      ["off", "Never."],
    ],
    "Whether prompts for inline suggestions hold what the installed versions of libraries say about the APIs at the cursor, with an example of their use in the workspace.",
  ),
  "index.enabled": boolean(
    "window",
    true,
    "Index the workspace, so that suggestions know the whole repository.",
  ),
  "index.exclude": {
    type: "stringList",
    scope: "resource",
    workspaceAdds: true,
    default: ["**/node_modules", "**/bower_components", "**/.venv", "**/__pycache__"],
    about:
      "Files and folders kept from the index and from every prompt, as globs, besides ignore files and `files.exclude`. Workspace settings add to your own list, and replace only the default.",
  } as StringListSetting,
  "index.maxFileKb": integer("window", 1024, [16, 8192], "Files larger than this are not indexed, in KiB."),
  "index.maxFiles": integer(
    "window",
    200000,
    [100, 2000000],
    "The index stops growing at this many files, and says so.",
  ),
  "index.history": boolean(
    "machine",
    true,
    "Ask git for past commits, so that a search also finds files by what was once said about them. Only in a trusted workspace; nothing is written.",
  ),
  "embeddings.model": string(
    "machine",
    "",
    "Name of an embedding model, to search by meaning as well as by words. Empty: off. With a name, the text of all indexed files is sent there piece by piece while nothing else goes on, but what is ignored or withheld, and what looks like a secret. Only in a trusted workspace.",
  ),
  "symbols.workspaceProvider": choice(
    "window",
    "auto",
    [
      ["auto", "For languages of which no language extension is installed that does so itself."],
      ["on", "For all languages."],
      ["off", "Never."],
    ],
    "Whether **Go to Symbol in Workspace** shows the symbols of the index.",
  ),
  "index.cpuShare": fraction(
    "window",
    1,
    "Part of one processor core that indexing may take: 1 is done soonest, 0.25 takes four times as long. Halved on battery where the system says so (Linux). Suggestions and searches are never slowed down.",
    0.05,
  ),
  "tests.command": {
    type: "stringList",
    scope: "machine",
    default: [],
    about:
      'Runs all tests of a folder, instead of what was detected: a program and its arguments, one by one, with no shell. `{report}` stands for the file that it shall write JUnit\'s XML to. For example `["make", "check", "REPORT={report}"]`.',
  } as StringListSetting,
  "tests.sandbox": choice(
    "machine",
    "auto",
    [
      ["auto", "In a sandbox where one works; otherwise you are asked before tests run without."],
      ["required", "Only in a sandbox: where none works, tests do not run."],
      [
        "off",
        "Without a sandbox: in a copy, with few variables of the environment and with limits, but tests could write elsewhere and reach the network.",
      ],
    ],
    "How tests are kept from the rest of the machine. They always run in a copy of the working files. A sandbox needs Linux with `bubblewrap`.",
  ),
  "tests.network": boolean(
    "machine",
    false,
    "Tests in a sandbox may reach the network. Without a sandbox they always may.",
  ),
  "tests.timeoutSeconds": integer(
    "window",
    600,
    [5, 7200],
    "A run of a project's tests is ended after this many seconds, and told as interrupted.",
  ),
  "tests.silenceSeconds": integer(
    "window",
    180,
    [5, 7200],
    "A run of tests that writes nothing for this many seconds is ended.",
  ),
  "tests.rerunFailed": boolean(
    "window",
    false,
    "Tests that fail, up to twenty, run a second time with nothing changed: those that pass then are marked as flaky.",
  ),
  "log.level": choice(
    "window",
    "info",
    [
      ["error", "Only failures."],
      ["warn", "Failures and what may become one."],
      ["info", "What Touchstone does, in short."],
      ["debug", "Each request with its times; never its text."],
    ],
    "How much **Touchstone: Show Log** records.",
  ),
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** The value type of a setting's declaration. */
type ValueOf<S> = S extends {
  readonly type: "choice";
  readonly choices: readonly (readonly [infer T, string])[];
}
  ? T
  : S extends BooleanSetting
    ? boolean
    : S extends NumberSetting
      ? number
      : S extends StringSetting
        ? string
        : S extends StringListSetting
          ? readonly string[]
          : S extends StringMapSetting
            ? Readonly<Record<string, string>>
            : S extends BooleanMapSetting
              ? Readonly<Record<string, boolean>>
              : never;

export type SettingValue<N extends SettingName> = ValueOf<(typeof settings)[N]>;

/** The values of all settings. */
export type SettingValues = { readonly [N in SettingName]: SettingValue<N> };

export const settingNames = Object.keys(settings) as SettingName[];

/** The values that hold when a person has set nothing. */
export const defaultSettingValues: SettingValues = Object.fromEntries(
  settingNames.map((name) => [name, settings[name].default]),
) as unknown as SettingValues;
