/** A sent payload as a document for people: to whom, what for, the prompt as the model reads it, the body as sent. */
import { countOf, formatCount } from "../text/counts.ts";
import type { ContextPart, SentContext } from "./sentContext.ts";

/** Stands before each line that was sent, so that no sent text can pass for a line of the document. */
const gutter = "│ ";

const tasks: Readonly<Record<SentContext["task"], string>> = {
  inline: "inline suggestion",
  prefetch: "what follows the suggestion shown",
  test: "Test Connection",
  embedding: "search by meaning",
  chat: "chat",
  repair: "fix",
};
const reasons: Readonly<Record<SentContext["withheld"][number]["reason"], string>> = {
  ignored: "an ignore file or an exclude setting names it",
  excluded: "touchstone.privacy.exclude names it",
  secretFile: "it is a file for secrets",
};

type DisplayPath = (path: string) => string;

const quote = (text: string): string =>
  text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) => gutter + line)
    .join("\n");

function facts(context: SentContext): string {
  const headers = context.headerNames.length === 0 ? "none" : context.headerNames.join(", ");
  return [
    ["Sent", new Date(context.atMs).toISOString().replace("T", " ").replace("Z", " UTC")],
    ["For", tasks[context.task]],
    ["Model", context.model],
    ["Headers", `${headers} (values are not kept)`],
    ...(context.learned?.length ? [["Learned", `this endpoint ${context.learned.join("; ")}`]] : []),
    ["Ended", context.outcome ?? "not yet"],
  ]
    .map(([name = "", value = ""]) => `${name.padEnd(9)}${value.replace(/\s+/g, " ")}`)
    .join("\n");
}

function renderPart(
  { kind, path, title, startLine, endLine, characters, tokens }: ContextPart,
  displayPath: DisplayPath,
): string {
  const lines = startLine === undefined ? "" : `:${startLine + 1}-${(endLine ?? startLine) + 1}`;
  const named = path === undefined ? title?.replace(/\s+/g, " ") : displayPath(path) + lines;
  const place = named === undefined ? "" : `  ${named}`;
  // An image has no characters, and nobody knows those of an instruction.
  const size = characters > 0 ? countOf(characters, "character") : tokens === 0 ? "empty" : "";
  const cost = tokens ? `${size === "" ? "" : ", "}about ${countOf(tokens, "token")}` : "";
  return `- ${kind.padEnd(14)}${size.padStart(18)}${cost}${place}`.trimEnd();
}

function renderWithheld({ redactions, withheld }: SentContext, displayPath: DisplayPath): string {
  const lines = [
    ...Object.entries(redactions).map(([kind, count]) => `- redacted: ${formatCount(count)} ${kind}`),
    ...withheld.map(({ path, reason }) => `- left out: ${displayPath(path)} (${reasons[reason]})`),
  ];
  return lines.length === 0 ? "- nothing" : lines.join("\n");
}

/** The texts of a body that a model reads, each with the name of its field. */
function promptTexts(body: string): readonly (readonly [name: string, text: string])[] {
  const parsed = parseObject(body);
  const fields = ("input_prefix" in parsed ? ["input_prefix", "input_suffix"] : ["prompt", "suffix"]).flatMap(
    (name): (readonly [string, string])[] => {
      const text = parsed[name];
      return typeof text === "string" ? [[name, text]] : [];
    },
  );
  const extra = Array.isArray(parsed["input_extra"]) ? parsed["input_extra"] : [];
  const others = extra.flatMap((file: unknown): (readonly [string, string])[] => {
    const { filename, text } = (file ?? {}) as { filename?: unknown; text?: unknown };
    return typeof text === "string" ? [[`file ${String(filename).replace(/\s+/g, " ")}`, text]] : [];
  });
  const messages = Array.isArray(parsed["messages"]) ? parsed["messages"] : [];
  const spoken = messages.flatMap((message: unknown): (readonly [string, string])[] => {
    const { role, content, tool_calls: calls } = (message ?? {}) as Readonly<Record<string, unknown>>;
    const name = `${String(role).replace(/\s+/g, " ")} message`;
    const called = Array.isArray(calls) ? calls.map((call) => `calls ${JSON.stringify(call)}`) : [];
    const said = [...saidIn(content), ...called];
    return said.length === 0 ? [] : [[name, said.join("\n")]];
  });
  return [...others, ...fields, ...spoken];
}

/** Of parts the texts, and of an image what is recorded of it. */
function saidIn(content: unknown): readonly string[] {
  if (typeof content === "string") return [content];
  const parts = Array.isArray(content) ? content : [];
  return parts.flatMap((part: unknown): readonly string[] => {
    const { text, image_url: image } = (part ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof text === "string") return [text];
    const { url } = (image ?? {}) as { readonly url?: unknown };
    return typeof url === "string" ? [`[Image] ${url}`] : [];
  });
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const bodyTitle = ({ parts }: SentContext): string => {
  const images = parts.filter(({ kind }) => kind === "image").length;
  return images === 0
    ? "Body, exactly as sent"
    : `Body as sent, without the bytes of ${countOf(images, "image")}`;
};

/**
 * The document of *Show Last Context*. The body stands in it once word for word, as its last line, but for the bytes of images; before that, what
 * a model reads of it stands decoded, each line behind a gutter.
 *
 * @param displayPath a path of the index as a person knows it, for the lists; the body stays as it was sent
 */
export function renderSentContext(context: SentContext, displayPath: DisplayPath = (path) => path): string {
  const sections: (readonly [title: string, text: string])[] = [
    ["Parts", context.parts.map((part) => renderPart(part, displayPath)).join("\n")],
    ["Kept back", renderWithheld(context, displayPath)],
    ...promptTexts(context.body).map(([name, text]): readonly [string, string] => [
      `${name[0]!.toUpperCase()}${name.slice(1)}, as the model reads it`,
      quote(text),
    ]),
    [`${bodyTitle(context)}: ${countOf(context.body.length, "character")}`, context.body],
  ];
  const head = `# Sent to ${context.url.replace(/\s+/g, " ")}\n\n${facts(context)}`;
  return `${[head, ...sections.map(([title, text]) => `## ${title}\n\n${text}`)].join("\n\n")}\n`;
}
