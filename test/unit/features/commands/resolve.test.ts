import { expect, test } from "vitest";
import { runSlashCommand } from "../../../../src/features/commands/runSlashCommand.ts";
import type { MergeStages, WorkingGit } from "../../../../src/ports/workingGit.ts";
import { commandFixture, never } from "./commandFixture.ts";

const resolve = { name: "resolve", argument: "" } as const;
const whole = (middle: string): string => `def f():\n${middle}\n    return 1\n`;
const marked = (ours: string, theirs: string): string =>
  whole(`<<<<<<< HEAD\n${ours}\n=======\n${theirs}\n>>>>>>> other`);

const git = (stages: MergeStages): Partial<WorkingGit> => ({
  conflicted: async () => ({ repository: "/w", paths: ["a.py"] }),
  stages: async () => stages,
});
const sides = (base: string, ours: string, theirs: string): MergeStages => ({
  base: whole(base),
  ours: whole(ours),
  theirs: whole(theirs),
});

test("a proposal as a patch, with why", async () => {
  const [base, ours, theirs] = [
    "    call(first, second)",
    "    call(erste, second)",
    "    call(first, zweite)",
  ];
  const { deps } = await commandFixture(
    { "a.py": marked(ours, theirs) },
    { git: git(sides(base, ours, theirs)) },
  );
  const { patches, markdown } = await runSlashCommand(deps, resolve, {}, never);
  expect(patches).toMatchObject([
    {
      title: "Resolve 1 conflict",
      root: "/w",
      verdict: undefined,
      changes: [{ path: "a.py", after: whole("    call(erste, zweite)") }],
    },
  ]);
  expect(markdown).toContain("1 of 1 conflict can be resolved");
  expect(markdown).toContain("both sides' changes stand apart");
});

test("what would not parse is left out", async () => {
  // Each side is whole; what both together leave has a bracket that nothing closes.
  const [base, ours, theirs] = ["    x = (a, b, c)", "    x = (a, b, c", "    y = (a, b, c)"];
  const { deps } = await commandFixture(
    { "a.py": marked(ours, theirs) },
    { git: git(sides(base, ours, theirs)) },
  );
  const { patches, markdown } = await runSlashCommand(deps, resolve, {}, never);
  expect(patches).toEqual([]);
  expect(markdown).toContain("1 proposal would not parse and is left out");
});

test("what is not sure is left, and asked of a model; its answer must take the markers away", async () => {
  const [base, ours, theirs] = ["    x = old", "    x = mine", "    x = other"];
  const text = marked(ours, theirs);
  const conflict = `<<<<<<< HEAD\n${ours}\n=======\n${theirs}\n>>>>>>> other`;
  const answer = `a.py\n\`\`\`\n<<<<<<< SEARCH\ndef f():\n=======\ndef g():\n>>>>>>> REPLACE\n\`\`\`\n`;
  const useless = await commandFixture({ "a.py": text }, { git: git(sides(base, ours, theirs)), answer });
  const left = await runSlashCommand(useless.deps, resolve, {}, never);
  expect(left.patches).toEqual([]);
  expect(left.markdown).toContain("is left to you");
  expect(left.markdown).toContain("The model resolved none of the others");
  const whole2 = `\`\`\`python a.py\n${text.replace(conflict, "    x = both")}\`\`\`\n`;
  const useful = await commandFixture(
    { "a.py": text },
    { git: git(sides(base, ours, theirs)), answer: whole2 },
  );
  const done = await runSlashCommand(useful.deps, resolve, {}, never);
  expect(done.patches).toMatchObject([{ changes: [{ before: text, after: whole("    x = both") }] }]);
  expect(done.model).toBe("scripted");
});

test("a side that took the file away is nobody's proposal, and no conflict is told plainly", async () => {
  const gone: MergeStages = { base: "a\n", ours: undefined, theirs: "b\n" };
  const { deps } = await commandFixture({ "a.py": "b\n" }, { git: git(gone) });
  expect((await runSlashCommand(deps, resolve, {}, never)).refused).toContain(
    "no file with conflicts has markers",
  );
  const none = await commandFixture({});
  expect((await runSlashCommand(none.deps, resolve, {}, never)).refused).toContain("no file with conflicts");
});
