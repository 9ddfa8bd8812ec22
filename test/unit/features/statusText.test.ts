import { describe, expect, test } from "vitest";
import { commandNames } from "../../../src/core/config/commands.ts";
import { type IndexStatus, idleIndexStatus } from "../../../src/core/repo/indexStatus.ts";
import type { ModelState } from "../../../src/features/completion/completer.ts";
import { menuItems } from "../../../src/features/status/menuItems.ts";
import type { StatusFacts } from "../../../src/features/status/statusFacts.ts";
import { statusLabel, statusText } from "../../../src/features/status/statusText.ts";
import { renderStatusTooltip, tooltipCommands } from "../../../src/features/status/statusTooltip.ts";

const readyIndex: IndexStatus = {
  ...idleIndexStatus,
  phase: "ready",
  filesDone: 2900,
  filesTotal: 2900,
  files: 2900,
  lines: 512345,
  symbols: 1,
};
const ready: StatusFacts = {
  index: readyIndex,
  indexEnabled: true,
  model: { kind: "unset" },
  endpoint: "",
  modelName: "",
  trusted: true,
  languageId: "python",
  off: undefined,
  snoozedUntil: undefined,
  lastSuggestion: undefined,
};
const fault: ModelState = {
  kind: "fault",
  fault: { kind: "keyRejected", message: "The key was rejected by h", nextStep: "Set another key" },
  retryAtMs: undefined,
};
const indexing = (index: Partial<IndexStatus>): Partial<StatusFacts> => ({
  index: { ...readyIndex, ...index },
});

describe("status bar", () => {
  /** `expected` is tone, icon and text. */
  const check = (facts: Partial<StatusFacts>, expected: string) => {
    const { tone, icon, text } = statusText({ ...ready, ...facts });
    expect(`${tone} ${icon} ${text}`).toBe(expected);
  };

  test("ready", () => check({}, "normal ruby Touchstone"));
  test("walking", () =>
    check(
      indexing({ phase: "walking", filesDone: 0, filesTotal: 1234 }),
      "normal sync~spin Touchstone: indexing (1,234 files found)",
    ));
  test("reading", () =>
    check(
      indexing({ phase: "reading", filesDone: 1234 }),
      "normal sync~spin Touchstone: indexing 42 % (1,234 of 2,900 files)",
    ));
  test("never 100 % before the last file", () =>
    check(
      indexing({ phase: "reading", filesDone: 2899 }),
      "normal sync~spin Touchstone: indexing 99 % (2,899 of 2,900 files)",
    ));
  test("index failed", () => check(indexing({ phase: "failed" }), "error error Touchstone: index failed"));
  test("asking keeps the width", () =>
    check({ model: { kind: "asking" } }, "normal loading~spin Touchstone"));
  test("model fault", () => check({ model: fault }, "warning warning Touchstone: key rejected"));
  test("untrusted", () => check({ trusted: false }, "normal shield Touchstone: restricted"));
  test("off", () => check({ off: "everywhere" }, "normal circle-slash Touchstone: off"));
  test("off for a language", () =>
    check({ off: "language" }, "normal circle-slash Touchstone: off for python"));
  test("a document too long for suggestions", () =>
    check({ off: "tooLong" }, "normal circle-slash Touchstone: file too long"));
  test("restarting", () =>
    check(
      indexing({ phase: "walking", message: "The engine thread stopped answering" }),
      "normal sync~spin Touchstone: restarting",
    ));
  test("a failure comes before all else", () =>
    check(
      { ...indexing({ phase: "failed" }), model: fault, off: "everywhere" },
      "error error Touchstone: index failed",
    ));
  test("off comes before a fault nobody waits for", () =>
    check({ off: "everywhere", model: fault }, "normal circle-slash Touchstone: off"));
  test("snoozing", () =>
    check({ snoozedUntil: "14:32", model: fault }, "normal bell-slash Touchstone: snoozed until 14:32"));
  test("a fault comes before progress", () =>
    check({ ...indexing({ phase: "reading" }), model: fault }, "warning warning Touchstone: key rejected"));
});

describe("for a screen reader", () => {
  const check = (facts: Partial<StatusFacts>, expected: string) =>
    expect(statusLabel({ ...ready, ...facts })).toBe(expected);

  test("ready", () => check({}, "Touchstone: ready, 2,900 files indexed, no model"));
  test("asking", () =>
    check({ model: { kind: "asking" } }, "Touchstone: ready, 2,900 files indexed, asking the model"));
  test("fault", () => check({ model: fault }, "Touchstone: key rejected, 2,900 files indexed, model fault"));
  test("not begun", () =>
    check(indexing({ phase: "idle", files: 0 }), "Touchstone, nothing indexed, no model"));
  test("no index", () => check({ indexEnabled: false }, "Touchstone: ready, no index, no model"));
});

describe("tooltip", () => {
  const check = (facts: Partial<StatusFacts>, ...parts: readonly string[]) => {
    const text = renderStatusTooltip({ ...ready, ...facts });
    for (const part of parts) expect(text).toContain(part);
    for (const [, command] of text.matchAll(/\]\(command:([\w.]+)\)/g))
      expect(tooltipCommands).toContain(command);
  };

  test("counts", () => check({}, "2,900 files, 512,345 lines, 1 symbol", "nothing leaves this machine"));
  test("a model of chat alone, which is no model for suggestions", () => {
    const facts = { chatModel: "gpt (copilot)" };
    check(facts, "No model for suggestions", "In chat, edits and fixes: gpt \\(copilot\\)");
    const item = menuItems({ ...ready, ...facts }).find(
      (one) => one.kind === "item" && one.label === "Choose Who Answers in Chat",
    );
    expect(item).toMatchObject({ description: "gpt (copilot)" });
  });
  test("libraries that are read ahead, and how to stop that", () =>
    check(
      indexing({ phase: "ready", libraries: { done: 12, total: 1080 } }),
      "Reading libraries: 12 of 1,080 · [Stop](command:touchstone.cancelIndexing)",
    ));
  test("skipped files, most first", () =>
    check(indexing({ skipped: { binary: 2, ignored: 1500, minified: 0 } }), "1,500 ignored, 2 binary\n"));
  test("fault and next step", () =>
    check(
      { model: fault, endpoint: "http://h/v1", modelName: "m" },
      "The key was rejected",
      "Set another key",
    ));
  test("source of the last suggestion", () =>
    check(
      { lastSuggestion: { engine: "builtin", source: "src/x.ts:120", accepted: true } },
      "Last accepted: from [src/x\\.ts\\:120](command:touchstone.showSuggestionSource)",
    ));
  test("what the check said of the last suggestion", () =>
    check(
      {
        lastSuggestion: {
          engine: "model",
          source: undefined,
          accepted: false,
          check: { verdict: "repaired", text: "low_itms does not exist, low_items is meant" },
        },
      },
      "$(wand) Checked: **repaired**, low\\_itms does not exist, low\\_items is meant",
      "[Details](command:touchstone.showLastContext)",
    ));
  test("untrusted", () =>
    check({ trusted: false, model: { kind: "paused", reason: "untrusted" } }, "workbench.trust.manage"));

  test("no text from outside adds a link, an icon or HTML", () => {
    const hostile = "](command:evil) $(bug) <img src=x> **b** `c` http://evil.example @a";
    const text = renderStatusTooltip({
      ...ready,
      index: { ...readyIndex, message: hostile },
      model: { ...fault, fault: { kind: "protocol", message: hostile, nextStep: hostile } },
      endpoint: hostile,
      modelName: hostile,
      languageId: hostile,
      off: "language",
      lastSuggestion: {
        engine: "builtin",
        source: hostile,
        accepted: false,
        check: { verdict: "cut", text: hostile },
      },
    });
    expect(text).not.toMatch(/(?<!\\)\]\(command:evil/);
    expect(text).not.toMatch(/(?<!\\)\$\(bug/);
    expect(text).not.toContain("<img");
    expect(text).not.toContain("http:");
  });
});

describe("menu", () => {
  const labels = (facts: Partial<StatusFacts>) =>
    menuItems({ ...ready, ...facts }).flatMap((item) => (item.kind === "item" ? [item.label] : []));

  test("offers what can be done now", () => {
    expect(labels({})).not.toContain("Test Connection");
    expect(labels({})).not.toContain("Cancel Indexing");
    expect(labels({ model: { kind: "ready" } })).toContain("Test Connection");
    expect(labels(indexing({ phase: "reading" }))).toContain("Cancel Indexing");
    expect(labels({ trusted: false })[0]).toBe("Manage Workspace Trust");
  });
  test("what mends a fault comes first, with the fault", () => {
    const items = menuItems({ ...ready, model: fault });
    expect(items[0]).toEqual({ kind: "separator", label: "key rejected" });
    expect(items[1]).toMatchObject({ label: "Set API Key", description: "The key was rejected by h" });
  });
  test("toggles say what they will do", () => {
    expect(labels({})).toContain("Turn Off for python");
    expect(labels({ off: "language" })).toContain("Turn On for python");
    expect(labels({ off: "everywhere" })).toContain("Turn On Inline Suggestions");
    expect(labels({ off: "everywhere" }).join()).not.toContain("python");
    expect(labels({ languageId: undefined }).join()).not.toContain(" for ");
  });
  test("what was said of the last suggestion leads to the whole of it", () => {
    const lastSuggestion = {
      engine: "builtin",
      source: undefined,
      accepted: false,
      check: { verdict: "cut", text: "it ends before x" },
    } as const;
    const item = menuItems({ ...ready, lastSuggestion }).find(
      (one) => one.kind === "item" && one.label === "Last Suggestion: cut",
    );
    expect(item).toMatchObject({
      icon: "fold",
      description: "it ends before x",
      action: { kind: "command", command: "showLastContext" },
    });
  });
  test("every command of a person's is reachable", () => {
    const states: Partial<StatusFacts>[] = [
      { model: fault },
      indexing({ phase: "reading" }),
      { snoozedUntil: "14:32" },
      { lastSuggestion: { engine: "builtin", source: "a:1", accepted: false } },
    ];
    const offered = states.flatMap((facts) =>
      menuItems({ ...ready, ...facts }).flatMap((item) =>
        item.kind === "item" && item.action.kind === "command" ? [item.action.command] : [],
      ),
    );
    const byKey = ["jumpToNextEdit", "acceptNextEdit", "dismissNextEdit"];
    const toggles = ["toggleInlineSuggestions", "toggleLanguage"];
    const inReview = [
      "acceptHunk",
      "rejectHunk",
      "acceptPatch",
      "rejectPatch",
      "nextHunk",
      "previousHunk",
      "showPatch",
      "choosePatch",
      "showChangedSince",
      "undoPatch",
    ];
    const onTests = [
      "fixFailingTest",
      "fixProblem",
      "fixFromDescription",
      "writeTests",
      "updateTests",
      "optimizeFunction",
      "showSuspiciousLines",
      "clearSuspiciousLines",
    ];
    const elsewhere = [
      "editWithModel",
      ...inReview,
      ...onTests,
      "showMenu",
      "showChats",
      "chooseHostTools",
      "addToChat",
      "addTerminalToChat",
      "attachImage",
      "renameChat",
      "exportChat",
      "deleteChat",
      "forgetEndpoints",
      "openIgnoreFile",
      ...toggles,
      "showApiDocumentation",
      "newChat",
      "askAboutSymbol",
      "explainCode",
      "writeDocumentation",
      "reviewChanges",
      "writeCommitMessage",
      "resolveConflicts",
      "clearApiUsage",
      ...byKey,
    ];
    expect(new Set([...offered, ...elsewhere])).toEqual(new Set(commandNames));
  });
});
