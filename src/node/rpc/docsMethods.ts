/** Methods that ask about installed libraries. */
import * as z from "zod";
import { ecosystems } from "../../core/apiDocs/apiPackage.ts";
import { symbolKinds } from "../../core/syntax/outline/outline.ts";
import type {
  DocsAtParams,
  DocsCheckParams,
  DocsDiagnosticParams,
  DocsSearchParams,
  DocsShowParams,
  RpcApiCheck,
  RpcApiEntry,
  RpcApiHit,
  RpcDocsPackages,
} from "../../ports/rpc.ts";
import { type Conforms, type Mutable, path } from "./fields.ts";

const given = (what: string) =>
  z.string().refine((text) => text.trim() !== "", { error: `${what} must not be empty` });
const limitOf = (usual: number) =>
  z.int().min(1).optional().describe(`At most so many, and at most 200; ${usual} when not given.`);
const packageName = z
  .string()
  .optional()
  .describe("Name of one package, or what it is imported by; all packages when not given.");
const place = path.describe(
  "As elsewhere for what lies in a root; absolute for a library outside of the roots.",
);

const packagesResult = z.object({
  packages: z
    .array(
      z.object({
        ecosystem: z.enum(ecosystems),
        name: z.string(),
        version: z.string().describe("As installed; empty when nothing tells it."),
        role: z
          .enum(["direct", "indirect", "private", "platform"])
          .describe("`direct`: the workspace asks for it. `private`: a part of the workspace."),
        importNames: z.array(z.string()).describe("What it is imported by."),
        path: place,
      }),
    )
    .describe("Those of the workspace and those it asks for first."),
  skipped: z.array(z.object({ name: z.string(), path: place, reason: z.string() })),
});

const entry = z.object({
  package: z.string(),
  version: z.string(),
  ecosystem: z.enum(ecosystems),
  module: z.string().describe("What it is imported from."),
  name: z.string().describe("Within the module, dotted."),
  kind: z.enum(symbolKinds),
  signatures: z.array(z.string()).describe("Overloads are several; of a class also how it is made."),
  parameters: z.array(z.string()).optional(),
  summary: z.string(),
  doc: z.string(),
  examples: z.array(z.string()),
  deprecated: z.string().optional().describe("Why not to use it; may be empty."),
  replacedBy: z.string().optional(),
  since: z.string().optional(),
  path: place,
  line: z.int().min(1).describe("1-based."),
  uses: z
    .array(z.object({ path, line: z.int().min(1).describe("1-based."), code: z.string() }))
    .optional()
    .describe(
      "Statements of the roots' own files that use it, the best example first; of the first entries.",
    ),
});

const searchParams: z.ZodType<DocsSearchParams> = z.object({
  query: given("The query"),
  package: packageName,
  limit: limitOf(10),
});
const searchResult = z
  .array(entry.extend({ score: z.number().gt(0).describe("Unitless; comparable only within one answer.") }))
  .describe("Best first.");

const showParams: z.ZodType<DocsShowParams> = z.object({
  name: given("The name").describe("As a program writes it: `Session.get`, `requests.get`, `get`."),
  package: packageName,
  limit: limitOf(20),
});
const showResult = z.array(entry).describe("Those that the name says most exactly first.");

const atParams: z.ZodType<DocsAtParams> = z.object({
  path,
  prefix: z.string().describe("The whole text before the cursor."),
  suffix: z.string().describe("The whole text after the cursor. The file need not exist."),
  limit: limitOf(5),
});

const checkParams: z.ZodType<DocsCheckParams> = z.object({
  path,
  text: z
    .string()
    .optional()
    .describe(
      "What is in the file, which need not exist; as on disk when not given, and then it must be indexed.",
    ),
});
const checkResult = z.object({
  findings: z
    .array(
      z.object({
        name: z.string(),
        offset: z.int().min(0).describe("In the text, UTF-16 units."),
        line: z.int().min(1).describe("1-based."),
        column: z.int().min(0).describe("0-based, UTF-16 units."),
        reason: z.enum(["missing", "deprecated"]),
        place: z
          .enum(["import", "member"])
          .describe("Whether it is imported from a module, or is a member of something."),
        owner: z.string().describe("What should have it, as the library calls it; empty for a module."),
        library: z.string().describe("Name of the package; empty when nothing tells it."),
        version: z.string().describe("As installed."),
        nearest: z.string().optional().describe("The existing name that is surely meant."),
        alternatives: z.array(z.string()).describe("Existing names that are like a missing one, best first."),
        replacement: z
          .string()
          .optional()
          .describe("What the library says to use instead of what is deprecated."),
        together: z
          .array(z.int().min(0))
          .describe(
            "Offsets at which an imported name has to change together, in the import and where it is used.",
          ),
        message: z.string(),
      }),
    )
    .describe("Ascending by offset."),
  judged: z
    .array(z.int().min(0))
    .describe(
      "Offsets of names of libraries that were looked up, and found or surely missing; others are not known.",
    ),
});

const diagnosticParams: z.ZodType<DocsDiagnosticParams> = z.object({
  path,
  text: z.string().describe("The whole text. The file need not exist."),
  line: z.int().min(1).describe("1-based, that the message is about."),
  column: z
    .int()
    .min(0)
    .optional()
    .describe("0-based, UTF-16 units; not needed for what an interpreter says."),
  message: given("The message").describe("Of a compiler, linter or interpreter."),
  limit: limitOf(5),
});

export type DocsConformance = [
  Conforms<typeof checkResult, Mutable<RpcApiCheck>>,
  Conforms<typeof packagesResult, Mutable<RpcDocsPackages>>,
  Conforms<typeof searchResult, Mutable<readonly RpcApiHit[]>>,
  Conforms<typeof showResult, Mutable<readonly RpcApiEntry[]>>,
];

const firstTime =
  "Packages that were never read before are read first, those of the workspace and those it asks for before others; after 8 seconds the answer is from what is read by then.";

export const docsMethods = {
  "docs/packages": {
    about: "Libraries that are installed for the roots, with their versions. Nothing of them is run.",
    params: z.object({}),
    result: packagesResult,
  },
  "docs/search": {
    about: `APIs of installed libraries that fit a question. ${firstTime}`,
    params: searchParams,
    result: searchResult,
  },
  "docs/show": {
    about: `What the installed version of a library says about a name. ${firstTime}`,
    params: showParams,
    result: showResult,
  },
  "docs/check": {
    about:
      "Names of libraries in a file that do not exist in the installed versions, or are deprecated there. What is not known for sure is left out. For TypeScript, JavaScript and Python.",
    params: checkParams,
    result: checkResult,
  },
  "docs/diagnostic": {
    about:
      "The few APIs of installed libraries that matter for a message: members that are like the one that is missing, the signature of what is called, what to use instead of what is deprecated. Understands TypeScript, Python at run time, Pyright, mypy and pylint; nothing for other messages.",
    params: diagnosticParams,
    result: searchResult,
  },
  "docs/at": {
    about:
      "APIs of installed libraries for a cursor: members of the value before a dot, names that the file imports, what is called around it. For TypeScript, JavaScript and Python.",
    params: atParams,
    result: searchResult,
  },
} as const;
