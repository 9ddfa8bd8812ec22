import { expect, test } from "vitest";
import { renderCapabilities, renderContributes } from "../../../src/core/config/manifest.ts";
import { type Setting, type SettingName, settingNames, settings } from "../../../src/core/config/settings.ts";

/** Where text goes, as whom, how it is wrapped, who is asked, what is kept back: a person's own settings only. */
const power: readonly SettingName[] = [
  "chat.endpoint",
  "chat.engine",
  "chat.hostModel",
  "chat.hostTools",
  "chat.images",
  "chat.model",
  "completion.endpoint",
  "completion.engine",
  "completion.format",
  "completion.model",
  "completion.prefetch",
  "docs.byMeaning",
  "docs.folders",
  "docs.inPrompt",
  "embeddings.endpoint",
  "embeddings.model",
  "index.history",
  "model.endpoint",
  "model.firstByteTimeoutMs",
  "model.headers",
  "model.name",
  "privacy.exclude",
  "repair.endpoint",
  "repair.model",
  "tests.command",
  "tests.network",
  "tests.sandbox",
];
/** What a workspace may set, and why that widens nothing. */
const harmless: Readonly<Partial<Record<SettingName, string>>> = {
  "completion.enabled": "shows less, or what the person's engine says",
  "completion.languages": "the same by language",
  "completion.minimumConfidence": "shows more or less of what never left the machine",
  "completion.eagerness": "shows more or less of what was found",
  "completion.sureConfidence": "asks the person's endpoint more or less often",
  "completion.debounceMs": "asks the person's endpoint sooner or later",
  "completion.maxTokens": "bounds what comes back",
  "completion.contextTokens": "bounds how much of files that may be sent is sent",
  "chat.maxTokens": "bounds what comes back",
  "chat.contextTokens": "bounds how much of files that may be sent is sent",
  "completion.autoImport": "adds lines of imports to what a person accepts, or none",
  "nextEdit.enabled": "shows more or less of what is indexed anyway",
  "docs.hover": "shows more or less of what is installed",
  "index.enabled": "reads less",
  "index.exclude": "adds to what is kept out, and never takes away from a person's list",
  "index.maxFileKb": "bounded reads",
  "index.maxFiles": "bounded reads",
  "symbols.workspaceProvider": "shows more or less of what is indexed anyway",
  "index.cpuShare": "never more than one core",
  "tests.timeoutSeconds": "ends what a person has started, sooner or later",
  "tests.silenceSeconds": "ends what a person has started, sooner or later",
  "tests.rerunFailed": "runs what a person has started twice",
  "log.level": "the log never holds text or keys",
};

const isOwn = ({ scope }: Setting): boolean => scope === "machine" || scope === "application";

test("each setting was judged: it widens power and is a person's own, or it is harmless", () => {
  expect(settingNames.filter((name) => isOwn(settings[name])).sort()).toEqual(power);
  expect(settingNames.filter((name) => !isOwn(settings[name])).sort()).toEqual(Object.keys(harmless).sort());
});

test("the manifest tells the editor the same", () => {
  const contributes = renderContributes() as unknown as {
    configuration: { properties: Record<string, { scope: string }> };
  };
  const scopes = Object.entries(contributes.configuration.properties);
  const own = scopes.filter(([, { scope }]) => scope === "machine").map(([name]) => name);
  expect(own.sort()).toEqual(power.map((name) => `touchstone.${name}`));
  const { untrustedWorkspaces } = renderCapabilities() as unknown as {
    untrustedWorkspaces: { restrictedConfigurations: string[] };
  };
  expect([...untrustedWorkspaces.restrictedConfigurations].sort()).toEqual(own);
});

test("what stops a list from being replaced stands at every list that a workspace may set", () => {
  const lists = settingNames.filter((name) => settings[name].type === "stringList" && !isOwn(settings[name]));
  expect(lists.filter((name) => !(settings[name] as { workspaceAdds?: true }).workspaceAdds)).toEqual([]);
});
