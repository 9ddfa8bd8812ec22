/** Javadoc's HTML as text with fences. */

const entities: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  nbsp: " ",
  "#64": "@",
  "#39": "'",
};

/** @param text of a comment without its marks */
export function javadocText(text: string): string {
  let read = "";
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf("<pre", at);
    const close = open < 0 ? -1 : text.indexOf("</pre>", open);
    if (close < 0) return read + prose(text.slice(at));
    read += prose(text.slice(at, open)) + fenced(text.slice(open, close + 6));
    at = close + 6;
  }
  return read;
}

function fenced(pre: string): string {
  const body = pre.replace(/^<pre\b[^<>]*>|<\/pre>$/gi, "");
  const code = /^\s*(?:<code>)?\s*\{@code\b ?([\s\S]*)\}\s*(?:<\/code>)?\s*$/.exec(body)?.[1];
  const plain =
    code ??
    unescaped(body.replace(/\{@(?:code|literal)\s+([^{}]*)\}/g, "$1").replace(/<\/?[a-z][^<>]*>/gi, ""));
  return `\n\`\`\`\n${plain.replace(/^\s*\n|\s+$/g, "")}\n\`\`\`\n`;
}

const prose = (text: string) =>
  unescaped(
    text
      .replace(/\{@(?:code|literal|value)\s+([^{}]*)\}/g, (_, inner: string) => `\`${inner.trim()}\``)
      .replace(/\{@link(?:plain)?\s+([^{}]*)\}/g, (_, inner: string) => linked(inner))
      .replace(/<\/?code>/gi, "`")
      .replace(/<p>|<\/?(?:ul|ol|dl|h\d|table|blockquote)\b[^<>]*>/gi, "\n\n")
      .replace(/<li>/gi, "\n- ")
      .replace(/<\/?[a-z][a-z0-9]*\b[^<>]*>/gi, ""),
  );

/** `Type#name(int) label` is shown by its label, else as `Type.name`. */
function linked(link: string): string {
  const [, target = "", label = ""] = /^\s*([^\s(]*(?:\([^)]*\))?)\s*([\s\S]*)$/.exec(link) ?? [];
  const name = target.replace(/\(.*$/s, "").replace(/^#/, "").replace("#", ".");
  const called = /^([\w.]+)\([^()]*\)$/.exec(label.trim())?.[1];
  return label.trim() === "" || called !== undefined ? `\`${called ?? name}\`` : label.trim();
}

const unescaped = (text: string) =>
  text.replace(/&(#?\w{1,6});/g, (whole, name: string) => entities[name] ?? whole);
