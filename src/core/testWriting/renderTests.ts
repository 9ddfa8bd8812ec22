/** Tests as text, one for each call, in the words of each kind of runner. */
import type { NeededImport } from "../completion/autoImport/importLine.ts";
import type { Observation, ObservedCall } from "./observation.ts";
import type { TestForm, TestStyle } from "./testStyle.ts";
import type { SubjectCall, TestSubject } from "./testSubject.ts";

export interface RenderedTests {
  /** To stand at the end of a test file; ends with a line break. */
  readonly body: string;
  /** Beside the function itself. */
  readonly imports: readonly NeededImport[];
  /** Names of the tests in their order, with those of what is around them. */
  readonly tests: readonly { readonly label: string; readonly suites: readonly string[] }[];
}

export interface RenderRequest {
  readonly subject: TestSubject;
  readonly calls: readonly Pick<ObservedCall, "call" | "seen">[];
  readonly style: TestStyle;
  /** Names that the test file has already: none is given twice. */
  readonly taken: ReadonlySet<string>;
}

/** The words of one kind of runner. */
interface Form {
  readonly imports: (
    seen: readonly Observation[],
    subject: TestSubject,
    style: TestStyle,
  ) => readonly NeededImport[];
  readonly nameOf: (subject: TestSubject, slug: string) => string;
  readonly test: (name: string, lines: readonly string[], style: TestStyle, isAsync: boolean) => string;
  /** @param call the call as written */
  readonly equal: (call: string, text: string, isInexact: boolean, style: TestStyle) => string;
  readonly raises: (call: string, error: string, style: TestStyle, isAsync: boolean) => readonly string[];
  /** The tests in what is around them. */
  readonly around?: (tests: string, suite: string, style: TestStyle) => string;
  readonly between: string;
}

export function renderTests({ subject, calls, style, taken }: RenderRequest): RenderedTests {
  const form = forms[style.form];
  const used = new Set(taken);
  const suite = form.around ? unique(suiteName(subject), used) : undefined;
  const tests: { label: string; suites: readonly string[] }[] = [];
  const texts = calls.map(({ call, seen }) => {
    const label = unique(form.nameOf(subject, slugOf(call, seen)), used);
    tests.push({ label, suites: suite === undefined ? [] : [suite] });
    const written = callText(subject, call, style, seen.kind === "value" && seen.isIterated === true);
    const lines =
      seen.kind === "raised"
        ? form.raises(written, seen.error, style, subject.isAsync)
        : [form.equal(written, seen.kind === "value" ? seen.text : "", "isInexact" in seen, style)];
    return form.test(label, lines, style, subject.isAsync && isEcma(style.form));
  });
  const joined = texts.join(form.between);
  const body = suite === undefined ? joined : form.around!(joined, suite, style);
  return {
    body,
    imports: form.imports(
      calls.map(({ seen }) => seen),
      subject,
      style,
    ),
    tests,
  };
}

const isEcma = (form: TestForm): boolean => form === "node" || form === "expect" || form === "mocha";

/** As a person writes it; what cannot be awaited at once is run. */
export function callText(
  subject: TestSubject,
  call: SubjectCall,
  { form }: Pick<TestStyle, "form">,
  isIterated: boolean,
): string {
  const path = [...subject.containers.slice(0, 1).map(() => subject.containers.join(".")), subject.name].join(
    ".",
  );
  const given = call.map(({ name, text }) => (name === undefined ? text : `${name}=${text}`)).join(", ");
  const plain = `${path}(${given})`;
  if (isEcma(form))
    return subject.isGenerator || isIterated ? `[...${plain}]` : subject.isAsync ? `await ${plain}` : plain;
  if (subject.isAsync) return `asyncio.run(${plain})`;
  return subject.isGenerator || isIterated ? `list(${plain})` : plain;
}

const named = (module: string, name: string): NeededImport => ({ form: "named", module, name, local: name });
const whole = (module: string): NeededImport => ({ form: "module", module, name: "", local: module });

/** Errors that need no import in Python. */
const pythonBuiltin =
  /^[A-Z]\w*(?:Error|Exception|Warning|Iteration|Interrupt)$|^(?:Exception|StopIteration)$/;

const pythonImports = (subject: TestSubject): readonly NeededImport[] =>
  subject.isAsync ? [whole("asyncio")] : [];

const identifier = (subject: TestSubject, slug: string): string =>
  ["test", subject.name.replace(/^_+/, ""), slug].filter(Boolean).join("_");
const sentence = (subject: TestSubject, slug: string): string =>
  `${subject.name} ${slug.replaceAll("_", " ")}`.trim();

const pythonTest: Form["test"] = (name, lines, { indent }) =>
  `def ${name}():\n${lines.map((line) => `${indent}${line}\n`).join("")}`;

const ecmaTest: Form["test"] = (name, lines, { word, quote, semicolon, indent }, isAsync) => {
  const title = quote + name.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`) + quote;
  const inner = lines.map((line) => `${indent}${line}${/[{(]$/.test(line) ? "" : semicolon}\n`).join("");
  return `${word}(${title}, ${isAsync ? "async " : ""}() => {\n${inner}})${semicolon}\n`;
};

const withAssert = {
  nameOf: sentence,
  test: ecmaTest,
  equal: (call: string, text: string) => `assert.deepStrictEqual(${call}, ${text})`,
  raises: (call: string, error: string, _style: TestStyle, isAsync: boolean) =>
    isAsync
      ? [`await assert.rejects(() => ${call.replace(/^await /, "")}, ${error})`]
      : [`assert.throws(() => ${call}, ${error})`],
  between: "\n",
};
const assertImport: NeededImport = {
  form: "default",
  module: "node:assert",
  name: "default",
  local: "assert",
};

const forms: Readonly<Record<TestForm, Form>> = {
  pytest: {
    imports: (seen, subject) => [
      ...pythonImports(subject),
      ...(seen.some((one) => one.kind === "raised" || "isInexact" in one) ? [whole("pytest")] : []),
    ],
    nameOf: identifier,
    test: pythonTest,
    equal: (call, text, isInexact) =>
      isInexact
        ? `assert ${call} == pytest.approx(${text})`
        : /^(?:None|True|False)$/.test(text)
          ? `assert ${call} is ${text}`
          : `assert ${call} == ${text}`,
    raises: (call, error, { indent }) => [`with pytest.raises(${error}):`, `${indent}${call}`],
    between: "\n\n",
  },
  unittest: {
    imports: (_seen, subject) => [...pythonImports(subject), whole("unittest")],
    nameOf: identifier,
    test: (name, lines, { indent }) =>
      `${indent}def ${name}(self):\n${lines.map((line) => `${indent}${indent}${line}\n`).join("")}`,
    equal: (call, text, isInexact) =>
      isInexact
        ? `self.assertAlmostEqual(${call}, ${text})`
        : text === "None"
          ? `self.assertIsNone(${call})`
          : `self.assertEqual(${call}, ${text})`,
    raises: (call, error, { indent }) => [`with self.assertRaises(${error}):`, `${indent}${call}`],
    around: (tests, suite) => `class ${suite}(unittest.TestCase):\n${tests}`,
    between: "\n",
  },
  node: { ...withAssert, imports: (_seen, _subject, { word }) => [assertImport, named("node:test", word)] },
  mocha: { ...withAssert, imports: () => [assertImport] },
  expect: {
    imports: (_seen, _subject, { testModule, word }) =>
      testModule === undefined ? [] : [named(testModule, "expect"), named(testModule, word)],
    nameOf: sentence,
    test: ecmaTest,
    equal: (call, text, isInexact) =>
      isInexact ? `expect(${call}).toBeCloseTo(${text})` : `expect(${call}).toStrictEqual(${text})`,
    raises: (call, error, _style, isAsync) =>
      isAsync
        ? [`await expect(${call.replace(/^await /, "")}).rejects.toThrow(${error})`]
        : [`expect(() => ${call}).toThrow(${error})`],
    between: "\n",
  },
};

/** Whether an error can be named in a test of this form without importing it. */
export const canNameError = (error: string, form: TestForm): boolean =>
  isEcma(form)
    ? /^(?:Error|TypeError|RangeError|SyntaxError|ReferenceError|URIError|EvalError)$/.test(error)
    : pythonBuiltin.test(error);

const suiteName = ({ name }: TestSubject): string =>
  `Test${name
    .split("_")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("")}`;

function unique(name: string, used: Set<string>): string {
  let found = name;
  for (let number = 2; used.has(found); number++) found = `${name}_${number}`;
  used.add(found);
  return found;
}

const longestSlug = 48;

/** What is given, in words: `5_0_3`, `empty_list`, `none_raises_value_error`. */
function slugOf(call: SubjectCall, seen: Observation): string {
  const words = call.map(({ name, text }) => [name, wordOf(text)].filter(Boolean).join("_"));
  const given = words.length === 0 ? "without_arguments" : words.join("_");
  const end = seen.kind === "raised" ? `_raises_${snake(seen.error.split(".").at(-1)!)}` : "";
  return given.slice(0, longestSlug).replace(/_+$/, "") + end;
}

const snake = (name: string): string => name.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();

const namedValues: Readonly<Record<string, string>> = {
  '""': "empty",
  "''": "empty",
  "[]": "empty_list",
  "()": "empty_tuple",
  "{}": "empty",
};

function wordOf(text: string): string {
  const known = namedValues[text];
  if (known !== undefined) return known;
  return (
    text
      .replace(/-(?=[\d.])/g, " minus ")
      .replace(/(\d)\.(\d)/g, "$1 point $2")
      .replace(/[^A-Za-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .toLowerCase() || "blank"
  );
}
