import { expect, test } from "vitest";
import { languageIdOf } from "../../../../src/core/syntax/language.ts";
import { runSlashCommand } from "../../../../src/features/commands/runSlashCommand.ts";
import { textOfRequest } from "../../../support/scriptedChatModels.ts";
import { commandFixture, never } from "./commandFixture.ts";

/** Documents the symbol at `█` of the last file; the result is the file as it would be. */
async function check(
  files: Readonly<Record<string, string>>,
  { answer, engine }: { answer?: string; engine?: "builtin" | "model" } = {},
) {
  const path = Object.keys(files).find((one) => files[one]!.includes("█"))!;
  const startLine = files[path]!.slice(0, files[path]!.indexOf("█")).split("\n").length - 1;
  const texts = { ...files, [path]: files[path]!.replace("█", "") };
  const { deps, models } = await commandFixture(texts, answer === undefined ? {} : { answer });
  const place = { path: `/w/${path}`, languageId: languageIdOf(path)!, startLine, endLine: startLine };
  const result = await runSlashCommand(
    deps,
    { name: "doc", argument: "", place, ...(engine ? { engine } : {}) },
    {},
    never,
  );
  const [change] = result.patches[0]?.changes ?? [];
  const after = change?.kind === "changed" ? change.after : undefined;
  return { result, after, models };
}

const function_ = `def load(path: str, limit=3, *rest):
    if limit < 0:
        raise ValueError("limit")
    █for line in open(path):
        if not line:
            return None
    return [path]
`;
const google = `"""Reads.

    Args:
        text: What is read.

    Returns:
        str: What was read.
    """`;

test("Python without any example: Google's sections, from signature and statements", async () => {
  const { after, result } = await check({ "a.py": function_ });
  expect(after).toBe(`def load(path: str, limit=3, *rest):
    """Load.

    Args:
        path (str):
        limit: Defaults to 3.
        *rest:

    Returns:
        \`\`None\`\` or \`\`[path]\`\`.

    Raises:
        ValueError: If \`\`limit < 0\`\`.
    """
    if limit < 0:
        raise ValueError("limit")
    for line in open(path):
        if not line:
            return None
    return [path]
`);
  expect(result.markdown).toContain("The code is the same");
  expect(result.markdown).toContain("nothing near shows another");
});

test("the style of files nearby: NumPy's", async () => {
  const near = `def read(text):
    """
    Read it.

    Parameters
    ----------
    text : str
        What.
    """
    return text
`;
  const { after } = await check({ "near.py": near, "a.py": function_ });
  expect(after).toContain(`    """
    Load.

    Parameters
    ----------
    path : str
    limit : optional
        Defaults to 3.
    *rest

    Returns
    -------
    object
        \`\`None\`\` or \`\`[path]\`\`.

    Raises
    ------
    ValueError
        If \`\`limit < 0\`\`.
    """
`);
});

test("Sphinx fields, a linter's convention before any example, and prose", async () => {
  const sphinx =
    'def read(text):\n    """Read.\n\n    :param text: what\n    :return: it\n    """\n    return text\n';
  expect((await check({ "near.py": sphinx, "a.py": function_ })).after).toContain(
    `    """Load.

    :param path:
    :param limit: Defaults to 3.
    :param \\*rest:
    :return: \`\`None\`\` or \`\`[path]\`\`.
    :raises ValueError: If \`\`limit < 0\`\`.
    """`.replace('"""Load', 'r"""Load'),
  );
  const config = { "pyproject.toml": '[tool.ruff.lint.pydocstyle]\nconvention = "numpy"\n' };
  expect((await check({ ...config, "near.py": sphinx, "a.py": function_ })).after).toContain("----------");
  const prose = 'def read(text):\n    """Read the text that is given."""\n    return text\n';
  expect((await check({ "near.py": prose, "a.py": function_ })).after).toContain(
    '    """Load.\n\n    Returns `None` or `[path]`.\n    Raises `ValueError` if `limit < 0`.\n    """\n    if',
  );
});

test("JavaScript by JSDoc, TypeScript by tags without types, each above export and decorators", async () => {
  const js = `export function add(a, b = 1) {
  █if (a < 0) throw new RangeError("a");
  return a + b;
}
`;
  expect((await check({ "a.js": js })).after).toBe(`/**
 * Add.
 *
 * @param {*} a
 * @param {*} [b=1]
 * @returns {*} \`a + b\`.
 * @throws {RangeError} If \`a < 0\`.
 */
export function add(a, b = 1) {
  if (a < 0) throw new RangeError("a");
  return a + b;
}
`);
  const ts = "class Box {\n  @cached\n  parseURL(text: string): URL {\n    return █new URL(text);\n  }\n}\n";
  expect((await check({ "a.ts": ts })).after).toBe(`class Box {
  /**
   * Parse the URL.
   *
   * @param text
   * @returns \`new URL(text)\`.
   */
  @cached
  parseURL(text: string): URL {
    return new URL(text);
  }
}
`);
});

test("Java, Go and Rust", async () => {
  const java = `class Shop {
    @Override
    int count(String name) throws IOException {
        █if (name == null) throw new IllegalArgumentException("name");
        return 1;
    }
}
`;
  expect((await check({ "Shop.java": java })).after).toContain(`    /**
     * Count.
     *
     * @param name
     * @return {@code 1}
     * @throws IllegalArgumentException if {@code name == null}
     * @throws IOException
     */
    @Override
`);
  const go = "package a\n\nfunc Load(path string, n int) (int, error) {\n\t█return n, nil\n}\n";
  expect((await check({ "a.go": go })).after).toContain(
    "\n// Load takes path, n and returns int, error.\nfunc Load",
  );
  const rust = "#[inline]\npub fn load_all(path: &str) -> usize {\n    █1\n}\n";
  expect((await check({ "a.rs": rust })).after).toBe(`/// Load all.\n${rust.replace("█", "")}`);
});

test("what a documentation lacks is added to its sections, and nothing where it lacks nothing", async () => {
  const half = `def load(path, limit=3):
    ${google.replace("text: What is read", "path: Where it is").replace("str: What was read", "list: All of it")}
    █if limit < 0:
        raise ValueError("limit")
    return [path]
`;
  const { after } = await check({ "a.py": half });
  expect(after).toContain(`    Args:
        path: Where it is.
        limit: Defaults to 3.

    Returns:
        list: All of it.

    Raises:
        ValueError: If \`\`limit < 0\`\`.
    """`);
  const whole = after!.replace("return [path]", "return █[path]");
  expect((await check({ "a.py": whole })).result.refused).toContain("nothing that it lacks");
});

test("a model's words are placed as documentation, with examples and code before it", async () => {
  const near = `def read(text):\n    ${google}\n    return text\n`;
  const answer =
    '```python\n"""Loads at most `limit` lines.\n\nArgs:\n    path: Where the lines are.\n    limit: No more than these.\n    rest: Not used.\n"""\n```';
  const { after, result, models } = await check({ "near.py": near, "a.py": function_ }, { answer });
  expect(after).toContain(`    """Loads at most \`limit\` lines.

    Args:
        path: Where the lines are.
        limit: No more than these.
        rest: Not used.
    """
    if limit < 0:`);
  expect(result.model).toBeDefined();
  expect(result.markdown).toContain("All names that it mentions exist");
  const asked = textOfRequest(models.requests[0]!);
  expect(asked).toContain("def load(path");
  expect(asked).toContain("What was read.");
  expect(asked).toContain("Google's sections");
});

test("a model that goes on naming what is not there is not used", async () => {
  const answer = "Loads by `read_everything`.\n\nArgs:\n    path: Where.\n    encoding: How.\n";
  const { after, result, models } = await check({ "a.py": function_ }, { answer });
  expect(models.requests).toHaveLength(2);
  expect(textOfRequest(models.requests[1]!)).toContain("encoding, read_everything");
  expect(result.markdown).toContain("is not used: it names encoding, read\\_everything");
  expect(after).toContain('"""Load.');
  expect(result.model).toBeUndefined();
});

test("hostile words end no comment and change no code", async () => {
  const js = "export function add(a) {\n  █return a;\n}\n";
  const hostile = "Adds. */ evil(); /*\n@param a what";
  const { after } = await check({ "a.js": js }, { answer: hostile });
  expect(after).toBe(
    "/**\n * Adds. *\\/ evil(); /*\n * @param a what\n */\nexport function add(a) {\n  return a;\n}\n",
  );
  const python = 'Adds. """ + evil() + """\nMore\\N{BULLET}"';
  const { after: py } = await check({ "a.py": "def add(a):\n    █return a\n" }, { answer: python });
  expect(py).toBe(
    'def add(a):\n    r"""Adds. \'\'\' + evil() + \'\'\'\n    More\\N{BULLET}"\n    """\n    return a\n',
  );
});

test("what cannot be documented is told", async () => {
  expect((await check({ "a.py": "█x = 1\n" })).result.refused).toContain("put the cursor in one");
  expect((await check({ "a.py": "def f(): █return 1\n" })).result.refused).toContain("lines of its own");
  expect((await check({ "a.css": "█p {}\n" })).result.refused).toContain("Python, JavaScript");
  const { deps } = await commandFixture({ "a.py": "x = 1\n" });
  const named = await runSlashCommand(deps, { name: "doc", argument: "nowhere" }, {}, never);
  expect(named.refused).toContain('"nowhere"');
});

test("calls of other functions and of its own object are told, those of the language and itself are not", async () => {
  const code =
    "class Store:\n    def save_all(self, items):\n        █for one in sorted(items):\n            self.save(one)\n            one.close()\n        notify(len(items))\n        return self.save_all(items[1:])\n";
  const { after } = await check({ "a.py": code });
  expect(after).toContain('        """Save all.\n\n        Calls ``save`` and ``notify``.\n\n        Args:');
});
