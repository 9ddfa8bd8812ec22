import { expect, test } from "vitest";
import { replacementIn } from "../../../../src/core/apiDocs/apiDoc.ts";
import { readDocstring } from "../../../../src/core/apiDocs/python/docstring.ts";
import { readJsDoc } from "../../../../src/core/apiDocs/typescript/jsDoc.ts";

for (const [note, name] of [
  ["use {@link parseAsync} instead", "parseAsync"],
  ["Please use `b()`", "b"],
  ["Use :func:`os.scandir` instead.", "os.scandir"],
  ["replaced by 'Foo#bar'", "Foo.bar"],
  ["in favor of `Path`", "Path"],
  ["use sum instead", "sum"],
  ["Use the `new` option", "new"],
  ["since 2.0", undefined],
  ["will be removed", undefined],
] as const) {
  test(`${note}: ${name}`, () => expect(replacementIn(note)).toBe(name));
}

test("JSDoc", () => {
  const { doc, isPrivate } = readJsDoc(`/**
   * Parses {@link Text | a text}. More of it.
   *
   * \`\`\`ts
   * parse("a");
   * \`\`\`
   *
   * @param text - what to parse
   * @param {Options} [options={}] how
   * @returns {Tree} the tree
   * @since 1.2
   * @example <caption>Easy</caption>
   *   parse("b", { fast: true });
   * @throws when it cannot
   * @deprecated Use \`parseAsync\`.
   */`);
  expect(isPrivate).toBe(false);
  expect(doc).toEqual({
    summary: "Parses a text.",
    text: "Parses a text. More of it.\n\nThrows when it cannot",
    examples: ['parse("b", { fast: true });', 'parse("a");'],
    parameters: { text: "what to parse", options: "how" },
    returns: "the tree",
    since: "1.2",
    deprecated: "Use `parseAsync`.",
    replacedBy: "parseAsync",
  });
});

test("what is marked as internal", () =>
  expect(readJsDoc("/** @internal */")).toEqual({ doc: undefined, isPrivate: true }));

const documented = {
  reST: `Gets a page.

    More text::

        get("a")

    :param url: where it is,
        as a text
    :type url: str
    :param int count: how many
    :returns: a page
    :rtype: Page

    >>> get("b")
    Page("b")
    `,
  Google: `Gets a page.

    More text:

    Args:
        url (str): where it is,
            as a text
        count: how many

    Returns:
        a page

    Example:
        >>> get("b")
        Page("b")
    `,
  numpydoc: `
    Gets a page.

    More text:

    Parameters
    ----------
    url : str
        where it is, as a text
    count : int, optional
        how many

    Returns
    -------
    a page

    Examples
    --------
    >>> get("b")
    Page("b")
    `,
} as const;

for (const [style, docstring] of Object.entries(documented)) {
  test(`a docstring of ${style}`, () => {
    const doc = readDocstring(docstring)!;
    expect(doc.summary).toBe("Gets a page.");
    expect(doc.text.replace(/\s+/g, " ")).toBe("Gets a page. More text:");
    expect(doc.parameters).toEqual({ url: "where it is, as a text", count: "how many" });
    expect(doc.returns).toBe("a page");
    expect(doc.examples).toContain('>>> get("b")\nPage("b")');
  });
}

test("deprecated since, and what for", () => {
  const doc = readDocstring(
    "Gets.\n\n.. versionadded:: 1.0\n.. deprecated:: 1.2\n   Use :func:`fetch` instead.",
  );
  expect(doc).toMatchObject({
    deprecated: "1.2 Use :func:`fetch` instead.",
    replacedBy: "fetch",
    since: "1.0",
  });
});

test("an empty docstring says nothing", () => expect(readDocstring("  \n ")).toBeUndefined());
