/** Methods that compare versions of libraries. */
import * as z from "zod";
import { ecosystems } from "../../core/apiDocs/apiPackage.ts";
import { changeKinds } from "../../core/apiDocs/compare/compareApis.ts";
import { versionSources } from "../../core/apiDocs/compare/comparison.ts";
import { differenceKinds, weights } from "../../core/apiDocs/compare/signatureChanges.ts";
import type {
  DocsCompareParams,
  DocsVersionsParams,
  RpcComparison,
  RpcPackageVersions,
} from "../../ports/rpc.ts";
import { type Conforms, count, type Mutable } from "./fields.ts";

const name = z.string().min(1).describe("Name of a package, or what it is imported by.");
const version = z.object({
  version: z.string().describe("Empty when nothing tells it."),
  source: z
    .enum(versionSources)
    .describe(
      "`installed`: a copy in the roots. `kept`: read before on this machine. `folder`: one that was named.",
    ),
  path: z.string().optional().describe("Where it is; absolute outside of the roots."),
});

const versionsParams: z.ZodType<DocsVersionsParams> = z.object({ package: name });
const versionsResult = z.object({
  package: z.string(),
  ecosystem: z.enum(ecosystems),
  versions: z.array(version).describe("The one in use first, then the newest ones first."),
});

const compareParams: z.ZodType<DocsCompareParams> = z.object({
  package: name,
  version: z.string().min(1).optional().describe("One that `docs/versions` lists. This or `folder`."),
  folder: z
    .string()
    .min(1)
    .optional()
    .describe("Absolute path of the package, of a project or environment that has it, or of its sources."),
  all: z.boolean().optional().describe("What nothing in the roots uses as well, and what breaks nothing."),
});

const change = z.object({
  kind: z.enum(changeKinds),
  module: z.string(),
  name: z.string().describe("Within the module, dotted, as it was called before."),
  nowModule: z.string().optional().describe("Where it is now, when that is elsewhere."),
  nowName: z.string().optional(),
  instead: z.string().optional().describe("What the library says to use."),
  sure: z.boolean().describe("False when what is inherited or handed on could not be looked through."),
  evidence: z.array(z.string()).describe("Why it is taken for a rename, the strongest reason first."),
  differences: z.array(
    z.object({
      kind: z.enum(differenceKinds),
      weight: z
        .enum(weights)
        .describe("`breaks`: calls that were right are wrong now. `may`: some are. `harmless`: none is."),
      parameter: z.string().optional(),
      before: z.string().optional(),
      after: z.string().optional(),
    }),
  ),
  uses: z
    .array(
      z.object({
        path: z.string(),
        line: z.int().min(1).describe("1-based."),
        column: count.describe("0-based, UTF-16 units."),
        text: z.string().describe("The line, trimmed."),
        sure: z
          .boolean()
          .describe(
            "Followed to the package; else its name alone says so, in a file that imports the package.",
          ),
      }),
    )
    .describe("Surest first."),
});

const compareResult = z.object({
  package: z.string(),
  ecosystem: z.enum(ecosystems),
  before: version.describe("The older one, by its number."),
  after: version,
  changeCount: count.describe("All changes, those that are not listed included."),
  filesLooked: count,
  filesAll: count.describe(
    "Files that hold names of what changed; not all are looked into when time runs out.",
  ),
  changes: z.array(change),
  added: z
    .array(z.object({ module: z.string(), name: z.string() }))
    .describe("What is new; with `all` only."),
});

export type CompareConformance = [
  Conforms<typeof versionsResult, Mutable<RpcPackageVersions>>,
  Conforms<typeof compareResult, Mutable<RpcComparison>>,
];

export const compareMethods = {
  "docs/versions": {
    about:
      "Versions of a package that can be compared: copies in the roots, and those that were read on this machine before. Error `notFound` when none is installed.",
    params: versionsParams,
    result: versionsResult,
  },
  "docs/compare": {
    about:
      "What changed between the version in use of a package and another one: what is gone, renamed (with the evidence), called in another way, newly deprecated; with the places that use it, by the index as it is. No network.",
    params: compareParams,
    result: compareResult,
  },
} as const;
