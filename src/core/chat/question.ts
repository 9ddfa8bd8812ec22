/** What a question about the repository asks for, and about what: read from its words, by no model. */

/**
 * What a question wants to know. `open`: anything that is found by its words; `describe`: what something is and where;
 * `configure`: where a value comes from.
 */
const questionKinds = [
  "describe",
  "uses",
  "callers",
  "callees",
  "tests",
  "imports",
  "importedBy",
  "implementers",
  "bases",
  "members",
  "changes",
  "configure",
  "open",
] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** What a question is about. */
export interface Subject {
  /** As written, without quotes and call brackets: `Store.add`, `src/store.ts`, `retry policy`. */
  readonly text: string;
  /** Whether it is written as code is: in backquotes, with a dot, a hump or an underscore. Such a name must exist. */
  readonly isCode: boolean;
}

export interface Question {
  readonly kind: QuestionKind;
  /** None for `open` questions that name nothing. */
  readonly subject?: Subject;
  readonly text: string;
}

/** Where the subject stood. */
const SLOT = "\u0001";
/** UTF-16 units; what goes on longer is not read for its form. */
const LONGEST_FORM = 400;

/** Between backquotes, or quotes that hold one name or path. */
const QUOTED = /`([^`\n]{1,200})`(?:\(\))?|"([\w$./:#-]{1,200})"|'([\w$./:#-]{1,200})'/;
/** A path with an extension or several parts, a dotted name, one with a hump, an underscore or call brackets. */
const CODE_LIKE = [
  /(?<![\w/])(?:[\w@.-]+\/)+[\w@.-]*\w/,
  /(?<![\w/.])[\w-]+\.(?:[cm]?[jt]sx?|py|pyi|go|rs|java|kt|rb|php|cs|cpp|cc|c|hpp|h|swift|scala|sh|lua|json|ya?ml|toml|md|html|css)\b/,
  /[A-Za-z_$][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]*)+(?:\(\))?/,
  /[A-Za-z_$][\w$]*\(\)/,
  /(?<![\w$])_*[A-Za-z$][\w$]*_[\w$]*/,
  /(?<![\w$])_[A-Za-z][\w$]*/,
  /(?<![\w$])(?:[a-z$][a-z0-9$]*[A-Z][\w$]*|[A-Z][a-z0-9]+[A-Z][\w$]*|[A-Z]{2,}[a-z][\w$]*)/,
];

interface Form {
  readonly kind: QuestionKind;
  readonly pattern: RegExp;
}

/** What a phrase asks; the first that fits. `~` stands for the subject with words such as "the function" around it. */
const forms: readonly Form[] = (
  [
    ["implementers", "(?:implementers|implementations|subclasses|subtypes|children|descendants) of ~"],
    ["bases", "(?:base|super|parent)[ -]?(?:class|classes|type|types|interface|interfaces)? of ~"],
    ["bases", "what (?:does|do) ~ (?:extend|implement|inherit|derive|subclass)"],
    ["bases", "(?:which|what) [\\w ]{1,30} does ~ (?:extend|implement|inherit|derive)"],
    ["describe", "where (?:is|are) ~ (?:implemented|defined|declared|located|found|written|created)"],
    [
      "implementers",
      "(?:what|which|who)(?: \\w+){0,3} (?:implements?|extends?|inherits?(?: from)?|derives?(?: from)?|subclass(?:es)?) ~",
    ],
    [
      "tests",
      "(?:tests?|test cases?|specs?|coverage) (?:of|for|that cover|that covers|covering|that test) ~",
    ],
    ["tests", "(?:is|are) ~ (?:unit[- ])?(?:tested|covered)"],
    ["tests", "(?:what|which|where)(?: \\w+){0,3} (?:tests?|covers?|exercises?) ~"],
    ["tests", "~ (?:tests|test coverage)$"],
    ["callees", "(?:what|which)(?: \\w+){0,3} (?:does|do) ~ (?:call|invoke)"],
    ["callees", "(?:what|which)(?: \\w+){0,3} (?:is|are|gets?) (?:called|invoked) (?:by|in|from|inside) ~"],
    ["callees", "callees of ~"],
    ["callers", "callers of ~|(?:what|who|which|where)(?: \\w+){0,3} (?:calls?|invokes?) ~"],
    ["callers", "(?:is|are|gets?) ~ (?:being )?(?:called|invoked)"],
    ["importedBy", "(?:what|who|which)(?: \\w+){0,3} (?:imports?|includes?|requires?|depends? (?:up)?on) ~"],
    ["importedBy", "(?:dependents|importers) of ~|where (?:is|are) ~ imported"],
    ["imports", "(?:what|which)(?: \\w+){0,3} (?:does|do) ~ (?:import|include|require|depend (?:up)?on)"],
    ["imports", "(?:dependencies|imports) of ~"],
    [
      "changes",
      "(?:who|when)(?: \\w+){0,4} (?:changed|modified|edited|touched|wrote|worked on|committed|updated) ~",
    ],
    [
      "changes",
      "(?:who|when) (?:was|is|were)(?: \\w+){0,2} ~ (?:last |most recently )?(?:changed|modified|edited|touched|updated)",
    ],
    [
      "changes",
      "(?:history|changes|commits|change log|changelog|last change|last commit|author|authors) (?:of|to|for|in) ~",
    ],
    ["changes", "(?:what|which)(?: \\w+){0,3} (?:changed|touched|modified) (?:in |to )?~"],
    ["uses", "(?:is|are) ~ (?:being )?(?:used|referenced|mentioned|needed)"],
    ["uses", "(?:usages?|uses|references|call sites) (?:of|to|for) ~"],
    ["uses", "(?:what|who|which|where)(?: \\w+){0,3} (?:uses?|references?|refers? to|needs?) ~"],
    [
      "members",
      "(?:methods|members|fields|properties|attributes|functions|symbols|contents) (?:of|in|on|does) ~",
    ],
    ["members", "(?:what|which) (?:methods|members|fields|properties|attributes|functions)(?: \\w+){0,2} ~"],
    ["configure", "(?:is|are) ~ (?:configured|set|initiali[sz]ed|assigned)"],
    ["configure", "(?:configuration|default value|default|value|setting|settings) (?:of|for) ~"],
    [
      "describe",
      "(?:what is|what's|what are|what does|explain|describe|define|show me|show|find|where is|where are|where's|how does|signature of|parameters of|definition of|meaning of|documentation of|docs of|tell me about) ~",
    ],
  ] as const
).map(([kind, text]) => ({ kind, pattern: new RegExp(text.replaceAll("~", nearSlot(SLOT)), "i") }));

/** The slot, with what people put around a name. */
function nearSlot(slot: string): string {
  const noun =
    "(?:class|interface|function|method|module|file|package|constant|variable|field|type|struct|enum|trait|symbol|setting|option|command|component|hook|property)";
  return `(?:the |a |an |our |this )?(?:${noun} )?${slot}(?: ${noun})?`;
}

/** A subject in plain words, where no name looks like code: the form around it tells where it ends. */
const plainSubjects: readonly RegExp[] = [
  /^(?:please )?(?:what(?:'s| is| are| does)|explain|describe|define|where(?:'s| is| are)|show(?: me)?|find) (?:the |an? |our )?([\w$-]+)(?: (?:class|interface|function|method|module|constant|variable|type|struct|enum|do|does|defined|declared|located|implemented|used|called|tested|configured|set|referenced|imported))*$/i,
  /^how (?:is|are) (?:the |an? |our )?([\w$-]+)(?: (?:class|interface|function|method|module))? (?:tested|used|called|configured|covered|set)$/i,
  /^(?:what|who|which)(?: \w+){0,2} (?:calls?|uses?|imports?|implements?|extends?|tests?|covers?|depends on|references?|changed|modified|touched) (?:the |an? |our )?([\w$-]+)(?: (?:class|interface|function|method|module|file))?(?: last| recently)?$/i,
  /^(?:callers|callees|usages?|uses|tests|references|methods|members|fields|subclasses|implementations|history|dependents|dependencies) (?:of|to|for|in) (?:the |an? |our )?([\w$-]+)(?: (?:class|interface|function|method|module|file))?$/i,
  /^(?:what|which) (?:does|do) (?:the |an? |our )?([\w$-]+)(?: (?:class|interface|function|method|module))? (?:do|call|import|extend|implement|depend on|mean)$/i,
];

/** Reads any text; never throws. */
export function readQuestion(text: string): Question {
  const plain = text
    .trim()
    .replace(/\s+/g, " ")
    .slice(0, LONGEST_FORM)
    .replace(/[?!.…\s]+$/, "");
  const found = codeSubject(plain) ?? plainSubject(plain);
  if (!found) return { kind: "open", text };
  const { subject, around } = found;
  const form = forms.find(({ pattern }) => pattern.test(around));
  if (form) return { kind: form.kind, subject, text };
  // A name alone, or with few words that no form knows: who names one thing asks about it.
  const words = around.replace(SLOT, "").trim();
  if (subject.isCode && words.split(" ").length <= 2) return { kind: "describe", subject, text };
  return { kind: "open", subject, text };
}

interface FoundSubject {
  readonly subject: Subject;
  /** The question with the slot in the subject's place. */
  readonly around: string;
}

function codeSubject(text: string): FoundSubject | undefined {
  const quoted = QUOTED.exec(text);
  const match = quoted ?? firstOf(CODE_LIKE.map((pattern) => pattern.exec(text)));
  if (!match) return undefined;
  const name = tidy(match.slice(1).find((part) => part !== undefined) ?? match[0]);
  if (name === "") return undefined;
  const around = text.slice(0, match.index) + SLOT + text.slice(match.index + match[0].length);
  return { subject: { text: name, isCode: true }, around };
}

/** The one that begins first; of those the longest. */
function firstOf(matches: readonly (RegExpExecArray | null)[]): RegExpExecArray | undefined {
  return matches
    .filter((match) => match !== null)
    .sort((a, b) => a.index - b.index || b[0].length - a[0].length)[0];
}

/** Without call brackets; one sign between the parts of a name. */
function tidy(name: string): string {
  const bare = name.trim().replace(/\(.*\)$/s, "");
  return bare.includes("/") ? bare : bare.replace(/::|#/g, ".").replace(/^\.+|\.+$/g, "");
}

function plainSubject(text: string): FoundSubject | undefined {
  for (const pattern of plainSubjects) {
    const match = pattern.exec(text);
    const word = match?.[1];
    if (!match || word === undefined || noSubjects.has(word.toLowerCase())) continue;
    const at = match[0].lastIndexOf(word);
    const around = text.slice(0, match.index + at) + SLOT + text.slice(match.index + at + word.length);
    return { subject: { text: word, isCode: false }, around };
  }
  return undefined;
}

/** Words that stand where a subject would and are none. */
const noSubjects = new Set(
  "this that it these those there here the a an code repo repository project everything something anything all me you".split(
    " ",
  ),
);
