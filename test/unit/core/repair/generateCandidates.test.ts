import { expect, test } from "vitest";
import { applyReplacements, editKey, type TemplateName } from "../../../../src/core/repair/candidate.ts";
import { furtherScore, generateCandidates } from "../../../../src/core/repair/generateCandidates.ts";
import { repairGrammarOf } from "../../../../src/core/repair/repairLanguages.ts";
import { TreeSitterReader } from "../../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../../support/grammarFiles.ts";
import { quietLog } from "../../../support/indexerHarness.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);

async function candidatesOf(
  languageId: string,
  text: string,
  numbers: readonly string[] = [],
  limit = 100_000,
) {
  const tree = await reader.tree(languageId, text);
  const lineScores = new Map(text.split("\n").map((_, line) => [line, 1] as const));
  return generateCandidates({
    tree: tree!,
    grammar: repairGrammarOf(languageId)!,
    lineScores,
    literals: { numbers, strings: [] },
    limit,
  });
}

/** Whether a body of a function becomes another by one candidate, and of which template. */
async function check(before: string, after: string, template: TemplateName): Promise<void> {
  const text = (body: string) => `def f(items, node, limit: int):\n${body.replace(/^/gm, "    ")}\n`;
  const found = (await candidatesOf("python", text(before), ["42"])).filter(
    ({ edits }) => applyReplacements(text(before), edits) === text(after),
  );
  expect(found.map((candidate) => candidate.template)).toContain(template);
}

const repairs: readonly (readonly [string, string, TemplateName])[] = [
  ["return limit < 3", "return limit <= 3", "operator"],
  ["return limit + 3", "return limit - 3", "operator"],
  ["return items and node", "return items or node", "operator"],
  ["return items[limit]", "return items[limit - 1]", "offByOne"],
  ["return range(limit)", "return range(limit + 1)", "offByOne"],
  ["total = 0\nreturn total", "total = 1\nreturn total", "constant"],
  ["return 7", "return 42", "constant"],
  ["return f(items, node)", "return f(node, items)", "swapArguments"],
  ["total = limit\nreturn total - node", "total = limit\nreturn total - limit", "name"],
  ["return max(items)", "return min(items)", "symbol"],
  ["return limit - 1", "return limit", "dropOperand"],
  ["return items % limit", "return limit % items", "swapOperands"],
  ["if not items:\n    return 1", "if items:\n    return 1", "negate"],
  ["return len(items)", "return items", "unwrap"],
  ["return items", "return items[1:]", "slice"],
  ["x = node.left\nreturn node.right", "x = node.left\nreturn node.left", "member"],
  ["while True:\n    items.pop()", "while items:\n    items.pop()", "predicate"],
  ["if items:\n    return 1", "if items and node:\n    return 1", "condition"],
  ["return abs(limit)", "return abs(limit) * 2", "arithmetic"],
  ["return limit", "return abs(limit)", "wrap"],
  ["return []", "return [[]]", "collection"],
  ["node.next = items\nreturn node", "node = items\nreturn node", "target"],
  ["for i in items:\n    break\nreturn 1", "for i in items:\n    continue\nreturn 1", "jump"],
  ["limit = 2\nreturn limit", "return limit", "deleteStatement"],
  [
    "for i in items:\n    limit += i\n    return limit",
    "for i in items:\n    limit += i\nreturn limit",
    "moveStatement",
  ],
  ["f(node)\nreturn 1", "f(node)\nf(limit)\nreturn 1", "copyStatement"],
  ["return f(limit)", "limit += 1\nreturn f(limit)", "insertAssignment"],
  ["return f(node)", "if node:\n    return None\nreturn f(node)", "guard"],
  ["x = limit < 1\nreturn limit < 2", "x = limit <= 1\nreturn limit <= 2", "everySite"],
  ["return list(map(len, items * limit))", "return list(map(len, items)) * limit", "regroup"],
  ["return len(items) + limit", "return len(items + limit)", "regroup"],
  ["x = node.name.lower()\nreturn node.name", "x = node.name.lower()\nreturn node.name.lower()", "alike"],
  ["if items:\n    return 1", "if items is not None:\n    return 1", "predicate"],
  ["if not items:\n    return 1", "if items is None:\n    return 1", "predicate"],
  ["return g(r'a+\\d', items)", "return g(r'(?i)a+\\d', items)", "pattern"],
];
test.each(repairs)("proposes for %j to write %j by %s", check);

test("puts parentheses where another operator binds tighter, and nowhere else", async () => {
  const text = "def f(a, b):\n    return 2 * a\n";
  const results = (await candidatesOf("python", text)).map(({ edits }) => applyReplacements(text, edits));
  expect(results).toContain("def f(a, b):\n    return 2 * (a + b)\n");
  expect(results).not.toContain("def f(a, b):\n    return (2 * a) + b\n");
});

test("leaves lines without suspicion alone", async () => {
  const text = "def f(a):\n    b = a + 1\n    return b - 1\n";
  const tree = await reader.tree("python", text);
  const found = generateCandidates({
    tree: tree!,
    grammar: repairGrammarOf("python")!,
    lineScores: new Map([[2, 0.5]]),
    literals: { numbers: [], strings: [] },
    limit: 100_000,
  });
  const elsewhere = found.filter(({ line }) => line !== 2).map(({ template }) => template);
  // A suspected statement may change places with its neighbour, or be changed wherever it is written alike.
  expect(elsewhere.filter((template) => template !== "moveStatement" && template !== "everySite")).toEqual(
    [],
  );
  expect(found.length).toBeGreaterThan(10);
});

test("gives each change once, best first, and no form that nobody writes", async () => {
  const text = "def f(a, b):\n    if not a:\n        return b - 1\n    return a < b\n";
  const found = await candidatesOf("python", text);
  const results = found.map(({ edits }) => applyReplacements(text, edits));
  expect(new Set(results).size).toBeGreaterThan(found.length * 0.98);
  expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a));
  for (const result of results) expect(result).not.toMatch(/not not|a < a\b|1 - \d/);
});

const ecmaRepairs: readonly (readonly [string, string])[] = [
  ["return limit < 3;", "return limit <= 3;"],
  ["return items && node;", "return items || node;"],
  ["return limit === 1;", "return limit !== 1;"],
  ["return items[limit];", "return items[limit - 1];"],
  ["return Math.max(limit, 1);", "return Math.min(limit, 1);"],
  ["return f(items, node);", "return f(node, items);"],
  ["for (let i = 1; i < limit; i++) f(i);", "for (let i = 0; i < limit; i++) f(i);"],
  ["if (!items) return 1;", "if (items) return 1;"],
  ["if (items) {\n  return 1;\n}", "if (items && node) {\n  return 1;\n}"],
  ["items.push(node);", "items.unshift(node);"],
  ["return items;", "return items.length;"],
  ["return f(node);", "if (node == null) return null;\nreturn f(node);"],
  ["return -limit;", "return +limit;"],
  ["return node.next.value;", "return node.next?.value;"],
  ["return node?.next;", "return node.next;"],
  ["return items[limit];", "return items?.[limit];"],
  ["return f(node);", "return f?.(node);"],
  ["for (let i = 0; false; i++) f(i);", "for (let i = 0; i < items.length; i++) f(i);"],
  ["if (true) return 1;", 'if (typeof node === "string") return 1;'],
  ["if (true) return 1;\nreturn node.flag;", "if (node.flag) return 1;\nreturn node.flag;"],
  ["return [];", "return [items, node, limit];"],
  ["return {};", "return { ...node };"],
  ["items.forEach(() => {});\nf(items);", "items.forEach(() => { f(items); });\nf(items);"],
  ["if (items[limit]) return 1;", 'if (typeof items[limit] !== "undefined") return 1;'],
  [
    "items.map(f)\n  .concat(node);\nreturn node;",
    "items.map(f)\n  .concat(node);\nreturn node.concat(node);",
  ],
  ["g(items.slice(limit));\nreturn node;", "g(items.slice(limit));\nreturn node.slice(limit);"],
];
test.each(["javascript", "typescript"])("repairs %s", async (languageId) => {
  const type = languageId === "typescript" ? ": number" : "";
  const text = (body: string) => `function f(items, node, limit${type}) {\n${body.replace(/^/gm, "  ")}\n}\n`;
  for (const [before, after] of ecmaRepairs) {
    const results = (await candidatesOf(languageId, text(before))).map(({ edits }) =>
      applyReplacements(text(before), edits),
    );
    expect(results, before).toContain(text(after));
  }
});

test.each([
  ["/^a.b$/", "/^a.b$/i"],
  ["/a/gi", "/a/g"],
  ["/^a.b$/", "/^a\\.b$/"],
  ["/^a.b$/", "/a.b$/"],
  ["/a+(b)/", "/a*(b)/"],
  ["/a+(b)/", "/a+(b)?/"],
  ["/[a-c\\]x]+/", "/[^a-c\\]x]+/"],
  ["/[a-c\\]x]+/", "/[a-d\\]x]+/"],
  ["/[a-c\\]x]+/", "/[a-cx]+/"],
  ["/[\\x00-\\x09]/", "/[\\x00-\\x08]/"],
  ["/[\\x00-\\x09]/", "/[\\x00-\\x09\\s]/"],
  ["/\\d{2,3}/", "/\\d{2,4}/"],
  ["/\\d{2,3}/", "/\\d{2,}/"],
  ["/[^/]b/", "/[^/]b$/"],
])("changes the expression %s to %s", async (before, after) => {
  const text = (pattern: string) => `const form = ${pattern};\n`;
  const results = (await candidatesOf("javascript", text(before))).map(({ edits }) =>
    applyReplacements(text(before), edits),
  );
  expect(results).toContain(text(after));
});

test("every expression that is proposed can be read, as long as the one before can", async () => {
  const text = "const form = /^(?:a|[b-d\\-]{1,2})+?\\s*(?<name>x.)\\b[^\\]]$/g;\n";
  const patterns = (await candidatesOf("javascript", text)).filter(({ template }) => template === "pattern");
  expect(patterns.length).toBeGreaterThan(40);
  const isRead = (pattern: string, flags: string) => {
    try {
      return new RegExp(pattern, flags) !== undefined;
    } catch {
      return false;
    }
  };
  const broken = patterns
    .map(({ edits }) => applyReplacements(text, edits))
    .filter((result) => {
      const [, pattern = "", flags = ""] = /\/(.*)\/([a-z]*);/.exec(result) ?? [];
      return !isRead(pattern, flags);
    });
  // A quantifier behind another one is the exception, and a range the wrong way round.
  expect(broken.length).toBeLessThan(patterns.length / 10);
});

test("takes from elsewhere in the file only what names things that are seen", async () => {
  const text =
    "function g(own) {\n  if (own.isOpen && shared) h([own, shared]);\n  if (shared.size > 2) h([shared, 1]);\n}\nconst shared = {};\n" +
    "function f(node) {\n  if (true) return [];\n}\n";
  const results = (await candidatesOf("javascript", text)).map(({ edits }) => applyReplacements(text, edits));
  const ends = results.map((result) => result.slice(result.indexOf("function f")));
  expect(ends).toContain("function f(node) {\n  if (shared.size > 2) return [];\n}\n");
  expect(ends).toContain("function f(node) {\n  if (true) return [shared, 1];\n}\n");
  for (const end of ends) expect(end).not.toContain("own");
});

/** Whether one line of a text becomes another by one candidate; other lines are not suspected. */
async function reaches(
  languageId: string,
  text: string,
  [before, after]: readonly [string, string],
  strings: readonly string[] = [],
): Promise<void> {
  const tree = (await reader.tree(languageId, text))!;
  const line = text.split("\n").findIndex((one) => one.includes(before));
  expect(line, before).toBeGreaterThanOrEqual(0);
  const found = generateCandidates({
    tree,
    grammar: repairGrammarOf(languageId)!,
    lineScores: new Map([[line, 1]]),
    literals: { numbers: [], strings },
    limit: 100_000,
  });
  const results = found.map(({ edits }) => applyReplacements(text, edits));
  expect(results).toContain(text.replace(before, after));
}

const ecmaFile = `import { wrap } from "./wrap.js";
function other(options, request) {
  if (options.upgrade) send(wrap(request), { strict: true });
  if (isOpen(request)) return options.root.close;
  if (request.socket.done()) return request.socket;
}
function f(options, request, close) {
  const { first, second } = options;
  if (first) return 1;
  if (options.name) send(this, { loose: 1 });
  if (request.size()) return options.close;
  if (isReady(request)) throw Failure(close);
  if (request.socket) close(options.value, [first, second], { loose: false, name: 2 });
  const sorted = request.sort();
  const text = \`moved permanently to \${close}\`;
}
function isReady(request) {}
function isOpen(request) {}
`;

test.each([
  ["if (first)", "if (first && !second)"],
  ["if (first)", "if (first && options.upgrade)"],
  ["if (request.size())", "if (request && request.size())"],
  ["if (request.size())", "if (request == null || request.size())"],
  ["if (isReady(request))", "if (isReady(request) && isOpen(request))"],
  ["if (isReady(request))", 'if (isReady(request) && typeof request === "string")'],
  ["if (request.socket)", "if (request.socket && !request.socket.done())"],
  ["if (options.name)", "if (options.upgrade)"],
  ["send(this,", "send(request,"],
  ["{ loose: 1 }", "{ loose: 1, strict: true }"],
  ["name: 2 }", "name: 2, strict: true }"],
  ["{ loose: false, name: 2 }", "{ loose: false }"],
  ["throw Failure(close)", "throw new Failure(close)"],
  ["close(options.value", "close(wrap(options.value)"],
  ["close(options.value", "close(options.value || {}"],
  ["close(options.value", 'close(options.value ?? ""'],
  ["close(options.value", "close(options ? options.value : undefined"],
  ["close(options.value", "close(!options.value"],
  ["return options.close", "return options.root.close"],
  ["return options.close", "return close"],
  ["request.sort()", "request.sort((a, b) => a - b)"],
])("reaches %s -> %s with what the file says elsewhere", async (before, after) => {
  await reaches("javascript", ecmaFile, [before, after]);
});

const pythonFile = `from texts import native
def other(node):
    call(native(node), strict=True)
    return (Failure, Problem)
def f(node, limit, value):
    try:
        if isinstance(node, Failure):
            return -(limit - 1)
    except ValueError:
        return value
    data = {"hex": limit, "version": value}
    call(data, limit)
    suppress(Failure)
    return type(node) == limit
`;

test.each([
  ["isinstance(node, Failure)", "isinstance(node, (Failure, Problem))"],
  ["-(limit - 1)", "-limit - 1"],
  ["except ValueError", "except (ValueError, TypeError)"],
  ["return value", "return native(value)"],
  ["return value", "return value or []"],
  ["return value", "return value if value is not None else None"],
  ['{"hex": limit, "version": value}', '{"hex": limit}'],
  ["call(data, limit)", "call(data, limit, strict=True)"],
  ["call(data, limit)", "call(data, limit, value=value)"],
  ["== limit", "is limit"],
  ["suppress(Failure)", "suppress(Failure, ValueError)"],
])("reaches %s -> %s of Python with what the file says elsewhere", async (before, after) => {
  await reaches("python", pythonFile, [before, after]);
});

test("changes a text where two values of the tests differ, whatever is put into it", async () => {
  const values = ["'moved permanently to /a'", "'moved for good to /a'"];
  const change = ["moved permanently to", "moved for good to"] as const;
  await reaches("javascript", ecmaFile, change, values);
});

test("makes every dot of an expression a plain one at once", async () => {
  const change = ["[0-9].[0-9].x", "[0-9]\\.[0-9]\\.x"] as const;
  await reaches("javascript", "const form = /[0-9].[0-9].x/;\n", change);
});

test("prefers strings of the same kind", async () => {
  const rest = Array.from({ length: 20 }, (_, at) => `  g("other${at}");\n`).join("");
  const text = `function f(node) {\n${rest}  if (node.type === "brace") return 1;\n  return { type: "" };\n}\n`;
  const found = (await candidatesOf("javascript", text)).filter(
    ({ edits: [edit] }) => text.slice(edit!.start, edit!.end) === '""',
  );
  expect(found[0]?.edits[0]?.text).toBe('"brace"');
});

test("the parts of the templates make together what all make, and the further ones score less", async () => {
  const text =
    "def f(items, limit):\n    if limit < 3 and items:\n        return items[limit + 1]\n    return limit\n";
  const tree = (await reader.tree("python", text))!;
  const lineScores = new Map([0, 1, 2, 3].map((line) => [line, 1] as const));
  const literals = { numbers: ["42"], strings: [] };
  const grammar = repairGrammarOf("python")!;
  const made = (part?: "likely" | "further") =>
    generateCandidates({ tree, grammar, lineScores, literals, limit: 100_000, part });
  const keys = (candidates: ReturnType<typeof made>) =>
    new Set(candidates.map(({ edits }) => editKey(edits)));
  const parts = new Set([...keys(made("likely")), ...keys(made("further"))]);
  expect([...keys(made())].filter((key) => !parts.has(key))).toEqual([]);
  expect(made("further")[0]!.score).toBeLessThanOrEqual(furtherScore);
});

test.each([1, 40, 300])("the best %i are the same however many others there are", async (limit) => {
  const text =
    "def f(items, node, limit: int):\n    total = 0\n    for i in items:\n        total += i * limit\n    return total\n";
  const keyOf = ({ edits, score }: { edits: Parameters<typeof editKey>[0]; score: number }) =>
    `${score} ${editKey(edits)}`;
  const all = await candidatesOf("python", text);
  const best = await candidatesOf("python", text, [], limit);
  expect(all.length).toBeGreaterThan(2 * limit);
  // Among equal ones the order may differ.
  expect(best.map(({ score }) => score)).toEqual(all.slice(0, limit).map(({ score }) => score));
  expect(all.map(keyOf)).toEqual(expect.arrayContaining(best.map(keyOf)));
});
