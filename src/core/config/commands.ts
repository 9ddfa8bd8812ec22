/** Every command and key binding, declared once; `package.json` is written from here by `npm run generate`. */

export interface Command {
  /** Sentence in title case, without the category. */
  readonly title: string;
  /** Codicon name for menus and the status bar. */
  readonly icon?: string;
  readonly key?: { readonly key: string; readonly mac?: string; readonly when: string };
  /** False keeps it out of the command palette. */
  readonly palette?: boolean;
  /** When the palette offers it; always when absent. */
  readonly paletteWhen?: string;
}

/** Context key: `offered` beside an edit that has siblings, `arrived` at such a place, else empty. */
export const nextEditKey = "touchstone.nextEdit";

/** While none of these has the keyboard. */
const whenFree = [
  "editorTextFocus",
  "!editorReadonly",
  "!editorHasSelection",
  "!suggestWidgetVisible",
  "!inlineSuggestionVisible",
  "!inlineEditIsVisible",
  "!inSnippetMode",
  "!renameInputVisible",
  "!hasOtherSuggestions",
].join(" && ");
const whenTab = `${whenFree} && !editorTabMovesFocus`;
const whenEscape = `${whenFree} && !findWidgetVisible && !parameterHintsVisible && !markersNavigationVisible && !vim.active`;

/** Context key: patches wait to be accepted. */
export const reviewKey = "touchstone.isReviewing";
/** Context key: there are several of them. */
export const alternativesKey = "touchstone.hasAlternatives";
/** Where keys of a review count: in its diffs, which nobody can write in, and in its rows. */
const whenReview = `${reviewKey} && (editorTextFocus && resourceScheme == touchstone-review || focusedView == touchstone.review)`;
const inReview = { paletteWhen: reviewKey } as const;

/** Keys are command identifiers without the `touchstone.` in front. */
export const commands = {
  setUpModel: { title: "Set Up Model", icon: "plug" },
  setApiKey: { title: "Set API Key", icon: "key" },
  testConnection: { title: "Test Connection", icon: "pulse" },
  forgetEndpoints: { title: "Forget What Was Learned About Endpoints" },
  toggleInlineSuggestions: { title: "Toggle Inline Suggestions" },
  triggerInlineSuggestion: {
    title: "Trigger Inline Suggestion",
    key: { key: "alt+\\", when: "editorTextFocus && !editorReadonly" },
  },
  jumpToNextEdit: {
    title: "Jump to Next Edit",
    key: { key: "tab", when: `${whenTab} && ${nextEditKey} == offered` },
  },
  acceptNextEdit: {
    title: "Accept Next Edit",
    key: { key: "tab", when: `${whenTab} && ${nextEditKey} == arrived` },
  },
  dismissNextEdit: {
    title: "Dismiss Next Edit",
    key: { key: "escape", when: `${whenEscape} && ${nextEditKey}` },
  },
  toggleLanguage: { title: "Toggle Inline Suggestions for This Language" },
  snooze: { title: "Snooze Inline Suggestions", icon: "bell-slash" },
  endSnooze: { title: "End Snooze", icon: "bell" },
  setEagerness: { title: "Set Eagerness of Suggestions", icon: "settings" },
  showStatistics: { title: "Show Completion Statistics", icon: "graph" },
  resetStatistics: { title: "Reset Completion Statistics" },
  showGate: { title: "Show What Was Learned of Your Accepts" },
  resetGate: { title: "Forget What Was Learned of Your Accepts" },
  showLastContext: { title: "Show Last Context", icon: "eye" },
  showSuggestionSource: { title: "Go to Source of Last Suggestion" },
  searchRepository: { title: "Search Repository", icon: "search" },
  openChat: {
    title: "Open Chat",
    icon: "comment-discussion",
    key: { key: "ctrl+alt+u", mac: "cmd+alt+u", when: "true" },
  },
  newChat: { title: "New Chat", icon: "add" },
  showChats: { title: "Show Chats", icon: "history" },
  addTerminalToChat: { title: "Add Last Terminal Command to Touchstone Chat", icon: "terminal" },
  addToChat: { title: "Add to Touchstone Chat", icon: "comment-discussion" },
  attachImage: { title: "Attach Image to Touchstone Chat", icon: "file-media" },
  chooseHostTools: { title: "Choose Tools of VS Code in Chat", icon: "tools" },
  chooseChatModel: { title: "Choose Who Answers in Chat", icon: "hubot" },
  renameChat: { title: "Rename Chat", icon: "edit" },
  exportChat: { title: "Export Chat", icon: "export" },
  deleteChat: { title: "Delete Chat", icon: "trash" },
  explainCode: { title: "Explain Code", icon: "comment-discussion" },
  writeDocumentation: { title: "Write Documentation for Symbol at Cursor", icon: "note" },
  reviewChanges: { title: "Review Working Changes", icon: "checklist" },
  writeCommitMessage: { title: "Write Commit Message", icon: "edit" },
  resolveConflicts: { title: "Propose Resolutions of Merge Conflicts", icon: "git-merge" },
  askAboutSymbol: { title: "Ask About Symbol at Cursor", icon: "comment-discussion" },
  searchApiDocumentation: { title: "Search API Documentation", icon: "book" },
  compareVersions: { title: "Compare Versions of a Dependency", icon: "git-compare" },
  showApiDocumentation: { title: "Show API Documentation", icon: "book" },
  checkApiUsage: { title: "Check API Usage", icon: "checklist" },
  checkWorkspaceApiUsage: { title: "Check API Usage in Workspace", icon: "checklist" },
  clearApiUsage: { title: "Clear API Usage Findings", icon: "clear-all" },
  acceptHunk: {
    title: "Accept Hunk at Cursor",
    icon: "check",
    key: { key: "ctrl+enter", mac: "cmd+enter", when: whenReview },
    ...inReview,
  },
  rejectHunk: {
    title: "Reject Hunk at Cursor",
    icon: "close",
    key: { key: "ctrl+backspace", mac: "cmd+backspace", when: whenReview },
    ...inReview,
  },
  acceptPatch: {
    title: "Accept All Checked Hunks",
    icon: "check-all",
    key: { key: "ctrl+shift+enter", mac: "cmd+shift+enter", when: whenReview },
    ...inReview,
  },
  rejectPatch: { title: "Reject Patch", icon: "discard", ...inReview },
  nextHunk: {
    title: "Go to Next Hunk",
    icon: "arrow-down",
    key: { key: "alt+f5", when: whenReview },
    ...inReview,
  },
  previousHunk: {
    title: "Go to Previous Hunk",
    icon: "arrow-up",
    key: { key: "shift+alt+f5", when: whenReview },
    ...inReview,
  },
  choosePatch: {
    title: "Choose Among Patches",
    icon: "list-selection",
    key: { key: "alt+f6", when: `${whenReview} && ${alternativesKey}` },
    paletteWhen: alternativesKey,
  },
  showPatch: { title: "Show Patch as Diff", icon: "diff", ...inReview },
  showChangedSince: {
    title: "Show What Changed Since the Patch Was Made",
    icon: "git-compare",
    palette: false,
  },
  undoPatch: { title: "Undo Accepted Patch", icon: "discard" },
  editWithModel: { title: "Edit With Touchstone", icon: "edit" },
  fixFailingTest: { title: "Fix Failing Test", icon: "wrench" },
  fixProblem: { title: "Fix Problem at Cursor", icon: "wrench" },
  fixFromDescription: { title: "Fix From Description", icon: "wrench" },
  writeTests: { title: "Write Tests for Function at Cursor", icon: "beaker" },
  optimizeFunction: { title: "Optimize Function at Cursor", icon: "dashboard" },
  updateTests: { title: "Update Tests After a Change", icon: "beaker" },
  showSuspiciousLines: { title: "Show Suspicious Lines", icon: "flame" },
  clearSuspiciousLines: {
    title: "Clear Suspicious Lines",
    icon: "clear-all",
    paletteWhen: "touchstone.hasSuspects",
  },
  showIndex: { title: "Show Index", icon: "database" },
  rebuildIndex: { title: "Rebuild Index", icon: "refresh" },
  cancelIndexing: { title: "Cancel Indexing", icon: "debug-stop" },
  showIndexProgress: { title: "Show Indexing Progress" },
  openIgnoreFile: { title: "Open .touchstoneignore" },
  openSettings: { title: "Open Settings", icon: "gear" },
  showLog: { title: "Show Log", icon: "output" },
  showMenu: { title: "Show Menu" },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;
export const commandNames = Object.keys(commands) as CommandName[];
/** The category every command stands under in the palette. */
export const commandCategory = "Touchstone";
