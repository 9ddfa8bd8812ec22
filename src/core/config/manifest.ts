/** The parts of `package.json` and the settings reference that follow from the declarations. */
import {
  alternativesKey,
  type Command,
  commandCategory,
  commandNames,
  commands,
  reviewKey,
} from "./commands.ts";
import { type Setting, settingNames, settings } from "./settings.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

function schemaOf(setting: Setting): Record<string, Json> {
  switch (setting.type) {
    case "boolean":
    case "string":
      return { type: setting.type };
    case "number":
    case "integer":
      return { type: setting.type, minimum: setting.minimum, maximum: setting.maximum };
    case "choice":
      return {
        type: "string",
        enum: setting.choices.map(([value]) => value),
        markdownEnumDescriptions: setting.choices.map(([, about]) => about),
      };
    case "stringList":
      return { type: "array", items: { type: "string" } };
    case "stringMap":
      return { type: "object", additionalProperties: { type: "string" } };
    case "booleanMap":
      return { type: "object", additionalProperties: { type: "boolean" } };
  }
}

const commandId = (name: string): string => `touchstone.${name}`;
const entriesOf = (): (readonly [string, Command])[] => commandNames.map((name) => [name, commands[name]]);

/** First steps, on the editor's Welcome page. */
function renderWalkthrough(): Json {
  const step = (
    id: string,
    title: string,
    description: string,
    completionEvents: readonly string[],
  ): Json => ({
    id,
    title,
    description,
    media: { markdown: `media/walkthrough/${id}.md` },
    completionEvents,
  });
  return {
    id: "firstSteps",
    title: "Get Started with Touchstone",
    description: "A coding copilot that checks before it speaks. No account and no model needed.",
    steps: [
      step(
        "type",
        "Type, and press Tab",
        "Touchstone knows your repository a moment after you open it. Suggestions appear while you type.\n[Trigger One Now](command:touchstone.triggerInlineSuggestion)",
        ["onCommand:touchstone.triggerInlineSuggestion"],
      ),
      step(
        "search",
        "Find your way by name or by question",
        "Search Repository finds symbols, files and lines while you type, and shows each place as you move through the list.\n[Search Repository](command:touchstone.searchRepository)\n[Show Index](command:touchstone.showIndex)",
        ["onCommand:touchstone.searchRepository"],
      ),
      step(
        "ask",
        "Ask about the repository",
        "The chat answers from the index, with the lines that bear it out: what something is, who calls it, how it is tested. Slash commands explain, review, document and more.\n[Open Chat](command:touchstone.openChat)",
        ["onCommand:touchstone.openChat"],
      ),
      step(
        "fix",
        "Fix a failing test, without a model",
        "Small faults are found and mended in a copy of your files, proven by your own tests, and shown as a diff that you accept or not.\n[Fix Failing Test](command:touchstone.fixFailingTest)\n[Open Testing View](command:workbench.view.testing.focus)",
        ["onCommand:touchstone.fixFailingTest"],
      ),
      step(
        "model",
        "Add a model, if you want one",
        "Any OpenAI-compatible endpoint: a server of your own, a gateway, a provider. Until then nothing leaves this machine.\n[Set Up Model](command:touchstone.setUpModel)",
        ["onCommand:touchstone.setUpModel"],
      ),
      step(
        "see",
        "See what was sent",
        "The last request to a model, word for word, and what was kept back from it.\n[Show Last Context](command:touchstone.showLastContext)",
        ["onCommand:touchstone.showLastContext"],
      ),
    ],
  };
}

/** The view of patches to accept. */
export const reviewView = "touchstone.review";
/** Its own: when the view goes, the side bar goes back from it to the files. */
const reviewContainer = "touchstoneReview";
const reviewTitle = "Touchstone Review";
const inReviewDiff = "resourceScheme == touchstone-review";
/** Patches of several files stand in an editor that does not tell whose they are. */
const inManyDiffs = `activeEditor == multiDiffEditor && ${reviewKey}`;

const reviewMenus: Readonly<Record<string, readonly Json[]>> = {
  "view/title": [
    { command: commandId("acceptPatch"), group: "navigation@1", when: `view == ${reviewView}` },
    { command: commandId("rejectPatch"), group: "navigation@2", when: `view == ${reviewView}` },
    { command: commandId("showPatch"), group: "navigation@3", when: `view == ${reviewView}` },
    {
      command: commandId("choosePatch"),
      group: "navigation@4",
      when: `view == ${reviewView} && ${alternativesKey}`,
    },
  ],
  "view/item/context": [
    {
      command: commandId("acceptHunk"),
      group: "inline@1",
      when: `view == ${reviewView} && viewItem == hunk`,
    },
    {
      command: commandId("showChangedSince"),
      group: "inline@1",
      when: `view == ${reviewView} && viewItem == movedFile`,
    },
  ],
  "editor/title": [
    { command: commandId("acceptHunk"), group: "navigation@1", when: inReviewDiff },
    { command: commandId("rejectHunk"), group: "navigation@2", when: inReviewDiff },
    { command: commandId("acceptPatch"), group: "navigation@3", when: inReviewDiff },
    { command: commandId("acceptPatch"), group: "navigation@3", when: inManyDiffs },
    { command: commandId("rejectPatch"), group: "1_review@3", when: inManyDiffs },
    // The diff has buttons of its own for the changes of a file; these go through all files.
    { command: commandId("previousHunk"), group: "1_review@1", when: inReviewDiff },
    { command: commandId("nextHunk"), group: "1_review@2", when: inReviewDiff },
    { command: commandId("rejectPatch"), group: "1_review@3", when: inReviewDiff },
  ],
  "editor/lineNumber/context": [
    { command: commandId("acceptHunk"), group: "navigation@1", when: inReviewDiff },
    { command: commandId("rejectHunk"), group: "navigation@2", when: inReviewDiff },
  ],
};

/** The rows of the Testing view, and failures that it shows. */
const isOwnTest = "controllerId == touchstone";
const isOwnFailure = "testMessage == touchstoneFailure";
const testMenus: Readonly<Record<string, readonly Json[]>> = {
  "testing/item/context": [
    {
      command: commandId("fixFailingTest"),
      group: "inline@9",
      when: `${isOwnTest} && testId in touchstone.failedTests`,
    },
    { command: commandId("fixFailingTest"), group: "touchstone@1", when: isOwnTest },
    { command: commandId("showSuspiciousLines"), group: "touchstone@2", when: isOwnTest },
    // Of any controller: what it is told of a test is its place.
    { command: commandId("addToChat"), group: "touchstone@3" },
  ],
  "testing/message/context": [
    { command: commandId("fixFailingTest"), group: "inline@9", when: isOwnFailure },
    { command: commandId("showSuspiciousLines"), group: "touchstone@1", when: isOwnFailure },
  ],
  "testing/message/content": [{ command: commandId("fixFailingTest"), when: isOwnFailure }],
};

/** The chat panel. */
export const chatView = "touchstone.chat";
const chatContainer = "touchstone-chat";

/** The view that shows the index, and the context key that says why it may be empty. */
export const indexView = "touchstone.index";
export const indexStateKey = "touchstone.indexState";

/** What stands in the view of the index where there is nothing to show. */
const indexWelcome: readonly Json[] = [
  {
    view: indexView,
    when: `${indexStateKey} == noFolder`,
    contents:
      "Open a folder, and Touchstone indexes it: suggestions and search then know the whole repository.\n[Open Folder](command:workbench.action.files.openFolder)",
  },
  {
    view: indexView,
    when: `${indexStateKey} == virtual`,
    contents:
      "This workspace has no files on a disk, so there is no index. Suggestions come from open documents.",
  },
  {
    view: indexView,
    when: `${indexStateKey} == off`,
    contents:
      "The index is switched off by a setting. Suggestions come from open documents, and the repository cannot be searched.\n[Open Settings](command:workbench.action.openSettings?%5B%22touchstone.index.enabled%22%5D)",
  },
];

/** The buttons of that view, and what stands behind its dots. */
const indexTitleMenu: readonly Json[] = [
  { command: commandId("searchRepository"), group: "navigation@1" },
  { command: commandId("rebuildIndex"), group: "navigation@2", when: `${indexStateKey} == ready` },
  { command: commandId("cancelIndexing"), group: "navigation@2", when: `${indexStateKey} == indexing` },
  { command: commandId("openIgnoreFile"), group: "1_index@1", when: `${indexStateKey} != noFolder` },
  { command: commandId("openSettings"), group: "2_settings@1" },
  { command: commandId("showLog"), group: "2_settings@2" },
].map(({ when, ...item }) => ({
  ...item,
  when: when === undefined ? `view == ${indexView}` : `view == ${indexView} && ${when}`,
}));

/** The buttons of the chat panel, and what stands behind its dots. */
const chatTitleMenu: readonly Json[] = [
  { command: commandId("newChat"), group: "navigation@1" },
  { command: commandId("showChats"), group: "navigation@2" },
  { command: commandId("renameChat"), group: "1_chat@1" },
  { command: commandId("exportChat"), group: "1_chat@2" },
  { command: commandId("deleteChat"), group: "1_chat@3" },
  { command: commandId("attachImage"), group: "1_chat@4" },
  { command: commandId("chooseChatModel"), group: "2_sent@1" },
  { command: commandId("chooseHostTools"), group: "2_sent@2" },
  { command: commandId("showLastContext"), group: "2_sent@3" },
].map((item) => ({ ...item, when: `view == ${chatView}` }));

/** What has a file, or is one: no setting, output or document of ours. */
const isOfWorkspace = "resourceScheme == file || resourceScheme == vscode-remote";

/** Languages whose use of libraries can be checked, for a condition. */
const checkedLanguages = "/^(typescript|javascript)(react)?$|^python$/";

/** `contributes` of `package.json`. */
export function renderContributes(): Json {
  const properties = settingNames.map((name, order): readonly [string, Json] => {
    const setting: Setting = settings[name];
    return [
      `touchstone.${name}`,
      {
        ...schemaOf(setting),
        default: setting.default as Json,
        scope: setting.scope,
        order,
        markdownDescription: setting.about,
      },
    ];
  });
  return {
    commands: entriesOf().map(([name, command]) => ({
      command: commandId(name),
      title: command.title,
      category: commandCategory,
      ...(command.icon ? { icon: `$(${command.icon})` } : {}),
    })),
    keybindings: entriesOf().flatMap(([name, { key }]) =>
      key
        ? [{ command: commandId(name), key: key.key, ...(key.mac ? { mac: key.mac } : {}), when: key.when }]
        : [],
    ),
    viewsContainers: {
      activitybar: [
        { id: "touchstone", title: "Touchstone", icon: "media/touchstone.svg" },
        { id: reviewContainer, title: reviewTitle, icon: "$(checklist)" },
      ],
      secondarySidebar: [{ id: chatContainer, title: "Touchstone", icon: "media/touchstone.svg" }],
    },
    views: {
      touchstone: [{ id: indexView, name: "Index", icon: "media/touchstone.svg" }],
      [reviewContainer]: [{ id: reviewView, name: reviewTitle, icon: "$(checklist)", when: reviewKey }],
      [chatContainer]: [{ id: chatView, name: "Chat", icon: "media/touchstone.svg", type: "webview" }],
    },
    viewsWelcome: indexWelcome,
    menus: {
      "editor/context": [
        { command: commandId("showApiDocumentation"), group: "navigation@8", when: "editorTextFocus" },
        { command: commandId("askAboutSymbol"), group: "navigation@9", when: "editorTextFocus" },
        { command: commandId("editWithModel"), group: "navigation@12", when: "editorTextFocus" },
        { command: commandId("addToChat"), group: "navigation@11", when: isOfWorkspace },
        {
          command: commandId("writeTests"),
          group: "navigation@12",
          when: `editorTextFocus && editorLangId =~ ${checkedLanguages}`,
        },
        {
          command: commandId("checkApiUsage"),
          group: "navigation@10",
          when: `editorLangId =~ ${checkedLanguages}`,
        },
      ],
      "explorer/context": [
        { command: commandId("addToChat"), group: "5_touchstone@1", when: isOfWorkspace },
        {
          command: commandId("checkApiUsage"),
          group: "7_modification@9",
          when: `explorerResourceIsFolder || resourceLangId =~ ${checkedLanguages}`,
        },
      ],
      "scm/title": [
        { command: commandId("writeCommitMessage"), group: "navigation", when: "scmProvider == git" },
        { command: commandId("reviewChanges"), group: "touchstone@1", when: "scmProvider == git" },
      ],
      "view/title": [...indexTitleMenu, ...chatTitleMenu, ...reviewMenus["view/title"]!],
      "view/item/context": reviewMenus["view/item/context"]!,
      ...testMenus,
      "editor/title/context": [
        { command: commandId("addToChat"), group: "5_touchstone@1", when: isOfWorkspace },
      ],
      // Of the button that adds to a question: by the mouse, the menu key or Shift+F10.
      "webview/context": [
        { command: commandId("attachImage"), group: "1_add@1" },
        { command: commandId("addToChat"), group: "1_add@2" },
        { command: commandId("addTerminalToChat"), group: "1_add@3" },
      ].map((item) => ({ ...item, when: `webviewId == ${chatView} && webviewSection == addContext` })),
      "terminal/context": [{ command: commandId("addTerminalToChat"), group: "5_touchstone@1" }],
      "editor/title": reviewMenus["editor/title"]!,
      "editor/lineNumber/context": reviewMenus["editor/lineNumber/context"]!,
      commandPalette: entriesOf().flatMap(([name, command]) =>
        command.palette === false
          ? [{ command: commandId(name), when: "false" }]
          : command.paletteWhen === undefined
            ? []
            : [{ command: commandId(name), when: command.paletteWhen }],
      ),
    },
    configuration: { title: "Touchstone", properties: Object.fromEntries(properties) },
    // Its last line is a whole request body.
    configurationDefaults: {
      "[touchstone-context]": { "editor.wordWrap": "on", "editor.minimap.enabled": false },
    },
    walkthroughs: [renderWalkthrough()],
    languages: [
      { id: "touchstone-context", aliases: ["Touchstone Context"], extensions: [".touchstone-context"] },
    ],
    grammars: [
      {
        language: "touchstone-context",
        scopeName: "text.touchstone-context",
        path: "./syntaxes/touchstone-context.tmLanguage.json",
      },
    ],
  };
}

/** `capabilities` of `package.json`. */
export function renderCapabilities(): Json {
  return {
    untrustedWorkspaces: {
      supported: "limited",
      description:
        "Until the workspace is trusted, Touchstone reads files within limits for its built-in suggestions and search: it starts no process, git included, uses no network and asks no model.",
      restrictedConfigurations: settingNames
        .filter((name) => settings[name].scope === "machine" || settings[name].scope === "application")
        .map((name) => `touchstone.${name}`),
    },
    virtualWorkspaces: {
      supported: "limited",
      description:
        "Without files on a disk there is no repository index: suggestions come from open documents and the model.",
    },
  };
}

/** A table cell: pipes escaped, one line. */
const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/** `docs/settings.md`. */
export function renderSettingsReference(): string {
  const rows = settingNames.map((name) => {
    const setting: Setting = settings[name];
    const choices =
      setting.type === "choice"
        ? ` ${setting.choices.map(([value, about]) => `**${value}**: ${about}`).join(" ")}`
        : "";
    return `| \`touchstone.${name}\` | \`${cell(JSON.stringify(setting.default))}\` | ${setting.scope} | ${cell(setting.about + choices)} |`;
  });
  const keys = entriesOf().map(
    ([name, command]) =>
      `| ${commandCategory}: ${command.title} | \`${commandId(name)}\` | ${command.key ? `\`${command.key.key}\`` : ""} |`,
  );
  return [
    "# Settings and commands",
    "",
    "Written by `npm run generate` from `src/core/config`; do not edit.",
    "",
    "Settings of scope `machine` or `application` are read from your own settings only, never from a workspace's files.",
    "",
    "| setting | default | scope | what it does |",
    "|---|---|---|---|",
    ...rows,
    "",
    "| command | identifier | key |",
    "|---|---|---|",
    ...keys,
    "",
  ].join("\n");
}
