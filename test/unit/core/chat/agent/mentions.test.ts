import fc from "fast-check";
import { expect, test } from "vitest";
import { checkMentions, findMentions } from "../../../../../src/core/chat/agent/mentions.ts";
import { citedBy } from "../../../../../src/core/chat/transcript.ts";

const store = [
  "export class Store {",
  "  readonly #items = new Map();",
  "",
  "  add(key: string, value: number): void {",
  "    this.#items.set(key, value);",
  "    this.#changed = true;",
  "  }",
  "}",
];
const files: Readonly<Record<string, readonly string[]>> = { "src/store.ts": store, "src/a b(1).ts": ["x"] };
const fileOf = (path: string) => {
  const found = Object.keys(files).find((one) => one === path || one.endsWith(`/${path}`));
  return found === undefined ? undefined : { path: found, lines: files[found]! };
};
const link = (place: string, target: string): string => `[\`${place}\`](${target})`;
const good = link("src/store.ts:4-7", "src/store.ts#L4-L7");

test.each<[name: string, markdown: string, checked: string]>([
  ["a place in backquotes", "It adds `src/store.ts:4-7`.", `It adds ${good}.`],
  ["a place in plain text", "It adds (src/store.ts:4-7).", `It adds (${good}).`],
  ["a link", "It [adds](src/store.ts#L4-L7).", `It ${good}.`],
  ["a link by a colon", "It [adds](./src/store.ts:4-7).", `It ${good}.`],
  ["the end of a path", "`store.ts:4–7`", good],
  ["lines the wrong way round", "`src/store.ts:7-4`", good],
  ["one line with a column", "`src/store.ts:4:3`", link("src/store.ts:4", "src/store.ts#L4")],
  [
    "a range that goes on behind the file",
    "`src/store.ts:4-99`",
    link("src/store.ts:4-8", "src/store.ts#L4-L8"),
  ],
  ["a line that is not there", "`src/store.ts:9`", "`src/store.ts:9` *(the file has 8 lines)*"],
  ["a file that is not there", "see src/gone.ts:3", "see `src/gone.ts:3` *(no such file in the index)*"],
  ["no line at all", "see `src/store.ts`", "see `src/store.ts`"],
  ["an address", "see http://127.0.0.1:4000/v1", "see http://127.0.0.1:4000/v1"],
  ["a time", "at 12:30", "at 12:30"],
  ["fenced code", "```\nsrc/gone.ts:3\n```", "```\nsrc/gone.ts:3\n```"],
])("%s is checked", (_name, markdown, checked) =>
  expect(checkMentions(markdown, fileOf).markdown).toBe(checked),
);

test.each<[name: string, markdown: string, cites: string | undefined]>([
  ["what is quoted stands there", "`this.#items.set(key, value);` at `src/store.ts:5`", "5-5"],
  ["it stands within the range", "`this.#items.set(key, value)` (`src/store.ts:4-7`)", "4-7"],
  ["it stands elsewhere, once", "`this.#items.set(key, value);` at `src/store.ts:2`", "5-5"],
  ["it stands nowhere", "`this.#items.delete(key);` at `src/store.ts:5`", undefined],
  ["a name is no quote", "`Store` has `add` (`src/store.ts:4`)", "4-4"],
  [
    "a block below stands there",
    "At `src/store.ts:4-7`:\n\n```ts\nadd(key: string, value: number): void {\n  this.#items.set(key, value);\n```",
    "4-7",
  ],
  [
    "a block with something left out",
    "`src/store.ts:1-8`:\n```ts\nexport class Store {\n  // ...\n    this.#changed = true;\n```",
    "1-8",
  ],
  [
    "a block that stands elsewhere",
    "`src/store.ts:1-2`:\n```ts\n    this.#items.set(key, value);\n    this.#changed = true;\n```",
    "5-6",
  ],
  [
    "a block that was made up",
    "`src/store.ts:4-7`:\n```ts\nadd(key: string): void {\n  this.#list.push(key);\n```",
    undefined,
  ],
  [
    "of two on a line each has its own quote",
    "`this.#changed = true;` `src/store.ts:6` and `new Map()` `src/store.ts:2`",
    "6-6",
  ],
])("a quote is held against the lines: %s", (_name, markdown, cites) => {
  const { citations, unverified, markdown: checked } = checkMentions(markdown, fileOf);
  expect(citations.map(({ line, endLine }) => `${line}-${endLine}`)[0]).toBe(cites);
  expect(unverified).toBe(cites === undefined ? 1 : 0);
  if (cites === undefined) expect(checked).toContain("*(the lines do not say so)*");
});

test("every link that is made opens what is cited, whatever the path", () => {
  const { markdown, citations } = checkMentions("[x](src/a%20b%281%29.ts#L1) and `src/store.ts:1`", fileOf);
  const hrefs = [...markdown.matchAll(/\]\(([^)]+)\)/g)].map(([, href]) => href!);
  expect(hrefs.map((href) => citedBy({ citations }, href)?.path)).toEqual(["src/a b(1).ts", "src/store.ts"]);
});

test("no answer breaks the check, and no citation of it lies", () => {
  const part = fc.constantFrom(
    "`",
    "```\n",
    "src/store.ts",
    ":",
    "#L",
    "4",
    "-7",
    "[x](",
    ")",
    "\n",
    " ",
    "this.#changed = true;",
  );
  const text = fc
    .array(fc.oneof(part, fc.string({ maxLength: 5 })), { maxLength: 25 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (markdown) => {
      const { citations } = checkMentions(markdown, fileOf);
      for (const { path, line, endLine } of citations) {
        expect(line).toBeGreaterThan(0);
        expect(endLine).toBeGreaterThanOrEqual(line);
        expect(endLine).toBeLessThanOrEqual(files[path]!.length);
      }
      const mentions = findMentions(markdown);
      expect(mentions).toEqual(mentions.toSorted((a, b) => a.start - b.start));
    }),
    { numRuns: 1000 },
  );
});
