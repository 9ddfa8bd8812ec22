/** Reads docstrings: plain ones and those in the styles of reST, Google and numpydoc. */
import { firstSentence } from "../../syntax/outline/docComment.ts";
import { type ApiDoc, docLimits, replacementIn } from "../apiDoc.ts";
import { splitFences, unindented } from "../fences.ts";

/** Titles of sections, of Google with a colon, of numpydoc underlined. */
const sectionTitle =
  /^(Args|Arguments|Parameters|Other Parameters|Params|Keyword Args|Keyword Arguments|Attributes|Returns?|Yields?|Raises|Examples?|Usage|Notes?|Warnings?|Warns|See Also|References|Methods)\s*:?$/i;

/** @param docstring the text between the quotes, as written */
export function readDocstring(docstring: string): ApiDoc | undefined {
  const lines = dedent(docstring);
  const sections = sectionsOf(lines);
  const prose = sections.filter(({ title }) => title === "" || /^(?:note|warning)/i.test(title));
  const { text, code } = splitFences(prose.flatMap(({ title, lines: body }) => [title, ...body]).join("\n"));
  const { rest, examples } = takeExamples(text);
  const { fields, body } = takeFields(rest);
  const shown = sections.filter(({ title }) => /^(?:examples?|usage)$/i.test(title)).flatMap(sectionExamples);
  const parameters = {
    ...Object.assign({}, ...sections.filter(({ title }) => /arg|param/i.test(title)).map(sectionParameters)),
    ...fields.parameters,
  };
  const returned = sections.find(({ title }) => /^returns?$/i.test(title));
  const returns = fields.returns ?? (returned && oneLine(returned.lines.join(" ")));
  const deprecated = deprecation(lines.join("\n"));
  const doc: ApiDoc = {
    summary: firstSentence(body) ?? "",
    text: body.trim().slice(0, docLimits.text),
    examples: [...shown, ...examples, ...code]
      .slice(0, docLimits.examples)
      .map((one) => one.slice(0, docLimits.example)),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    ...(returns ? { returns: returns.slice(0, docLimits.part) } : {}),
    ...deprecated,
    ...sinceIn(lines.join("\n")),
  };
  return doc.summary === "" && doc.text === "" && doc.examples.length === 0 ? undefined : doc;
}

interface Section {
  readonly title: string;
  /** As in numpydoc, where behind a name stands its type. */
  readonly isUnderlined: boolean;
  readonly lines: string[];
}

/** Without the indentation of the lines after the first. */
function dedent(docstring: string): string[] {
  const [first = "", ...others] = docstring.replace(/\t/g, "    ").split("\n");
  return [first.trim(), ...unindentedLines(others)];
}

function unindentedLines(lines: readonly string[]): string[] {
  const depth = lines
    .filter((line) => line.trim() !== "")
    .reduce((least, line) => Math.min(least, /^ */.exec(line)![0].length), 1000);
  return lines.map((line) => line.slice(Math.min(depth, /^ */.exec(line)![0].length)).trimEnd());
}

function sectionsOf(lines: readonly string[]): readonly Section[] {
  const sections: Section[] = [{ title: "", isUnderlined: false, lines: [] }];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const isUnderlined = /^\s*[-=~]{3,}\s*$/.test(lines[i + 1] ?? "");
    const title = sectionTitle.exec(line.trim())?.[1];
    const isGoogle = /:\s*$/.test(line) && /^\S/.test(line);
    if (title !== undefined && (isUnderlined || isGoogle)) {
      sections.push({ title, isUnderlined, lines: [] });
      if (isUnderlined) i++;
    } else sections.at(-1)!.lines.push(line);
  }
  return sections;
}

/** `name (type): text`, `name : type` with the text below. */
function sectionParameters({ lines, isUnderlined }: Section): Record<string, string> {
  const found: Record<string, string> = {};
  let last: string | undefined;
  const depth = lines.find((line) => line.trim() !== "")?.search(/\S/) ?? 0;
  for (const line of lines) {
    if (line.trim() === "") continue;
    const isHead = line.search(/\S/) <= depth;
    const head = isHead ? /^\s*\*{0,2}([\w, *]+?)\s*(?:\(([^)]*)\))?\s*:\s*(.*)$/.exec(line) : null;
    if (head) {
      last = head[1]!.trim();
      found[last] = isUnderlined ? "" : head[3]!;
    } else if (last !== undefined) found[last] = oneLine(`${found[last]} ${line}`).slice(0, docLimits.part);
  }
  return found;
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

function sectionExamples({ lines }: Section): string[] {
  const { code, text } = splitFences(lines.join("\n"));
  const { examples } = takeExamples(text);
  if (code.length > 0 || examples.length > 0) return [...code, ...examples];
  const whole = unindented(lines);
  return /[=(.]/.test(whole) ? [whole] : [];
}

/** Blocks of `>>>` lines with their output, and blocks below `::`. */
function takeExamples(text: string): { readonly rest: string; readonly examples: readonly string[] } {
  const lines = text.split("\n");
  const rest: string[] = [];
  const examples: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (/^\s*>>> /.test(line)) {
      const block: string[] = [];
      for (; i < lines.length && lines[i]!.trim() !== ""; i++) block.push(lines[i]!);
      examples.push(unindented(block));
      continue;
    }
    const directive = /^(\s*)\.\. (?:code-block|code|sourcecode)::/.exec(line);
    const isLiteral = directive !== null || /::\s*$/.test(line);
    if (isLiteral) {
      const depth = line.search(/\S/);
      const block: string[] = [];
      let at = i + 1;
      while (at < lines.length && (lines[at]!.trim() === "" || lines[at]!.search(/\S/) > depth))
        block.push(lines[at++]!);
      if (block.some((one) => one.trim() !== "")) {
        examples.push(unindented(block.filter((one) => !/^\s*:\w+:/.test(one))));
        i = at - 1;
      }
      if (directive === null && !/^\s*\.\. /.test(line)) rest.push(line.replace(/::\s*$/, ":"));
    } else rest.push(line);
  }
  return { rest: rest.join("\n"), examples };
}

/** `:param int name: text`, `:returns: text`. */
function takeFields(text: string): {
  readonly body: string;
  readonly fields: { readonly parameters: Record<string, string>; readonly returns?: string };
} {
  const parameters: Record<string, string> = {};
  let returns: string | undefined;
  const body: string[] = [];
  let field: { add(text: string): void } | undefined;
  for (const line of text.split("\n")) {
    const start = /^\s*:(\w+)\s*([^:]*):\s*(.*)$/.exec(line);
    if (
      start &&
      /^(?:param|parameter|arg|argument|key|keyword|type|returns?|rtype|raises?|var|ivar|cvar)$/.test(
        start[1]!,
      )
    ) {
      const [, kind, name, said] = start as unknown as [string, string, string, string];
      const own = name.trim().split(/\s+/).at(-1) ?? "";
      const isParameter = /^(?:param|parameter|arg|argument|key|keyword)$/.test(kind) && own !== "";
      if (isParameter) parameters[own] = said;
      else if (/^returns?$/.test(kind)) returns = said;
      field = {
        add: (more) => {
          if (isParameter) parameters[own] = oneLine(`${parameters[own]} ${more}`).slice(0, docLimits.part);
          else if (/^returns?$/.test(kind)) returns = oneLine(`${returns} ${more}`);
        },
      };
    } else if (field && /^\s+\S/.test(line)) field.add(line);
    else {
      field = undefined;
      body.push(line);
    }
  }
  return { body: body.join("\n"), fields: returns === undefined ? { parameters } : { parameters, returns } };
}

/** What is said of the whole: what stands further in, or speaks of an argument, is said of a part. */
function deprecation(text: string): Pick<ApiDoc, "deprecated" | "replacedBy"> {
  const found =
    /^(?:\.\. deprecated::\s*(.*(?:\n\s+\S.*)*)|(?<=^\s*|\n\s*\n)(?:\**deprecated\**\b[:.\s]?)(.*))/im.exec(
      text,
    );
  if (!found) return {};
  const note = oneLine(found[1] ?? found[2] ?? "").slice(0, docLimits.part);
  if (/\b(?:arguments?|param\w*|keywords?|options?|flags?)\b/i.test(note.slice(0, 120))) return {};
  const replacedBy = replacementIn(note);
  return replacedBy === undefined ? { deprecated: note } : { deprecated: note, replacedBy };
}

function sinceIn(text: string): Pick<ApiDoc, "since"> {
  const found = /\.\. versionadded::\s*(\S+)/.exec(text);
  return found ? { since: found[1]! } : {};
}
