import { XMLParser } from "fast-xml-parser";
import * as z from "zod";
import type { MeasuredFile } from "./measuredFile.ts";

const line = z.object({ nr: z.coerce.number(), ci: z.coerce.number() });
const file = z.object({ name: z.string(), line: z.array(line).optional() });
const part = z.object({ name: z.string(), sourcefile: z.array(file).optional() });
const group = z.object({ package: z.array(part).optional() });
const report = z.object({ report: group.extend({ group: z.array(group).optional() }) });

const lists = new Set(["group", "package", "sourcefile", "line"]);

/** Reads JaCoCo's XML. @returns paths below a folder of sources, such as `com/acme/Sum.java`; counts are of instructions */
export function parseJacoco(text: string): MeasuredFile[] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    isArray: (name) => lists.has(name),
    processEntities: false,
  });
  const parsed = report.safeParse(readXml(parser, text));
  if (!parsed.success) return [];
  const { report: whole } = parsed.data;
  const packages = [whole, ...(whole.group ?? [])].flatMap((one) => one.package ?? []);
  return packages.flatMap(({ name, sourcefile = [] }) =>
    sourcefile.map(({ name: own, line: lines = [] }) => ({
      path: name === "" ? own : `${name}/${own}`,
      lines: new Map(lines.map(({ nr, ci }) => [nr - 1, ci])),
    })),
  );
}

function readXml(parser: XMLParser, text: string): unknown {
  try {
    return parser.parse(text);
  } catch {
    return undefined;
  }
}
