/** What a message of a checker is about, as far as it suggests what to change. */

export type ProblemSubject =
  /** A name that nothing gives a meaning. `meant`: what the checker takes it for. */
  | { readonly kind: "name"; readonly name: string; readonly meant?: string | undefined }
  | {
      readonly kind: "member";
      readonly name: string;
      readonly meant?: string | undefined;
      /** What it is asked of is a promise. */
      readonly isAwaitable: boolean;
    }
  /** A module has no such name. */
  | {
      readonly kind: "export";
      readonly name: string;
      readonly meant?: string | undefined;
      /** What the module has that is like it, best first. */
      readonly like?: readonly string[] | undefined;
    }
  | { readonly kind: "module"; readonly module: string; readonly like?: readonly string[] | undefined }
  /** Something that is there and not used. */
  | { readonly kind: "unused"; readonly name: string }
  | { readonly kind: "unusedImport"; readonly name: string }
  /** A parameter, or a key of an object, that is not known. */
  | { readonly kind: "keyword"; readonly name: string; readonly meant?: string | undefined }
  | { readonly kind: "argument"; readonly name?: string | undefined }
  | { readonly kind: "await" }
  | { readonly kind: "return" }
  /** `value` may be null. */
  | { readonly kind: "nullable"; readonly value?: string | undefined }
  /** A value that is none of several literals. */
  | { readonly kind: "literal"; readonly value: string; readonly allowed: readonly string[] }
  /** A mark is missing. */
  | { readonly kind: "mark"; readonly mark: string }
  /** One spelling in place of another, wherever it stands on the line. */
  | { readonly kind: "rewrite"; readonly from: RegExp; readonly to: string }
  | { readonly kind: "other" };

type Groups = Readonly<Record<string, string | undefined>>;
type Make = (groups: Groups) => ProblemSubject;

const q = "[\"'`‘’“”]";
const id = "[\\w$]+";
const meant = `(?:.{0,80}?(?:[Dd]id you mean(?: to (?:write|use))?|maybe|similar)[^"'\`]{0,40}${q}(?:the (?:static|instance) member ${q}?)?(?<meant>${id})${q})?`;

const named: Make = ({ name, meant }) => ({ kind: "name", name: name!, meant });
const member: Make = ({ name, meant, owner }) => ({
  kind: "member",
  name: name!,
  meant,
  isAwaitable: /^(?:Promise|Coroutine|Awaitable)\b/.test(owner ?? ""),
});
const exported: Make = ({ name, meant }) => ({ kind: "export", name: name!, meant });
const keyword: Make = ({ name, meant }) => ({ kind: "keyword", name: name!, meant });
const unused: Make = ({ name }) => ({ kind: "unused", name: name!.replace(/^.*[. ]/, "") });
const unusedImport: Make = ({ name }) => ({ kind: "unusedImport", name: name! });
const quotedIn = (list = ""): string[] => [...list.matchAll(/'([^']*)'/g)].map(([, one]) => one!);
const argument: Make = ({ name }) => ({ kind: "argument", name });
const literal: Make = ({ value, allowed }) => ({
  kind: "literal",
  value: value!,
  allowed: [...(allowed ?? "").matchAll(/"([^"]*)"/g)].map(([, one]) => one!),
});
const rewrite =
  (from: RegExp, to: string): Make =>
  () => ({ kind: "rewrite", from, to });

const rule = (pattern: string, make: Make): readonly [RegExp, Make] => [new RegExp(pattern), make];

/** The first that fits tells. Checkers with the same words share a row. */
const rows: readonly (readonly [RegExp, Make])[] = [
  // TypeScript.
  rule(`^Cannot find (?:name|namespace|global value) '(?<name>${id})'\\.?${meant}`, named),
  rule(`^No value exists in scope for the shorthand property '(?<name>${id})'`, named),
  rule(`^Property '(?<name>${id})' does not exist on type '(?<owner>[^']{1,300})${meant}`, member),
  rule(`^Property '(?<name>${id})' is used before`, named),
  rule(`has no exported member (?:named )?'(?<name>${id})'\\.?${meant}`, exported),
  rule(`declares '(?<name>${id})' locally, but it is not exported`, exported),
  rule(`^Cannot find module '(?<module>[^']+)'`, ({ module }) => ({ kind: "module", module: module! })),
  rule(`but '(?<name>${id})' does not exist in type '[^']*'\\.?${meant}`, keyword),
  rule(`(?:and|,) '(?<name>${id})' does not exist in type`, keyword),
  rule(`^'(?<name>${id})' is declared but (?:its value is never read|never used)`, unused),
  rule(`^(?<name>${id}) is declared but never used`, unused),
  rule("^(?:All imports in import declaration are unused|Several of these imports are unused)", () => ({
    kind: "unusedImport",
    name: "",
  })),
  rule(`^Type '"(?<value>[^"]*)"' is not assignable to type '(?<allowed>[^']*"[^']*)'`, literal),
  rule(
    `^Argument of type '"(?<value>[^"]*)"' is not assignable to parameter of type '(?<allowed>[^']*"[^']*)'`,
    literal,
  ),
  rule(
    `^This comparison appears to be unintentional because the types '(?<allowed>[^']*)' and '"(?<value>[^"]*)"'`,
    literal,
  ),
  rule(
    "Did you forget to use 'await'|^(?:Type|Argument of type) 'Promise<|^An async iterable|has incompatible type \"Coroutine",
    () => ({
      kind: "await",
    }),
  ),
  rule(
    "^(?:A function whose declared type is neither|Function lacks ending return|Not all code paths return|Missing return statement|missing return|Type 'void' is not assignable)",
    () => ({ kind: "return" }),
  ),
  rule(`^(?:'(?<value>[^']+)' is|Object is) possibly (?:'null'|'undefined'|null)`, ({ value }) => ({
    kind: "nullable",
    value,
  })),
  rule("^Expected (?:at least )?\\d+(?:-\\d+)? arguments?, but got", argument),
  rule("^(?:not enough|too many) arguments in call", argument),
  // Python.
  rule(`^No module named '(?<module>[\\w.]+)'(?:; maybe (?<like>.*))?`, ({ module, like }) => ({
    kind: "module",
    module: module!,
    like: quotedIn(like),
  })),
  rule(`^cannot import name '(?<name>${id})' from '[^']*'(?:; maybe (?<like>.*))?`, ({ name, like }) => ({
    kind: "export",
    name: name!,
    like: quotedIn(like),
  })),
  rule(`^[Uu]ndefined (?:name|variable) '(?<name>${id})'`, named),
  rule(`^Undefined name \`(?<name>${id})\``, named),
  rule(`^Name "(?<name>${id})" is not defined${meant}`, named),
  rule(`^"(?<name>${id})" is (?:not defined|possibly unbound|unbound)`, named),
  rule(`^Cannot access (?:attribute|member) "(?<name>${id})" for (?:class|type) "(?<owner>[^"]*)`, member),
  rule(`^Module "[^"]+" has no attribute "(?<name>${id})"${meant}`, exported),
  rule(`^"(?<name>${id})" is unknown import symbol`, exported),
  rule(`^No name '(?<name>${id})' in module`, exported),
  rule(`^Item "None" of "[^"]*" has no attribute`, () => ({ kind: "nullable" })),
  rule(`^"(?<owner>[^"]{1,300})" has no attribute "(?<name>${id})"${meant}`, member),
  rule(`^(?:Instance of|Class|Module) '[^']*' has no '(?<name>${id})' member${meant}`, member),
  rule(`^Cannot find implementation or library stub for module named "(?<module>[\\w.]+)"`, ({ module }) => ({
    kind: "module",
    module: module!,
  })),
  rule(
    `^(?:Import "(?<module>[\\w.]+)" could not be resolved|Unable to import '(?<other>[\\w.]+)')`,
    (found) => ({
      kind: "module",
      module: (found["module"] ?? found["other"])!,
    }),
  ),
  rule(`^Unexpected keyword argument ["'](?<name>${id})["']${meant}`, keyword),
  rule(`^No parameter named "(?<name>${id})"`, keyword),
  rule(
    `^(?:Missing (?:positional|named) arguments? |Arguments? missing for parameters? |No value for argument )["'](?<name>${id})["']`,
    argument,
  ),
  rule("^(?:Too many (?:positional )?arguments|Expected \\d+ (?:more )?positional argument)", argument),
  rule(`^['"\`](?<name>[\\w$. ]+)['"\`] imported but unused`, unusedImport),
  rule(`^(?:Unused import (?<name>${id})|Unused (?<from>${id}) imported from)`, (found) => ({
    kind: "unusedImport",
    name: (found["name"] ?? found["from"])!,
  })),
  rule(`^Import "(?<name>[\\w.]+)" is not accessed`, unusedImport),
  rule(
    `^[Ll]ocal variable ['"\`](?<name>${id})['"\`] is (?:assigned to but|assigned but)? ?never used`,
    unused,
  ),
  rule(`^(?:Unused variable|Unused argument) '(?<name>${id})'`, unused),
  rule("f-string (?:is missing|without any) placeholders", rewrite(/\b[fF](?=["'])/g, "")),
  rule("[Cc]omparison to [`']?None.*(?:is not None|!=)", rewrite(/!=\s*None\b/g, "is not None")),
  rule("[Cc]omparison to [`']?None", rewrite(/==\s*None\b/g, "is None")),
  rule("[Tt]est for membership should be", rewrite(/\bnot\s+([\w.[\]"']+)\s+in\b/g, "$1 not in")),
  rule("[Tt]est for object identity should be", rewrite(/\bnot\s+([\w.[\]"']+)\s+is\b/g, "$1 is not")),
  rule("[Uu]se ==/!= to compare|`==` to compare constant", rewrite(/\bis not\b|\bis\b/g, "==")),
  // JavaScript's linters.
  rule(`^'(?<name>${id})' is not defined`, named),
  rule(`^The (?<name>${id}) variable is undeclared`, named),
  rule(`^'(?<name>${id})' is (?:defined|assigned a value) but never used`, unused),
  rule("^(?:This import is unused|Some named imports are unused)", () => ({
    kind: "unusedImport",
    name: "",
  })),
  rule(
    `^This (?:variable|function|parameter|import|class|type alias|interface) (?<name>${id}) is (?:unused|never used)`,
    unused,
  ),
  rule(
    `^(?:'${id}' is never reassigned|This let declares a variable that is only assigned once)`,
    rewrite(/\blet\b/g, "const"),
  ),
  rule("^(?:Expected '===' and|Using == may be|Use === instead of ==)", rewrite(/(?<![=!])==(?!=)/g, "===")),
  rule("^(?:Expected '!==' and|Using != may be|Use !== instead of !=)", rewrite(/!=(?!=)/g, "!==")),
  rule("^(?:Unexpected 'debugger'|This is an unexpected use of the debugger)", rewrite(/\bdebugger;?/g, "")),
  rule("^(?:Unexpected var, use let or const|Use let or const instead of var)", rewrite(/\bvar\b/g, "let")),
  // Go.
  rule(`^(?:undefined|undeclared name): (?<name>${id})$`, named),
  rule(`^undefined: \\w+\\.(?<name>${id})`, member),
  rule(`^(?<name>${id}) (?:declared (?:but|and) not used)`, unused),
  rule(`^declared and not used: (?<name>${id})`, unused),
  rule(`^"(?<name>[^"]+)" imported (?:and|but) not used`, unusedImport),
  rule(`^imported and not used: "(?<name>[^"]+)"`, unusedImport),
  rule(
    `\\(type .{1,200} has no field or method (?<name>${id})(?:, but does have (?:field |method )?(?<meant>${id}))?`,
    member,
  ),
  rule(`^unknown field '?(?<name>${id})'? in struct literal`, keyword),
  rule(`^(?<name>${id}) not exported by package`, exported),
  // Rust.
  rule(
    `^cannot find (?:value|function|type|struct, variant or union type|macro|trait|tuple struct/variant) \`(?<name>${id})\``,
    named,
  ),
  rule(`^failed to resolve: use of undeclared (?:type|crate or module|module) \`(?<name>${id})\``, named),
  rule(
    `^no (?:method|field|function or associated item|variant or associated item) named \`(?<name>${id})\``,
    member,
  ),
  rule(`^no \`(?<name>${id})\` in `, exported),
  rule(`^unresolved import \`(?:[\\w:]*::)?(?<name>${id})\``, exported),
  rule(`^unused (?:variable|import): \`(?<name>[\\w:]+)\``, unused),
  // Java.
  rule(`^cannot find symbol.*symbol: (?:variable|class) (?<name>${id})`, named),
  rule(`^cannot find symbol.*symbol: method (?<name>${id})`, member),
  rule(`^package (?<module>[\\w.]+) does not exist`, ({ module }) => ({ kind: "module", module: module! })),
  // Grammar.
  rule(`^["'\`](?<mark>[^\\w\\s"'\`]{1,2})["'\`] expected`, ({ mark }) => ({ kind: "mark", mark: mark! })),
  rule(`^(?:expected|missing) ["'\`](?<mark>[^\\w\\s"'\`]{1,2})["'\`]`, ({ mark }) => ({
    kind: "mark",
    mark: mark!,
  })),
  rule(`(?:SyntaxError|E999).*expected ["'](?<mark>[^\\w\\s"']{1,2})["']`, ({ mark }) => ({
    kind: "mark",
    mark: mark!,
  })),
];

/** A message is of one sentence or few. UTF-16 units. */
const longest = 2000;

/** @param message as it is told, without its code */
export function problemSubject(message: string): ProblemSubject {
  const text = message.slice(0, longest).trim();
  for (const [pattern, make] of rows) {
    const found = pattern.exec(text);
    if (found) return make(found.groups ?? {});
  }
  return { kind: "other" };
}
