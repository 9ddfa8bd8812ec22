/** `#file:store.py`, `#problems` and their like in the text of a question. */
import type { ContextRef } from "./contextRef.ts";

/** What may be typed after `#`, with what it takes. */
export const mentionKinds = {
  file: { takes: "path", about: "A file" },
  symbol: { takes: "name", about: "A definition" },
  folder: { takes: "path", about: "The outline of a folder" },
  docs: { takes: "name", about: "An installed package" },
  problems: { takes: "nothing", about: "Errors and warnings of the workspace" },
  test: { takes: "nothing", about: "Tests that failed when they last ran" },
  changes: { takes: "nothing", about: "What is changed and not committed" },
  terminal: { takes: "nothing", about: "The last command of the terminal" },
} as const satisfies Record<string, { readonly takes: "path" | "name" | "nothing"; readonly about: string }>;
export type MentionKind = keyof typeof mentionKinds;

const kinds = Object.keys(mentionKinds).join("|");
/** Of a name after a colon: to the next blank, or in quotes. */
const pattern = new RegExp(`(?<![\\w#/])#(${kinds})(?::(?:"([^"\\n]+)"|([^\\s"]+)))?(?![\\w-])`, "g");

const toRef = (kind: MentionKind, named: string | undefined): ContextRef | undefined => {
  const refKind = kind === "test" ? "tests" : kind;
  switch (mentionKinds[kind].takes) {
    case "nothing":
      return { kind: refKind };
    case "path":
      return named === undefined ? undefined : { kind: refKind, path: named.replace(/(?<=.)\/$/, "") };
    case "name":
      return named === undefined ? undefined : { kind: refKind, name: named };
  }
};

/** What the text names, in its order, and the text with the names alone where mentions stood. */
export function readMentions(text: string): {
  readonly text: string;
  readonly context: readonly ContextRef[];
} {
  const context: ContextRef[] = [];
  const plain = text.replace(pattern, (whole, kind: MentionKind, quoted?: string, bare?: string) => {
    // A full stop or comma ends the sentence, not the name.
    const end = /[.,;:!?)]+$/.exec(bare ?? "")?.[0] ?? "";
    const named = quoted ?? bare?.slice(0, bare.length - end.length);
    const ref = toRef(kind, named === "" ? undefined : named);
    if (!ref) return whole;
    context.push(ref);
    const name = ref.name ?? ref.path;
    return name === undefined ? `the ${kind === "test" ? "failing tests" : kind}${end}` : `\`${name}\`${end}`;
  });
  return { text: plain, context };
}

/** The mention or command that is being typed at the cursor. */
export interface Typed {
  readonly sign: "#" | "/";
  /** Without the sign. */
  readonly text: string;
  /** Offset of the sign. */
  readonly start: number;
}

/** @returns undefined where neither is typed; `/` begins a command at the start of a question alone */
export function typedAt(text: string, cursor: number): Typed | undefined {
  const before = text.slice(0, cursor);
  const command = /^\/([\w-]*)$/.exec(before);
  if (command) return { sign: "/", text: command[1]!, start: 0 };
  const mention = /(?:^|[\s(])#([^\s#"]{0,200})$/.exec(before);
  if (!mention) return undefined;
  return { sign: "#", text: mention[1]!, start: cursor - mention[1]!.length - 1 };
}
