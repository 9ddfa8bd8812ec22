/** What a message of a compiler, linter or interpreter is about, as far as APIs of libraries can help. */
import { replacementIn } from "../apiDoc.ts";

export type DiagnosticSubject =
  /** A value or class has no such member. */
  | {
      readonly kind: "member";
      readonly name: string;
      readonly owner?: string | undefined;
      readonly meant?: string | undefined;
    }
  /** A module has no such name. */
  | {
      readonly kind: "export";
      readonly name: string;
      readonly module?: string | undefined;
      readonly meant?: string | undefined;
    }
  /** A call with the wrong arguments; `name` is what is called, where the message says it. */
  | { readonly kind: "call"; readonly name?: string | undefined }
  /** Something that should not be used any more. */
  | { readonly kind: "deprecated"; readonly name?: string | undefined; readonly meant?: string | undefined };

type Read = (found: RegExpExecArray) => DiagnosticSubject;

const member: Read = ({ groups = {} }) => ({
  kind: "member",
  name: groups["name"]!,
  owner: plainOwner(groups["owner"]),
  meant: groups["meant"],
});
const exported: Read = ({ groups = {} }) => ({
  kind: "export",
  name: groups["name"]!,
  module: groups["module"],
  meant: groups["meant"],
});
const call: Read = ({ groups = {} }) => ({ kind: "call", name: lastOf(groups["name"]) });

/** `Session` of `Session<T>`, `typeof Session` and `type[Session]`. */
function plainOwner(owner: string | undefined): string | undefined {
  const plain = owner?.replace(/^typeof\s+/, "").replace(/^[Tt]ype\[(.+)\]\*?$/, "$1");
  return plain && /^[\w$.]+/.exec(plain)?.[0];
}

const lastOf = (name: string | undefined) => name?.slice(name.lastIndexOf(".") + 1);

const q = "[\"'`“”‘’]";
const id = "[\\w$]+";
const dotted = "[\\w$.]+";
const meant = `(?:[^]{0,40}(?:[Dd]id you mean|maybe)[^"'\`]{0,20}${q}(?<meant>${dotted})${q})?`;

/** The first that fits tells; each takes time in proportion to the message. */
const patterns: readonly (readonly [RegExp, Read])[] = [
  // TypeScript.
  [new RegExp(`^Property '(?<name>${id})' does not exist on type '(?<owner>[^']{1,200})'${meant}`), member],
  [new RegExp(`and '(?<name>${id})' does not exist in type '(?<owner>[^']{1,200})'`), member],
  [
    new RegExp(`^Module '"(?<module>[^"]{1,200})"' has no exported member '(?<name>${id})'${meant}`),
    exported,
  ],
  [new RegExp(`^'"(?<module>[^"]{1,200})"' has no exported member named '(?<name>${id})'${meant}`), exported],
  [
    /^(?:Expected (?:at least )?\d+(?:-\d+)? (?:type )?arguments?|No overload matches this call|Argument of type )/,
    call,
  ],
  // Python at run time.
  [new RegExp(`module '(?<module>${dotted})' has no attribute '(?<name>${id})'${meant}`), exported],
  [
    new RegExp(
      `(?:'(?<owner>${dotted})' object|type object '(?<of>${dotted})') has no attribute '(?<name>${id})'${meant}`,
    ),
    (found) => member(withOwner(found)),
  ],
  [new RegExp(`cannot import name '(?<name>${id})' from '(?<module>${dotted})'`), exported],
  [
    new RegExp(
      `(?<name>${dotted})\\(\\) (?:got an unexpected keyword argument|got multiple values for argument|missing \\d+ required|takes (?:from )?\\d+|takes no arguments)`,
    ),
    call,
  ],
  // Pyright, mypy, pylint.
  [
    new RegExp(
      `^Cannot access (?:attribute|member) "(?<name>${id})" for (?:class|type) "(?<owner>[^"]{1,200})"`,
    ),
    member,
  ],
  [
    new RegExp(`^"(?<name>${id})" is not a known (?:attribute|member) of (?:module )?"(?<module>${dotted})"`),
    exported,
  ],
  [new RegExp(`^"(?<name>${id})" is unknown import symbol`), exported],
  [new RegExp(`^Module "(?<module>${dotted})" has no attribute "(?<name>${id})"${meant}`), exported],
  [new RegExp(`^"(?<owner>[^"]{1,200})" has no attribute "(?<name>${id})"${meant}`), member],
  [new RegExp(`^Module '(?<module>${dotted})' has no '(?<name>${id})' member`), exported],
  [new RegExp(`^(?:Instance of|Class) '(?<owner>${dotted})' has no '(?<name>${id})' member`), member],
  [new RegExp(`^No name '(?<name>${id})' in module '(?<module>${dotted})'`), exported],
  [
    new RegExp(
      `(?:Unexpected keyword argument|Too many (?:positional )?arguments|Missing positional arguments?|Argument \\d+)\\b[^]{0,120}? (?:for|to|in call to) "(?<name>${dotted})"`,
    ),
    call,
  ],
  [
    /^(?:No parameter named|Argument missing for parameters?|Arguments missing for parameters?|Expected \d+ (?:more )?positional arguments?|No value for argument|Unexpected keyword argument|Too many (?:positional )?arguments|No overloads for)/,
    call,
  ],
];

const withOwner = (found: RegExpExecArray): RegExpExecArray => {
  const groups = found.groups ?? {};
  found.groups = { ...groups, owner: (groups["owner"] ?? groups["of"])! };
  return found;
};

/** A message is of one sentence or few. UTF-16 units. */
const LONGEST = 2000;

/**
 * @param message as it is shown; a name of an error may stand before it
 * @returns undefined for what documentation of APIs does not help with
 */
export function subjectOf(message: string): DiagnosticSubject | undefined {
  const text = message
    .slice(0, LONGEST)
    .trim()
    .replace(/^(?:[\w.]*(?:Error|Warning|Exception)|TS\d+|error TS\d+):\s*/, "");
  const isDeprecation =
    /\bdeprecated\b/i.test(text) || /^(?:\w+\.)*\w*DeprecationWarning\b/.test(message.trim());
  for (const [pattern, read] of isDeprecation ? [] : patterns) {
    const found = pattern.exec(text);
    if (found) return read(found);
  }
  if (!isDeprecation) return undefined;
  const named =
    /["'`]?([\w$]+(?:\.[\w$]+)*)(?:\(\))?["'`]?\s+(?:is|was|are|has been|method is|function is)\s+(?:now\s+)?deprecated/i.exec(
      text,
    );
  const signature = /^The signature '[^']{0,300}' of '([^']{1,200})' is deprecated/.exec(text);
  return { kind: "deprecated", name: lastOf(signature?.[1] ?? named?.[1]), meant: replacementIn(text) };
}
