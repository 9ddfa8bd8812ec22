/** Which kind of value an expression probably has: a weight for the order of candidates, never a reason to leave one out. */
export type Kind = "number" | "string" | "list" | "set" | "map" | "boolean" | "function" | "none" | "unknown";

/**
 * How well a value of one kind stands where another was.
 *
 * @returns unitless, 0 to 1
 */
export function kindFit(wanted: Kind, given: Kind): number {
  if (wanted === given) return wanted === "unknown" ? 0.8 : 1;
  if (wanted === "unknown" || given === "unknown") return 0.6;
  const pair = `${wanted} ${given}`;
  if (pair === "boolean number" || pair === "number boolean") return 0.25;
  if (pair === "list string" || pair === "list set" || pair === "set list") return 0.3;
  return 0.1;
}

/** Kinds of annotated types, by the first word of the type. */
const typeKinds: Readonly<Record<string, Kind>> = {
  int: "number",
  float: "number",
  number: "number",
  long: "number",
  double: "number",
  short: "number",
  Integer: "number",
  Long: "number",
  Double: "number",
  bigint: "number",
  str: "string",
  string: "string",
  String: "string",
  char: "string",
  list: "list",
  List: "list",
  Sequence: "list",
  Iterable: "list",
  Tuple: "list",
  tuple: "list",
  Array: "list",
  ArrayList: "list",
  set: "set",
  Set: "set",
  HashSet: "set",
  dict: "map",
  Dict: "map",
  Map: "map",
  HashMap: "map",
  Record: "map",
  bool: "boolean",
  boolean: "boolean",
  Boolean: "boolean",
  Callable: "function",
};

/** The kind of an annotated type as it is written, such as `List[int]`, `number[]` or `Map<String, X>`. */
export function kindOfType(type: string): Kind {
  if (/\[\s*\]\s*$/.test(type)) return "list";
  const word = /[A-Za-z]+/.exec(type.replace(/^[\s:]*(typing\.|Optional\[)?/, ""))?.[0] ?? "";
  return Object.hasOwn(typeKinds, word) ? typeKinds[word]! : "unknown";
}
