/** How a call differs between two versions: parameter by parameter, and whether that breaks who calls it. */
import type { ApiEntry } from "../apiPackage.ts";
import type { ApiParameter } from "../apiSymbol.ts";
import type { ApiDialect } from "../apiUnit.ts";
import {
  CUT,
  plainText,
  type SignatureParameter,
  type SignatureParts,
  signatureParts,
} from "./signatureParts.ts";

export const differenceKinds = [
  "parameterRemoved",
  "parameterAdded",
  "parameterRenamed",
  "parameterMoved",
  "parameterRequired",
  "parameterOptional",
  "parameterByName",
  "parameterType",
  "parameterDefault",
  "returns",
  "declaration",
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** `breaks`: calls that were right are wrong now. `may`: some are. `harmless`: all are right as they were. */
export const weights = ["breaks", "may", "harmless"] as const;
export type Weight = (typeof weights)[number];

export interface SignatureDifference {
  readonly kind: DifferenceKind;
  readonly weight: Weight;
  /** Of the parameter, as it was called before; of an added one as it is called now. Empty when it is about the whole. */
  readonly parameter: string;
  /** As written; `undefined` when there was none. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** What differs in how an API is written. Nothing for overloads that are all still there. */
export function signatureChanges(before: ApiEntry, after: ApiEntry): readonly SignatureDifference[] {
  const dialect: ApiDialect | undefined =
    before.package.ecosystem === "npm"
      ? "typescript"
      : before.package.ecosystem === "python"
        ? "python"
        : undefined;
  const known = new Set(after.signatures.map(comparable));
  const gone = before.signatures.filter((one) => one.length >= CUT || !known.has(comparable(one)));
  if (gone.length === 0) return [];
  return gone.flatMap((one) => closest(one, before, after, dialect)).filter(isFirst);
}

const isFirst = (one: SignatureDifference, at: number, all: readonly SignatureDifference[]): boolean =>
  all.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === at;

/** Without what says nothing to who uses it. */
const comparable = (signature: string): string =>
  plainText(
    signature
      .replace(/^((?:public|static|readonly|abstract)\s+)*get\s+([\w$]+)\(\)/, "$2")
      .replace(/\simplements\s.*$/, "")
      .replace(/\b(?:export|declare|public|readonly|async|override)\s+/g, "")
      .replace(/^(?:let|var|const)\s+/, ""),
  );

/** The least that an overload differs from any that there is now. */
function closest(
  signature: string,
  before: ApiEntry,
  after: ApiEntry,
  dialect: ApiDialect | undefined,
): readonly SignatureDifference[] {
  const own = dialect && signatureParts(signature, dialect, parametersOf(before, signature));
  if (own === undefined || dialect === undefined) return declarationOf(signature, before, after);
  const candidates = after.signatures.flatMap(
    (one) => signatureParts(one, dialect, parametersOf(after, one)) ?? [],
  );
  if (candidates.length === 0) return declarationOf(signature, before, after);
  const compared = candidates.map((one) => partChanges(own, one, dialect));
  const least = compared.reduce((best, one) => (costOf(one) < costOf(best) ? one : best));
  // One overload may have become several that take its calls together.
  const isSplit = after.signatures.length > before.signatures.length;
  return isSplit ? least.map((one) => (one.weight === "breaks" ? { ...one, weight: "may" } : one)) : least;
}

const costs: Readonly<Record<Weight, number>> = { breaks: 10, may: 3, harmless: 1 };
const costOf = (found: readonly SignatureDifference[]): number =>
  found.reduce((sum, { weight }) => sum + costs[weight], 0);

/** What was read of the parameters belongs to a signature when there is only one that calls. */
function parametersOf(
  { signatures, parameters, makes }: ApiEntry,
  signature: string,
): readonly ApiParameter[] | undefined {
  if (signatures.length === 1) return parameters;
  return makes !== undefined && signatures.length === 2 && signature === signatures[1] ? makes : undefined;
}

/** Of what is no call only that it is written in another way; of a class that is as it was nothing. */
function declarationOf(signature: string, before: ApiEntry, after: ApiEntry): readonly SignatureDifference[] {
  const candidates = after.signatures.filter((one) => wordOf(one) === wordOf(signature));
  const other = candidates[0] ?? after.signatures[0] ?? "";
  const isValue = /^(?:constant|variable|field)$/.test(before.kind) && before.kind === after.kind;
  const isUntold = isValue && before.package.ecosystem === "python";
  if (isUntold || withoutRoot(comparable(signature)) === withoutRoot(comparable(other))) return [];
  return [{ kind: "declaration", weight: "may", parameter: "", before: signature, after: other }];
}

/** What a declaration begins with; empty for a value or a call. */
const wordOf = (signature: string): string =>
  /\b(class|interface|type|enum|namespace|module)\b\s+\w/.exec(signature.slice(0, 60))?.[1] ?? "";

/** A class of Python may say what all classes are. */
const withoutRoot = (declaration: string) => declaration.replace(/\(object\)$/, "");

function partChanges(
  before: SignatureParts,
  after: SignatureParts,
  dialect: ApiDialect,
): readonly SignatureDifference[] {
  const isPython = dialect === "python";
  const pairs = paired(before.parameters, after.parameters, isPython);
  const found: SignatureDifference[] = [];
  for (const one of before.parameters) {
    const other = pairs.get(one);
    if (other !== undefined) found.push(...parameterChanges(one, other, isPython));
    else if (!isTaken(one, after.parameters))
      found.push({ kind: "parameterRemoved", weight: "breaks", parameter: one.name, before: shown(one) });
  }
  const taken = new Set(pairs.values());
  for (const one of after.parameters) {
    if (taken.has(one)) continue;
    const weight = !one.isOptional ? "breaks" : isBetween(one, after.parameters, taken) ? "may" : "harmless";
    found.push({ kind: "parameterAdded", weight, parameter: one.name, after: shown(one) });
  }
  found.push(...moved(before.parameters, after.parameters, pairs));
  const isSaid = before.returns !== undefined && after.returns !== undefined;
  if (isSaid && before.returns !== after.returns)
    found.push({
      kind: "returns",
      weight: "may",
      parameter: "",
      before: before.returns,
      after: after.returns,
    });
  return found;
}

/** Whether others that were there before are given by place behind it. */
const isBetween = (
  one: SignatureParameter,
  after: readonly SignatureParameter[],
  taken: ReadonlySet<SignatureParameter>,
): boolean =>
  isPlaced(one) && after.slice(after.indexOf(one)).some((other) => isPlaced(other) && taken.has(other));

/** `**kwargs` takes what was named before. */
const isTaken = ({ takes }: SignatureParameter, after: readonly SignatureParameter[]): boolean =>
  takes !== "rest" && takes !== "keywords" && after.some((one) => one.takes === "keywords");

/** Parameters of one name; of those that are left, those at one place that are alike. */
function paired(
  before: readonly SignatureParameter[],
  after: readonly SignatureParameter[],
  isPython: boolean,
): ReadonlyMap<SignatureParameter, SignatureParameter> {
  const pairs = new Map<SignatureParameter, SignatureParameter>();
  const taken = new Set<SignatureParameter>();
  const pair = (one: SignatureParameter, other: SignatureParameter | undefined) => {
    if (other === undefined || taken.has(other)) return;
    pairs.set(one, other);
    taken.add(other);
  };
  for (const one of before)
    pair(
      one,
      after.find((other) => other.name === one.name && !taken.has(other)),
    );
  before.forEach((one, i) => {
    const other = after[i];
    // By place alone, where callers give no names: it is the same slot, whatever it is called and takes now.
    const isSlot = other !== undefined && !isPython && isPlaced(one) && isPlaced(other);
    if (!pairs.has(one) && isSlot) pair(one, other);
    const isAlike = other !== undefined && other.type === one.type && other.takes === one.takes;
    const isSure =
      one.type !== undefined || (other?.isOptional === one.isOptional && before.length === after.length);
    if (!pairs.has(one) && isAlike && isSure) pair(one, other);
  });
  return pairs;
}

function parameterChanges(
  one: SignatureParameter,
  other: SignatureParameter,
  isPython: boolean,
): readonly SignatureDifference[] {
  const found: SignatureDifference[] = [];
  const add = (kind: DifferenceKind, weight: Weight, before?: string, after?: string) =>
    found.push({ kind, weight, parameter: one.name, before, after });
  if (one.name !== other.name) {
    const isNamed = isPython && !/^(?:positional|rest|keywords)$/.test(one.takes ?? "");
    add("parameterRenamed", isNamed ? "breaks" : "harmless", one.name, other.name);
  }
  if (one.isOptional && !other.isOptional) add("parameterRequired", "breaks", shown(one), shown(other));
  if (!one.isOptional && other.isOptional) add("parameterOptional", "harmless", shown(one), shown(other));
  if (one.takes !== other.takes && other.takes === "keyword")
    add("parameterByName", "breaks", shown(one), shown(other));
  if (one.type !== undefined && other.type !== undefined && one.type !== other.type)
    add("parameterType", widens(one.type, other.type) ? "harmless" : "may", one.type, other.type);
  if (one.default !== other.default && one.default !== undefined && other.default !== undefined)
    add("parameterDefault", "may", one.default, other.default);
  return found;
}

/** Whether a parameter takes all that it took: the parts of its union are all still there. */
function widens(before: string, after: string): boolean {
  if (after === `readonly ${before}` || after === before.replace(/^Array</, "ReadonlyArray<")) return true;
  const now = new Set(partsOfUnion(after));
  return partsOfUnion(before).every((part) => now.has(part)) || /^(?:any|unknown|Any|object)$/.test(after);
}

const partsOfUnion = (type: string): readonly string[] =>
  (/^Optional\[(.*)\]$/.exec(type) ? `${type.slice(9, -1)}|None` : type)
    .replace(/^Union\[(.*)\]$/, (_, inner: string) => inner.replaceAll(",", "|"))
    .split("|");

/** Parameters that are given by place and stand in another order. */
function moved(
  before: readonly SignatureParameter[],
  after: readonly SignatureParameter[],
  pairs: ReadonlyMap<SignatureParameter, SignatureParameter>,
): readonly SignatureDifference[] {
  const places = before
    .filter((one) => pairs.has(one) && isPlaced(one) && isPlaced(pairs.get(one)!))
    .map((one) => ({ one, at: after.indexOf(pairs.get(one)!) }));
  return places
    .filter(({ at }, i) => i > 0 && at < places[i - 1]!.at)
    .map(({ one }) => ({ kind: "parameterMoved" as const, weight: "breaks" as const, parameter: one.name }));
}

const isPlaced = ({ takes }: SignatureParameter) => takes === undefined || takes === "positional";

function shown({ name, type, default: standard, isOptional, takes }: SignatureParameter): string {
  const mark = takes === "rest" ? "..." : takes === "keywords" ? "**" : "";
  const optional = isOptional && standard === undefined && mark === "" ? "?" : "";
  return `${mark}${name}${optional}${type === undefined ? "" : `: ${type}`}${standard === undefined ? "" : ` = ${standard}`}`;
}
