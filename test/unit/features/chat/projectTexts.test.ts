import { expect, test } from "vitest";
import { projectTexts } from "../../../../src/features/chat/context/projectTexts.ts";
import { MemoryFiles } from "../../../support/memoryFiles.ts";

function open(texts: Readonly<Record<string, string>>, { isTrusted = true } = {}) {
  const files = new MemoryFiles(texts);
  const roots = () => [
    { path: "/w", name: "w" },
    { path: "/v", name: "v" },
  ];
  return { files, texts: projectTexts({ files, trust: { isTrusted: () => isTrusted }, roots }) };
}
const rules = {
  "/w/AGENTS.md": "Root.",
  "/w/a/AGENTS.md": "Nested.",
  "/w/.github/copilot-instructions.md": "Shared.",
  "/w/.touchstone/rules/all.md": "All.",
  "/w/.touchstone/rules/py.md": "---\nglobs: '*.py'\n---\nPython.",
  "/w/.touchstone/rules/notes.txt": "Not read.",
  "/v/AGENTS.md": "Other root.",
};

test.each<[readonly string[], readonly string[]]>([
  [[], ["Shared.", "Root.", "All.", "Other root."]],
  [["/w/x.ts"], ["Shared.", "Root.", "All.", "Other root."]],
  [["/w/a/b/x.py"], ["Shared.", "Nested.", "All.", "Python.", "Other root."]],
  [
    ["/w/a/x.ts", "/w/b/y.py"],
    ["Shared.", "Nested.", "Root.", "All.", "Python.", "Other root."],
  ],
])("rules for %j", async (paths, expected) => {
  const found = await open(rules).texts.rules(paths);
  expect(found.map(({ text }) => text)).toEqual(expected);
});

test("an untrusted workspace has none, and nothing is read", async () => {
  const { texts, files } = open(rules, { isTrusted: false });
  files.takeReads();
  expect(await texts.rules(["/w/a/x.py"])).toEqual([]);
  expect(await texts.prompts()).toEqual([]);
  expect(files.takeReads()).toEqual([]);
});

test("links are not followed, in no place of the path", async () => {
  const { texts, files } = open({ ...rules, "/w/.touchstone/prompts/x.md": "X." });
  files.link("/w/AGENTS.md");
  files.link("/w/.github");
  files.link("/w/.touchstone");
  expect((await texts.rules(["/w/x.py"])).map(({ text }) => text)).toEqual(["Other root."]);
  expect(await texts.prompts()).toEqual([]);
});

test("what is too long is cut or left out, and there are bounds for all together", async () => {
  const long = "x".repeat(20_000);
  const many = Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [`/w/.touchstone/rules/${String(at).padStart(2, "0")}.md`, long]),
  );
  const found = await open({ ...many, "/w/AGENTS.md": "y".repeat(300_000) }).texts.rules([]);
  expect(found.map(({ text, note }) => [text.length, note])).toEqual([
    [16_000, "its beginning"],
    [16_000, "its beginning"],
    [8_000, "its beginning"],
  ]);
});

test("unreadable files and folders are none", async () => {
  const { texts, files } = open(rules);
  files.unreadable.add("/w/AGENTS.md");
  expect((await texts.rules([])).map(({ text }) => text)).toEqual(["Shared.", "All.", "Other root."]);
});

test("prompts by name: the first of a name, and none that a slash command has", async () => {
  const { texts } = open({
    "/w/.touchstone/prompts/audit.md": "---\ndescription: Looks for faults\n---\nAudit.",
    "/w/.github/prompts/audit.prompt.md": "Other.",
    "/w/.github/prompts/plan.prompt.md": "---\nmode: agent\ntools: ['*']\n---\nPlan.",
    "/w/.github/prompts/readme.md": "No prompt.",
    "/w/.touchstone/prompts/review.md": "Takes a name.",
    "/w/.touchstone/prompts/empty.md": "---\ndescription: x\n---\n",
  });
  expect(await texts.prompts()).toEqual([
    { name: "audit", about: "Looks for faults", path: "/w/.touchstone/prompts/audit.md", body: "Audit." },
    { name: "plan", about: "", path: "/w/.github/prompts/plan.prompt.md", body: "Plan." },
  ]);
});
