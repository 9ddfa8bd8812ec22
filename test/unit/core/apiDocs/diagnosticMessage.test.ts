import { expect, test } from "vitest";
import { subjectOf } from "../../../../src/core/apiDocs/use/diagnosticMessage.ts";

for (const [message, ...expected] of [
  ["Property 'x' does not exist on type 'Session<string>'.", "member", "x", "Session"],
  [
    "Property 'lenght' does not exist on type 'Pool'. Did you mean 'length'?",
    "member",
    "lenght",
    "Pool",
    "length",
  ],
  ["Property 'a' does not exist on type 'typeof Pool'.", "member", "a", "Pool"],
  [
    "Object literal may only specify known properties, and 'ttl' does not exist in type 'Options<K, V>'.",
    "member",
    "ttl",
    "Options",
  ],
  [`Module '"pool"' has no exported member 'Lake'.`, "export", "Lake", "pool"],
  [`'"pool"' has no exported member named 'pol'. Did you mean 'pool'?`, "export", "pol", "pool", "pool"],
  ["Expected 2 arguments, but got 1.", "call"],
  ["Expected 1-2 arguments, but got 3.", "call"],
  ["No overload matches this call.\n  Overload 1 of 2", "call"],
  ["Argument of type 'string' is not assignable to parameter of type 'number'.", "call"],
  ["'substr' is deprecated.", "deprecated", "substr"],
  ["The signature '(a: string): void' of 'pool.drain' is deprecated.", "deprecated", "drain"],
  ["AttributeError: module 'httpx' has no attribute 'PoolLimits'", "export", "PoolLimits", "httpx"],
  [
    "AttributeError: 'Client' object has no attribute 'getlist'. Did you mean: 'get_list'?",
    "member",
    "getlist",
    "Client",
    "get_list",
  ],
  ["AttributeError: type object 'Client' has no attribute 'make'", "member", "make", "Client"],
  [
    "ImportError: cannot import name 'Markup' from 'jinja2' (/x/jinja2/__init__.py)",
    "export",
    "Markup",
    "jinja2",
  ],
  ["TypeError: Client.__init__() got an unexpected keyword argument 'dispatch'", "call", "__init__"],
  ["TypeError: get() missing 1 required positional argument: 'url'", "call", "get"],
  [
    "DeprecationWarning: getlist is deprecated, use get_list instead",
    "deprecated",
    "getlist",
    undefined,
    "get_list",
  ],
  [
    'Cannot access attribute "getlist" for class "Client"\n  Attribute is unknown',
    "member",
    "getlist",
    "Client",
  ],
  ['Cannot access attribute "a" for class "type[Client]*"', "member", "a", "Client"],
  ['"Markup" is unknown import symbol', "export", "Markup"],
  ['"PoolLimits" is not a known attribute of module "httpx"', "export", "PoolLimits", "httpx"],
  ['Module "httpx" has no attribute "PoolLimits"', "export", "PoolLimits", "httpx"],
  ['"Client" has no attribute "getlist"; maybe "get_list"?', "member", "getlist", "Client", "get_list"],
  ['Unexpected keyword argument "dispatch" for "Client"', "call", "Client"],
  ["Module 'httpx' has no 'PoolLimits' member", "export", "PoolLimits", "httpx"],
  ["No name 'PoolLimits' in module 'httpx'", "export", "PoolLimits", "httpx"],
  ["Instance of 'Client' has no 'getlist' member", "member", "getlist", "Client"],
  ['Argument missing for parameter "url"', "call"],
] as const)
  test(message, () => {
    const subject = subjectOf(message);
    const { kind, name } = subject ?? {};
    const whose =
      subject?.kind === "member" ? subject.owner : subject?.kind === "export" ? subject.module : undefined;
    const meant = subject && "meant" in subject ? subject.meant : undefined;
    const shown = [kind, name, whose, meant];
    expect(shown).toEqual([...expected, ...Array(4 - expected.length).fill(undefined)]);
  });

for (const message of [
  "",
  "';' expected.",
  "Cannot find name 'x'.",
  "Unused variable 'x'",
  "x".repeat(100_000),
])
  test(`nothing for ${JSON.stringify(message.slice(0, 30))}`, () =>
    expect(subjectOf(message)).toBeUndefined());
